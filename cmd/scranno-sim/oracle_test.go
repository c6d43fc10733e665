package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// watchful looks at the desks while all goes on: what one wrote is on one's own
// screen, nothing stands twice, and no cursor goes back within an epoch.
func (w *wide) watchful() {
	for i, set := range w.desks {
		posts, _, err := set.Desk.Posts(w.ctx, threadID())
		if civic.Is(err, civic.NotFound) {
			continue // it has nothing yet
		}
		w.ok(err)
		times, text := map[civic.ID]int{}, map[civic.ID]string{}
		for _, p := range posts {
			times[p.ID]++
			text[p.ID] = p.Post.Text
		}
		for id, n := range times {
			if n > 1 {
				w.t.Fatalf("%s shows a post %d times", w.names[i], n)
			}
			if x := w.posts[id]; x != nil && x.desk == i && (x.gone || text[id] != x.text) {
				w.t.Fatalf("%s shows %q for its own post %q (gone %v)", w.names[i], text[id], x.text, x.gone)
			}
		}
		for id, x := range w.posts {
			if x.desk == i && !x.gone && times[id] != 1 {
				w.t.Fatalf("%s does not show its own post %q", w.names[i], x.text)
			}
		}
		w.ownActs(i)
		w.monotone(i)
	}
}

func (w *wide) ownActs(i int) {
	for id, x := range w.acts {
		if x.desk != i {
			continue
		}
		_, err := w.desks[i].Desk.Act(w.ctx, id)
		if x.gone != civic.Is(err, civic.NotFound) || !x.gone && err != nil {
			w.t.Fatalf("%s, own act %q (gone %v): %v", w.names[i], x.text, x.gone, err)
		}
	}
}

// monotone compares the cursors with those of the last look.
func (w *wide) monotone(i int) {
	for len(w.seen) <= i {
		w.seen, w.epochs = append(w.seen, nil), append(w.epochs, "")
	}
	status, err := w.desks[i].Desk.Status(w.ctx)
	w.ok(err)
	now := map[civic.Channel]int64{}
	for _, c := range status.Channels {
		now[c.Channel] = c.Tail
		if was := w.seen[i][c.Channel]; w.epochs[i] == status.Profile.Epoch && c.Tail < was && c.Channel.Family() != "space" {
			w.t.Fatalf("%s: the cursor of %s went from %d to %d", w.names[i], c.Channel, was, c.Tail)
		}
	}
	w.seen[i], w.epochs[i] = now, status.Profile.Epoch
}

// mend makes lines and clocks right and lets everyone come back.
func (w *wide) mend() {
	for i := range w.desks {
		if w.clocks[i] != 0 {
			w.clocks[i] = 0
			w.ok(w.reopenDesk(i))
		}
	}
	w.settleMember()
	w.signInAgain()
	w.signInAgain()
	if w.member {
		w.join()
		w.again(1)
	}
	w.settle()
	w.again(moderator)
	w.bounded()
	if w.member {
		w.again(1)
	}
	w.settle()
}

// again sends once more what was left unsent, or refused, while the space was
// closed, or before what it stands on had come back to a restored central.
func (w *wide) again(i int) {
	d := w.desks[i].Desk
	_, err := d.Sync(w.ctx, nil)
	w.ok(err)
	left, err := d.Stranded(w.ctx)
	w.ok(err)
	for _, s := range left {
		_, err := d.Resend(w.ctx, s.ID)
		w.ok(err)
	}
	box, err := d.Outbox(w.ctx)
	w.ok(err)
	for _, q := range box {
		if q.State == civic.QueueRefused && (w.private[civic.Concerns(q.Command)] != nil || i == moderator && w.saved == "used") {
			_, err := d.Retry(w.ctx, q.Command.ID)
			w.ok(err)
		}
	}
}

