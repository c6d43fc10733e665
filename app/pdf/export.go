package pdf

import (
	"context"
	"io"

	"scranno/app/civic"
	"scranno/app/document"
)

// The formats that this room writes. Both are tagged, and both keep to PDF/A-1b,
// which is the profile that the tests have checked; the second also keeps to the
// version of PDF that the profile was made for, for the oldest readers.
const (
	Format   = "pdf"
	Format1b = "pdf-1b"
)

// versions gives each format its version of PDF.
var versions = map[string]string{Format: "1.7", Format1b: "1.4"}

// Exporter turns acts into PDF files. It keeps what it has measured of the
// fonts, and may be used by many goroutines at once.
type Exporter struct{ metrics *document.Metrics }

// NewExporter makes an Exporter; nothing is loaded before the first export.
func NewExporter() *Exporter { return &Exporter{metrics: document.NewMetrics()} }

// Formats lists what Export can write.
func (e *Exporter) Formats() []string { return []string{Format, Format1b} }

// Export lays an act out and writes it. Nothing reaches w unless the whole
// file is ready. An unknown format is Invalid.
func (e *Exporter) Export(ctx context.Context, c civic.Content, format string, w io.Writer) error {
	const op = "pdf.export"
	if versions[format] == "" {
		return civic.NewError(civic.Invalid, op, "")
	}
	pages, err := e.metrics.Layout(document.Build(c))
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return civic.WrapError(civic.Busy, op, err)
	}
	return Write(w, pages, format)
}
