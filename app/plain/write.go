package plain

import (
	"io"

	"scranno/app/civic"
	"scranno/app/document"
)

// The names of the formats, which are the endings of their files.
const (
	Markdown = "md"
	HTML     = "html"
	Text     = "txt"
)

// Formats lists them, the most used first.
func Formats() []string { return []string{Text, Markdown, HTML} }

// Write writes a document in one of the formats; an unknown one is Invalid. The
// same document gives the same bytes.
func Write(w io.Writer, d document.Document, format string) error {
	const op = "plain.write"
	var out string
	switch format {
	case Markdown:
		out = markdown(d)
	case HTML:
		out = page(d)
	case Text:
		out = document.PlainText(d)
	default:
		return civic.NewError(civic.Invalid, op, "export.format", "format", format)
	}
	_, err := io.WriteString(w, out)
	return civic.WrapError(civic.Internal, op, err)
}
