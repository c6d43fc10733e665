package drafts

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

const (
	writingSize = 16 // of the text of clauses
	openerSize  = 16
	captionSize = 12
	entryPad    = 6 // around the text of a field, by writingTheme
	maskWidth   = 4 // hides the edge that a field draws around itself
	rowGap      = 4 // above a clause
	captionGap  = 14
)

// clauseRow is a clause on the paper: the section's name where one begins, the
// cue above the text, or the label of a point beside it, and the field.
type clauseRow struct {
	widget.BaseWidget
	p        *paper
	index    int
	clause   civic.Clause
	entry    *clauseEntry
	over     *container.ThemeOverride
	caption  *canvas.Text
	opener   *kit.HighlightText
	label    *canvas.Text
	bar      *canvas.Rectangle
	tint     *canvas.Rectangle
	mask     *canvas.Rectangle
	entryTop float32
	point    bool
	marks    []*canvas.Rectangle
}

func newClauseRow(p *paper) *clauseRow {
	r := &clauseRow{
		p: p, entry: newClauseEntry(p), caption: canvas.NewText("", nil), label: canvas.NewText("", nil),
		opener: kit.NewHighlightText("", kit.TextLook{MaxLines: -1, Size: openerSize, Bold: true, Serif: true, Color: kit.ColorInk}),
		bar:    canvas.NewRectangle(nil), tint: canvas.NewRectangle(nil), mask: canvas.NewRectangle(nil),
	}
	r.caption.TextSize = captionSize
	r.caption.TextStyle.Bold = true
	r.label.TextSize = writingSize
	r.label.TextStyle = kit.WritingStyle()
	r.label.Alignment = fyne.TextAlignTrailing
	r.mask.StrokeWidth = maskWidth
	r.over = container.NewThemeOverride(r.entry, writingTheme{})
	r.ExtendBaseWidget(r)
	return r
}

// set shows a clause at a width and gives the height that it takes.
func (r *clauseRow) set(index int, c civic.Clause, width float32) float32 {
	r.index, r.clause = index, c
	_, r.point = drafting.ParseLabel(c.Opener)
	caption := ""
	if r.p.first(index) {
		caption = strings.ToUpper(r.p.o.Lang.T("act.section." + string(c.Section)))
	}
	opener, label := c.Opener, ""
	if r.point {
		opener, label = "", c.Opener
	}
	if caption != r.caption.Text || label != r.label.Text {
		r.caption.Text, r.label.Text = caption, label
		r.caption.Refresh()
		r.label.Refresh()
	}
	if r.opener.Text() != opener {
		r.opener.Set(opener, nil)
	}
	inner := textWidth(width)
	y := float32(rowGap)
	if caption != "" {
		y += captionGap + r.caption.MinSize().Height
	}
	r.opener.Hidden = opener == ""
	if opener != "" {
		r.opener.Resize(fyne.NewSize(inner, r.opener.Size().Height))
		y += r.opener.MinSize().Height
	}
	r.entryTop = y
	if r.over.Size().Width != inner {
		r.over.Resize(fyne.NewSize(inner, max(r.over.Size().Height, lineHeight()+2*entryPad)))
	}
	r.entry.load(c.Text)
	r.entry.hint(r.hint())
	h := float32(r.entry.lines())*lineHeight() + 2*entryPad + 1
	r.over.Resize(fyne.NewSize(inner, h))
	r.drawMarks()
	return y + h
}

// hint invites to write where a text is missing: a formula, a hinge, or a cue
// before its points may stand alone.
func (r *clauseRow) hint() string {
	c := r.clause
	alone := c.Section == civic.Hinge || c.Section == civic.Operative && !r.point || r.p.s.heads(r.index)
	if len(r.p.s.rows) == 1 || c.Opener != "" && !alone {
		return r.p.o.Lang.T("drafts.write_here")
	}
	return ""
}

// hint shows what an empty field is for.
func (e *clauseEntry) hint(text string) {
	if e.PlaceHolder != text {
		e.SetPlaceHolder(text)
	}
}

// textWidth is what the paper leaves for the text of a clause.
func textWidth(width float32) float32 { return max(80, width-gutter-paperPad) }

// lineHeight is the height of a line of a field.
func lineHeight() float32 {
	return fyne.MeasureText("M", writingSize, kit.WritingStyle()).Height
}

