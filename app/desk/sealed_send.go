package desk

import (
	"context"
	"slices"

	"scranno/app/civic"
)

// send seals a draft and queues it, where the other devices lack something of
// it or are others than before. Whoever cannot open the newest version writes
// nothing over it.
func (t *tending) send(ctx context.Context, row *civic.SharedDraft) error {
	if row.Unread || row.Foreign {
		return nil
	}
	leaving, stuck, err := t.onItsWay(ctx, row.Record)
	if err != nil || leaving {
		return err // its receipt comes first; the next look finds what is still missing
	}
	x, err := t.d.o.Store.Draft(ctx, row.Draft)
	if civic.Is(err, civic.NotFound) || err == nil && (x.Plain == nil || !x.Plain.Kind.Leaves()) {
		return nil
	}
	if err != nil {
		return err
	}
	ids := make([]civic.ID, len(t.to))
	for i, k := range t.to {
		ids[i] = k.ID
	}
	ring := ringOf(ids)
	files, err := t.sealFiles(ctx, row, x.Plain.Attachments, ring, stuck)
	if err != nil {
		return err
	}
	last := row.Base
	if row.Sent != nil {
		last = row.Sent
	}
	if last != nil && row.Ring == ring && slices.Equal(files, row.Files) {
		there, err := draftIn(last)
		if err != nil {
			return err
		}
		if same, err := sameShared(x, there); err != nil || same && !t.lost(ctx, row) {
			return err
		}
	}
	raw, err := withUnknown(row.Base, x)
	if err != nil {
		return err
	}
	text := sealedText{
		ID: row.Record, Version: max(row.Over, row.Seen) + 1, Line: row.Line, Keys: ids, Device: t.name(), Draft: raw, Files: files,
	}
	for _, id := range sortedKeys(t.believed) {
		if t.believed[id].Revoked {
			text.Revoked = append(text.Revoked, id)
		}
	}
	body, err := seal(text, t.own, t.to)
	if err != nil {
		return err
	}
	next := *row
	next.Files = files
	next.Sent, next.SentHash, next.SentAs, next.Ring = text.Draft, hashOf(body.Data), text.Version, ring
	err = t.queue(ctx, next, body, x.Plain.Subject)
	if civic.Is(err, civic.Busy) {
		return nil // its receipt comes first; the next look finds what is still missing
	}
	if err != nil {
		return err
	}
	*row = next
	t.sent++
	return nil
}

// lost tells whether what was last sealed is neither there nor on its way: the
// draft had moved on at the central.
func (t *tending) lost(ctx context.Context, row *civic.SharedDraft) bool {
	if row.Sent == nil {
		return false
	}
	all, err := t.d.o.Store.Outbox(ctx)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(all, func(q civic.Queued) bool {
		return q.Command.Name == civic.CmdSealDraft && civic.Concerns(q.Command) == row.Record
	})
}

// onItsWay tells whether a seal of the record may have left and has not come
// back, and whether one is stuck for a file whose sealed bytes are gone.
func (t *tending) onItsWay(ctx context.Context, record civic.ID) (leaving, stuck bool, err error) {
	all, err := t.d.o.Store.Outbox(ctx)
	for _, q := range all {
		if q.Command.Name != civic.CmdSealDraft || civic.Concerns(q.Command) != record {
			continue
		}
		switch {
		case q.State == civic.QueueWaiting && q.Reason == civic.ReasonFileGone:
			stuck = true
		case q.State == civic.QueueSending, q.State == civic.QueueSettling, q.State == civic.QueueWaiting && q.Tries > 0:
			leaving = true
		}
	}
	return leaving, stuck, err
}

func (t *tending) queue(ctx context.Context, next civic.SharedDraft, body civic.SealedBody, subject string) error {
	c, err := t.d.command(ctx, civic.CmdSealDraft, civic.SealArgs{ID: next.Record, Sealed: body}, next.Over)
	if err != nil {
		return err
	}
	if err := civic.Check(c); err != nil {
		return err
	}
	q := civic.Queued{Command: c, State: civic.QueueWaiting, Queued: t.d.now(), Subject: subject}
	return t.d.o.Store.EnqueueSeal(ctx, q, next)
}
