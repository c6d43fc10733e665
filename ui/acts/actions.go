package acts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/ui/kit"
)

// deed runs a change of the act on show and reads it again.
func deed[T any](p *page, run func(context.Context, civic.ID) (T, error), done func(T)) {
	x, ok := p.reading()
	if !ok {
		return
	}
	id := x.view.Record.ID
	kit.Do(context.Background(), p.h.Work, kit.Job[T]{
		Run: func(ctx context.Context, _ kit.Progress) (T, error) { return run(ctx, id) },
		Done: func(v T, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			if done != nil {
				done(v)
			}
			p.reload()
			p.h.Changed()
		},
	})
}

func (p *page) markUseful(on bool) {
	deed(p, func(ctx context.Context, id civic.ID) (civic.Queued, error) { return p.d.MarkUseful(ctx, id, on) }, nil)
}

// pin keeps the act on this computer, whatever channels are kept.
func (p *page) pin() {
	deed(p, func(ctx context.Context, id civic.ID) (struct{}, error) { return struct{}{}, p.d.Pin(ctx, id) }, func(struct{}) {
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("acts.pinned")})
	})
}

func (p *page) copyText() {
	x, ok := p.reading()
	if !ok {
		return
	}
	c := x.view.Act.Content
	if v, former := p.reader.former(); former {
		c = v.Revision.Content
	}
	fyne.CurrentApp().Clipboard().SetContent(document.PlainText(document.Build(c)))
	p.h.Toast(kit.Toast{Text: p.h.Lang.T("reader.copied")})
}

// link is the address of the act's public page; empty where it has none.
func link(x reading) string {
	if x.central == "" || x.view.Act.Visibility != civic.Everyone || x.view.Act.Returned != nil || x.view.Record.Version == 0 {
		return ""
	}
	return publicPage(x.central, x.view.Record.ID)
}

func publicPage(central string, id civic.ID) string {
	return strings.TrimRight(central, "/") + "/atti/" + string(id)
}

// copyLink copies it, and says so when the page is not there yet.
func (p *page) copyLink() {
	x, ok := p.reading()
	if !ok || link(x) == "" {
		return
	}
	fyne.CurrentApp().Clipboard().SetContent(link(x))
	text := p.h.Lang.T("reader.link_copied")
	if !x.view.Act.Shown(p.h.Now()) {
		text = p.h.Lang.T("acts.link_soon")
	}
	p.h.Toast(kit.Toast{Text: text})
}

// openPublic opens the public page of an act that is not kept here.
func (p *page) openPublic(id civic.ID) {
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Status]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Status, error) { return p.d.Status(ctx) },
		Done: func(st civic.Status, err error) {
			if err == nil {
				err = p.h.OpenURL(publicPage(st.Profile.Central, id))
			}
			if err != nil {
				p.h.Fail(err)
			}
		},
	})
}

// revise opens the draft of a new text.
func (p *page) revise() {
	deed(p, p.d.ReviseAct, func(d civic.Draft) { p.h.Go("drafts/" + string(d.ID)) })
}

// amend begins the copy of the act of which an amendment is made.
func (p *page) amend() {
	name := p.h.Lang.T("acts.amend_start")
	deed(p, func(ctx context.Context, act civic.ID) (civic.Draft, error) { return p.d.AmendAct(ctx, act, name) },
		func(d civic.Draft) { p.h.Go("drafts/" + string(d.ID)) })
}

// withdraw asks first: the act leaves every copy.
func (p *page) withdraw() {
	l := p.h.Lang
	p.h.Ask(l.T("cmd.withdraw"), l.T("acts.withdraw_ask"), l.T("cmd.withdraw"), func() {
		deed(p, p.d.WithdrawAct, func(civic.Queued) { p.h.Toast(kit.Toast{Text: l.T("act.withdrawn")}) })
	})
}

func (p *page) reinstate() {
	l := p.h.Lang
	p.h.Ask(l.T("acts.reinstate"), l.T("acts.reinstate_ask"), l.T("acts.reinstate"), func() {
		deed(p, p.d.Reinstate, func(civic.Queued) { p.h.Toast(kit.Toast{Text: l.T("acts.reinstated")}) })
	})
}

func (p *page) toggleSelectable() {
	p.reader.paper.SetSelectable(!p.reader.paper.Selectable())
	p.reader.turn(tabText)
}

func (p *page) newThread() {
	p.panes.read()
	p.reader.turn(tabTalk)
	p.reader.talk.begin()
}
