package storetest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

func anyone(context.Context, civic.World, civic.Channel) (bool, error) { return true, nil }

func nobody(context.Context, civic.World, civic.Channel) (bool, error) { return false, nil }

// centralBlobs: a file is known from before its first byte, and its hash alone
// opens nothing.
func centralBlobs(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	ctx, ada, bea := s.ctx(), s.id(), s.id()
	file := civic.Attachment{Hash: strings.Repeat("ab", 32), Name: "a.pdf", Type: civic.TypePDF, Size: 100}
	quota := civic.FileQuota{Most: 150, Since: s.now().Add(-time.Hour)}
	if _, _, err := s.store.BlobUpload(ctx, ada, file.Hash); !civic.Is(err, civic.NotFound) {
		t.Fatal(err)
	}
	s.check(s.store.BeginBlob(ctx, ada, civic.FilePart{Hash: file.Hash, Size: 100}, s.now(), quota))
	other := civic.FilePart{Hash: strings.Repeat("cd", 32), Size: 60}
	if strays, err := s.store.UnknownBlobs(ctx, []string{file.Hash, other.Hash}); err != nil || len(strays) != 1 || strays[0] != other.Hash {
		t.Fatal("known and unknown:", strays, err)
	}
	if err := s.store.BeginBlob(ctx, ada, other, s.now(), quota); !civic.Is(err, civic.TooLarge) {
		t.Fatal("over the quota:", err)
	}
	if why := s.attached(ada, file, anyone); why != civic.ReasonAttachment {
		t.Fatal("not whole yet:", why)
	}
	s.check(s.store.WholeBlob(ctx, ada, file.Hash, civic.TypePDF, s.now()))
	if size, whole, err := s.store.BlobUpload(ctx, ada, file.Hash); size != 100 || !whole || err != nil {
		t.Fatal(size, whole, err)
	}
	if why := s.attached(bea, file, anyone); why != civic.ReasonAttachment {
		t.Fatal("never had:", why)
	}
	file.Size = 99
	if why := s.attached(ada, file, anyone); why != civic.ReasonInvalid {
		t.Fatal("another size:", why)
	}
	file.Size = 100
	if why := s.attached(ada, file, anyone); why != "" {
		t.Fatal(why)
	}
}

// attached asks whether a person may name a file now.
func (s *stage) attached(person civic.ID, file civic.Attachment, may civic.ChannelTest) (why civic.Reason) {
	s.t.Helper()
	s.check(s.store.Update(s.ctx(), s.now(), func(l central.Ledger) (err error) {
		why, err = l.Attached(s.ctx(), person, []civic.Attachment{file}, may)
		return err
	}))
	return why
}

// centralBlobsNamed: a file is read by the right to its record, and goes with it.
func centralBlobsNamed(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	ctx, ada, bea := s.ctx(), s.id(), s.id()
	file := civic.Attachment{Hash: strings.Repeat("ab", 32), Name: "a.pdf", Type: civic.TypePDF, Size: 100}
	quota := civic.FileQuota{Most: 150, Since: s.now().Add(-time.Hour)}
	other := civic.FilePart{Hash: strings.Repeat("cd", 32), Size: 60}
	s.check(s.store.BeginBlob(ctx, ada, civic.FilePart{Hash: file.Hash, Size: 100}, s.now(), quota))
	s.check(s.store.WholeBlob(ctx, ada, file.Hash, civic.TypePDF, s.now()))
	post, ch := s.id(), civic.TalkChannel("08")
	body, err := civic.CanonicalOf(civic.Post{Thread: s.id(), Text: "ecco", Attachments: []civic.Attachment{file}})
	s.check(err)
	fields := civic.Fields{}
	s.check(json.Unmarshal(body, &fields))
	put := civic.Effect{Kind: civic.KindPost, ID: post, Channel: ch, Fields: fields}
	apply := func(e civic.Effect) {
		t.Helper()
		s.check(s.store.Update(ctx, s.now(), func(l central.Ledger) error {
			_, err := l.Apply(ctx, ada, []civic.Effect{e})
			return err
		}))
	}
	apply(put)
	if kind, where, err := s.store.BlobOf(ctx, s.now(), file.Hash, post, anyone); kind != civic.TypePDF || where != ch || err != nil {
		t.Fatal(kind, where, err)
	}
	for _, err := range []error{
		second(s.store.BlobOf(ctx, s.now(), file.Hash, post, nobody)), second(s.store.BlobOf(ctx, s.now(), file.Hash, s.id(), anyone)),
		second(s.store.BlobOf(ctx, s.now(), other.Hash, post, anyone)),
	} {
		if !civic.Is(err, civic.NotFound) {
			t.Fatal(err)
		}
	}
	if why := s.attached(bea, file, anyone); why != "" {
		t.Fatal("readable in a record:", why)
	}
	if why := s.attached(bea, file, nobody); why != civic.ReasonAttachment {
		t.Fatal("not readable:", why)
	}
	drop := func(before time.Time) (gone []string) {
		t.Helper()
		_, err := s.store.DropBlobs(ctx, before, func(_ context.Context, hash string) error {
			gone = append(gone, hash)
			return nil
		})
		s.check(err)
		return gone
	}
	s.pass(30 * 24 * time.Hour)
	if gone := drop(s.now()); len(gone) != 0 {
		t.Fatal("named, and gone:", gone)
	}
	apply(civic.Effect{Kind: civic.KindPost, ID: post, Channel: ch, Remove: true, Erase: true})
	if gone := drop(time.Time{}); len(gone) != 1 || gone[0] != file.Hash {
		t.Fatal("erased, and kept:", gone)
	}
	if _, _, err := s.store.BlobUpload(ctx, ada, file.Hash); !civic.Is(err, civic.NotFound) {
		t.Fatal(err)
	}
	// An orphan waits for its time.
	s.check(s.store.BeginBlob(ctx, bea, other, s.now(), quota))
	if gone := drop(s.now().Add(-time.Minute)); len(gone) != 0 {
		t.Fatal(gone)
	}
	if gone := drop(s.now().Add(time.Minute)); len(gone) != 1 {
		t.Fatal(gone)
	}
}

func second(_ string, _ civic.Channel, err error) error { return err }
