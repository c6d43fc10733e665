package desk

import (
	"context"

	"scranno/app/civic"
)

// Parting is what would be lost for good if this computer's data were removed
// now: it is nowhere else.
type Parting struct {
	Drafts  int // not published
	Waiting int // commands that have not arrived
	Refused int // commands to be put right
	Unsent  int // texts left unsent
	Binned  int // things in the bin
}

// None tells whether nothing would be lost.
func (p Parting) None() bool { return p == Parting{} }

// Parting counts it.
func (d *Desk) Parting(ctx context.Context) (Parting, error) {
	var p Parting
	drafts, err := d.o.Store.DraftLines(ctx)
	if err != nil {
		return p, err
	}
	for _, x := range drafts {
		if x.State != civic.DraftSubmitted {
			p.Drafts++
		}
	}
	queue, err := d.o.Store.Outbox(ctx)
	if err != nil {
		return p, err
	}
	for _, q := range queue {
		switch {
		case q.Command.Name == civic.CmdRead:
		case q.State == civic.QueueRefused:
			p.Refused++
		default:
			p.Waiting++
		}
	}
	left, err := d.o.Store.Stranded(ctx)
	if err != nil {
		return p, err
	}
	p.Unsent = len(left)
	bin, err := d.o.Store.Binned(ctx)
	if err != nil {
		return p, err
	}
	old, err := d.o.Store.BinnedDrafts(ctx)
	p.Binned = len(bin) + len(old)
	return p, err
}