// settle is heal for desks whose outbox may keep a refusal.
func (w *wide) settle() {
	for i := range w.desks {
		w.links[i].Heal()
		w.lines[i].cutNext(-1)
	}
	time.Sleep(time.Minute)
	for round := range 3 {
		for i, d := range w.desks {
			r, err := d.Desk.Sync(w.ctx, nil)
			if err != nil || round == 2 && (!r.Complete || r.Pending > 0) {
				w.t.Fatalf("after healing %s: %+v, %v", w.names[i], r, err)
			}
		}
	}
}

// bounded wants a sync without news to be one request and little more than a
// kilobyte: no storm goes on.
func (w *wide) bounded() {
	for i, d := range w.desks {
		_, err := d.Desk.Sync(w.ctx, nil)
		w.ok(err)
		passed, _ := w.links[i].Counts()
		size := w.lines[i].got.Load()
		_, err = d.Desk.Sync(w.ctx, nil)
		w.ok(err)
		now, _ := w.links[i].Counts()
		if n, b := now-passed, w.lines[i].got.Load()-size; n > 1 || b > 2_048 {
			w.t.Fatalf("%s: a sync without news takes %d requests and %d bytes", w.names[i], n, b)
		}
	}
}

func (w *wide) judgeAll() {
	for i, set := range w.desks {
		if i == 2 {
			continue // bruno's other device may have nothing but his drafts
		}
		w.judgeOutbox(i)
		w.judgeActs(i, set)
		w.judgePosts(i, set)
	}
	w.judgePrivate()
	w.judgeDraft()
	w.judgeHidden()
	w.judgeFiles()
	for i := range w.desks {
		w.judgeHeads(i)
	}
	w.ok(w.set.Service.Check(w.ctx))
}

func (w *wide) judgeOutbox(i int) {
	box, err := w.desks[i].Desk.Outbox(w.ctx)
	w.ok(err)
	for _, q := range box {
		id := civic.Concerns(q.Command)
		act := w.acts[id]
		late := q.State == civic.QueueRefused && act != nil && act.gone
		shut := q.State == civic.QueueRefused && w.private[id] != nil && !w.member
		done := q.State == civic.QueueRefused && i == moderator && w.hidden[id] && w.saved == "used" // judgeHidden looks
		if !late && !shut && !done {
			w.t.Fatalf("%s: in the outbox %s, %s, %s", w.names[i], q.Command.Name, q.State, q.Reason)
		}
	}
	found, err := w.desks[i].Desk.Doctor(w.ctx)
	w.ok(err)
	for _, f := range found {
		if f.Severity != civic.Hint {
			w.t.Fatalf("%s: the doctor says %+v", w.names[i], f)
		}
	}
}

// judgePrivate: who may read the listed space has all of it, who may not has
// nothing but their own unsent words.
func (w *wide) judgePrivate() {
	shown := map[int]map[civic.ID]string{}
	for i := range w.desks {
		shown[i] = map[civic.ID]string{}
		posts, _, err := w.desks[i].Desk.Posts(w.ctx, listedThread())
		if !civic.Is(err, civic.NotFound) {
			w.ok(err)
		}
		for _, p := range posts {
			if shown[i][p.ID] != "" {
				w.t.Fatalf("%s shows %q twice", w.names[i], p.Post.Text)
			}
			shown[i][p.ID] = p.Post.Text
		}
	}
	for id, x := range w.private {
		sent := shown[0][id] == x.text
		if !sent && (x.desk != 1 || w.member) {
			w.t.Fatalf("the post %q of %s is not there", x.text, w.names[x.desk])
		}
		if !sent && !w.found(1, x.text) {
			w.t.Fatalf("%q is nowhere", x.text)
		}
		if w.member && shown[1][id] != x.text {
			w.t.Fatalf("%s, who came back, does not see %q", w.names[1], x.text)
		}
		if !w.member && x.desk != 1 {
			for _, i := range []int{1, 2} {
				if in := filesWith(w.dir, w.names[i], x.text); in != "" {
					w.t.Fatalf("%q is still in %s", x.text, in)
				}
			}
		}
	}
	if !w.member && len(shown[1])+len(shown[2]) > 0 {
		w.t.Fatalf("who was excluded sees %d and %d posts", len(shown[1]), len(shown[2]))
	}
}

