package assemble_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/storage/sqldb"
)

// pair lets two devices of one person know each other by their codes.
func pair(a, b *at) {
	a.t.Helper()
	ctx := a.t.Context()
	codes := map[*at]string{}
	for _, d := range []*at{a, b} {
		ring, err := d.Desk.AddThisDevice(ctx, "")
		if err != nil {
			a.t.Fatal(err)
		}
		codes[d] = ring.Code
		d.sync()
	}
	a.sync()
	for _, d := range []*at{a, b} {
		ring, err := d.Desk.Keys(ctx)
		if err != nil {
			a.t.Fatal(err)
		}
		for _, k := range ring.Keys {
			if k.Mine || k.Believed {
				continue
			}
			other := a
			if d == a {
				other = b
			}
			if d.Desk.ConfirmKey(ctx, k.ID, codes[other]) == nil {
				break
			}
		}
	}
	for range 2 {
		a.sync()
		b.sync()
	}
}

// file gives the only file of a draft as this device knows it.
func (d *at) file(draft civic.ID) civic.FileView {
	d.t.Helper()
	list, err := d.Desk.AttachmentsOf(d.t.Context(), draft)
	if err != nil || len(list) != 1 {
		d.t.Fatal(list, err)
	}
	all, err := d.Desk.Files(d.t.Context(), list)
	if err != nil {
		d.t.Fatal(err)
	}
	return all[0]
}

// sharedWith begins a draft with a file on one device and gives it to another.
func sharedWith(a, b *at, name string, data []byte) civic.ID {
	a.t.Helper()
	ctx := a.t.Context()
	x, err := a.Desk.NewDraft(ctx, civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:037006", BodyName: "Bologna", Region: "08", Subject: "Strade",
		Addressees: []string{"Al Sindaco"}, Signatories: []civic.Signatory{{Name: "Giulia Esempio"}},
		Clauses: []civic.Clause{
			{ID: newID(a.t), Section: civic.Recital, Opener: "premesso che", Text: "serve una pianta;"},
			{ID: newID(a.t), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta", Text: "ad allegarla."},
		},
	})
	if err == nil {
		_, err = a.Desk.Attach(ctx, x.ID, a.write(name, data))
	}
	if err == nil {
		err = a.Desk.ShareDraft(ctx, x.ID, true)
	}
	if err != nil {
		a.t.Fatal(err)
	}
	a.settle()
	b.settle()
	return x.ID
}

// holds tells whether any file under a folder has the bytes, in its text or in
// its name.
func holds(t *testing.T, dir string, word []byte) bool {
	t.Helper()
	for _, path := range filesUnder(t, dir) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, word) || strings.Contains(path, string(word)) {
			t.Logf("in %s", filepath.Base(path))
			return true
		}
	}
	return false
}

