package drafts

import (
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// form is the heading of the act, above its text: one line of what it is and
// the subject; the rest unfolds.
type form struct {
	e       *editor
	grown   func() // the form has another height
	filling bool   // values are being set by us
	open    bool

	title      *kit.HighlightText
	summary    *kit.HighlightText
	fold       *kit.Button
	subject    *lineEntry
	kind       *kit.Select
	subkind    *headChoice
	body       *bodyField
	heading    *lineEntry
	addressees *lineEntry
	signers    *lineEntry
	place      *headEntry
	date       *headEntry
	dateWrong  *kit.HighlightText
	themes     *kit.Button
	details    *fyne.Container
	root       *fyne.Container
}

func newForm(e *editor) *form {
	l := e.p.h.Lang
	f := &form{e: e, grown: func() {}}
	f.title = kit.NewHighlightText("", kit.TextLook{Bold: true, Color: theme.ColorNamePrimary})
	f.summary = kit.NewHighlightText("", kit.TextLook{MaxLines: 2, Size: 12, Color: kit.ColorMuted})
	f.fold = kit.NewQuietButton("", nil, func() { f.unfold(!f.open) })
	f.subject = newLineEntry(l.T("drafts.subject_hint"), func(text string) {
		f.edit("subject", text, func(c *civic.Content) { c.Subject = oneLine(text) })
		f.grow(f.subject)
	})
	f.subject.lone = true
	f.subject.down = func() { e.paper.goTo(caret{}) }
	f.kind = kit.NewSelect(l, kindNames(l), func(string) { f.kindChosen() })
	f.subkind = newHeadChoice(f)
	f.subkind.OnChanged = f.subkindTyped
	f.heading = newLineEntry("", func(text string) {
		f.edit("heading", text, func(c *civic.Content) { c.Heading = strings.Join(lines(text), "\n") })
		f.grow(f.heading)
	})
	f.place = newHeadEntry(f)
	f.place.OnChanged = func(text string) {
		f.edit("place", text, func(c *civic.Content) { c.Place = oneLine(text) })
	}
	f.body = newBodyField(f)
	f.addressees = newLineEntry(l.T("drafts.addressees_hint"), func(text string) {
		f.edit("addressees", text, func(c *civic.Content) { c.Addressees = lines(text) })
		f.grow(f.addressees)
	})
	f.signers = newLineEntry(l.T("drafts.signers_hint"), func(text string) {
		f.edit("signatories", text, func(c *civic.Content) { c.Signatories = signersOf(text) })
		f.grow(f.signers)
	})
	f.date = newHeadEntry(f)
	f.date.SetPlaceHolder(l.T("drafts.date_hint"))
	f.date.OnChanged = f.dateTyped
	f.dateWrong = kit.NewErrorText("")
	f.dateWrong.Hide()
	f.themes = kit.NewButton("", nil, f.chooseThemes)
	f.themes.Alignment = widget.ButtonAlignLeading
	for _, x := range []*lineEntry{f.subject, f.heading, f.addressees, f.signers} {
		x.travels = f.travels
	}
	f.build()
	f.fill()
	f.open = f.e.content.Body == "" || f.e.content.Kind == ""
	f.unfold(f.open)
	return f
}

func (f *form) view() fyne.CanvasObject { return f.root }

func (f *form) build() {
	l := f.e.p.h.Lang
	field := func(key string, o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(&fieldLayout{}, kit.NewHighlightText(l.T("field."+key), kit.TextLook{Size: 12, Color: kit.ColorMuted}), o)
	}
	f.details = container.New(
		&gridLayout{wide: 220},
		field("kind", f.kind), field("subkind", f.subkind), field("body", f.body.view()), field("heading", f.heading),
		field("addressees", f.addressees), field("signatories", f.signers), field("place", f.place),
		field("date", container.NewVBox(f.date, f.dateWrong)), field("themes", f.themes),
	)
	top := container.NewBorder(nil, nil, nil, f.fold, container.New(&middle{}, f.title))
	f.root = container.New(&stackLayout{gap: 6, above: 14, below: 4}, top, f.subject, f.summary, f.details)
}

// edit changes the content by what was typed in a field, unless the form itself is
// being filled. One can go back, as in the text.
func (f *form) edit(field, text string, change func(*civic.Content)) {
	if f.filling {
		return
	}
	c := f.e.content
	change(&c)
	if sameHeading(c, f.e.content) {
		return
	}
	f.e.sheet.headed(field, text, headOf(c))
	f.e.content = c
	f.e.paper.drawn = f.e.sheet.version
	f.sum()
	f.e.changed()
}

// fill shows the content.
func (f *form) fill() {
	f.filling = true
	c, l := f.e.content, f.e.p.h.Lang
	f.subject.SetText(c.Subject)
	f.kind.SetSelectedIndex(slices.Index(civic.ActKinds(), c.Kind))
	f.subkind.SetOptions(drafting.Subkinds(c.Kind, c.Level))
	f.subkind.SetText(c.Subkind)
	f.heading.SetText(c.Heading)
	f.place.SetText(c.Place)
	f.body.fill(c)
	f.addressees.SetText(strings.Join(c.Addressees, "\n"))
	f.signers.SetText(signersText(c.Signatories))
	f.date.SetText(dateText(c.Date))
	f.themes.SetText(themesText(c.Themes, l))
	f.filling = false
	f.sum()
	f.grow(nil)
}

// sum writes the line of what the act is.
func (f *form) sum() {
	c, l := f.e.content, f.e.p.h.Lang
	title := document.KindLine(c.Kind, c.Subkind)
	if c.BodyName != "" {
		title += " · " + c.BodyName
	}
	f.title.Set(title, nil)
	var parts []string
	if len(c.Addressees) > 0 {
		parts = append(parts, l.T("drafts.sum_to", "who", strings.Join(c.Addressees, ", ")))
	}
	parts = append(parts, themesText(c.Themes, l), l.N("drafts.sum_signers", len(c.Signatories)))
	if c.Date != "" {
		parts = append(parts, l.Day(c.Date))
	}
	f.summary.Set(strings.Join(parts, " · "), nil)
}

// unfold shows all fields, or the line that sums them up.
func (f *form) unfold(on bool) {
	f.open = on
	l := f.e.p.h.Lang
	if on {
		f.details.Show()
		f.summary.Hide()
		f.fold.SetText(l.T("drafts.fold"))
	} else {
		f.details.Hide()
		f.summary.Show()
		f.fold.SetText(l.T("drafts.unfold"))
	}
	f.root.Refresh()
	f.grown()
}

// grow gives fields of several lines the room that their text takes.
func (f *form) grow(e *lineEntry) {
	for _, x := range []*lineEntry{f.subject, f.heading, f.addressees, f.signers} {
		if e == nil || e == x {
			x.fit()
		}
	}
	f.root.Refresh()
	f.grown()
}

func (f *form) kindChosen() {
	i := f.kind.SelectedIndex()
	if i < 0 || f.filling {
		return
	}
	kind, was := civic.ActKinds()[i], f.e.content
	if kind == was.Kind {
		return
	}
	subkind := was.Subkind
	if slices.Contains(drafting.Subkinds(was.Kind, was.Level), subkind) || subkind == "" {
		subkind = firstSubkind(kind, was.Level)
	}
	f.e.recast(func(c *civic.Content) { c.Kind, c.Subkind = kind, subkind })
}

// subkindTyped takes what an act is called more closely; one of the usual names
// brings its formula along.
func (f *form) subkindTyped(text string) {
	if f.filling {
		return
	}
	c := f.e.content
	if text = oneLine(text); slices.Contains(drafting.Subkinds(c.Kind, c.Level), text) && text != c.Subkind {
		f.e.recast(func(c *civic.Content) { c.Subkind = text })
		return
	}
	f.edit("subkind", text, func(c *civic.Content) { c.Subkind = text })
}

// firstSubkind is how a new act of a kind is called, where that is not open.
func firstSubkind(kind civic.ActKind, level civic.Level) string {
	switch kind {
	case civic.Question, civic.Deliberation:
		return drafting.Subkinds(kind, level)[0]
	}
	return ""
}

// bodyChosen takes a body from the gazetteer.
func (f *form) bodyChosen(b civic.Body) {
	f.e.recast(func(c *civic.Content) {
		c.Body, c.BodyName, c.Level, c.Region = b.Code(), b.Name, b.Level, b.Region
		if c.Place == "" && b.Kind == "municipality" {
			c.Place = b.Name
		}
		c.Organ, c.Term = "", ""
		if m, ok := f.e.p.who.actor.MandateIn(b.Code()); ok {
			c.Organ, c.Term = m.Organ, m.Term
		}
	})
}

func (f *form) dateTyped(text string) {
	if f.filling {
		return
	}
	d, ok := parseDate(text)
	wrong := ""
	if !ok {
		wrong = f.e.p.h.Lang.T("drafts.date_wrong")
	} else {
		f.edit("date", text, func(c *civic.Content) { c.Date = d })
	}
	if f.dateWrong.Text() != wrong {
		f.dateWrong.Set(wrong, nil)
		f.dateWrong.Hidden = wrong == ""
		f.grow(nil)
	}
}

func (f *form) chooseThemes() {
	f.e.p.askThemes(f.e.content.Themes, func(chosen []civic.Theme) {
		f.edit("themes", "", func(c *civic.Content) { c.Themes = chosen })
		f.fill()
	})
}

// askThemes asks what an act is about.
func (p *page) askThemes(now []civic.Theme, run func([]civic.Theme)) {
	l := p.h.Lang
	all := civic.Themes()
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = l.T("theme." + string(t))
	}
	var chosen []string
	for _, t := range now {
		chosen = append(chosen, l.T("theme."+string(t)))
	}
	boxes := widget.NewCheckGroup(names, nil)
	boxes.SetSelected(chosen)
	scroll := container.NewVScroll(boxes)
	size := p.h.Window.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(360, min(460, max(160, size.Height-300))))
	p.h.AskWith(l.T("field.themes"), scroll, l.T("button.ok"), func() {
		var themes []civic.Theme
		for i, name := range names {
			if slices.Contains(boxes.Selected, name) {
				themes = append(themes, all[i])
			}
		}
		run(themes)
	})
}

