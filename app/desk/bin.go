package desk

import (
	"context"
	"encoding/json"

	"scranno/app/civic"
)

// BinStore keeps for thirty of the central's days what the person deleted or
// took out of the outbox, and what a sweep removed.
type BinStore interface {
	Binned(ctx context.Context) ([]civic.Binned, error)
	DropBinned(ctx context.Context, num int64) error
	EmptyBin(ctx context.Context) error
	// KeepSwept keeps what a sweep would take, until the next walk asks again.
	KeepSwept(ctx context.Context, c civic.Channel) error
}

// Binned lists the bin, the last thrown away first. Drafts have their own: Bin.
func (d *Desk) Binned(ctx context.Context) ([]civic.Binned, error) { return d.o.Store.Binned(ctx) }

// DropBinned removes one for good.
func (d *Desk) DropBinned(ctx context.Context, num int64) error {
	return d.after(d.o.Store.DropBinned(ctx, num))
}

// EmptyBin removes all of it for good, drafts not included.
func (d *Desk) EmptyBin(ctx context.Context) error { return d.after(d.o.Store.EmptyBin(ctx)) }

// RestoreBinned takes something out of the bin as one's own copy: an act becomes
// a draft, any other text comes back to be written anew. It leaves the bin where
// a draft took its place.
func (d *Desk) RestoreBinned(ctx context.Context, num int64) (Given, error) {
	all, err := d.o.Store.Binned(ctx)
	if err != nil {
		return Given{}, err
	}
	for _, b := range all {
		if b.Num == num {
			return d.restore(ctx, b)
		}
	}
	return Given{}, civic.NewError(civic.NotFound, "desk.bin", "")
}

func (d *Desk) restore(ctx context.Context, b civic.Binned) (Given, error) {
	var content *civic.Content
	switch {
	case b.Kind == civic.KindAct:
		var a civic.Act
		if err := json.Unmarshal(b.Body, &a); err != nil {
			return Given{}, civic.WrapError(civic.Damaged, "desk.bin", err)
		}
		content = &a.Content
	case b.Name == civic.CmdPublish || b.Name == civic.CmdRevise:
		var a struct {
			Content civic.Content `json:"content"`
		}
		if err := b.Command.Decode(&a); err != nil {
			return Given{}, err
		}
		content = &a.Content
	default:
		return Given{Title: b.Title, Text: b.Text}, nil
	}
	x, err := d.addDraft(ctx, civic.Draft{Plain: content})
	if err != nil {
		return Given{}, err
	}
	return Given{Draft: &x}, d.after(d.o.Store.DropBinned(ctx, b.Num))
}

// KeepSwept keeps what the central no longer has in a channel, after the person
// was asked; Sweep lets it go.
func (d *Desk) KeepSwept(ctx context.Context, c civic.Channel) error {
	return d.after(d.o.Store.KeepSwept(ctx, c))
}
