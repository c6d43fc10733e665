package desk

import (
	"context"
	"time"

	"scranno/app/civic"
)

// Leftovers keeps one's own words that are not sent: what waited for a channel
// that is gone, and what is being written.
type Leftovers interface {
	Stranded(ctx context.Context) ([]civic.Stranded, error)
	// Resend puts a stranded command back into the outbox under a new id.
	Resend(ctx context.Context, id, fresh civic.ID, now time.Time) (civic.Queued, error)
	// DropStranded throws one away; a draft itself stays.
	DropStranded(ctx context.Context, id civic.ID) error
	// Compose keeps what is being written in a conversation, or begun in a space;
	// the zero value forgets it.
	Compose(ctx context.Context, at civic.ID, c civic.Composed, now time.Time) error
	Composed(ctx context.Context, at civic.ID) (civic.Composed, error)
}

// Stranded lists what had not been sent when its channel was lost or left, the
// last first.
func (d *Desk) Stranded(ctx context.Context) ([]civic.Stranded, error) {
	return d.o.Store.Stranded(ctx)
}

// Resend sends a stranded command again, as a new one; it is for when its
// channel is here again.
func (d *Desk) Resend(ctx context.Context, id civic.ID) (civic.Queued, error) {
	fresh, err := d.newID()
	if err != nil {
		return civic.Queued{}, err
	}
	q, err := d.o.Store.Resend(ctx, id, fresh, d.now())
	if err != nil {
		return civic.Queued{}, err
	}
	d.Nudge()
	d.changed()
	return q, nil
}

// DropStranded throws a stranded text away.
func (d *Desk) DropStranded(ctx context.Context, id civic.ID) error {
	return d.after(d.o.Store.DropStranded(ctx, id))
}

// Elsewhere gives the words of a stranded text to be written anew somewhere
// else: a draft for an act, else title and text. It stays stranded until it is
// thrown away.
func (d *Desk) Elsewhere(ctx context.Context, id civic.ID) (Given, error) {
	all, err := d.o.Store.Stranded(ctx)
	if err != nil {
		return Given{}, err
	}
	for _, x := range all {
		if x.ID == id {
			return d.anew(ctx, x.Command, x)
		}
	}
	return Given{}, civic.NewError(civic.NotFound, "desk.elsewhere", "")
}

func (d *Desk) anew(ctx context.Context, c civic.Command, x civic.Stranded) (Given, error) {
	switch {
	case x.What == civic.StrandedDraft:
		draft, err := d.o.Store.Draft(ctx, x.Draft)
		return Given{Draft: &draft}, err
	case c.Name == civic.CmdPublish || c.Name == civic.CmdRevise:
		draft, err := d.draftOf(ctx, civic.Queued{Command: c, Draft: x.Draft})
		return Given{Draft: draft}, err
	}
	g, err := given(c)
	if err != nil { // of what was being written there is no command
		g = Given{}
	}
	return Given{Title: x.Title, Text: x.Text, Files: append(g.Files, x.Files...)}, nil
}

// Compose keeps what is being written in a conversation, or the conversation
// that is being begun in a space, with its files, so that it outlives the
// program; the zero value forgets it. Nobody is told of a change: what is being
// typed is on the screen already.
func (d *Desk) Compose(ctx context.Context, at civic.ID, c civic.Composed) error {
	if len(c.Text)+len(c.Title) > 4*civic.MaxPost {
		return civic.NewError(civic.TooLarge, "desk.compose", "invalid.too_long", "field", "text")
	}
	return d.o.Store.Compose(ctx, at, c, d.now())
}

// Composed gives what was being written there.
func (d *Desk) Composed(ctx context.Context, at civic.ID) (civic.Composed, error) {
	return d.o.Store.Composed(ctx, at)
}
