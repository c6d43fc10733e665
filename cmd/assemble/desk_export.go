package assemble

import (
	"context"
	"io"
	"slices"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/pdf"
)

// formats writes each format by the room that knows it.
type formats struct{ by map[string]desk.Exporter }

func exporters() formats {
	f := formats{by: map[string]desk.Exporter{}}
	for _, e := range []desk.Exporter{pdf.NewExporter()} {
		for _, name := range e.Formats() {
			f.by[name] = e
		}
	}
	return f
}

// Formats lists what can be written, in order.
func (f formats) Formats() []string {
	out := make([]string, 0, len(f.by))
	for name := range f.by {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Export writes an act out; an unknown format is Invalid.
func (f formats) Export(ctx context.Context, c civic.Content, format string, w io.Writer) error {
	e, ok := f.by[format]
	if !ok {
		return civic.NewError(civic.Invalid, "assemble.export", "export.format", "format", format)
	}
	return e.Export(ctx, c, format, w)
}
