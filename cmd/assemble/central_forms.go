package assemble

import (
	"context"
	"io"

	"scranno/app/akn"
	"scranno/app/civic"
	"scranno/app/pdf"
)

// publicForms writes acts out in the forms that public pages link to.
type publicForms struct{ *pdf.Exporter }

// Export writes Akoma Ntoso, or what the PDF's writer knows.
func (f publicForms) Export(ctx context.Context, c civic.Content, format string, w io.Writer) error {
	if format == akn.Format {
		return akn.Write(w, c)
	}
	return f.Exporter.Export(ctx, c, format, w)
}
