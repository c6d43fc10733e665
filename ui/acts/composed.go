package acts

import (
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// begun is what is being written on acts, by conversation, or by the act on which
// one is begun. It outlives the program.
type begun struct {
	typed map[civic.ID]civic.Composed
	kept  map[civic.ID]civic.Composed // as the desk has it
	known map[civic.ID]bool           // the desk has said what it has
	quiet bool                        // the fields are being filled
}

func newBegun() begun {
	return begun{typed: map[civic.ID]civic.Composed{}, kept: map[civic.ID]civic.Composed{}, known: map[civic.ID]bool{}}
}

// at is what one writes in; empty: nowhere, or a post that is there already.
func (t *talk) at() civic.ID {
	switch {
	case t.edits != "" || t.shown == nil:
		return ""
	case t.begins:
		return t.shown.view.Record.ID
	}
	return t.thread
}

// keep notes what is written here and has the desk keep it. Until it is known
// what the desk has, nothing is: an empty field must not erase it.
func (t *talk) keep() {
	at := t.at()
	if at == "" || t.begun.quiet {
		return
	}
	x := civic.Composed{Text: t.text.Text, Attachments: t.picks.Files(string(at))}
	if t.begins {
		x.Title = t.title.Text
	} else {
		x.ReplyTo = t.reply
	}
	t.begun.typed[at] = x
	if t.begun.known[at] && !sameBegun(t.begun.kept[at], x) {
		t.compose(at, x)
	}
}

// take fills the fields with what was begun here.
func (t *talk) take() {
	at := t.at()
	t.fillFields(t.begun.typed[at])
	if at == t.thread {
		t.reply = t.begun.typed[at].ReplyTo
	}
	if at != "" && !t.begun.known[at] {
		t.recall(at)
	}
}

func (t *talk) fillFields(x civic.Composed) {
	t.begun.quiet = true
	t.text.SetText(x.Text)
	t.title.SetText(x.Title)
	t.begun.quiet = false
}

// sent forgets what has left.
func (t *talk) sent(at civic.ID) {
	delete(t.begun.typed, at)
	t.begun.quiet = true
	t.picks.Clear(string(at))
	t.begun.quiet = false
	t.compose(at, civic.Composed{})
}

// compose has the desk keep a text; of several in a row the newest counts.
func (t *talk) compose(at civic.ID, x civic.Composed) {
	t.begun.kept[at] = x
	p := t.r.p
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Slot: "acts.compose." + string(at),
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, p.d.Compose(ctx, at, x)
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				delete(t.begun.kept, at) // the next keystroke tries again
			}
		},
	})
}

// recall brings back what was being written here before the program ended, and
// joins it with what was begun since.
func (t *talk) recall(at civic.ID) {
	p := t.r.p
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Composed]{
		Slot: "acts.recall",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Composed, error) { return p.d.Composed(ctx, at) },
		Done: func(x civic.Composed, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			t.restore(at, x)
		},
	})
}

func (t *talk) restore(at civic.ID, x civic.Composed) {
	t.begun.known[at], t.begun.kept[at] = true, x
	typed := t.begun.typed[at]
	if x.Text != typed.Text {
		typed.Text = joined("\n\n", x.Text, typed.Text)
	}
	if typed.Title == "" {
		typed.Title = x.Title
	}
	if typed.ReplyTo == "" {
		typed.ReplyTo = x.ReplyTo
	}
	t.begun.typed[at] = typed
	t.begun.quiet = true
	t.picks.Join(string(at), x.Attachments)
	t.begun.quiet = false
	if t.at() != at {
		return
	}
	if typed.Text != t.text.Text || typed.Title != t.title.Text {
		t.fillFields(typed)
	}
	if !t.begins && t.reply != typed.ReplyTo {
		t.reply = typed.ReplyTo
		t.fill()
	}
	t.keep()
}

// sameBegun tells that nothing of two texts differs but what they answer.
func sameBegun(a, b civic.Composed) bool {
	return a.Title == b.Title && a.Text == b.Text &&
		slices.EqualFunc(a.Attachments, b.Attachments, func(x, y civic.Attachment) bool { return x.Hash == y.Hash })
}
