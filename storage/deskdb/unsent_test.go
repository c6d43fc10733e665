package deskdb_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// holds tells in which files of a folder a word is still to be read. Everything
// is searched, whatever it is called.
func holds(t *testing.T, home string, words ...string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(bytes.ToLower(raw), []byte(strings.ToLower(w))) {
				names = append(names, d.Name()+": "+w)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func (f *fixture) loses(ch ...civic.Channel) {
	f.Helper()
	_, err := f.s.ApplyPage(f.Context(), civic.Page{Epoch: f.c.epoch, Now: f.c.now, Lost: ch}, f.c.now)
	f.ok(err)
}

func (f *fixture) stranded() []civic.Stranded {
	f.Helper()
	all, err := f.s.Stranded(f.Context())
	f.ok(err)
	return all
}

var closed = civic.ActChannel(civic.Councillors, region, 2026)

// secret fills a councillors' channel and a space with words that stand nowhere
// else.
func (f *fixture) secret() (act, thread civic.ID, words []string) {
	f.Helper()
	other := civic.DerivedID("person", "bruno")
	act, thread = civic.DerivedID("chiuso"), civic.DerivedID("filo")
	c := content("Zibellino riservato", "il quarzoide si dilegua")
	f.c.put(civic.KindAct, act, closed, other, civic.Act{Content: c, Visibility: civic.Councillors, Licence: civic.LicenceCCBY, Published: f.c.now})
	f.c.put(civic.KindActEvent, civic.DerivedID("fatto"), closed, other, civic.ActEvent{
		Act: act, Type: civic.Discussed, Date: "2026-11-21", Note: "xilofonata",
	})
	f.c.put(civic.KindThread, thread, civic.SpaceChannel(space), other, civic.Thread{Space: space, Title: "Ornitorinco"})
	f.c.put(civic.KindPost, civic.DerivedID("voce"), civic.SpaceChannel(space), other, civic.Post{Thread: thread, Text: "vuvuzela stonata"})
	f.join(closed)
	f.pull(1000)
	return act, thread, []string{"zibellin", "quarzoid", "dilegu", "xilofon", "ornitorinc", "vuvuzel", "stonat"}
}

// FAULTS 14: what was lost is in no file once the first sync is over; what was
// not sent is all there; regained, the channel is whole again.
func TestPermissionLostOfflineAndRegained(t *testing.T) {
	f := newFixture(t)
	act, thread, words := f.secret()
	if found := holds(t, f.home, words...); len(found) < len(words) {
		t.Fatalf("the words were never here, only %v", found)
	}
	post := f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "commento mai spedito"}, 0)
	answer := f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "e il suo seguito"}, 0)
	f.do(civic.CmdRead, civic.ReadArgs{Thread: thread, Spans: []civic.Span{{1, 2}}}, 0)
	f.do(civic.CmdUseful, civic.UsefulArgs{Act: act, On: true}, 0)
	elsewhere := f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0)
	f.ok(f.s.Compose(t.Context(), thread, civic.Composed{Text: "mezza frase ancora aper"}, f.c.now))
	mine := content("Nuovo testo", "parole mie")
	draft := civic.Draft{ID: f.id(), State: civic.DraftOpen, Revision: 1, Created: f.c.now, Updated: f.c.now, Revises: act, Plain: &mine}
	f.ok(f.s.AddDraft(t.Context(), draft))

	f.loses(closed, civic.SpaceChannel(space))
	if found := holds(t, f.home, words...); len(found) != 0 {
		t.Errorf("still to be read: %v", found)
	}
	if r, err := f.s.Acts(t.Context(), civic.ActQuery{Text: "quarzoide"}); err != nil || r.Total != 0 {
		t.Errorf("found: %+v %v", r, err)
	}
	if w, err := f.s.Words(t.Context(), "zib", 5); err != nil || len(w) != 0 {
		t.Errorf("suggested: %v %v", w, err)
	}
	if out := f.outbox(); len(out) != 1 || out[0].Command.ID != elsewhere.Command.ID {
		t.Errorf("outbox: %+v", out)
	}
	texts := map[string]bool{}
	for _, x := range f.stranded() {
		texts[x.Text+x.Title] = true
		if x.Open {
			t.Errorf("%s counts as open", x.Channel)
		}
	}
	for _, want := range []string{"commento mai spedito", "e il suo seguito", "mezza frase ancora aper", "Nuovo testo"} {
		if !texts[want] {
			t.Errorf("%q is lost: %v", want, texts)
		}
	}
	if len(texts) != 4 {
		t.Errorf("stranded: %v", texts)
	}
	if x, err := f.s.Composed(t.Context(), thread); err != nil || !x.Empty() {
		t.Errorf("still being written: %+v %v", x, err)
	}

	f.c.put(civic.KindPost, civic.DerivedID("intanto"), civic.SpaceChannel(space), civic.DerivedID("person", "bruno"), civic.Post{Thread: thread, Text: "intanto"})
	f.join(closed, civic.SpaceChannel(space))
	f.pull(3)
	sums, err := f.s.Sums(t.Context())
	f.ok(err)
	for _, ch := range []civic.Channel{closed, civic.SpaceChannel(space)} {
		if h := f.c.head(ch); sums[ch] != [2]int64{h.Count, int64(h.Sum)} {
			t.Errorf("%s: %v, central %+v", ch, sums[ch], h)
		}
	}
	again, err := f.s.Resend(t.Context(), post.Command.ID, f.id(), f.c.now)
	f.ok(err)
	follow, err := f.s.Resend(t.Context(), answer.Command.ID, f.id(), f.c.now)
	f.ok(err)
	if again.State != civic.QueueWaiting || again.Drawing != civic.Drawn || follow.Drawing != civic.Drawn {
		t.Errorf("again: %+v, %+v", again, follow)
	}
	f.push()
	f.pull(100)
	posts, _, err := f.s.Posts(t.Context(), thread)
	f.ok(err)
	if len(posts) != 4 || posts[2].Post.Text != "commento mai spedito" || posts[3].Pending {
		t.Errorf("%+v", posts)
	}
	if left := f.stranded(); len(left) != 2 {
		t.Errorf("still stranded: %+v", left)
	}
}

