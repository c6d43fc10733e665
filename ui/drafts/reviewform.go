package drafts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// reviewForm asks what a document does not say, above how it was cut.
type reviewForm struct {
	r        *review
	it       *reviewItem
	filling  bool
	labels   map[string]*kit.HighlightText
	subject  *kit.Field
	kind     *kit.Select
	body     *kit.Button
	date     *kit.Field
	protocol *kit.Field
	themes   *kit.Button
	attach   *kit.Check
	note     *kit.HighlightText
	make     *kit.Button
	clauses  *reviewClauses
	root     fyne.CanvasObject
}

func newReviewForm(r *review) *reviewForm {
	l := r.p.h.Lang
	f := &reviewForm{r: r, labels: map[string]*kit.HighlightText{}}
	f.subject = f.line("subject", func(c *civic.Content, text string) { c.Subject = oneLine(text) })
	f.protocol = f.line("protocol", func(c *civic.Content, text string) { c.Protocol = oneLine(text) })
	f.date = f.line("date", func(c *civic.Content, text string) {
		if d, ok := parseDate(text); ok || strings.TrimSpace(text) == "" {
			c.Date = d
		}
	})
	f.date.SetPlaceHolder(l.T("drafts.date_hint"))
	f.kind = kit.NewSelect(l, kindNames(l), func(string) {
		if i := f.kind.SelectedIndex(); i >= 0 {
			f.edit("kind", func(c *civic.Content) {
				if c.Kind != civic.ActKinds()[i] {
					c.Kind = civic.ActKinds()[i]
					c.Subkind = firstSubkind(c.Kind, c.Level)
				}
			})
		}
	})
	f.body = kit.NewButton("", nil, f.chooseBody)
	f.themes = kit.NewButton("", nil, f.chooseThemes)
	f.body.Alignment, f.themes.Alignment = widget.ButtonAlignLeading, widget.ButtonAlignLeading
	f.attach = kit.NewCheck(l.T("import.attach"), func(on bool) {
		if !f.filling && f.it != nil {
			f.it.attach = on
		}
	})
	f.note = kit.NewHighlightText("", kit.TextLook{Size: 12, MaxLines: 2, Color: kit.ColorMuted})
	f.make = kit.NewPrimaryButton(l.T("import.make"), nil, r.makeOne)
	f.clauses = newReviewClauses(f)
	field := func(key string, o fyne.CanvasObject) fyne.CanvasObject {
		f.labels[key] = kit.NewHighlightText("", kit.TextLook{Size: 12, Color: kit.ColorMuted})
		return container.New(&fieldLayout{}, f.labels[key], o)
	}
	fields := container.NewGridWithColumns(
		3, field("kind", f.kind), field("body", f.body), field("date", f.date),
		field("protocol", f.protocol), field("themes", f.themes), field("file", f.attach),
	)
	act := container.NewBorder(nil, nil, nil, f.make, container.New(&middle{}, f.note))
	top := container.NewPadded(container.New(&stackLayout{gap: 4}, field("subject", f.subject), fields, act))
	f.root = kit.NewFrame(top, f.clauses.foot, nil, nil, f.clauses.list)
	return f
}

func (f *reviewForm) line(field string, set func(c *civic.Content, text string)) *kit.Field {
	e := kit.NewField()
	e.OnChanged = func(text string) { f.edit(field, func(c *civic.Content) { set(c, text) }) }
	return e
}

// edit changes what the document says; what a person wrote is no guess any more.
func (f *reviewForm) edit(field string, change func(c *civic.Content)) {
	if f.filling || f.it == nil || f.it.made != "" {
		return
	}
	change(&f.it.Content)
	f.it.Guessed = slices.DeleteFunc(f.it.Guessed, func(g string) bool { return g == field })
	f.tell()
	f.r.list.Reload()
	f.r.sum()
}

