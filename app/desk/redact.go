package desk

import (
	"context"

	"scranno/app/civic"
)

// UndoAct takes the publication of one's own act back. One that has not begun to
// leave is simply not sent; within civic.UndoWindow of its acceptance nothing of
// it is left anywhere; later it is a withdrawal: the central's clock decides.
func (d *Desk) UndoAct(ctx context.Context, act civic.ID) (civic.Queued, error) {
	return d.takeBack(ctx, civic.CmdUndo, act)
}

// Undoable tells whether taking the act back now would be an undo of its
// publication, as far as this copy can tell: the central's clock decides.
func (d *Desk) Undoable(ctx context.Context, v civic.ActView) (bool, error) {
	p, err := d.me(ctx)
	if err != nil || v.Record.Author != p.Person {
		return false, err
	}
	return v.Record.Version == 0 || v.Pending || d.now().Before(v.Act.Published.Add(civic.UndoWindow)), nil
}

// RedactAct takes passages of an act, and attachments, out of it and of all that
// was made of them, for one of the closed reasons; for moderators.
func (d *Desk) RedactAct(ctx context.Context, act civic.ID, clauses []civic.ID, files []string, r civic.RedactReason) (civic.Queued, error) {
	return d.do(ctx, civic.CmdRedact, civic.RedactArgs{Act: act, Clauses: clauses, Attachments: files, Reason: r}, target{})
}

// RedactPreview gives the act as it would read without the clauses and files.
func (d *Desk) RedactPreview(v civic.ActView, clauses []civic.ID, files []string) (civic.Content, error) {
	raw, err := encode(v.Act.Content)
	if err != nil {
		return civic.Content{}, err
	}
	out, _, _, err := civic.ObscureJSON(raw, civic.ListingOf(civic.Redaction{Clauses: clauses, Attachments: files}))
	if err != nil {
		return civic.Content{}, err
	}
	return civic.DecodeBody[civic.Content](civic.Record{Body: out})
}

// SeenObscured notes that the person has read that a passage of a draft was
// taken out.
func (d *Desk) SeenObscured(ctx context.Context, draft civic.ID) error {
	_, err := d.o.Store.ChangeDraft(ctx, draft, d.now(), func(x *civic.Draft) error {
		x.Obscured = nil
		return nil
	})
	return d.after(err)
}

// alone tells whether the post is the only one of a conversation that this person
// may take back.
func (d *Desk) alone(ctx context.Context, post civic.ID) (thread civic.ID, yes bool, err error) {
	rec, err := d.o.Store.Record(ctx, post)
	if civic.Is(err, civic.NotFound) {
		return "", false, nil // the rule of the withdrawal will say it
	}
	if err != nil {
		return "", false, err
	}
	thread = rec.Parent()
	posts, _, err := d.o.Store.Posts(ctx, thread)
	if civic.Is(err, civic.NotFound) || err == nil && len(posts) != 1 {
		return thread, false, nil
	}
	if err != nil {
		return thread, false, err
	}
	why, err := d.may(ctx, civic.CmdWithdrawTalk, civic.ThreadArgs{Thread: thread}, 0)
	return thread, err == nil && why == "", err
}

// WithdrawThread takes one's own conversation back, title and all, while nobody
// else has written in it.
func (d *Desk) WithdrawThread(ctx context.Context, thread civic.ID) (civic.Queued, error) {
	return d.do(ctx, civic.CmdWithdrawTalk, civic.ThreadArgs{Thread: thread}, target{})
}
