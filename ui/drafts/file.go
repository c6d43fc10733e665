package drafts

import (
	"context"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/desk"
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
		name := kit.ExportName(e.content, civic.DateOf(p.h.Now()))
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
	format := p.h.NewFormatChoice("drafts.file_format", filingFormats(p.d.Formats()))
	form := container.NewVBox()
	for _, key := range []string{"file.help", "drafts.file_attach", "sponsor.note"} {
		form.Add(kit.NewHighlightText(l.T(key), kit.TextLook{MaxLines: 3}))
	}
	form.Add(kit.NewHighlightText(l.T("export.format_label"), kit.TextLook{Size: 12, Color: kit.ColorMuted}))
	form.Add(format.Select)
	p.h.AskWith(l.T("file.title"), form, l.T("drafts.file_verb"), func() {
		p.write(e, format.Format(), func(path string) {
			if err := p.h.OpenURL(mailFor(e.content, filepath.Base(path), l)); err != nil {
				p.h.Toast(kit.Toast{Text: l.T("drafts.no_mail")})
			}
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

// mailFor writes the address that opens the mail program with a letter begun.
// An address cannot carry the file: the letter names it.
func mailFor(c civic.Content, name string, l *kit.Lang) string {
	kind := kit.KindWord(c.Kind)
	var b strings.Builder
	if len(c.Addressees) > 0 {
		b.WriteString(l.T("drafts.mail_to", "who", strings.Join(c.Addressees, ", ")) + "\n\n")
	}
	b.WriteString(l.T("drafts.mail_text", "kind", kind, "subject", c.Subject, "name", name) + "\n\n")
	for _, s := range c.Signatories {
		b.WriteString(s.Name + "\n")
	}
	q := url.Values{"subject": {l.T("drafts.mail_subject", "kind", kind, "subject", c.Subject)}, "body": {b.String()}}
	return "mailto:?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}
