package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"scranno/app/civic"
)

// Each release leaves its files in testdata: a central with the demo library,
// and a desk of it with an act accepted, another one and a post still waiting,
// and a draft. What comes after takes them up as they are.
const (
	releaseURL    = "http://127.0.0.1:8499" // where that central was
	releasePerson = "giulia.conti@esempio.it"
)

func TestReleasesBeforeAreTakenUp(t *testing.T) {
	releases, err := filepath.Glob(filepath.Join("testdata", "release-*"))
	if err != nil || len(releases) == 0 {
		t.Fatalf("%d releases, %v", len(releases), err)
	}
	for _, from := range releases {
		t.Run(filepath.Base(from), func(t *testing.T) { takeUp(t, from) })
	}
}

func takeUp(t *testing.T, from string) {
	ctx, dir := t.Context(), t.TempDir()
	for _, part := range []string{"central", "desk"} {
		if err := unpack(filepath.Join(dir, part), filepath.Join(from, part+".tar.gz")); err != nil {
			t.Fatal(err)
		}
	}
	s, err := openSystemAt(releaseURL, dir, "desk")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}()
	d := s.desks[0].Desk
	waiting, err := d.Outbox(ctx)
	if err != nil || len(open(waiting)) != 2 {
		t.Fatalf("%d commands wait, %v", len(open(waiting)), err)
	}
	if err := s.set.SetPassword(ctx, releasePerson, password); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Connect(ctx, releaseURL, civic.SignInHow{Email: releasePerson, Password: password}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // what is offered again after the folder was copied may take a second turn
		if _, err = d.Sync(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	if waiting, err = d.Outbox(ctx); err != nil || len(open(waiting)) != 0 {
		t.Errorf("%d commands still wait, %v", len(open(waiting)), err)
	}
	for _, subject := range []string{"Panchine lungo la ciclabile del fiume", "Fontanelle nei parchi"} {
		found, err := d.Acts(ctx, civic.ActQuery{Text: subject, Limit: 10})
		if err != nil || len(found.Hits) == 0 || found.Hits[0].Subject != subject {
			t.Errorf("%q: %d found, %v", subject, len(found.Hits), err)
		}
	}
	drafts, err := d.Drafts(ctx)
	if err != nil || !hasDraft(drafts, "Una bozza tenuta per dopo") {
		t.Errorf("the draft is not among %d, %v", len(drafts), err)
	}
	if err := s.set.Service.Check(ctx); err != nil {
		t.Error(err)
	}
	findings, err := d.Doctor(ctx)
	for _, f := range findings {
		if f.Severity == civic.Blocking {
			t.Errorf("the desk's doctor finds %s", f.Code)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func open(queue []civic.Queued) []civic.Queued {
	return slices.DeleteFunc(slices.Clone(queue), func(q civic.Queued) bool {
		return q.State != civic.QueueWaiting && q.State != civic.QueueSending
	})
}

func hasDraft(drafts []civic.Draft, subject string) bool {
	for _, d := range drafts {
		if d.State == civic.DraftOpen && d.Plain != nil && d.Plain.Subject == subject {
			return true
		}
	}
	return false
}

// unpack writes the plain files of a small archive into a new folder.
func unpack(dir, archive string) (err error) {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(io.LimitReader(r, 64<<20))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(h.Name)), data, 0o600)
		}
		if err != nil {
			return err
		}
	}
}
