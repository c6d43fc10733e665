package drafts

import (
	"context"
	"slices"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

const (
	saveAfter = 300 * time.Millisecond // since the last key
	saveAtAll = time.Second            // since the first, while one goes on typing
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
	e.aside.soon()
	if e.finder.root.Visible() && e.finder.version != e.sheet.version {
		e.finder.look(false)
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

// flush saves what is not saved, as one leaves.
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
		s.failed = false
		e.catchUp()
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
	if d.Plain != nil {
		e.loaded = *d.Plain
	}
	if s.edits != edits {
		e.store(nil)
		return
	}
	s.dirty = false
	e.ready()
	if e.on() {
		e.check()
	}
}

// ready runs what waited for the text to be saved.
func (e *editor) ready() {
	e.bar.state()
	waiting := e.save.waiting
	e.save.waiting = nil
	for _, then := range waiting {
		then()
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

// reread looks whether the desk has something newer of the open draft, which is
// merged into what is being typed.
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
	if e.save.busy || d.Revision < e.save.base {
		return // what is on its way finds out by itself
	}
	was := e.locked()
	e.readAmended()
	if d.Revision > e.save.base {
		e.absorb(d)
		return
	}
	e.draft = d
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
	e.readMarks()
	id := e.draft.ID
	kit.Do(context.Background(), e.p.h.Work, kit.Job[looked]{
		Slot: "drafts.check",
		Run: func(ctx context.Context, _ kit.Progress) (v looked, err error) {
			if v.findings, err = e.p.d.CheckDraft(ctx, id); err != nil {
				return v, err
			}
			v.findings = slices.DeleteFunc(v.findings, desk.Doubtful) // they have rows of their own
			v.versions, err = e.p.d.Versions(ctx, id)
			return v, err
		},
		Done: func(v looked, err error) {
			if err != nil || !e.on() {
				return // the list says what is wrong with the store
			}
			e.findings, e.versions = v.findings, v.versions
			e.notice.update()
			e.bar.update()
			e.aside.update()
		},
	})
}
