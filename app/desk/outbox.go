package desk

import (
	"context"
	"maps"

	"scranno/app/civic"
)

// Outbox lists what has not been accepted yet, in its order. A publication that
// came second, of an act that another of the group published, names who was first
// in ParamBy.
func (d *Desk) Outbox(ctx context.Context) ([]civic.Queued, error) {
	all, err := d.o.Store.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := d.nameFirst(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// nameFirst says of a publication that was refused as a second one whose the act is.
func (d *Desk) nameFirst(ctx context.Context, q *civic.Queued) error {
	if q.State != civic.QueueRefused || q.Reason != civic.ReasonDuplicate || q.Command.Name != civic.CmdPublish {
		return nil
	}
	author, name, err := d.authorOf(ctx, civic.Concerns(q.Command))
	if err != nil || author == q.Command.Author || name == "" {
		return err
	}
	q.Params = maps.Clone(q.Params)
	if q.Params == nil {
		q.Params = map[string]string{}
	}
	q.Params[civic.ParamBy] = name
	return nil
}

// History lists what was accepted or given up, the newest first.
func (d *Desk) History(ctx context.Context, limit int) ([]civic.Queued, error) {
	if limit <= 0 {
		limit = 100
	}
	return d.o.Store.History(ctx, limit)
}

// Retry sends a refused command again, as a new one.
func (d *Desk) Retry(ctx context.Context, id civic.ID) (civic.Queued, error) {
	fresh, err := d.newID()
	if err != nil {
		return civic.Queued{}, err
	}
	q, err := d.o.Store.Requeue(ctx, id, fresh, d.now())
	if err != nil {
		return civic.Queued{}, err
	}
	d.Nudge()
	d.changed()
	return q, nil
}

// Cancel takes back a command. One that has not begun to leave, or was refused,
// simply goes, into the bin; behind one that may have left the withdrawal is
// queued and given back. What can no longer be taken back is a Conflict.
func (d *Desk) Cancel(ctx context.Context, id civic.ID) (civic.Queued, error) {
	q, err := d.o.Store.Queued(ctx, id)
	if err != nil {
		return civic.Queued{}, err
	}
	return d.cancel(ctx, q)
}

func (d *Desk) cancel(ctx context.Context, q civic.Queued) (civic.Queued, error) {
	dropped, err := d.o.Store.Drop(ctx, q.Command.ID, d.now())
	if err == nil {
		d.changed()
		return dropped, nil
	}
	if !civic.Is(err, civic.Conflict) {
		return civic.Queued{}, err
	}
	name, args, err := undoOf(q.Command)
	if err != nil {
		return civic.Queued{}, err
	}
	return d.do(ctx, name, args, target{subject: q.Subject})
}

// undoOf gives the command that takes another one back.
func undoOf(c civic.Command) (civic.CommandName, any, error) {
	switch c.Name {
	case civic.CmdPublish:
		return civic.CmdUndo, civic.ActArgs{Act: civic.Concerns(c)}, nil
	case civic.CmdPost:
		return civic.CmdWithdrawPost, civic.EditPostArgs{Post: civic.Concerns(c)}, nil
	case civic.CmdOpenThread:
		return civic.CmdWithdrawTalk, civic.ThreadArgs{Thread: civic.Concerns(c)}, nil
	case civic.CmdActEvent:
		var a civic.ActEventArgs
		err := c.Decode(&a)
		return civic.CmdDropEvent, civic.DropEventArgs{ID: a.ID}, err
	case civic.CmdCommitment:
		var a civic.CommitmentArgs
		if err := c.Decode(&a); err != nil || a.Add == nil || a.Set != nil {
			break
		}
		return civic.CmdCommitment, civic.CommitmentArgs{Act: a.Act, Clause: a.Clause, Drop: a.Add.ID}, nil
	case civic.CmdOpenCall:
		return civic.CmdWithdrawCall, civic.CallArgs{ID: civic.Concerns(c)}, nil
	case civic.CmdSponsor:
		var a civic.SponsorArgs
		if err := c.Decode(&a); err != nil || !a.On {
			break
		}
		return civic.CmdSponsor, civic.SponsorArgs{Act: a.Act}, nil
	case civic.CmdUseful:
		var a civic.UsefulArgs
		err := c.Decode(&a)
		return civic.CmdUseful, civic.UsefulArgs{Act: a.Act, On: !a.On}, err
	}
	return "", nil, civic.NewError(civic.Conflict, "desk.cancel", "outbox.too_late")
}

// Given is what Edit takes out of the outbox to be written anew: a draft, or
// the text of a post with where it was going.
type Given struct {
	Draft  *civic.Draft
	Text   string
	Title  string   // of a thread that was to be opened
	Space  civic.ID // where it was to be opened
	Act    civic.ID
	Thread civic.ID // that the post answered in
	Reply  civic.ID
	Post   civic.ID // that the text was a new form of
	Files  []civic.Attachment
	Invite *civic.OpenCallArgs // an invitation, whose words are also in Text
	Call   *GivenCall          // a new form of one
}

// GivenCall is what was to be said anew of one's own invitation: its note and last
// day or, closing it, its synthesis.
type GivenCall struct {
	ID      civic.ID   `json:"id"`
	Until   civic.Date `json:"until,omitempty"`
	Text    string     `json:"text"`
	Closing bool       `json:"closing,omitempty"`
}

// Edit takes a command that has not begun to leave, or was refused, out of the
// outbox and gives its text back to be written anew. What has no text to edit
// is Invalid.
func (d *Desk) Edit(ctx context.Context, id civic.ID) (Given, error) {
	q, err := d.o.Store.Queued(ctx, id)
	if err != nil {
		return Given{}, err
	}
	g, err := given(q.Command)
	if err != nil {
		return Given{}, err
	}
	if q.Command.Name == civic.CmdPublish || q.Command.Name == civic.CmdRevise {
		if g.Draft, err = d.draftOf(ctx, q); err != nil {
			return Given{}, err
		}
	}
	if _, err := d.o.Store.Drop(ctx, id, d.now()); err != nil {
		return Given{}, err
	}
	if g.Draft != nil {
		x, err := d.o.Store.Draft(ctx, g.Draft.ID)
		if err != nil {
			return Given{}, err
		}
		g.Draft = &x
	}
	d.changed()
	return g, nil
}

func given(c civic.Command) (Given, error) {
	switch c.Name {
	case civic.CmdPublish, civic.CmdRevise:
		return Given{}, nil
	case civic.CmdPost:
		var a civic.PostArgs
		err := c.Decode(&a)
		return Given{Text: a.Text, Thread: a.Thread, Reply: a.ReplyTo, Files: a.Attachments}, err
	case civic.CmdOpenThread:
		var a civic.OpenThreadArgs
		err := c.Decode(&a)
		return Given{Text: a.Text, Title: a.Title, Space: a.Space, Act: a.Act, Files: a.Attachments}, err
	case civic.CmdEditPost:
		var a civic.EditPostArgs
		err := c.Decode(&a)
		return Given{Text: a.Text, Post: a.Post}, err
	}
	return givenCall(c)
}

// givenCall gives back the words of an invitation.
func givenCall(c civic.Command) (Given, error) {
	switch c.Name {
	case civic.CmdOpenCall:
		var a civic.OpenCallArgs
		err := c.Decode(&a)
		return Given{Title: a.Title, Text: a.Note, Invite: &a}, err
	case civic.CmdEditCall:
		var a civic.EditCallArgs
		err := c.Decode(&a)
		return Given{Text: a.Note, Call: &GivenCall{ID: a.ID, Until: a.Until, Text: a.Note}}, err
	case civic.CmdCloseCall:
		var a civic.CloseCallArgs
		err := c.Decode(&a)
		return Given{Text: a.Synthesis, Call: &GivenCall{ID: a.ID, Text: a.Synthesis, Closing: true}}, err
	}
	return Given{}, civic.NewError(civic.Invalid, "desk.edit", "outbox.nothing_to_edit")
}

// draftOf finds the draft that a publication came from, or makes one of its
// text where the draft is gone.
func (d *Desk) draftOf(ctx context.Context, q civic.Queued) (*civic.Draft, error) {
	if q.Draft != "" {
		x, err := d.o.Store.Draft(ctx, q.Draft)
		if !civic.Is(err, civic.NotFound) {
			return &x, err
		}
	}
	var a struct {
		Content civic.Content `json:"content"`
		Act     civic.ID      `json:"act"`
	}
	if err := q.Command.Decode(&a); err != nil {
		return nil, err
	}
	x, err := d.addDraft(ctx, civic.Draft{Plain: &a.Content, Revises: a.Act, Base: q.Command.Base})
	return &x, err
}

// Release lets a held publication go.
func (d *Desk) Release(ctx context.Context, id civic.ID) error {
	return d.toSend(d.o.Store.Release(ctx, id))
}
