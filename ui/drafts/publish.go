package drafts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// stays tells whether the open draft is of a kind that never leaves the device.
func (p *page) stays() bool { return p.ed != nil && !p.ed.content.Kind.Leaves() }

// publish asks who will see the act and queues its publication. What is
// blocking stops it, and is shown. Who only prepares a group's text asks for it.
func (p *page) publish() {
	if p.ed == nil || p.ed.locked() {
		return
	}
	if p.shut().Publish {
		p.askLeave()
		return
	}
	e := p.ed
	e.saved(func() {
		id := e.draft.ID
		kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Finding]{
			Slot: "drafts.publish",
			Run:  func(ctx context.Context, _ kit.Progress) ([]civic.Finding, error) { return p.d.CheckDraft(ctx, id) },
			Done: func(found []civic.Finding, err error) {
				switch {
				case err != nil:
					p.h.Fail(err)
				case e.on():
					e.findings = found
					p.askPublish(e)
				}
			},
		})
	})
}

// blocking gives the first finding that stops a publication.
func (e *editor) blocking() (civic.Finding, bool) {
	for _, f := range e.findings {
		if f.Severity == civic.Blocking {
			return f, true
		}
	}
	return civic.Finding{}, false
}

func (p *page) askPublish(e *editor) {
	l := p.h.Lang
	if f, ok := e.blocking(); ok {
		e.showTab(tabChecks)
		e.goToFinding(f)
		p.h.Toast(kit.Toast{Text: l.T("drafts.blocked", "why", findingText(f, l))})
		return
	}
	if p.who.profile.Central == "" {
		p.h.Toast(kit.Toast{Text: l.T("desk.not_connected"), Action: l.T("nav.settings"), Run: func() { p.h.Go("settings") }})
		return
	}
	if e.draft.Revises != "" {
		p.h.Ask(l.T("drafts.publish_revision"), l.T("drafts.revision_help"), l.T("drafts.publish_verb"), func() { p.submit(e, civic.SubmitHow{}) })
		return
	}
	help := kit.NewHighlightText("", kit.TextLook{MaxLines: -1, Color: kit.ColorMuted})
	all := p.audiences()
	var names []string
	for _, a := range all {
		names = append(names, a.name)
	}
	explain := func(i int) { help.Set(all[i].help, nil) }
	who := kit.NewRadio(names, explain)
	explain(who.Chosen())
	hold := kit.NewCheck(l.T("publish.hold"), nil)
	undo := kit.NewHighlightText(l.T("publish.undo"), kit.TextLook{MaxLines: -1, Color: kit.ColorMuted})
	room := container.NewGridWrap(fyne.NewSize(440, 66), help)
	form := container.NewVBox(widget.NewLabel(l.T("publish.who")), who.Box, room, hold, undo)
	p.h.AskWith(l.T("publish.title"), form, l.T("drafts.publish_verb"), func() {
		how := all[who.Chosen()].how
		how.Hold = hold.Checked && (how.Visibility == civic.Everyone || how.Visibility == civic.Councillors)
		p.leave(e, how)
	})
	p.h.Window.Canvas().FocusNext()
}

// submit queues the publication; for a while it can be taken back here.
func (p *page) submit(e *editor, how civic.SubmitHow) {
	l, id := p.h.Lang, e.draft.ID
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Queued]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Queued, error) { return p.d.Submit(ctx, id, how) },
		Done: func(q civic.Queued, err error) {
			p.reload()
			p.h.Changed()
			if err != nil {
				p.h.Fail(err)
				return
			}
			if kept := keptToast(how, l); kept != "" {
				p.h.Toast(kit.Toast{Text: kept})
				return
			}
			text := l.T("publish.queued")
			if how.Hold {
				text = l.T("drafts.held_toast")
			}
			p.h.Toast(kit.Toast{Text: text, Action: l.T("button.undo"), Run: func() { p.cancel(q.Command.ID) }})
		},
	})
}

// cancel takes a publication back: out of the queue, or by a withdrawal behind
// it where it may have left.
func (p *page) cancel(command civic.ID) {
	p.run(func(ctx context.Context) error {
		_, err := p.d.Cancel(ctx, command)
		return err
	}, func() { p.h.Toast(kit.Toast{Text: p.h.Lang.T("drafts.taken_back")}) })
}

// takeBack takes back the waiting publication of the open draft.
func (p *page) takeBack() {
	if p.ed == nil {
		return
	}
	if q, ok := p.queuedOf(p.ed.draft); ok {
		p.cancel(q.Command.ID)
	}
}

// mend gives the text of a refused publication back to be written on.
func (p *page) mend() {
	if p.ed == nil {
		return
	}
	q, ok := p.queuedOf(p.ed.draft)
	if !ok {
		return
	}
	p.run(func(ctx context.Context) error {
		_, err := p.d.Edit(ctx, q.Command.ID)
		return err
	}, func() {})
}

// revise opens the draft of a new text of the act that this one became.
func (p *page) revise() {
	if p.ed == nil {
		return
	}
	act := p.ed.act()
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) { return p.d.ReviseAct(ctx, act) },
		Done: func(d civic.Draft, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Go("drafts/" + string(d.ID))
		},
	})
}

// act is the act that the draft was published as, or is a new text of.
func (e *editor) act() civic.ID {
	if e.draft.Act != "" {
		return e.draft.Act
	}
	return e.draft.Revises
}

func (p *page) openAct() {
	if p.ed != nil && p.ed.act() != "" {
		p.h.Go("acts/" + string(p.ed.act()))
	}
}

// makeAmendment writes the amendment of the copy that is open.
func (p *page) makeAmendment() {
	if p.ed == nil {
		return
	}
	e := p.ed
	e.saved(func() {
		id := e.draft.ID
		kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
			Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) { return p.d.MakeAmendment(ctx, id) },
			Done: func(d civic.Draft, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				p.drafts = append([]civic.Draft{d}, p.drafts...)
				p.h.Go("drafts/" + string(d.ID))
				p.reload()
				p.h.Toast(kit.Toast{Text: p.h.Lang.T("drafts.amendment_made")})
			},
		})
	})
}

// rebase says that the text was brought up to the act's newer one by hand.
func (p *page) rebase() {
	e := p.ed
	if e == nil {
		return
	}
	l := p.h.Lang
	p.h.Ask(l.T("drafts.rebase"), l.T("drafts.rebase_help"), l.T("drafts.rebase_verb"), func() {
		e.saved(func() {
			id := e.draft.ID
			p.run(func(ctx context.Context) error {
				_, err := p.d.Rebase(ctx, id)
				return err
			}, func() {})
		})
	})
}
