package main

import (
	"context"
	"errors"
	"flag"

	"scranno/app/civic"
)

// cmdActEvent records what happened to an act in its council, corrects an event
// of one's own or takes it back.
func cmdActEvent(f *flag.FlagSet) action {
	var e civic.ActEvent
	var votes civic.Votes
	kind, date, outcome := f.String("type", "", ""), f.String("date", "", ""), f.String("outcome", "", "")
	figures, edit, drop := f.String("votes", "", ""), f.String("edit", "", ""), f.String("drop", "", "")
	f.IntVar(&votes.For, "for", -1, "")
	f.IntVar(&votes.Against, "against", 0, "")
	f.IntVar(&votes.Abstained, "abstained", 0, "")
	f.StringVar((*string)(&e.Manner), "manner", "", "")
	f.StringVar((*string)(&e.Sitting), "sitting", "", "")
	f.StringVar(&e.Asker, "asker", "", "")
	f.StringVar(&e.Protocol, "protocol", "", "")
	f.StringVar(&e.Note, "note", "", "")
	f.StringVar(&e.Source, "source", "", "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if *drop != "" {
			return s.dropEvent(ctx, id, *drop, how)
		}
		if err := errors.Join(optional(*kind, civic.ActEventTypes()), optional(*outcome, civic.Outcomes()), optional(string(e.Manner), civic.Manners())); err != nil {
			return err
		}
		e.Act, e.Type, e.Date, e.Outcome = id, civic.ActEventType(*kind), civic.Date(*date), civic.Outcome(*outcome)
		if votes.For >= 0 {
			e.Votes = &votes
		}
		if *figures != "" {
			if e.Votes, err = votesOf(*figures); err != nil {
				return err
			}
		}
		if *edit != "" {
			return s.editEvent(ctx, id, *edit, e, how)
		}
		q, err := s.record(ctx, e)
		return s.settleEvent(ctx, how, q, err)
	}
}

// record records an event and says what is odd about it: that hinders nothing.
func (s *session) record(ctx context.Context, e civic.ActEvent) (civic.Queued, error) {
	odd, _ := s.set.Desk.Odd(ctx, e, "") // where the act is not here recording says so
	q, err := s.set.Desk.RecordEvent(ctx, e)
	s.noteOdd(odd, err)
	return q, err
}

func (s *session) noteOdd(odd []civic.Oddity, err error) {
	if err != nil {
		return
	}
	for _, why := range odd {
		s.note(s.T("act.odd." + string(why)))
	}
}

// eventSettled is the document of a command on an event.
type eventSettled struct {
	Act   civic.ID `json:"act"`
	Event civic.ID `json:"event"`
	settled
}

func (s *session) settleEvent(ctx context.Context, how sending, q civic.Queued, err error) error {
	if err != nil {
		return err
	}
	var a civic.ActEventArgs
	if err := q.Command.Decode(&a); err != nil {
		return err
	}
	return s.settle(ctx, q, how, func(st settled) any { return eventSettled{a.Event.Act, a.ID, st} })
}

// eventOf finds an event of an act.
func (s *session) eventOf(ctx context.Context, act civic.ID, word string) (civic.EventView, error) {
	id, err := idOf(word)
	if err != nil {
		return civic.EventView{}, err
	}
	v, err := s.set.Desk.Act(ctx, act)
	if err != nil {
		return civic.EventView{}, err
	}
	for _, e := range v.Events {
		if e.ID == id {
			return e, nil
		}
	}
	return civic.EventView{}, civic.NewError(civic.NotFound, "terminal.event", "")
}

func (s *session) dropEvent(ctx context.Context, act civic.ID, word string, how sending) error {
	e, err := s.eventOf(ctx, act, word)
	if err != nil {
		return err
	}
	q, err := s.set.Desk.DropEvent(ctx, e.ID)
	return s.settleAct(ctx, act, how, q, err)
}

// editEvent corrects an event; what is not said again stays as it was.
func (s *session) editEvent(ctx context.Context, act civic.ID, word string, e civic.ActEvent, how sending) error {
	was, err := s.eventOf(ctx, act, word)
	if err != nil {
		return err
	}
	next := was.Event
	for _, x := range []struct{ to, from *string }{
		{(*string)(&next.Type), (*string)(&e.Type)},
		{(*string)(&next.Date), (*string)(&e.Date)},
		{(*string)(&next.Outcome), (*string)(&e.Outcome)},
		{(*string)(&next.Manner), (*string)(&e.Manner)},
		{(*string)(&next.Sitting), (*string)(&e.Sitting)},
		{&next.Asker, &e.Asker},
		{&next.Protocol, &e.Protocol},
		{&next.Note, &e.Note},
		{&next.Source, &e.Source},
	} {
		if *x.from != "" {
			*x.to = *x.from
		}
	}
	if e.Votes != nil {
		next.Votes = e.Votes
	}
	odd, _ := s.set.Desk.Odd(ctx, next, was.ID)
	q, err := s.set.Desk.EditEvent(ctx, was.ID, was.Version, next)
	s.noteOdd(odd, err)
	return s.settleEvent(ctx, how, q, err)
}

// eventLines say what happened to an act, as a timeline has it.
func (s *session) eventLines(e civic.ActEvent) {
	line := string(e.Date) + "  " + s.T("act.event."+string(e.Type))
	if e.Outcome != "" {
		line += ": " + s.T("act.outcome."+string(e.Outcome))
		if how := e.How(); how != "" {
			line += " " + s.T("act.manner."+string(how))
		}
	}
	if e.Votes != nil {
		line += ", " + s.votes(*e.Votes)
	}
	s.printf("%s\n", line)
	more := []string{e.Note, e.Source}
	if e.Asker != "" {
		more = append([]string{s.T("act.asker." + e.Asker)}, more...)
	}
	if e.Sitting != "" {
		more = append([]string{s.T("acts.sitting_day", "date", string(e.Sitting))}, more...)
	}
	if e.Protocol != "" {
		more = append(more, s.T("field.protocol")+": "+e.Protocol)
	}
	for _, m := range more {
		if m != "" {
			s.printf("    %s\n", m)
		}
	}
}

// votes are the figures of a vote in words.
func (s *session) votes(v civic.Votes) string {
	return s.N("act.votes_for", v.For) + ", " + s.N("act.votes_against", v.Against) + ", " + s.N("act.votes_abstained", v.Abstained)
}

// lifeDoc is where an act stands, derived from its events.
type lifeDoc struct {
	State civic.ActState `json:"state"`
	Since civic.Date     `json:"since,omitempty"`
	Odd   []oddDoc       `json:"odd,omitempty"`
}

type oddDoc struct {
	Date civic.Date         `json:"date"`
	Why  civic.Oddity       `json:"why"`
	Type civic.ActEventType `json:"type"`
}

func lifeOf(v civic.ActView, today civic.Date) lifeDoc {
	events := make([]civic.ActEvent, len(v.Events))
	for i, e := range v.Events {
		events[i] = e.Event
	}
	l := civic.LifeOf(v.Act, events, today)
	d := lifeDoc{State: l.State, Since: l.Since}
	sorted := civic.InOrder(events)
	for _, o := range l.Odd {
		d.Odd = append(d.Odd, oddDoc{sorted[o.Index].Date, o.Why, sorted[o.Index].Type})
	}
	return d
}
