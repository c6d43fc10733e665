package central

import (
	"context"
	"time"

	"scranno/app/civic"
)

const (
	maxGroup  = 256    // commands that share a commit
	maxOwed   = 10_000 // commands, about, whose attempts are to be taken back
	groupWait = 5 * time.Millisecond
	// alonePatience is how long the pushes of a group that failed are tried one by
	// one.
	alonePatience = 5 * time.Second
)

// job is one push on its way through the group that it commits with.
type job struct {
	ctx      context.Context //nolint:containedctx // of the request, looked at before the group begins
	epoch    string          // that the desk knows; empty: it does not say
	cmds     []civic.Command
	attempts []int
	answers  []civic.Answer
	err      error
	done     chan struct{}
}

// PushRequest is what a desk sends. Epoch is the one that it knows; empty where
// the desk does not say.
type PushRequest struct {
	Epoch    string
	Schema   int // of the commands' arguments
	Commands []civic.Command
}

// Push runs a person's commands, each once, and answers each in its order. An
// error means that nothing was acknowledged: the same push may come again.
// Conflict with the key "new-device": this device's numbers were given twice, so
// the desk was cloned and must take a new device. Conflict with the key "epoch":
// what the commands stand on may be forgotten here, so the desk must first hear
// of the present epoch and offer again.
func (s *Service) Push(ctx context.Context, who Caller, q PushRequest) ([]civic.Answer, error) {
	if err := s.mayPush(ctx, who, q.Schema, q.Commands); err != nil {
		return nil, err
	}
	own := make([]civic.Command, len(q.Commands))
	for i, c := range q.Commands {
		c.Author, c.Schema = who.Person, q.Schema
		own[i] = c
	}
	if len(own) == 0 {
		return nil, nil
	}
	j := &job{ctx: ctx, epoch: q.Epoch, cmds: own, done: make(chan struct{})}
	s.mu.Lock()
	ended := s.ended
	s.mu.Unlock()
	if ended == nil {
		s.runGroup(ctx, []*job{j})
		return j.answers, j.err
	}
	select {
	case s.jobs <- j:
	case <-ended:
		return nil, civic.NewError(civic.Busy, "central.push", "")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-j.done:
		return j.answers, j.err
	case <-ended:
		return nil, civic.NewError(civic.Busy, "central.push", "")
	case <-ctx.Done():
		return nil, ctx.Err() // it may run all the same: the receipt tells
	}
}

func (s *Service) mayPush(ctx context.Context, who Caller, schema int, cmds []civic.Command) error {
	const op = "central.push"
	switch {
	case who.Person == "":
		return civic.NewError(civic.Unauthenticated, op, "")
	case schema < 1:
		return civic.NewError(civic.TooOld, op, "")
	case schema > civic.SchemaVersion:
		// A desk ahead of its central waits for it; nothing is dropped.
		return civic.NewError(civic.Busy, op, "")
	case len(cmds) > civic.MaxPush:
		return civic.NewError(civic.TooLarge, op, "")
	}
	for _, c := range cmds {
		if !c.ID.Valid() || !c.Device.Valid() || c.N < 1 || c.After != "" && !c.After.Valid() {
			return civic.NewError(civic.Invalid, op, "invalid.id")
		}
	}
	var actor civic.Actor
	err := s.store.View(ctx, s.now(), func(w civic.World) error {
		var err error
		actor, err = w.Actor(ctx, who.Person)
		return err
	})
	if err == nil && actor.Disabled {
		// Of the request, not of its commands: what waits is kept by the desk.
		return civic.NewError(civic.Unauthenticated, op, "")
	}
	if err != nil {
		return err
	}
	return s.ownNumbers(ctx, who.Person, cmds)
}

// ownNumbers refuses the numbers of another person's desk: with them one could
// make that desk believe that it was cloned.
func (s *Service) ownNumbers(ctx context.Context, person civic.ID, cmds []civic.Command) error {
	var last civic.ID
	for _, c := range cmds {
		if c.Device == last {
			continue
		}
		last = c.Device
		d, err := s.store.Device(ctx, last)
		switch {
		case civic.Is(err, civic.NotFound): // a clone's new numbers have no row
		case err != nil:
			return err
		case d.Person != person:
			return civic.NewError(civic.Conflict, "central.push", "new-device")
		}
	}
	return nil
}

// commitGroups takes pushes as they come and commits those of a few
// milliseconds together. What is still queued when the context ends is told to
// come again.
func (s *Service) commitGroups(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case first := <-s.jobs:
			// The commit under way is finished even when the service stops.
			s.runGroup(context.WithoutCancel(ctx), s.gather(ctx, first))
		}
	}
}

func (s *Service) gather(ctx context.Context, first *job) []*job {
	group, size := []*job{first}, len(first.cmds)
	timer := time.NewTimer(groupWait)
	defer timer.Stop()
	for size < maxGroup {
		select {
		case j := <-s.jobs:
			group, size = append(group, j), size+len(j.cmds)
		case <-timer.C:
			return group
		case <-ctx.Done():
			return group
		}
	}
	return group
}

