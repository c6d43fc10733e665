package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// RowView is what a list row says: an act, a draft, a thread, a command. The
// zero value is an empty row.
type RowView struct {
	Icon    fyne.Resource // kind mark; nil: none
	Title   string
	Marks   []Span // in Title
	Detail  string // second line, at the left
	Right   string // second line, at the right, before the badge
	Badge   string
	Tone    Tone
	Unread  bool // dot and heavier title
	Pending bool // not yet confirmed: title in the muted colour
	Heading bool // the title of a group: heavier, near the rows it heads
}

// Row is the list row of every area: a title of one or two lines, a detail
// line, a badge.
type Row struct {
	widget.BaseWidget
	lines int
	view  RowView
}

// NewRow makes an empty row whose title takes up to the given lines.
func NewRow(titleLines int) *Row {
	r := &Row{lines: max(1, titleLines)}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows a view.
func (r *Row) Set(v RowView) {
	r.view = v
	r.Refresh()
}

// View is what the row shows.
func (r *Row) View() RowView { return r.view }

const (
	rowPadX   = 14
	rowPadY   = 8
	rowIcon   = 18
	rowGutter = 10
	dotSize   = 7
)

// CreateRenderer is for the toolkit.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	re := &rowRenderer{
		row:    r,
		icon:   widget.NewIcon(nil),
		dot:    canvas.NewCircle(nil),
		title:  NewHighlightText("", TextLook{MaxLines: r.lines}),
		detail: NewHighlightText("", TextLook{Size: r.Theme().Size(theme.SizeNameCaptionText), Color: ColorMuted}),
		right:  NewHighlightText("", TextLook{Size: r.Theme().Size(theme.SizeNameCaptionText), Color: ColorMuted}),
		badge:  NewChip("", Neutral),
	}
	re.objects = []fyne.CanvasObject{re.icon, re.dot, re.title, re.detail, re.right, re.badge}
	re.fill()
	return re
}

type rowRenderer struct {
	row                  *Row
	icon                 *widget.Icon
	dot                  *canvas.Circle
	title, detail, right *HighlightText
	badge                *Chip
	objects              []fyne.CanvasObject
}

func (r *rowRenderer) MinSize() fyne.Size {
	second := max(r.detail.MinSize().Height, r.badgeHeight())
	return fyne.NewSize(160, 2*rowPadY+r.title.MinSize().Height+4+second)
}

func (r *rowRenderer) badgeHeight() float32 {
	return newMeasurer(r.row.Theme(), r.row.Theme().Size(theme.SizeNameCaptionText), false, false).lineHeight() + 4
}

func (r *rowRenderer) Layout(s fyne.Size) {
	left := float32(rowPadX)
	full := r.title.MinSize().Height
	lineH := full / float32(r.row.lines)
	if r.row.view.Icon != nil {
		left += rowIcon + rowGutter
	}
	right := s.Width - rowPadX
	if r.row.view.Unread {
		right -= dotSize + rowGutter
	}
	r.title.Resize(fyne.NewSize(max(0, right-left), full))
	// A title shorter than its room leaves the rest above and below.
	spare := (full - lineH*float32(min(max(1, r.title.drawn), r.row.lines))) / 2
	top := rowPadY + spare
	switch v := r.row.view; {
	case v.Heading:
		top = s.Height - rowPadY - lineH
	case v.Detail == "" && v.Right == "" && v.Badge == "":
		top = (s.Height - lineH*float32(max(1, r.title.drawn))) / 2
	}
	r.title.Move(fyne.NewPos(left, top))
	r.icon.Move(fyne.NewPos(rowPadX, top+(lineH-rowIcon)/2))
	r.icon.Resize(fyne.NewSquareSize(rowIcon))
	r.dot.Move(fyne.NewPos(s.Width-rowPadX-dotSize, top+(lineH-dotSize)/2))
	r.dot.Resize(fyne.NewSquareSize(dotSize))
	r.layoutSecond(left, s, spare)
}

// layoutSecond places detail, right text and badge on the row's last line; the
// right text is left out where it would cut the detail.
func (r *rowRenderer) layoutSecond(left float32, s fyne.Size, spare float32) {
	bottomH := max(r.detail.MinSize().Height, r.badgeHeight())
	y := s.Height - rowPadY - bottomH - spare
	right := s.Width - rowPadX
	if r.row.view.Badge != "" {
		w := min(r.badge.MinSize().Width, (right-left)*0.6)
		right -= w
		r.badge.Move(fyne.NewPos(right, y))
		r.badge.Resize(fyne.NewSize(w, bottomH))
		right -= 8
	}
	h := r.detail.MinSize().Height
	textY := y + (bottomH-h)/2
	m := newMeasurer(r.row.Theme(), r.row.Theme().Size(theme.SizeNameCaptionText), false, false)
	rightW, detailW := m.width(r.row.view.Right, 0)+1, m.width(r.row.view.Detail, 0)
	r.right.Hidden = r.row.view.Right == "" || left+detailW+8+rightW > right
	if !r.right.Hidden {
		right -= rightW
		r.right.Move(fyne.NewPos(right, textY))
		r.right.Resize(fyne.NewSize(rightW, h))
		right -= 8
	}
	r.detail.Move(fyne.NewPos(left, textY))
	r.detail.Resize(fyne.NewSize(max(0, right-left), h))
}

func (r *rowRenderer) fill() {
	v := r.row.view
	r.icon.Hidden = v.Icon == nil
	r.icon.SetResource(v.Icon)
	r.dot.Hidden = !v.Unread
	r.dot.FillColor = colorOf(r.row, theme.ColorNamePrimary)
	color := theme.ColorNameForeground
	if v.Pending {
		color = ColorMuted
	}
	if v.Heading {
		color = theme.ColorNamePrimary
	}
	r.title.update(v.Title, v.Marks, v.Unread || v.Heading, color)
	r.detail.update(v.Detail, nil, false, ColorMuted)
	r.right.update(v.Right, nil, false, ColorMuted)
	r.badge.Set(v.Badge, v.Tone)
}

func (r *rowRenderer) Refresh() {
	r.fill()
	if s := r.row.Size(); s.Width > 0 {
		r.Layout(s)
	}
	canvas.Refresh(r.row)
}

func (r *rowRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *rowRenderer) Destroy() {}
