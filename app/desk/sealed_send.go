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
	ids, moved := t.toIDs(), t.ringMoved(row.Ring)
	files, err := t.sealFiles(ctx, row, x.Plain.Attachments, stuck)
	if err != nil {
		return err
	}
	same, err := t.asSent(row, &x)
	if err != nil || same && !moved && slices.Equal(files, row.Files) && !t.lost(ctx, row) {
		return err
	}
	raw, err := withUnknown(row.Base, x)
	if err != nil {
		return err
	}
	text := sealedText{
		ID: row.Record, Version: max(row.Over, row.Seen) + 1, Line: row.Line, Past: row.Past, Keys: ids, Device: t.name(), Draft: raw, Files: files,
		Group: t.group(),
	}
	t.sign(&text, row, same)
	body, err := seal(text, t.own, t.to)
	if err != nil {
		return err
	}
	next := *row
	next.Files, next.By, next.At = files, text.Who, text.At
	next.Sent, next.SentHash, next.SentAs, next.Ring = text.Draft, hashOf(body.Data), text.Version, t.ringNamed(ids)
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

// asSent tells whether the draft is what was last sealed or met. It gets the id
// under which the others know it.
func (t *tending) asSent(row *civic.SharedDraft, x *civic.Draft) (bool, error) {
	last := row.Base
	if row.Sent != nil {
		last = row.Sent
	}
	if last == nil {
		return false, nil
	}
	there, err := draftIn(last)
	if err != nil {
		return false, err
	}
	x.ID = there.ID
	return sameShared(*x, there)
}

// sign says who changed the text, or which own keys are gone.
func (t *tending) sign(text *sealedText, row *civic.SharedDraft, same bool) {
	if t.circle != nil {
		if text.Who, text.At = row.By, row.At; !same || row.By == "" {
			text.Who, text.At = t.profile.Person, t.d.now()
		}
		return
	}
	for _, id := range sortedKeys(t.believed) {
		if t.believed[id].Revoked {
			text.Revoked = append(text.Revoked, id)
		}
	}
}

func isSeal(name civic.CommandName) bool {
	return name == civic.CmdSealDraft || name == civic.CmdGroupSeal
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
		return isSeal(q.Command.Name) && civic.Concerns(q.Command) == row.Record
	})
}

// onItsWay tells whether a seal of the record may have left and has not come
// back, and whether one is stuck for a file whose sealed bytes are gone.
func (t *tending) onItsWay(ctx context.Context, record civic.ID) (leaving, stuck bool, err error) {
	all, err := t.d.o.Store.Outbox(ctx)
	for _, q := range all {
		if !isSeal(q.Command.Name) || civic.Concerns(q.Command) != record {
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
	name, args := civic.CmdSealDraft, any(civic.SealArgs{ID: next.Record, Sealed: body})
	if t.circle != nil {
		name, args = civic.CmdGroupSeal, civic.GroupSealArgs{Group: t.group(), ID: next.Record, Sealed: body}
	}
	c, err := t.d.command(ctx, name, args, next.Over)
	if err != nil {
		return err
	}
	if err := civic.Check(c); err != nil {
		return err
	}
	q := civic.Queued{Command: c, State: civic.QueueWaiting, Queued: t.d.now(), Subject: subject}
	return t.d.o.Store.EnqueueSeal(ctx, q, next)
}