// runGroup runs pushes in one transaction and, if that fails to commit, each by
// itself, so that one cannot take the others with it.
func (s *Service) runGroup(ctx context.Context, group []*job) {
	defer func() {
		for _, j := range group {
			close(j.done)
		}
	}()
	var open []*job
	for _, j := range group {
		if err := j.ctx.Err(); err != nil {
			j.err = err
			continue
		}
		open = append(open, j)
	}
	if err := s.payOwed(ctx); err != nil {
		for _, j := range open {
			j.err = err
		}
		return
	}
	open = s.note(ctx, open)
	if len(open) == 0 {
		return
	}
	if err := s.settle(ctx, open); err == nil {
		return
	}
	// One that waits for what somebody else keeps must not hold up all the others
	// for as long as there are pushes: those whose turn does not come, come again.
	patience, cancel := context.WithTimeout(ctx, alonePatience)
	defer cancel()
	for _, j := range open {
		j.answers = nil
		err := civic.WrapError(civic.Busy, "central.push", patience.Err())
		if err == nil {
			err = s.settle(ctx, []*job{j})
		}
		if err != nil { // of the store; what the push itself lacks is in j.err already
			j.answers, j.err = nil, err
			s.log.ErrorContext(ctx, "push failed", "kind", string(civic.KindOf(j.err)), "error", j.err)
			_ = s.forgive(context.WithoutCancel(ctx), j.cmds) // told in the log, and owed
		}
	}
}

// forgive takes back the attempts of commands that the store kept from running:
// that was no fault of theirs. Where the store does not take that either, it is
// owed, and nothing is noted before it is done.
func (s *Service) forgive(ctx context.Context, cmds []civic.Command) error {
	err := s.store.Update(ctx, s.now(), func(l Ledger) error { return quiet(ctx, l, cmds) })
	if err == nil {
		return nil
	}
	s.log.ErrorContext(ctx, "attempts could not be taken back yet", "kind", string(civic.KindOf(err)), "error", err)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.owed) < maxOwed {
		s.owed = append(s.owed, cmds...)
	}
	return err
}

func quiet(ctx context.Context, l Ledger, cmds []civic.Command) error {
	for _, c := range cmds {
		if err := l.Quiet(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// payOwed takes back what is owed.
func (s *Service) payOwed(ctx context.Context) error {
	s.mu.Lock()
	owed := s.owed
	s.owed = nil
	s.mu.Unlock()
	if len(owed) == 0 {
		return nil
	}
	return s.forgive(ctx, owed)
}

// note writes down, and commits, what is about to run, before any of it runs: a
// command that takes the process with it has left its mark. It gives the pushes
// that go on.
func (s *Service) note(ctx context.Context, group []*job) []*job {
	var open []*job
	err := s.store.Update(ctx, s.now(), func(l Ledger) error {
		open = open[:0]
		for _, j := range group {
			j.err = l.Savepoint(ctx, func() error { return j.note(ctx, l) })
			if j.err == nil {
				open = append(open, j)
			}
		}
		return nil
	})
	if err != nil {
		for _, j := range group {
			j.err = err
		}
		return nil
	}
	return open
}

func (j *job) note(ctx context.Context, l Ledger) error {
	epoch, _, err := l.Epoch(ctx)
	if err == nil {
		err = j.of(epoch)
	}
	if err != nil {
		return err
	}
	j.attempts = make([]int, len(j.cmds))
	for i, c := range j.cmds {
		n, err := l.Note(ctx, c)
		if err != nil {
			return err
		}
		j.attempts[i] = n
	}
	return nil
}

// of tells whether the desk knows the present epoch.
func (j *job) of(epoch string) error {
	if j.epoch == "" || j.epoch == epoch {
		return nil
	}
	return civic.NewError(civic.Conflict, "central.push", "epoch")
}

func (s *Service) settle(ctx context.Context, group []*job) error {
	now := s.now()
	var loose []func(l Ledger) error
	err := s.store.Update(ctx, now, func(l Ledger) error {
		epoch, began, err := l.Epoch(ctx)
		if err != nil {
			return err
		}
		t := &trial{s: s, l: l, seen: &remembering{Ledger: l}, now: now, epoch: epoch, began: began}
		for _, j := range group {
			if j.err = j.of(epoch); j.err != nil { // it began after the push was noted
				if err := quiet(ctx, l, j.cmds); err != nil {
					return err
				}
				continue
			}
			j.answers = make([]civic.Answer, len(j.cmds))
			for i, c := range j.cmds {
				if j.answers[i], err = t.run(ctx, c, j.attempts[i]); err != nil {
					return err
				}
			}
		}
		loose = t.loose
		return nil
	})
	for i := 0; err == nil && i < len(loose); i++ {
		err = s.store.Update(ctx, now, loose[i])
	}
	if err == nil && obscures(group) {
		err = s.afterRedaction(ctx)
	}
	return err
}
