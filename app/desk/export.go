package desk

import (
	"context"
	"io"
	"strings"

	"scranno/app/civic"
	"scranno/app/document"
)

// Formats lists what Export can write.
func (d *Desk) Formats() []string {
	if d.o.Exporter == nil {
		return nil
	}
	return d.o.Exporter.Formats()
}

// MachineFormats lists what Export can write for other programs.
func (d *Desk) MachineFormats() []string {
	if d.o.Exporter == nil {
		return nil
	}
	return d.o.Exporter.MachineFormats()
}

// Export writes a draft or an act out as a document.
func (d *Desk) Export(ctx context.Context, id civic.ID, format string, w io.Writer) error {
	if d.o.Exporter == nil {
		return civic.NewError(civic.Internal, "desk.export", "")
	}
	c, err := d.content(ctx, id)
	if err != nil {
		return err
	}
	return d.o.Exporter.Export(ctx, c, format, w)
}

// Dossier is several acts or drafts to be written as one document.
type Dossier struct {
	Title string
	By    string
	IDs   []civic.ID // in the order of the document
}

// ExportDossier writes several acts out as one document of today. Invalid where
// there are none.
func (d *Desk) ExportDossier(ctx context.Context, x Dossier, format string, w io.Writer) error {
	const op = "desk.dossier"
	if d.o.Exporter == nil {
		return civic.NewError(civic.Internal, op, "")
	}
	if len(x.IDs) == 0 {
		return civic.NewError(civic.Invalid, op, "export.no_acts")
	}
	out := document.Dossier{Title: x.Title, By: x.By, Date: civic.DateOf(d.o.Now())}
	for _, id := range x.IDs {
		c, err := d.content(ctx, id)
		if err != nil {
			return err
		}
		out.Acts = append(out.Acts, c)
	}
	return d.o.Exporter.ExportDossier(ctx, out, format, w)
}

// Extension is the ending, with its dot, of the files of a format.
func Extension(format string) string {
	name, _, _ := strings.Cut(format, "-") // a profile, as in "pdf-1b"
	return "." + name
}

func (d *Desk) content(ctx context.Context, id civic.ID) (civic.Content, error) {
	x, err := d.open(ctx, id)
	if err == nil {
		return *x.Plain, nil
	}
	if !civic.Is(err, civic.NotFound) {
		return civic.Content{}, err
	}
	v, err := d.o.Store.Act(ctx, id)
	return v.Act.Content, err
}
