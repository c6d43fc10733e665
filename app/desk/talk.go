package desk

import (
	"context"

	"scranno/app/civic"
)

// Spaces lists the communities that this person may read.
func (d *Desk) Spaces(ctx context.Context) ([]civic.SpaceHit, error) { return d.o.Store.Spaces(ctx) }

// JoinSpace keeps a space's conversations on this desk.
func (d *Desk) JoinSpace(ctx context.Context, space civic.ID) error {
	return d.Join(ctx, civic.SpaceChannel(space))
}

// LeaveSpace drops them.
func (d *Desk) LeaveSpace(ctx context.Context, space civic.ID) error {
	return d.Leave(ctx, civic.SpaceChannel(space))
}

// Threads lists a space's conversations, by their last post.
func (d *Desk) Threads(ctx context.Context, space civic.ID) ([]civic.ThreadHit, error) {
	return d.o.Store.Threads(ctx, space)
}

// Posts gives a conversation in its order, one's own waiting posts last.
func (d *Desk) Posts(ctx context.Context, thread civic.ID) ([]civic.PostView, civic.ThreadHit, error) {
	return d.o.Store.Posts(ctx, thread)
}

// FindPosts searches all conversations kept here.
func (d *Desk) FindPosts(ctx context.Context, text string, limit int) ([]civic.PostView, error) {
	return d.o.Store.FindPosts(ctx, text, limit)
}

// OpenThread opens a conversation in a space or on an act, with its first post;
// the ids of a are made here.
func (d *Desk) OpenThread(ctx context.Context, a civic.OpenThreadArgs) (civic.Queued, error) {
	var err error
	if a.ID, err = d.newID(); err != nil {
		return civic.Queued{}, err
	}
	if a.Post, err = d.newID(); err != nil {
		return civic.Queued{}, err
	}
	a.Title, a.Text = civic.CleanText(a.Title), civic.CleanText(a.Text)
	return d.do(ctx, civic.CmdOpenThread, a, target{subject: a.Title})
}

// AddPost answers in a conversation; replyTo may be empty. The files are those
// that AddFile gave.
func (d *Desk) AddPost(
	ctx context.Context, thread civic.ID, text string, replyTo civic.ID, files ...civic.Attachment,
) (civic.Queued, error) {
	id, err := d.newID()
	if err != nil {
		return civic.Queued{}, err
	}
	args := civic.PostArgs{ID: id, Thread: thread, Text: civic.CleanText(text), ReplyTo: replyTo, Attachments: files}
	return d.do(ctx, civic.CmdPost, args, target{})
}

// EditPost gives one's own post a new text, upon the version that is on the
// screen.
func (d *Desk) EditPost(ctx context.Context, post civic.ID, text string) (civic.Queued, error) {
	rec, err := d.o.Store.Record(ctx, post)
	if err != nil {
		return civic.Queued{}, err
	}
	args := civic.EditPostArgs{Post: post, Text: civic.CleanText(text)}
	return d.do(ctx, civic.CmdEditPost, args, target{base: rec.Version})
}

// WithdrawPost takes one's own post back. With the only one of one's own
// conversation the conversation goes: no title stays without a text.
func (d *Desk) WithdrawPost(ctx context.Context, post civic.ID) (civic.Queued, error) {
	thread, alone, err := d.alone(ctx, post)
	if err != nil {
		return civic.Queued{}, err
	}
	if alone {
		return d.WithdrawThread(ctx, thread)
	}
	return d.do(ctx, civic.CmdWithdrawPost, civic.EditPostArgs{Post: post}, target{})
}

// MarkRead notes that what is in the conversation now was read. Nothing is
// queued when it was already.
func (d *Desk) MarkRead(ctx context.Context, thread civic.ID) error {
	posts, hit, err := d.o.Store.Posts(ctx, thread)
	if err != nil || hit.Unread == 0 {
		return err
	}
	whole, err := d.complete(ctx, hit.Channel)
	if err != nil {
		return err
	}
	spans := spansOf(posts, whole)
	if len(spans) == 0 {
		return nil
	}
	_, err = d.do(ctx, civic.CmdRead, civic.ReadArgs{Thread: thread, Spans: spans}, target{subject: hit.Thread.Title})
	return err
}

// spansOf covers the posts that are there. Where the whole channel is, one range
// from the first to the last does: nothing can arrive later between them.
func spansOf(posts []civic.PostView, whole bool) []civic.Span {
	var spans []civic.Span
	for _, p := range posts {
		if p.Born > 0 {
			spans = append(spans, civic.Span{p.Born, p.Born})
		}
	}
	spans = civic.Unite(nil, spans)
	if n := len(spans); whole && n > 1 {
		return []civic.Span{{spans[0][0], spans[n-1][1]}}
	}
	if n := len(spans); n > civic.MaxReadSpans {
		return spans[n-civic.MaxReadSpans:]
	}
	return spans
}

func (d *Desk) complete(ctx context.Context, c civic.Channel) (bool, error) {
	all, err := d.o.Store.Channels(ctx)
	for _, x := range all {
		if x.Channel == c {
			return x.Complete, err
		}
	}
	return false, err
}
