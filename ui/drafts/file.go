package drafts

import (
	"context"
	"io"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
	"scranno/ui/kit"
)

const pdf = "pdf"

// exportPDF writes the draft into the folder of exports and opens it.
func (p *page) exportPDF() { p.exportAs(pdf) }

func (p *page) exportAs(format string) {
	if p.ed == nil {
		return
	}
	p.write(p.ed, format, func(path string) {
		l := p.h.Lang
		p.h.Toast(kit.Toast{
			Text: l.T("acts.exported", "name", filepath.Base(path)), Action: l.T("button.open_folder"),
			Run: func() { p.openPath(p.h.Exports) },
		})
		p.openPath(path)
	})
}

// export asks for the format, and writes the draft in it.
func (p *page) export() {
	if p.ed != nil {
		p.h.AskFormat("drafts.format", p.h.Lang.T("export.title"), p.d.Formats(), p.exportAs)
	}
}

func (p *page) openPath(path string) {
	if err := p.h.OpenFile(path); err != nil {
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("drafts.no_viewer", "folder", p.h.Exports)})
	}
}

// write exports what is written now, under a name that is free.
func (p *page) write(e *editor, format string, then func(path string)) {
	l := p.h.Lang
	e.saved(func() {
		id, dir := e.draft.ID, p.h.Exports
		name := document.ActFileName(e.content, civic.DateOf(p.h.Now()))
		kit.Do(context.Background(), p.h.Work, kit.Job[string]{
			Title: l.T("format." + format), Slot: "drafts.export",
			Run: func(ctx context.Context, _ kit.Progress) (string, error) {
				return kit.WriteExport(dir, name, desk.Extension(format), func(w io.Writer) error { return p.d.Export(ctx, id, format, w) })
			},
			Done: func(path string, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				then(path)
			},
		})
	})
}

// file prepares the filing in the council: the PDF, the mail program, and then
// number and day of the protocol. It never files by itself.
func (p *page) file() {
	if p.ed == nil {
		return
	}
	if p.shut().File {
		p.askLeave()
		return
	}
	e, l := p.ed, p.h.Lang
	e.saved(func() {
		id := e.draft.ID
		kit.Do(context.Background(), p.h.Work, kit.Job[desk.Letter]{
			Slot: "drafts.letter",
			Run: func(ctx context.Context, _ kit.Progress) (desk.Letter, error) {
				return p.d.FilingLetter(ctx, id, "", letterWords{l})
			},
			Done: func(begun desk.Letter, err error) {
				switch {
				case err != nil:
					p.h.Fail(err)
				case e.on():
					p.askFile(e, begun.To)
				}
			},
		})
	})
}

// askFile says what filing does and where the message goes, and asks for the
// format.
func (p *page) askFile(e *editor, to string) {
	l, id := p.h.Lang, e.draft.ID
	format := p.h.NewFormatChoice("drafts.file_format", filingFormats(p.d.Formats()))
	form := container.NewVBox()
	where, lines := l.T("drafts.file_to", "to", to), 1
	if to == "" {
		where, lines = l.T("drafts.file_no_pec"), 3
	}
	add := func(text string, most int) { form.Add(kit.NewHighlightText(text, kit.TextLook{MaxLines: most})) }
	add(l.T("file.help"), 3)
	add(where, lines)
	add(l.T("drafts.file_attach"), 2)
	add(l.T("sponsor.note"), 3)
	form.Add(kit.NewHighlightText(l.T("export.format_label"), kit.TextLook{Size: 12, Color: kit.ColorMuted}))
	form.Add(format.Select)
	p.h.AskWith(l.T("file.title"), form, l.T("drafts.file_verb"), func() {
		p.write(e, format.Format(), func(path string) {
			answer(p, func(ctx context.Context) (desk.Letter, error) {
				return p.d.FilingLetter(ctx, id, filepath.Base(path), letterWords{l})
			}, func(m desk.Letter) {
				if err := p.h.OpenURL(m.URL()); err != nil {
					p.h.Toast(kit.Toast{Text: l.T("drafts.no_mail")})
				}
			})
			p.openPath(filepath.Dir(path))
			p.h.Toast(kit.Toast{Text: l.T("drafts.file_done", "name", filepath.Base(path))})
			if e.on() {
				p.markFiled()
			}
		})
	})
}

// filingFormats are those that an office takes.
func filingFormats(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(f string) bool {
		return !slices.Contains([]string{".pdf", ".docx", ".odt"}, desk.Extension(f))
	})
}

// letterWords are the person's language as the desk asks for it.
type letterWords struct{ l *kit.Lang }

// T gives a text by its key.
func (w letterWords) T(key string, params ...string) string {
	all := make([]any, len(params))
	for i, p := range params {
		all[i] = p
	}
	return w.l.T(key, all...)
}