// A file of a draft reaches the person's other device, and nobody between them
// learns more of it than a step of its size.
func TestAFileOfASharedDraft(t *testing.T) {
	p := serving(t)
	home, work, other := p.desk("giulia"), p.desk("giulia"), p.desk("marco")
	pair(home, work)
	data := noise(300_000)
	id := sharedWith(home, work, "Zibaldone.pdf", data)

	if f := work.file(id); f.State != civic.FileAway || f.Name != "Zibaldone.pdf" || f.Hash != hashOf(data) {
		t.Fatalf("%+v", f)
	}
	// It cannot be published from where nobody could send it.
	how := civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY}
	if _, err := work.Desk.Submit(t.Context(), id, how); !civic.Is(err, civic.Conflict) {
		t.Errorf("published without its file: %v", err)
	}
	if err := work.Desk.Fetch(t.Context(), id, work.file(id).Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if f := work.file(id); f.State != civic.FileHere || !bytes.Equal(work.bytesOf(f), data) {
		t.Fatalf("%+v", f)
	}
	for _, word := range [][]byte{data[:64], data[len(data)-64:], []byte("Zibaldone"), []byte(hashOf(data))} {
		if holds(t, p.Data, word) {
			t.Errorf("the central knows %q", word[:9])
		}
	}
	shared, err := home.Desk.Shared(t.Context())
	if err != nil || len(shared[id].Files) != 1 {
		t.Fatal(shared, err)
	}
	sealed := shared[id].Files[0]
	if sealed.Size%(16<<10) > 2<<10 && sealed.Size < int64(len(data)) {
		t.Errorf("%d bytes for %d", sealed.Size, len(data))
	}
	// Whoever is not the owner has no right to the sealed bytes either.
	if err := other.Desk.Fetch(t.Context(), shared[id].Record, sealed.Attachment(), nil); !civic.Is(err, civic.NotFound) {
		t.Errorf("another person fetched it: %v", err)
	}

	// The other device changes the text: the file is not sealed anew.
	x, err := work.Desk.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	c := *x.Plain
	c.Subject = "Strade e piazze"
	if _, err := work.Desk.SaveDraft(t.Context(), id, x.Revision, c); err != nil {
		t.Fatal(err)
	}
	work.settle()
	home.settle()
	if shared, err = home.Desk.Shared(t.Context()); err != nil || !slices.Equal(shared[id].Files, []civic.SharedFile{sealed}) {
		t.Errorf("%+v, %v", shared[id].Files, err)
	}

	// Published from the other device, the act has the plain file.
	q, err := work.Desk.Submit(t.Context(), id, how)
	if err != nil {
		t.Fatal(err)
	}
	work.settle()
	home.settle()
	other.sync()
	f := other.named(civic.Concerns(q.Command))
	if err := other.Desk.Fetch(t.Context(), civic.Concerns(q.Command), f.Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(other.bytesOf(f), data) {
		t.Error("other bytes")
	}
}

// A key that was revoked is not among those that a file is sealed to, and what it
// could open goes from the central.
func TestARevokedDeviceGetsNoFile(t *testing.T) {
	p := serving(t)
	home, work, lost := p.desk("giulia"), p.desk("giulia"), p.desk("giulia")
	pair(home, work)
	pair(home, lost)
	work.settle()
	data := noise(20_000)
	id := sharedWith(home, work, "pianta.pdf", data)
	lost.settle()
	before, err := home.Desk.Shared(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	was := before[id].Files[0]
	ring, err := home.Desk.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lostRing, err := lost.Desk.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone := false
	for _, k := range ring.Keys {
		if slices.ContainsFunc(lostRing.Keys, func(x desk.KeyView) bool { return x.Mine && x.ID == k.ID }) {
			if err := home.Desk.RevokeKey(t.Context(), k.ID); err != nil {
				t.Fatal(err)
			}
			gone = true
		}
	}
	if !gone {
		t.Fatal("the lost device is not known")
	}
	for range 2 {
		home.settle()
		work.settle()
	}
	after, err := work.Desk.Shared(t.Context())
	if err != nil || len(after[id].Files) != 1 || after[id].Files[0].Hash == was.Hash {
		t.Fatalf("%+v, %v", after[id].Files, err)
	}
	if err := work.Desk.Fetch(t.Context(), id, work.file(id).Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(work.bytesOf(work.file(id)), data) {
		t.Error("other bytes")
	}
	if _, err := p.Service.DropBlobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range filesUnder(t, filepath.Join(p.Data, "blobs")) {
		if filepath.Base(path) == was.Hash {
			t.Error("what the lost device opens is still there")
		}
	}
	// The lost one may take the sealed bytes and open nothing.
	lost.sync()
	if _, err := lost.Desk.Sync(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := lost.Desk.Fetch(t.Context(), id, lost.file(id).Attachment, nil); err == nil {
		t.Error("the lost device read the file")
	}
}

// The rule of what comes by itself holds for files of one's own drafts too.
func TestFilesOfSharedDraftsComeByTheRule(t *testing.T) {
	p := serving(t)
	home, work := p.desk("giulia"), p.desk("giulia")
	pair(home, work)
	if err := work.Desk.FetchRule(t.Context(), civic.FetchRule{UpTo: 1 << 20}); err != nil {
		t.Fatal(err)
	}
	data := noise(40_000)
	id := sharedWith(home, work, "pianta.pdf", data)
	work.sync()
	if f := work.file(id); f.State != civic.FileHere || !bytes.Equal(work.bytesOf(f), data) {
		t.Errorf("%+v", f)
	}
}

// forgetBlobs takes all files away from the central, as a restore without them.
func (p *place) forgetBlobs() {
	p.t.Helper()
	db, err := sqldb.Open(p.t.Context(), filepath.Join(p.Data, "central.db"), sqldb.Options{})
	if err == nil {
		err = db.Update(p.t.Context(), func(tx *sqldb.Tx) error {
			for _, table := range []string{"blob", "blob_upload"} {
				if _, err := tx.Exec(p.t.Context(), `DELETE FROM `+table); err != nil {
					return err
				}
			}
			return nil
		})
		err = errors.Join(err, db.Close(), os.RemoveAll(filepath.Join(p.Data, "blobs")))
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// The central was put back without the sealed bytes: who has them brings them
// again, and who sealed the last text need not be who has them.
func TestSealedBytesAreBroughtAgain(t *testing.T) {
	p := serving(t)
	home, work := p.desk("giulia"), p.desk("giulia")
	pair(home, work)
	data := noise(40_000)
	id := sharedWith(home, work, "pianta.pdf", data)
	if err := work.Desk.Fetch(t.Context(), id, work.file(id).Attachment, nil); err != nil {
		t.Fatal(err)
	}
	x, err := work.Desk.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	c := *x.Plain
	c.Subject = "Strade e piazze"
	if _, err := work.Desk.SaveDraft(t.Context(), id, x.Revision, c); err != nil {
		t.Fatal(err)
	}
	p.forgetBlobs()
	work.settle()
	home.settle()
	shared, err := home.Desk.Shared(t.Context())
	if err != nil || len(shared[id].Files) != 1 {
		t.Fatal(shared, err)
	}
	third := p.desk("giulia")
	pair(home, third)
	for range 3 {
		home.settle()
		work.settle()
		third.settle()
	}
	if err := third.Desk.Fetch(t.Context(), id, third.file(id).Attachment, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(third.bytesOf(third.file(id)), data) {
		t.Error("other bytes")
	}
}
