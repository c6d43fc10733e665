package kit_test

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// taker takes every file.
type taker struct{}

func (taker) Files(context.Context, []civic.Attachment) ([]civic.FileView, error) { return nil, nil }

func (taker) Fetch(context.Context, civic.ID, civic.Attachment, func(civic.Progress)) error {
	return nil
}

func (taker) CopyFile(context.Context, civic.Attachment, io.Writer) error { return nil }

func (taker) AddFile(_ context.Context, path string) (civic.Attachment, error) {
	name := filepath.Base(path)
	return civic.Attachment{Hash: strings.Repeat("0", 63) + name[:1], Name: name, Type: civic.TypePDF, Size: 1_200}, nil
}

func TestFilesOfWhatIsWritten(t *testing.T) {
	test.NewTempApp(t)
	var failed []string
	now := func(f func()) { f() }
	h := &kit.Host{
		Lang: italian(t), Work: kit.NewWorker(kit.WorkerOptions{Start: now, Deliver: now}),
		Toast: func(x kit.Toast) { failed = append(failed, x.Text) },
	}
	p := kit.NewFilePicks(h, taker{})
	p.Turn("uno")
	if p.Chosen().Visible() {
		t.Error("there is nothing to show")
	}
	p.Add("uno", "/cartella/a-pianta.pdf")
	p.Add("uno", "/cartella/b-parere.pdf")
	p.Add("uno", "/cartella/a-pianta.pdf") // once is enough
	if n := len(p.Files("uno")); n != 2 || len(failed) != 1 || !p.Chosen().Visible() {
		t.Fatalf("%d files, %q", n, failed)
	}
	p.Turn("due")
	if len(p.Files("due")) != 0 || p.Chosen().Visible() {
		t.Error("another text has them too")
	}
	p.Turn("uno")
	first := p.Chosen().(*fyne.Container).Objects[0].(*kit.Button)
	if !strings.Contains(first.Text, "a-pianta.pdf") {
		t.Error(first.Text)
	}
	first.OnTapped()
	if got := p.Files("uno"); len(got) != 1 || got[0].Name != "b-parere.pdf" {
		t.Errorf("%+v", got)
	}
	p.Clear("uno")
	if p.Chosen().Visible() {
		t.Error("what left is still there")
	}
}