// filesWith names a file below the folder in which the text stands.
func filesWith(dir, folder, text string) (name string) {
	_ = filepath.WalkDir(filepath.Join(dir, folder), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name != "" {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			name = strings.TrimPrefix(path, dir)
		}
		return err
	})
	return name
}

// judgeDraft: both devices hold the same text, with each sentence once.
func (w *wide) judgeDraft() {
	a, err := w.desks[1].Desk.Draft(w.ctx, w.shared)
	w.ok(err)
	b, err := w.desks[2].Desk.Draft(w.ctx, w.shared)
	w.ok(err)
	mine, theirs := strings.Join(clausesOf(a.Plain), " "), strings.Join(clausesOf(b.Plain), " ")
	if mine != theirs {
		w.t.Fatalf("the devices differ: %q, %q", mine, theirs)
	}
	for _, s := range w.typed {
		if strings.Count(mine, s) != 1 {
			w.t.Fatalf("%q stands %d times in %q", s, strings.Count(mine, s), mine)
		}
	}
}

// judgeHidden: words that were taken out are on no screen and in no file.
func (w *wide) judgeHidden() {
	for id := range w.hidden {
		x := w.acts[id]
		for i := range w.desks {
			v, err := w.desks[i].Desk.Act(w.ctx, id)
			if civic.Is(err, civic.NotFound) && (x.gone || i == 2) {
				continue
			}
			w.ok(err)
			if v.Act.Clauses[0].Text != civic.Obscured {
				w.t.Fatalf("%s still shows the words of %q", w.names[i], x.text)
			}
		}
	}
}

// judgeFiles: what was attached comes to another desk, byte for byte.
func (w *wide) judgeFiles() {
	for id, data := range w.files {
		x := w.acts[id]
		if x.gone {
			continue
		}
		other := 1 - min(x.desk, 1)
		v, err := w.desks[other].Desk.Act(w.ctx, id)
		w.ok(err)
		if len(v.Act.Attachments) != 1 {
			w.t.Fatalf("%d files of %q", len(v.Act.Attachments), x.text)
		}
		a := v.Act.Attachments[0]
		w.ok(w.desks[other].Desk.Fetch(w.ctx, id, a, nil))
		var got bytes.Buffer
		w.ok(w.desks[other].Desk.CopyFile(w.ctx, a, &got))
		if !bytes.Equal(got.Bytes(), data) {
			w.t.Fatalf("the file of %q came as %d bytes for %d", x.text, got.Len(), len(data))
		}
	}
}

// judgeHeads compares a desk's channels with the central's, by head and count;
// sums the desk compares by itself, and its doctor would say.
func (w *wide) judgeHeads(i int) {
	status, err := w.desks[i].Desk.Status(w.ctx)
	w.ok(err)
	a, err := w.set.Service.AccountByEmail(w.ctx, emailOf(w.names[i]))
	w.ok(err)
	var wants []civic.Want
	for _, c := range status.Channels {
		wants = append(wants, civic.Want{Channel: c.Channel, Tail: c.Tail})
	}
	page, err := w.set.Service.Feed(w.ctx, central.Caller{Person: a.Person}, central.FeedRequest{Wants: wants, Heads: true})
	w.ok(err)
	heads := map[civic.Channel]civic.Head{}
	for _, h := range page.Heads {
		heads[h.Channel] = h
	}
	for _, c := range status.Channels {
		if h, ok := heads[c.Channel]; !ok || !c.Complete || c.Tail != h.Head || c.Count != h.Count {
			w.t.Fatalf("%s: %+v, the central %+v", w.names[i], c, h)
		}
	}
}
