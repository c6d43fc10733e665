package acts

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
)

func (f *fakeDesk) Files(_ context.Context, list []civic.Attachment) ([]civic.FileView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]civic.FileView, len(list))
	for i, a := range list {
		out[i] = civic.FileView{Attachment: a, State: civic.FileAway}
		if f.fetched[a.Hash] {
			out[i].State = civic.FileHere
		}
	}
	return out, nil
}

func (f *fakeDesk) Fetch(_ context.Context, _ civic.ID, a civic.Attachment, progress func(civic.Progress)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	progress(civic.Progress{Done: a.Size, Total: a.Size})
	if f.fetched == nil {
		f.fetched = map[string]bool{}
	}
	f.fetched[a.Hash] = true
	return nil
}

func (f *fakeDesk) CopyFile(_ context.Context, a civic.Attachment, w io.Writer) error {
	_, err := io.WriteString(w, a.Name)
	return err
}

func TestFilesOfAnActAreFetchedWhenOpened(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Act.Attachments = []civic.Attachment{
		{Hash: strings.Repeat("0a", 32), Name: "pianta.pdf", Type: civic.TypePDF, Size: 3 << 20},
		{Hash: strings.Repeat("0b", 32), Name: "parere.pdf", Type: civic.TypePDF, Size: 2_000},
	}
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	r := s.p.reader
	r.turn(tabFiles)
	s.until(func() bool { return len(r.files.files) == 2 })
	if row := r.files.files[0]; row.State != civic.FileAway {
		t.Fatalf("%+v", row)
	}
	var opened string
	s.p.h.Exports = t.TempDir()
	s.p.h.OpenFile = func(path string) error {
		opened = path
		return nil
	}
	r.files.open(0)
	s.until(func() bool { return opened != "" && r.files.files[0].State == civic.FileHere })
	info, err := os.Stat(opened)
	if err != nil || info.Mode().Perm() != 0o600 || filepath.Base(opened) != "pianta.pdf" {
		t.Fatal(opened, info, err)
	}
	if r.files.files[1].State != civic.FileAway {
		t.Error("the other one was fetched unasked")
	}
}

func (f *fakeDesk) AddFile(_ context.Context, path string) (civic.Attachment, error) {
	return civic.Attachment{Hash: strings.Repeat("0b", 32), Name: filepath.Base(path), Type: civic.TypePDF, Size: 1_200}, nil
}
