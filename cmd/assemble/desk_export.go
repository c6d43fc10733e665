package assemble

import (
	"context"
	"io"
	"maps"
	"slices"

	"scranno/app/akn"
	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/docx"
	"scranno/app/odt"
	"scranno/app/pdf"
	"scranno/app/plain"
)

// formats writes each format by the room that knows it. It may be used by many
// goroutines at once.
type formats struct {
	metrics *document.Metrics
	order   []string
	by      map[string]func(d document.Document, w io.Writer) error
	// machine writes an act itself, not its paper.
	machine map[string]func(w io.Writer, c civic.Content) error
}

func exporters() formats {
	f := formats{
		metrics: document.NewMetrics(), by: map[string]func(document.Document, io.Writer) error{},
		machine: map[string]func(io.Writer, civic.Content) error{akn.Format: akn.Write},
	}
	for _, name := range []string{pdf.Format, pdf.Format1b} {
		f.add(name, func(d document.Document, w io.Writer) error {
			pages, err := f.metrics.Layout(d)
			if err != nil {
				return err
			}
			return pdf.Write(w, pages, name)
		})
	}
	f.add(docx.Format, func(d document.Document, w io.Writer) error { return docx.Write(w, d) })
	f.add(odt.Format, func(d document.Document, w io.Writer) error { return odt.Write(w, d) })
	for _, name := range plain.Formats() {
		f.add(name, func(d document.Document, w io.Writer) error { return plain.Write(w, d, name) })
	}
	return f
}

func (f *formats) add(name string, write func(document.Document, io.Writer) error) {
	f.order = append(f.order, name)
	f.by[name] = write
}

// Formats lists what can be written, in the order of the menus.
func (f formats) Formats() []string { return slices.Clone(f.order) }

// MachineFormats lists what can be written for other programs.
func (f formats) MachineFormats() []string { return slices.Sorted(maps.Keys(f.machine)) }

// Export writes an act out; an unknown format is Invalid.
func (f formats) Export(ctx context.Context, p document.Paper, format string, w io.Writer) error {
	if write, ok := f.machine[format]; ok {
		return write(w, p.Act)
	}
	return f.write(ctx, document.BuildWith(p.Act, p.Heads), format, w)
}

// ExportDossier writes several acts out as one document.
func (f formats) ExportDossier(ctx context.Context, x document.Dossier, format string, w io.Writer) error {
	d, err := f.metrics.Number(document.BuildDossier(x))
	if err != nil {
		return err
	}
	return f.write(ctx, d, format, w)
}

// ExportSheet writes out what is no act, as it is.
func (f formats) ExportSheet(ctx context.Context, d document.Document, format string, w io.Writer) error {
	return f.write(ctx, d, format, w)
}

func (f formats) write(ctx context.Context, d document.Document, format string, w io.Writer) error {
	const op = "assemble.export"
	write, ok := f.by[format]
	if !ok {
		return civic.NewError(civic.Invalid, op, "export.format", "format", format)
	}
	if err := ctx.Err(); err != nil {
		return civic.WrapError(civic.Busy, op, err)
	}
	return write(d, w)
}
