package deskdb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
)

func TestThePapersOfAFilingStayOnThisDevice(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	d := f.draft("uno")
	receipt := civic.FiledPaper{
		Attachment: civic.Attachment{Hash: fmt.Sprintf("%064d", 7), Name: "ricevuta.eml", Type: "message/rfc822", Size: 9},
		Kind:       civic.PaperReceipt,
	}
	f.ok(f.s.KeepFile(t.Context(), receipt.Hash, ""))
	_, err := f.s.ChangeDraft(t.Context(), d.ID, f.c.now, func(x *civic.Draft) (err error) {
		x.Papers, err = civic.WithPaper(x.Papers, receipt)
		return err
	})
	f.ok(err)

	// A text that comes from another device of the person's does not know of them.
	had, err := f.s.Draft(t.Context(), d.ID)
	f.ok(err)
	came := had
	c := content("Bozza", "due")
	came.Plain, came.Papers, came.Updated = &c, nil, f.c.now.Add(time.Minute)
	row := civic.SharedDraft{Draft: d.ID, Record: f.id(), State: civic.ShareOn, Base: []byte(`{}`)}
	f.ok(f.s.TakeShared(t.Context(), came, had.Revision, row, nil))
	got, err := f.s.Draft(t.Context(), d.ID)
	f.ok(err)
	if !slices.Equal(got.Papers, []civic.FiledPaper{receipt}) || got.Plain.Clauses[0].Text != "due" {
		t.Errorf("%+v", got)
	}

	// While the draft names it the file stays, however long.
	f.c.now = f.c.now.Add(90 * 24 * time.Hour)
	f.pull(100)
	unnamed, err := f.s.UnnamedFiles(t.Context())
	f.ok(err)
	if slices.Contains(unnamed, receipt.Hash) {
		t.Error("the receipt is up to be taken away")
	}
	_, err = f.s.ChangeDraft(t.Context(), d.ID, f.c.now, func(x *civic.Draft) error {
		x.Papers = nil
		return nil
	})
	f.ok(err)
	unnamed, err = f.s.UnnamedFiles(t.Context())
	f.ok(err)
	if !slices.Contains(unnamed, receipt.Hash) {
		t.Errorf("nothing names the receipt, and it stays: %s", strings.Join(unnamed, " "))
	}
}
