package acts

import (
	"context"
	"io"
	"path/filepath"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// exportPDF writes the act into the folder of exports and opens it.
func (p *page) exportPDF() {
	l, dir := p.h.Lang, p.h.Exports
	p.writePDF(func(path string) {
		saved := kit.Toast{
			Text: l.T("acts.exported", "name", filepath.Base(path)), Action: l.T("button.open_folder"),
			Run: func() {
				if err := p.h.OpenFile(dir); err != nil {
					p.h.Fail(err)
				}
			},
		}
		p.openPDF(path, saved)
	})
}

// printPDF opens the act in the system's viewer, from which one prints.
func (p *page) printPDF() {
	p.writePDF(func(path string) { p.openPDF(path, kit.Toast{Text: p.h.Lang.T("preview.print_hint")}) })
}

func (p *page) openPDF(path string, said kit.Toast) {
	if err := p.h.OpenFile(path); err != nil {
		said = kit.Toast{Text: p.h.Lang.T("acts.exported_closed", "path", path)} // it is there all the same
	}
	p.h.Toast(said)
}

// writePDF writes the act into the folder of exports.
func (p *page) writePDF(then func(path string)) {
	x, ok := p.reading()
	if !ok {
		return
	}
	l, id, dir := p.h.Lang, x.view.Record.ID, p.h.Exports
	name := kit.ExportName(x.view.Act.Content, civic.DateOf(p.h.Now()))
	kit.Do(context.Background(), p.h.Work, kit.Job[string]{
		Title: l.T("cmd.export_pdf"), Slot: "acts.export",
		Run: func(ctx context.Context, _ kit.Progress) (string, error) {
			return kit.WriteExport(dir, name, ".pdf", func(w io.Writer) error { return p.d.Export(ctx, id, "pdf", w) })
		},
		Done: func(path string, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			then(path)
		},
	})
}
