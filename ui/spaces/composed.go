package spaces

import (
	"context"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// composed is what was being written in a conversation.
type composed struct {
	text  string
	reply civic.ID
}

// recall brings back what was being written here before the program ended. Until
// it is known nothing is kept: an empty field must not erase it.
func (c *conversation) recall(thread civic.ID) {
	if c.known[thread] {
		return
	}
	kit.Do(context.Background(), c.p.h.Work, kit.Job[composed]{
		Slot: "spaces.recall",
		Run: func(ctx context.Context, _ kit.Progress) (x composed, err error) {
			x.text, x.reply, err = c.p.d.Composed(ctx, thread)
			return x, err
		},
		Done: func(x composed, err error) {
			if err != nil {
				c.p.h.Fail(err)
				return
			}
			c.known[thread] = true
			if x.text == "" || c.thread.ID != thread || c.typed[thread] != "" {
				c.keep(thread)
				return
			}
			c.typed[thread] = x.text
			if c.editing != "" {
				return
			}
			for _, v := range c.posts {
				if v.ID == x.reply {
					c.answer(v)
					return
				}
			}
			c.rest()
		},
	})
}

// keep saves what is being written, so that it outlives the program. Of several
// in a row the newest counts.
func (c *conversation) keep(thread civic.ID) {
	text := c.typed[thread]
	if !c.known[thread] || c.kept[thread] == text {
		return
	}
	c.kept[thread] = text
	reply := c.reply
	kit.Do(context.Background(), c.p.h.Work, kit.Job[struct{}]{
		Slot: "spaces.compose." + string(thread),
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, c.p.d.Compose(ctx, thread, text, reply)
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				delete(c.kept, thread) // the next keystroke tries again
			}
		},
	})
}
