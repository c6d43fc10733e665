package desk

import (
	"context"
	"io"

	"scranno/app/civic"
)

// Formats lists what Export can write.
func (d *Desk) Formats() []string {
	if d.o.Exporter == nil {
		return nil
	}
	return d.o.Exporter.Formats()
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