// fieldOf is where what a finding misses is written.
func (f *form) fieldOf(x civic.Finding) fyne.Focusable {
	switch x.Field {
	case "subject":
		return f.subject
	case "addressees":
		return f.addressees
	case "heading":
		return f.heading
	case "place":
		return f.place
	case "signatories":
		return f.signers
	}
	switch x.Code {
	case "subject_missing":
		return f.subject
	case "kind_missing":
		return f.kind
	case "body_missing":
		return f.body.entry
	case "themes_missing":
		return f.themes
	case "signatories_missing":
		return f.signers
	case "date_missing":
		return f.date
	}
	return nil
}

func kindNames(l *kit.Lang) []string {
	var out []string
	for _, k := range civic.ActKinds() {
		out = append(out, l.T("act.kind."+string(k)))
	}
	return out
}

func themesText(themes []civic.Theme, l *kit.Lang) string {
	if len(themes) == 0 {
		return l.T("drafts.no_themes")
	}
	names := make([]string, len(themes))
	for i, t := range themes {
		names[i] = l.T("theme." + string(t))
	}
	return strings.Join(names, ", ")
}

// oneLine makes a text fit where a line is wanted.
func oneLine(text string) string {
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(civic.CleanText(text), func(r rune) bool {
		return r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029'
	}), " "))
}