// guessHeight says how high a row will be about, without making it.
func guessHeight(c civic.Clause, first bool, width float32) float32 {
	const sample = "il Consiglio comunale impegna la Giunta a riferire in aula"
	letter := fyne.MeasureText(sample, writingSize, kit.WritingStyle()).Width / float32(len(sample))
	perLine := max(8, int((textWidth(width)-2*entryPad)/letter))
	lines := 0
	for line := range strings.SplitSeq(c.Text, "\n") {
		lines += 1 + len(line)/perLine
	}
	h := float32(rowGap) + float32(lines)*lineHeight() + 2*entryPad + 1
	if first {
		h += captionGap + captionSize*1.4
	}
	if _, point := drafting.ParseLabel(c.Opener); c.Opener != "" && !point {
		h += lineHeight() * float32(1+len(c.Opener)/perLine)
	}
	return h
}

// Tapped opens the menu at the label, the cue or the section, and else takes
// the keyboard to the text.
func (r *clauseRow) Tapped(e *fyne.PointEvent) {
	if e.Position.X < gutter || e.Position.Y < r.entryTop {
		r.p.openMenu(r.index, e.AbsolutePosition)
		return
	}
	r.p.goTo(caret{r.index, runes(r.clause.Text)})
}

// TappedSecondary opens the menu.
func (r *clauseRow) TappedSecondary(e *fyne.PointEvent) { r.p.openMenu(r.index, e.AbsolutePosition) }

// Cursor shows that the edge can be pressed.
func (r *clauseRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for the toolkit.
func (r *clauseRow) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	re := &clauseRowRenderer{r}
	re.paint()
	return re
}

type clauseRowRenderer struct{ r *clauseRow }

func (re *clauseRowRenderer) MinSize() fyne.Size { return fyne.NewSize(120, lineHeight()) }

func (re *clauseRowRenderer) Layout(s fyne.Size) {
	r := re.r
	r.tint.Resize(s)
	y := float32(rowGap)
	if r.caption.Text != "" {
		y += captionGap
		r.caption.Move(fyne.NewPos(gutter+entryPad, y))
		r.caption.Resize(fyne.NewSize(s.Width-gutter, r.caption.MinSize().Height))
		y += r.caption.MinSize().Height
	}
	r.opener.Move(fyne.NewPos(gutter+entryPad, y))
	r.label.Move(fyne.NewPos(0, r.entryTop+entryPad))
	r.label.Resize(fyne.NewSize(gutter-2, lineHeight()))
	r.over.Move(fyne.NewPos(gutter, r.entryTop))
	r.mask.Move(r.over.Position())
	r.mask.Resize(r.over.Size())
	r.bar.Move(fyne.NewPos(6, rowGap))
	r.bar.Resize(fyne.NewSize(3, s.Height-rowGap))
}

func (re *clauseRowRenderer) paint() {
	r := re.r
	of := func(name fyne.ThemeColorName) color.Color { return theme.ColorForWidget(name, r) }
	r.caption.Color, r.label.Color = of(kit.ColorMuted), of(theme.ColorNamePrimary)
	r.tint.FillColor = of(theme.ColorNameSelection)
	r.tint.Hidden = !r.p.all
	r.bar.FillColor = of(kit.ColorRing)
	r.bar.Hidden = !r.entry.on
	r.mask.FillColor = color.Transparent
	r.mask.StrokeColor = of(kit.ColorPaper)
}

func (re *clauseRowRenderer) Refresh() {
	re.paint()
	re.Layout(re.r.Size())
	canvas.Refresh(re.r)
}

func (re *clauseRowRenderer) Objects() []fyne.CanvasObject {
	r := re.r
	all := []fyne.CanvasObject{r.caption, r.opener, r.label, r.over, r.mask, r.bar, r.tint}
	for _, m := range r.marks {
		all = append(all, m)
	}
	return all
}

func (re *clauseRowRenderer) Destroy() {}

// writingTheme makes a field look like the paper that it stands on: without a
// ground or an edge of its own, a caret that one sees, text of an act's size.
type writingTheme struct{}

func (writingTheme) base() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color is the window's, but for the field's ground, edge and text.
func (t writingTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameInputBackground:
		name = kit.ColorPaper
	case theme.ColorNameInputBorder:
		return color.Transparent
	case theme.ColorNameForeground:
		name = kit.ColorInk
	}
	return t.base().Color(name, v)
}

// Font is the window's.
func (t writingTheme) Font(s fyne.TextStyle) fyne.Resource { return t.base().Font(s) }

// Icon is the window's.
func (t writingTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base().Icon(name) }

// Size is the window's, but for the field's text and edges.
func (t writingTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return writingSize
	case theme.SizeNameInnerPadding:
		return entryPad
	case theme.SizeNameInputBorder:
		return 2
	case theme.SizeNameInputRadius:
		return 0
	}
	return t.base().Size(name)
}
