package office

import (
	"archive/zip"
	"io"
	"time"

	"scranno/app/civic"
)

// Part is a file inside a packed one.
type Part struct {
	Name   string
	Data   []byte
	Stored bool // not compressed, and with nothing but its name in its header
}

// Pack writes parts in their order. The same parts give the same bytes.
func Pack(w io.Writer, parts []Part) error {
	const op = "office.pack"
	// The first day that a zip can tell.
	day := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	z := zip.NewWriter(w)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: day}
		if p.Stored {
			h.Method, h.Modified = zip.Store, time.Time{}
		}
		f, err := z.CreateHeader(h)
		if err != nil {
			return civic.WrapError(civic.Internal, op, err)
		}
		if _, err := f.Write(p.Data); err != nil {
			return civic.WrapError(civic.Internal, op, err)
		}
	}
	return civic.WrapError(civic.Internal, op, z.Close())
}
