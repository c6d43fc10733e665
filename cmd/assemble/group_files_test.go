package assemble_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"scranno/app/civic"
)

// A file of a group's draft reaches its members, those too who come after it was
// sealed, and nobody else.
func TestAFileOfAGroupsDraft(t *testing.T) {
	p := serving(t)
	ctx := t.Context()
	giulia, marco, other := p.desk("giulia"), p.desk("marco"), p.desk("luca")
	group, err := giulia.Desk.CreateGroup(ctx, "Strade")
	if err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	data := noise(120_000)
	x, err := giulia.Desk.NewDraft(ctx, civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:037006", BodyName: "Bologna", Region: "08", Subject: "Strade",
		Clauses: []civic.Clause{{ID: newID(t), Section: civic.Operative, Text: "ad allegarla."}},
	})
	if err == nil {
		_, err = giulia.Desk.Attach(ctx, x.ID, giulia.write("Zibaldone.pdf", data))
	}
	if err == nil {
		err = giulia.Desk.ShareInGroup(ctx, x.ID, group)
	}
	if err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	// Marco comes after the file was sealed for its owner alone.
	code, err := giulia.Desk.InviteToGroup(ctx, group, civic.PartMember)
	if err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	if err := marco.Desk.JoinGroup(ctx, code); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		marco.settle()
		giulia.settle()
	}
	f := marco.file(x.ID)
	if err := marco.Desk.Fetch(ctx, x.ID, f.Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(marco.bytesOf(marco.file(x.ID)), data) {
		t.Error("other bytes")
	}
	shared, err := giulia.Desk.Shared(ctx)
	if err != nil || len(shared[x.ID].Files) != 1 {
		t.Fatal(shared, err)
	}
	sealed := shared[x.ID].Files[0]
	if err := other.Desk.Fetch(ctx, shared[x.ID].Record, sealed.Attachment(), nil); !civic.Is(err, civic.NotFound) {
		t.Errorf("who is not in the group fetched it: %v", err)
	}
	for _, word := range [][]byte{data[:64], []byte("Zibaldone"), []byte(hashOf(data))} {
		if holds(t, filepath.Clean(p.Data), word) {
			t.Errorf("the central knows %q", word[:9])
		}
	}
}