// fill shows a document.
func (f *reviewForm) fill(it *reviewItem) {
	f.filling, f.it = true, it
	c := it.Content
	f.subject.SetText(c.Subject)
	if i := slices.Index(civic.ActKinds(), c.Kind); i >= 0 {
		f.kind.SetSelectedIndex(i)
	} else {
		f.kind.ClearSelected()
	}
	f.date.SetText(dateText(c.Date))
	f.protocol.SetText(c.Protocol)
	f.attach.SetChecked(it.attach)
	f.clauses.fill()
	f.filling = false
	f.tell()
}

// tell marks what is uncertain or missing.
func (f *reviewForm) tell() {
	l, it := f.r.p.h.Lang, f.it
	missing := it.Missing()
	for key, label := range f.labels {
		text := l.T("import.file")
		if key != "file" {
			text = l.T("field." + key)
		}
		switch {
		case slices.Contains(it.Guessed, key):
			text += " · " + l.T("import.look")
		case slices.Contains(missing, key):
			text += " · " + l.T("import.missing")
		}
		label.Set(text, nil)
	}
	body := it.Content.BodyName
	if body == "" {
		body = l.T("button.choose")
	}
	f.body.SetText(body)
	f.themes.SetText(themesText(it.Content.Themes, l))
	note := l.N("import.cut", len(it.sheet.rows))
	if it.Short {
		note = l.T("import.shortened")
	}
	switch {
	case it.made != "":
		note = l.T("import.is_made")
	case it.Twin != nil:
		note = l.T("import.same", "subject", it.Twin.Subject)
	case !it.Complete():
		note = l.T("import.needs")
	}
	f.note.Set(note, nil)
	if it.Complete() && it.made == "" {
		f.make.Enable()
	} else {
		f.make.Disable()
	}
}

// chooseBody asks whose act it is.
func (f *reviewForm) chooseBody() {
	p, l := f.r.p, f.r.p.h.Lang
	var hits []civic.Body
	var chosen *civic.Body
	var list *kit.KeyList
	entry := kit.NewSearchEntry(l.T("drafts.body_hint"), func(text string) {
		hits, chosen = nil, nil
		if p.gaz != nil {
			hits = p.gaz.Find(text, 40)
		}
		if len(hits) > 0 {
			chosen = &hits[0]
		}
		list.Reload()
		list.SetCurrent(0)
	})
	list = kit.NewKeyList(kit.ListOptions{
		Len: func() int { return len(hits) },
		New: func() fyne.CanvasObject { return kit.NewRow(1) },
		Update: func(i int, o fyne.CanvasObject) {
			o.(*kit.Row).Set(kit.RowView{Title: hits[i].Name, Detail: strings.Trim(l.T("act.level."+string(hits[i].Level))+" · "+hits[i].Province, " ·")})
		},
		OnCurrent: func(i int) { chosen = &hits[i] },
	})
	entry.OnDown = func() { p.h.Window.Canvas().Focus(list) }
	others := kit.NewCheck(l.T("import.body_all"), nil)
	others.SetChecked(true)
	box := container.NewGridWrap(fyne.NewSize(420, min(260, max(120, p.h.Window.Canvas().Size().Height-340))), list)
	p.h.AskWith(l.T("field.body"), container.NewVBox(entry, box, others), l.T("button.ok"), func() {
		if chosen != nil {
			f.bodyChosen(*chosen, others.Checked)
		}
	})
	p.h.Window.Canvas().Focus(entry)
}

func (f *reviewForm) bodyChosen(b civic.Body, others bool) {
	set := func(c *civic.Content) {
		c.Body, c.BodyName, c.Level, c.Region, c.Organ, c.Term = b.Code(), b.Name, b.Level, b.Region, "", ""
		if m, ok := f.r.p.who.actor.MandateIn(b.Code()); ok {
			c.Organ, c.Term = m.Organ, m.Term
		}
	}
	f.edit("body", set)
	for _, it := range f.r.items {
		if others && it.Err == nil && it.made == "" && it.Content.Body == "" {
			set(&it.Content)
		}
	}
	f.r.list.Reload()
	f.r.sum()
}

func (f *reviewForm) chooseThemes() {
	f.r.p.askThemes(f.it.Content.Themes, func(chosen []civic.Theme) {
		f.edit("themes", func(c *civic.Content) { c.Themes = chosen })
	})
}
