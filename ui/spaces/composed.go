package spaces

import (
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// recall brings back what was being written here before the program ended. Until
// it is known nothing is kept: an empty field must not erase it.
func (c *conversation) recall(thread civic.ID) {
	if c.known[thread] {
		return
	}
	kit.Do(context.Background(), c.p.h.Work, kit.Job[civic.Composed]{
		Slot: "spaces.recall",
		Run: func(ctx context.Context, _ kit.Progress) (civic.Composed, error) {
			return c.p.d.Composed(ctx, thread)
		},
		Done: func(x civic.Composed, err error) {
			switch {
			case err != nil:
				c.p.h.Fail(err)
			case c.thread.ID == thread:
				c.restore(thread, x)
			}
		},
	})
}

// restore joins what was kept with what was begun since the thread is on show.
func (c *conversation) restore(thread civic.ID, x civic.Composed) {
	c.known[thread] = true
	c.kept[thread] = x
	typed := c.typed[thread]
	switch {
	case x.Text == "" || typed == x.Text:
	case typed == "":
		typed = x.Text
	default:
		typed = joined(x.Text, typed)
	}
	changed := typed != c.typed[thread]
	c.typed[thread] = typed
	c.picks.Join(string(thread), x.Attachments)
	c.keep(thread)
	if !changed || c.editing != "" {
		return
	}
	for _, v := range c.posts {
		if v.ID == x.ReplyTo {
			c.answer(v)
			return
		}
	}
	c.rest()
}

// keep saves what is being written and its files, so that they outlive the
// program.
func (c *conversation) keep(thread civic.ID) {
	x := civic.Composed{Text: c.typed[thread], Attachments: c.picks.Files(string(thread))}
	if !c.known[thread] || same(c.kept[thread], x) {
		return
	}
	if c.thread.ID == thread {
		x.ReplyTo = c.reply
	}
	c.kept[thread] = x
	c.p.compose(thread, x, func(err error) {
		if err != nil {
			delete(c.kept, thread) // the next keystroke tries again
		}
	})
}

// same tells that nothing of two texts differs but what they answer.
func same(a, b civic.Composed) bool {
	return a.Text == b.Text && slices.EqualFunc(a.Attachments, b.Attachments, func(x, y civic.Attachment) bool { return x.Hash == y.Hash })
}
