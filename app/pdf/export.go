package pdf

import (
	"context"
	"io"

	"scranno/app/civic"
	"scranno/app/document"
)

// Format is the name of the one format that this room writes.
const Format = "pdf"

// Exporter turns acts into PDF files. It keeps what it has measured of the
// fonts, and may be used by many goroutines at once.
type Exporter struct{ metrics *document.Metrics }

// NewExporter makes an Exporter; nothing is loaded before the first export.
func NewExporter() *Exporter { return &Exporter{metrics: document.NewMetrics()} }

// Formats lists what Export can write.
func (e *Exporter) Formats() []string { return []string{Format} }

// Export lays an act out and writes it. Nothing reaches w unless the whole
// file is ready. An unknown format is Invalid.
func (e *Exporter) Export(ctx context.Context, c civic.Content, format string, w io.Writer) error {
	const op = "pdf.export"
	if format != Format {
		return civic.NewError(civic.Invalid, op, "")
	}
	pages, err := e.metrics.Layout(document.Build(c))
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return civic.WrapError(civic.Busy, op, err)
	}
	return Write(w, pages)
}
