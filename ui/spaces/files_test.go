package spaces_test

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
)

func (d *desktop) Files(_ context.Context, list []civic.Attachment) ([]civic.FileView, error) {
	out := make([]civic.FileView, len(list))
	for i, a := range list {
		out[i] = civic.FileView{Attachment: a, State: civic.FileAway}
		if slices.Contains(d.done, "fetch "+a.Name) {
			out[i].State = civic.FileHere
		}
	}
	return out, nil
}

func (d *desktop) Fetch(_ context.Context, record civic.ID, a civic.Attachment, progress func(civic.Progress)) error {
	progress(civic.Progress{Done: a.Size / 2, Total: a.Size})
	d.fetched = record
	return d.note("fetch %s", a.Name)
}

func (d *desktop) CopyFile(_ context.Context, a civic.Attachment, w io.Writer) error {
	_, err := io.WriteString(w, a.Name)
	return err
}

func (d *desktop) AddFile(_ context.Context, path string) (civic.Attachment, error) {
	return civic.Attachment{Hash: strings.Repeat("0b", 32), Name: filepath.Base(path), Type: civic.TypePDF, Size: 1_200}, nil
}

func plan() civic.Attachment {
	return civic.Attachment{Hash: strings.Repeat("0a", 32), Name: "pianta.pdf", Type: civic.TypePDF, Size: 1_500_000}
}

func TestAPostHasItsFiles(t *testing.T) {
	d := council()
	d.posts["t1"][1].Post.Attachments = []civic.Attachment{plan()}
	s := inThread(t, d)
	s.UntilSees("pianta.pdf")
	s.UntilSees("2 MB · da scaricare")
	s.Host.Exports = t.TempDir()
	opened := ""
	s.Host.OpenFile = func(path string) error { opened = path; return nil }
	s.Press("Apri")
	s.Until("the file", func() bool { return opened != "" })
	if filepath.Base(opened) != "pianta.pdf" || d.fetched != "p2" {
		t.Errorf("%s by the right to %s", opened, d.fetched)
	}
	s.UntilSees("su questo computer")
}