// What was on its way when the channel was lost stays until it is answered:
// accepted it is done, refused it joins the unsent.
func TestWhatWasOnItsWayIsAnsweredFirst(t *testing.T) {
	f := newFixture(t)
	_, thread, _ := f.secret()
	gone := f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "la risposta si è persa"}, 0)
	no := f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "non è mai arrivata"}, 0)
	cmds, err := f.s.Outgoing(t.Context(), 10)
	f.ok(err)
	f.c.run(t, cmds[0])
	f.ok(f.s.Unsent(t.Context(), civic.Offline, f.c.now))
	f.loses(civic.SpaceChannel(space))
	if out := f.outbox(); len(out) != 2 || len(f.stranded()) != 0 {
		t.Fatalf("%+v %+v", out, f.stranded())
	}
	f.c.receipts[no.Command.ID] = civic.Receipt{ID: no.Command.ID, Outcome: civic.Refused, Reason: civic.ReasonNotMember, Epoch: f.c.epoch}
	f.push()
	left := f.stranded()
	if len(left) != 1 || left[0].Text != "non è mai arrivata" || len(f.outbox()) != 0 {
		t.Fatalf("%+v %+v", left, f.outbox())
	}
	h, err := f.s.History(t.Context(), 5)
	f.ok(err)
	if len(h) != 1 || h[0].Command.ID != gone.Command.ID || h[0].State != civic.QueueDone {
		t.Errorf("%+v", h)
	}
}

func TestLeavingASpaceByHandKeepsWhatWasNotSent(t *testing.T) {
	f := newFixture(t)
	_, thread, words := f.secret()
	f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "resta mio"}, 0)
	f.ok(f.s.Leave(t.Context(), civic.SpaceChannel(space), closed))
	if found := holds(t, f.home, words...); len(found) != 0 {
		t.Errorf("still to be read: %v", found)
	}
	left := f.stranded()
	if len(left) != 1 || left[0].Text != "resta mio" || left[0].Command.Name != civic.CmdPost {
		t.Fatalf("%+v", left)
	}
	f.ok(f.s.DropStranded(t.Context(), left[0].ID))
	if err := f.s.DropStranded(t.Context(), left[0].ID); !civic.Is(err, civic.NotFound) {
		t.Error(err)
	}
}

