package drafts

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
)

func (f *fakeDesk) Files(_ context.Context, list []civic.Attachment) ([]civic.FileView, error) {
	out := make([]civic.FileView, len(list))
	for i, a := range list {
		out[i] = civic.FileView{Attachment: a, State: civic.FileHere}
	}
	return out, nil
}

func (f *fakeDesk) Fetch(context.Context, civic.ID, civic.Attachment, func(civic.Progress)) error {
	return nil
}

func (f *fakeDesk) CopyFile(_ context.Context, a civic.Attachment, w io.Writer) error {
	_, err := io.WriteString(w, a.Name)
	return err
}

func (f *fakeDesk) AddFile(_ context.Context, path string) (civic.Attachment, error) {
	if filepath.Ext(path) != ".pdf" {
		return civic.Attachment{}, civic.NewError(civic.Invalid, "test", "attach.kind")
	}
	return civic.Attachment{Hash: strings.Repeat("0a", 32), Name: filepath.Base(path), Type: civic.TypePDF, Size: 1_200}, nil
}

func (f *fakeDesk) FromFile(ctx context.Context, known civic.Content, path string) (desk.Filed, error) {
	a, err := f.AddFile(ctx, path)
	if err != nil {
		return desk.Filed{}, err
	}
	known.Subject, known.Attachments = "Dal documento", []civic.Attachment{a}
	d, err := f.NewDraft(ctx, known)
	return desk.Filed{Draft: d, Text: true}, err
}

// named lists the titles of the side.
func (e *editor) named() string {
	var all []string
	for _, r := range e.aside.tab(tabChecks).(*checksTab).rows {
		all = append(all, r.view.Title)
	}
	return strings.Join(all, "\n")
}

func TestFilesOfADraft(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Recital, "premesso che", "piove")))
	e := s.open(0)
	if got := e.named(); !strings.Contains(got, "Allega un file…") {
		t.Fatal(got)
	}
	e.attach("/cartella/pianta.pdf")
	s.until("the file", func() bool { return strings.Contains(e.named(), "pianta.pdf") })
	e.attach("/cartella/pianta.pdf") // once is enough
	e.attach("/cartella/virus.exe")
	s.until("both refusals", func() bool { return len(s.toasts) == 3 })
	e.flush()
	s.until("saved", func() bool { return len(s.d.drafts[0].Plain.Attachments) == 1 })
	e.detach(strings.Repeat("0a", 32))
	e.flush()
	s.until("saved again", func() bool { return len(s.d.drafts[0].Plain.Attachments) == 0 })
	if got := e.named(); strings.Contains(got, "pianta.pdf") {
		t.Error(got)
	}
}

func TestAFiledActBecomesADraft(t *testing.T) {
	s := newStory(t)
	s.h.Go("drafts/new")
	known := s.p.fresh.content()
	s.p.read(known, "/cartella/mozione.pdf")
	s.until("the editor", func() bool { return s.p.ed != nil })
	if c := s.p.ed.content; c.Subject != "Dal documento" || len(c.Attachments) != 1 || c.Body != "demo:908001" {
		t.Errorf("%+v", c)
	}
}
