package desk

import (
	"context"
	"strings"

	"scranno/app/civic"
)

// EditEvent corrects an event of one's own, upon the version that is on the
// screen.
func (d *Desk) EditEvent(ctx context.Context, id civic.ID, base int64, e civic.ActEvent) (civic.Queued, error) {
	if err := e.Validate(); err != nil {
		return civic.Queued{}, err
	}
	if v, err := d.o.Store.Act(ctx, e.Act); err == nil {
		for _, former := range v.Events {
			if former.ID != id {
				continue
			}
			if err := e.TellableFor(former.Event, v.Act.Kind, d.now()); err != nil {
				return civic.Queued{}, err
			}
		}
	}
	return d.do(ctx, civic.CmdEditEvent, civic.ActEventArgs{ID: id, Event: e}, target{base: base})
}

// DropEvent takes an event of one's own back. One that has not begun to leave is
// simply not sent.
func (d *Desk) DropEvent(ctx context.Context, id civic.ID) (civic.Queued, error) {
	all, err := d.o.Store.Outbox(ctx)
	if err != nil {
		return civic.Queued{}, err
	}
	for _, q := range all {
		var a civic.ActEventArgs
		if q.Command.Name != civic.CmdActEvent || q.State != civic.QueueWaiting || q.Command.Decode(&a) != nil || a.ID != id {
			continue
		}
		return d.cancel(ctx, q)
	}
	return d.do(ctx, civic.CmdDropEvent, civic.DropEventArgs{ID: id}, target{})
}

// SetPoint says how far a point of an act has come, upon the version that is on
// the screen (0: nothing was said yet).
func (d *Desk) SetPoint(ctx context.Context, act, clause civic.ID, base int64, s civic.CommitmentSet) (civic.Queued, error) {
	s.Office = strings.TrimSpace(civic.CleanText(s.Office))
	return d.point(ctx, civic.CommitmentArgs{Act: act, Clause: clause, Set: &s}, base)
}

// AddEvidence adds what shows how far a point has come; a file is one that
// AddFile gave.
func (d *Desk) AddEvidence(ctx context.Context, act, clause civic.ID, e civic.Evidence, files ...civic.Attachment) (civic.Queued, error) {
	id, err := d.newID()
	if err != nil {
		return civic.Queued{}, err
	}
	e.ID, e.Author = id, ""
	e.Note, e.Link = strings.TrimSpace(civic.CleanText(e.Note)), strings.TrimSpace(civic.CleanText(e.Link))
	if e.Date == "" {
		e.Date = civic.DateOf(d.o.Now())
	}
	if len(files) > 0 {
		e.File = files[0].Hash
	}
	return d.point(ctx, civic.CommitmentArgs{Act: act, Clause: clause, Add: &e, Attachments: files}, 0)
}

// DropEvidence takes a piece of one's own back.
func (d *Desk) DropEvidence(ctx context.Context, act, clause, evidence civic.ID) (civic.Queued, error) {
	return d.point(ctx, civic.CommitmentArgs{Act: act, Clause: clause, Drop: evidence}, 0)
}

func (d *Desk) point(ctx context.Context, a civic.CommitmentArgs, base int64) (civic.Queued, error) {
	if err := a.Validate(); err != nil {
		return civic.Queued{}, err
	}
	return d.do(ctx, civic.CmdCommitment, a, target{base: base})
}