func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = oneLine(line); line != "" && len(out) < civic.MaxList {
			out = append(out, line)
		}
	}
	return out
}

// signersOf reads one signatory a line: the name, the group in brackets.
func signersOf(text string) []civic.Signatory {
	var out []civic.Signatory
	for _, line := range lines(text) {
		s := civic.Signatory{Name: line}
		if head, rest, ok := strings.Cut(line, "("); ok && strings.HasSuffix(rest, ")") && strings.TrimSpace(head) != "" {
			s.Name, s.Group = strings.TrimSpace(head), strings.TrimSpace(strings.TrimSuffix(rest, ")"))
		}
		out = append(out, s)
	}
	return out
}

func signersText(list []civic.Signatory) string {
	var out []string
	for _, s := range list {
		line := s.Name
		if s.Group != "" {
			line += " (" + s.Group + ")"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

var dayForm = regexp.MustCompile(`^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$`)

// parseDate reads a day as Italians write it, or as machines do; empty is no
// date.
func parseDate(text string) (civic.Date, bool) {
	text = strings.TrimSpace(text)
	if m := dayForm.FindStringSubmatch(text); m != nil {
		text = m[3] + "-" + pad2(m[2]) + "-" + pad2(m[1])
	}
	d := civic.Date(text)
	return d, d.Valid()
}

func pad2(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func dateText(d civic.Date) string {
	if len(d) != len("2006-01-02") {
		return string(d)
	}
	return string(d[8:10] + "/" + d[5:7] + "/" + d[0:4])
}