// A publication that can no longer go where it was bound is a draft again.
func TestALostPublicationIsADraftAgain(t *testing.T) {
	f := newFixture(t)
	f.secret()
	d := f.draft("da pubblicare tra noi")
	raw, err := civic.CanonicalOf(civic.PublishArgs{ID: f.id(), Content: *d.Plain, Visibility: civic.Councillors, Licence: civic.LicenceCCBY})
	f.ok(err)
	q := civic.Queued{State: civic.QueueHeld, Queued: f.c.now, Command: civic.Command{ID: f.id(), Name: civic.CmdPublish, Schema: 1, Args: raw, Author: f.me}}
	_, err = f.s.Enqueue(t.Context(), q, d.ID, func(civic.CommandDrawing) error { return nil })
	f.ok(err)
	f.loses(closed)
	left := f.stranded()
	if len(left) != 1 || left[0].Draft != d.ID || !strings.Contains(left[0].Text, "da pubblicare tra noi") {
		t.Fatalf("%+v", left)
	}
	if got, err := f.s.Draft(t.Context(), d.ID); err != nil || got.State != civic.DraftOpen {
		t.Errorf("%+v %v", got, err)
	}
}

// A damaged file takes none of it along, and a file that was set aside keeps
// nothing of a channel that is lost afterwards.
func TestStrandedTextsOutliveTheFile(t *testing.T) {
	f := newFixture(t)
	_, thread, words := f.secret()
	f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "sopravvive al file"}, 0)
	begun := civic.Composed{
		Title: "Un titolo", Text: "frase a metà",
		Attachments: []civic.Attachment{{Hash: strings.Repeat("0c", 32), Name: "pianta.pdf", Type: civic.TypePDF, Size: 1200}},
	}
	elsewhere := civic.DerivedID("altrove")
	f.ok(f.s.Compose(t.Context(), elsewhere, begun, f.c.now))
	f.ok(f.s.Pin(t.Context(), civic.DerivedID("lontano"), civic.PinByHand, f.c.now))
	f.loses(civic.SpaceChannel(space))
	f.ok(f.s.Close())
	path := filepath.Join(f.home, deskdb.FileName)
	f.ok(os.WriteFile(path, bytes.Repeat([]byte("vecchio contenuto: vuvuzela "), 400), 0o600))
	f.open()
	if f.s.Opened().SetAside == "" {
		t.Fatal("the damage went unnoticed")
	}
	if left := f.stranded(); len(left) != 1 || left[0].Text != "sopravvive al file" {
		t.Fatalf("%+v", left)
	}
	if x, err := f.s.Composed(t.Context(), elsewhere); err != nil || !reflect.DeepEqual(x, begun) {
		t.Errorf("%+v %v", x, err)
	}
	if pins, err := f.s.Pins(t.Context()); err != nil || len(pins) != 1 {
		t.Errorf("%+v %v", pins, err)
	}
	f.join(civic.SpaceChannel(space))
	f.pull(100)
	f.loses(civic.SpaceChannel(space))
	if found := holds(t, f.home, words[4:]...); len(found) != 0 {
		t.Errorf("still to be read: %v", found)
	}
}

// A conversation that is being begun goes with its space, words and files.
func TestWhatIsBegunInALostSpaceIsUnsent(t *testing.T) {
	f := newFixture(t)
	f.secret()
	hash := strings.Repeat("0c", 32)
	begun := civic.Composed{
		Title: "Un titolo", Text: "frase a metà", Attachments: []civic.Attachment{{Hash: hash, Name: "pianta.pdf", Type: civic.TypePDF, Size: 1200}},
	}
	f.ok(f.s.KeepFile(t.Context(), hash, ""))
	f.ok(f.s.Compose(t.Context(), space, begun, f.c.now))
	unnamed := func() []string {
		f.c.now = f.c.now.Add(24 * time.Hour)
		f.pull(1)
		out, err := f.s.UnnamedFiles(t.Context())
		f.ok(err)
		return out
	}
	for range 9 {
		if got := unnamed(); len(got) != 0 {
			t.Fatalf("the file of what is being written would go: %v", got)
		}
	}
	f.loses(civic.SpaceChannel(space))
	if x, err := f.s.Composed(t.Context(), space); err != nil || !x.Empty() {
		t.Errorf("still being written: %+v %v", x, err)
	}
	left := f.stranded()
	if len(left) != 1 || left[0].Title != begun.Title || left[0].Text != begun.Text {
		t.Fatalf("%+v", left)
	}
	if got := unnamed(); len(got) != 0 {
		t.Errorf("the file of what is unsent would go: %v", got)
	}
	f.ok(f.s.DropStranded(t.Context(), left[0].ID))
	if got := unnamed(); !slices.Equal(got, []string{hash}) {
		t.Errorf("the file of what was thrown away stays: %v", got)
	}
}
