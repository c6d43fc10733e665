package acts

import (
	"context"
	"io"
	"path/filepath"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
	"scranno/ui/kit"
)

const pdf = "pdf"

// exportPDF writes the act into the folder of exports and opens it.
func (p *page) exportPDF() { p.exportAs(pdf) }

func (p *page) exportAs(format string) {
	p.write(format, func(path string) { p.openFile(path, p.saved("acts.exported", "name", filepath.Base(path))) })
}

// printPDF opens the act in the system's viewer, from which one prints.
func (p *page) printPDF() {
	p.write(pdf, func(path string) { p.openFile(path, kit.Toast{Text: p.h.Lang.T("preview.print_hint")}) })
}

// saved tells that something is in the folder of exports, and opens that.
func (p *page) saved(key string, pairs ...any) kit.Toast {
	return p.inFolder(p.h.Lang.T(key, pairs...))
}

func (p *page) inFolder(text string) kit.Toast {
	return kit.Toast{Text: text, Action: p.h.Lang.T("button.open_folder"), Run: func() {
		if err := p.h.OpenFile(p.h.Exports); err != nil {
			p.h.Fail(err)
		}
	}}
}

func (p *page) openFile(path string, said kit.Toast) {
	if err := p.h.OpenFile(path); err != nil {
		said = kit.Toast{Text: p.h.Lang.T("acts.exported_closed", "path", path)} // it is there all the same
	}
	p.h.Toast(said)
}

// write writes the act on show into the folder of exports.
func (p *page) write(format string, then func(path string)) {
	x, ok := p.reading()
	if !ok {
		return
	}
	l, id, c := p.h.Lang, x.view.Record.ID, x.view.Act.Content
	kit.Do(context.Background(), p.h.Work, kit.Job[string]{
		Title: l.T("format." + format), Slot: "acts.export",
		Run: func(ctx context.Context, _ kit.Progress) (string, error) { return p.writeOne(ctx, id, c, format) },
		Done: func(path string, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			then(path)
		},
	})
}

// writeOne writes an act under a name that is free.
func (p *page) writeOne(ctx context.Context, id civic.ID, c civic.Content, format string) (string, error) {
	name := document.ActFileName(c, civic.DateOf(p.h.Now()))
	return kit.WriteExport(p.h.Exports, name, desk.Extension(format), func(w io.Writer) error { return p.d.Export(ctx, id, format, w) })
}

// export asks for the format, and writes the acts that are chosen in the list,
// or the one on show.
func (p *page) export() {
	l, ids := p.h.Lang, p.chosen
	title := l.N("export.several", len(ids))
	if len(ids) < 2 {
		if _, ok := p.reading(); !ok {
			return
		}
		title = l.T("export.title")
	}
	p.h.AskFormat("acts.format", title, p.d.Formats(), func(format string) {
		if len(ids) < 2 {
			p.exportAs(format)
			return
		}
		p.writeAll(ids, format)
	})
}

// writeAll writes several acts, each in its file; the status line can stop it.
func (p *page) writeAll(ids []civic.ID, format string) {
	l := p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[int]{
		Title: l.N("export.several", len(ids)), Slot: "acts.export",
		Run: func(ctx context.Context, progress kit.Progress) (int, error) {
			return p.writeEach(ctx, ids, format, progress)
		},
		Done: func(n int, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Toast(p.inFolder(l.N("export.done", n)))
		},
	})
}

// writeEach tells how many it wrote; what is written stays when it is stopped.
func (p *page) writeEach(ctx context.Context, ids []civic.ID, format string, progress kit.Progress) (int, error) {
	for i, id := range ids {
		progress(i, len(ids))
		if err := ctx.Err(); err != nil {
			return i, err
		}
		v, err := p.d.Act(ctx, id)
		if err != nil {
			return i, err
		}
		if _, err := p.writeOne(ctx, id, v.Act.Content, format); err != nil {
			return i, err
		}
	}
	return len(ids), nil
}

// dossier asks for the cover and writes the chosen acts as one document.
func (p *page) dossier() {
	ids := p.chosen
	if len(ids) == 0 {
		return
	}
	p.h.AskDossier(len(ids), p.d.Formats(), func(title, by, format string) {
		if title == "" {
			title = p.h.Lang.T("dossier.title_default")
		}
		x := desk.Dossier{Title: title, By: by, IDs: ids}
		kit.Do(context.Background(), p.h.Work, kit.Job[string]{
			Title: p.h.Lang.T("dossier.working"), Slot: "acts.export",
			Run: func(ctx context.Context, _ kit.Progress) (string, error) {
				name := document.FileName(title, civic.DateOf(p.h.Now()))
				return kit.WriteExport(p.h.Exports, name, desk.Extension(format), func(w io.Writer) error {
					return p.d.ExportDossier(ctx, x, format, w)
				})
			},
			Done: func(path string, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				p.openFile(path, p.saved("acts.exported", "name", filepath.Base(path)))
			},
		})
	})
}
