package drafts

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/ui/kit"
)

const (
	saveAfter = 800 * time.Millisecond // since the last key
	saveAtAll = 5 * time.Second        // since the first, while one goes on typing
	saveRetry = 5 * time.Second        // after a failure
)

// changed notes a change of the text or the heading, and saves soon.
func (e *editor) changed() {
	s := &e.save
	s.edits++
	if !s.dirty {
		s.dirty, s.since = true, e.p.h.Now()
	}
	e.bar.state()
	if s.stale {
		return
	}
	wait := saveAfter
	if left := saveAtAll - e.p.h.Now().Sub(s.since); left < wait {
		wait = max(0, left)
	}
	e.saveIn(wait)
}

func (e *editor) saveIn(wait time.Duration) {
	if e.save.stop != nil {
		e.save.stop()
	}
	e.save.stop = e.p.after(wait, func() { e.store(nil) })
}

// flush saves what is not saved, as one leaves. Even a text that another window
// overtook is kept: as a version beside.
func (e *editor) flush() {
	if e.save.stop != nil {
		e.save.stop()
	}
	if e.save.dirty {
		e.store(nil)
	}
}

// saved runs a func once the desk has all that is written; not at all where
// that fails, which is said.
func (e *editor) saved(then func()) {
	if !e.save.dirty && !e.save.busy {
		then()
		return
	}
	if e.save.stop != nil {
		e.save.stop()
	}
	e.store(then)
}

// store hands the text to the desk. One goes at a time; what was written
// meanwhile goes after it.
func (e *editor) store(then func()) {
	s := &e.save
	if then != nil {
		s.waiting = append(s.waiting, then)
	}
	if s.busy {
		return
	}
	s.busy = true
	e.bar.state()
	id, base, edits, content := e.draft.ID, s.base, s.edits, e.written()
	kit.Do(context.Background(), e.p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) {
			return e.p.d.SaveDraft(ctx, id, base, content)
		},
		Done: func(d civic.Draft, err error) { e.stored(d, err, edits) },
	})
}

func (e *editor) stored(d civic.Draft, err error, edits int) {
	s := &e.save
	again := s.failed
	s.busy, s.failed = false, err != nil
	switch {
	case civic.Is(err, civic.NotFound) && !again:
		e.bringBack() // it was deleted in another window while one writes here
		return
	case civic.Is(err, civic.Conflict):
		s.stale, s.waiting = true, nil
		e.tellStale()
		return
	case err != nil:
		s.waiting = nil
		if !again {
			e.p.h.Fail(err)
		}
		e.bar.state()
		if e.on() {
			e.saveIn(saveRetry)
		}
		return
	}
	e.draft, s.base = d, d.Revision
	if s.edits != edits {
		e.store(nil)
		return
	}
	s.dirty = false
	e.bar.state()
	waiting := s.waiting
	s.waiting = nil
	for _, then := range waiting {
		then()
	}
	if e.on() {
		e.check()
	}
}

// bringBack takes the draft out of the bin, and saves it there where it was.
func (e *editor) bringBack() {
	id := e.draft.ID
	kit.Do(context.Background(), e.p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, e.p.d.RestoreDraft(ctx, id)
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				e.p.h.Fail(err)
				e.bar.state()
				return
			}
			e.store(nil)
		},
	})
}

// tellStale says that another window changed the draft: nothing is lost, and
// the person chooses.
func (e *editor) tellStale() {
	e.p.h.Toast(kit.Toast{Text: e.p.h.Lang.T("draft.stale")})
	if e.on() {
		e.update()
	}
}

// keepMine writes the text on the screen over the one in the other window,
// which stays among the versions.
func (e *editor) keepMine() {
	e.reconcile(func(d civic.Draft) {
		e.draft, e.save.base, e.save.stale = d, d.Revision, false
		e.save.dirty = true
		e.store(nil)
		e.update()
	})
}

// takeOther shows the text of the other window; the one on the screen is among
// the versions.
func (e *editor) takeOther() {
	e.reconcile(func(d civic.Draft) {
		e.save.stale = false
		e.load(d)
	})
}

func (e *editor) reconcile(then func(civic.Draft)) {
	id := e.draft.ID
	kit.Do(context.Background(), e.p.h.Work, kit.Job[civic.Draft]{
		Slot: "drafts.reconcile",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Draft, error) { return e.p.d.Draft(ctx, id) },
		Done: func(d civic.Draft, err error) {
			if err != nil {
				e.p.h.Fail(err)
				return
			}
			if d.Plain != nil && e.on() {
				then(d)
			}
		},
	})
}

// reread looks whether the desk has something newer of the open draft. What is
// being typed is never replaced: its own saving then finds the conflict.
func (e *editor) reread() {
	d, binned, ok := e.p.find(e.draft.ID)
	if !ok || binned || d.Plain == nil {
		if !e.save.dirty && !e.save.busy {
			e.p.ed = nil
			e.p.chosen = ""
			e.p.showNothing()
		}
		return
	}
	if e.save.dirty || e.save.busy || d.Revision < e.save.base {
		return
	}
	was := e.locked()
	if d.Revision > e.save.base && !e.locked() {
		e.load(d)
	} else {
		e.draft = d
	}
	if was != e.locked() {
		e.p.put(e.view())
		return
	}
	e.update()
}

// check asks what is missing, and for the versions, once the text is saved.
func (e *editor) check() {
	type looked struct {
		findings []civic.Finding
		versions []civic.DraftVersion
	}
	id := e.draft.ID
	kit.Do(context.Background(), e.p.h.Work, kit.Job[looked]{
		Slot: "drafts.check",
		Run: func(ctx context.Context, _ kit.Progress) (v looked, err error) {
			if v.findings, err = e.p.d.CheckDraft(ctx, id); err != nil {
				return v, err
			}
			v.versions, err = e.p.d.Versions(ctx, id)
			return v, err
		},
		Done: func(v looked, err error) {
			if err != nil || !e.on() {
				return // the list says what is wrong with the store
			}
			e.findings, e.versions = v.findings, v.versions
			e.bar.update()
			e.aside.update()
		},
	})
}
