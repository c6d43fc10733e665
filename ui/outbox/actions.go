package outbox

import (
	"context"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// act runs a piece of work on the chosen command and reads the queue again.
func act[T any](p *page, run func(context.Context, civic.ID) (T, error), done func(T)) {
	q, ok := p.current()
	if !ok {
		return
	}
	work(p, q.Command.ID, run, done)
}

// work runs a piece of work on what has the id and reads the page again.
func work[T any](p *page, id civic.ID, run func(context.Context, civic.ID) (T, error), done func(T)) {
	kit.Do(context.Background(), p.h.Work, kit.Job[T]{
		Run: func(ctx context.Context, _ kit.Progress) (T, error) { return run(ctx, id) },
		Done: func(v T, err error) {
			if err != nil {
				p.h.Fail(err)
			} else if done != nil {
				done(v)
			}
			p.reload()
			p.h.Changed()
		},
	})
}

func (p *page) retry() {
	act(p, p.d.Retry, func(civic.Queued) { p.h.Toast(kit.Toast{Text: p.h.Lang.T("outbox.toast.retry")}) })
}

func (p *page) release() {
	act(p, func(ctx context.Context, id civic.ID) (struct{}, error) { return struct{}{}, p.d.Release(ctx, id) }, nil)
}

// remove asks first: what was written would leave the queue.
func (p *page) remove() {
	q, ok := p.current()
	if !ok {
		return
	}
	l := p.h.Lang
	p.h.Ask(l.T("outbox.ask.title"), l.T("outbox.ask.text", "what", p.title(q)), l.T("outbox.cancel"), func() {
		act(p, p.d.Cancel, nil)
	})
}

// keep leaves the whole of a form for the page where it is filled in.
func (p *page) keep(key string, v any) {
	raw, err := civic.CanonicalOf(v)
	if err != nil {
		p.h.Fail(err)
		return
	}
	p.h.Keep(key, string(raw))
}

// edit takes the text back and opens it where it is written.
func (p *page) edit() {
	act(p, p.d.Edit, func(g desk.Given) {
		switch {
		case g.Draft != nil:
			p.h.Go("drafts/" + string(g.Draft.ID))
		case g.Invite != nil:
			p.keep("invite:"+string(g.Invite.Act), g.Invite)
			p.h.Go("acts/" + string(g.Invite.Act))
		case g.Call != nil:
			p.keep("call:"+string(g.Call.ID), g.Call)
			p.h.Go("calls/" + string(g.Call.ID))
		case g.Thread != "":
			p.h.Keep("compose:"+string(g.Thread), g.Text)
			p.h.KeepFiles(string(g.Thread), g.Files)
			p.h.Keep("reply:"+string(g.Thread), string(g.Reply))
			p.h.Go("spaces/thread/" + string(g.Thread))
		case g.Space != "":
			p.h.Keep("open:"+string(g.Space), g.Title+"\n"+g.Text)
			p.h.KeepFiles(string(g.Space), g.Files)
			p.h.Go("spaces/" + string(g.Space))
		case g.Text != "":
			fyne.CurrentApp().Clipboard().SetContent(g.Text)
			p.h.Toast(kit.Toast{Text: p.h.Lang.T("outbox.toast.copied")})
		}
	})
}
