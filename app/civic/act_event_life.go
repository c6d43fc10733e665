package civic

import (
	"cmp"
	"slices"
)

// ActState is where an act stands in its council, derived from its events.
type ActState string

// The states. Those of an ending hold whatever is told after them, but for the
// rest of an approved act's life.
const (
	StateUnknown      ActState = "unknown" // nothing was told
	StateFiled        ActState = "filed"
	StateAdmitted     ActState = "admitted"
	StateInadmissible ActState = "inadmissible"
	StateOnAgenda     ActState = "on_agenda"
	StateDiscussed    ActState = "discussed"
	StateAmended      ActState = "amended"
	StatePostponed    ActState = "postponed"
	StateDecided      ActState = "decided" // voted, withdrawn, lapsed, convened…: Outcome says how
	StateAnswered     ActState = "answered"
	StateCarriedOut   ActState = "carried_out"
	StateClosed       ActState = "closed"
)

// Open tells whether the council still has to say something.
func (s ActState) Open() bool {
	switch s {
	case StateInadmissible, StateDecided, StateAnswered, StateCarriedOut, StateClosed:
		return false
	}
	return true
}

// Oddity is an order of events that no procedure knows. It is told and never
// refused: what happened is what happened, or a day was mistyped.
type Oddity string

// The oddities.
const (
	OddBeforeFiling Oddity = "before_filing" // of an earlier day than the filing
	OddAfterClose   Oddity = "after_close"
	OddAfterEnd     Oddity = "after_end"    // dealt with after its outcome
	OddTwice        Oddity = "twice"        // what happens once
	OddKind         Oddity = "kind"         // acts of this kind do not end so
	OddNotApproved  Oddity = "not_approved" // carried out, or in force, without having been approved
	OddFuture       Oddity = "future"       // of a day that has not come
	OddVoted        Oddity = "voted"        // acts of this kind are answered, not voted or amended
	OddOrder        Oddity = "order"        // of a day after what follows it, or others would be
)

// OddEvent is an event and what is odd about it.
type OddEvent struct {
	Index int // among the events as InOrder gives them
	Why   Oddity
}

// Life is what an act's events say.
type Life struct {
	State   ActState
	Since   Date // day of the event that led there
	Outcome Outcome
	Votes   *Votes // of the outcome
	Asker   string // of the answer
	Filed   Date   // first day told of; else that of the act itself
	Answer  Date   // day of the answer
	Odd     []OddEvent
}

// InOrder sorts events by day; of one day by their place in an act's life, and
// then as they arrived.
func InOrder(events []ActEvent) []ActEvent {
	rank := func(e ActEvent) int { return slices.Index(ActEventTypes(), e.Type) }
	out := slices.Clone(events)
	slices.SortStableFunc(out, func(x, y ActEvent) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(rank(x), rank(y)))
	})
	return out
}

// LifeOf derives where an act stands. today is for telling what lies ahead;
// empty: nothing does.
func LifeOf(a Act, events []ActEvent, today Date) Life {
	l := Life{State: StateUnknown, Outcome: OutcomeOf(a, events)}
	seen := map[ActEventType]bool{}
	sorted := InOrder(events)
	for _, e := range sorted {
		if e.Type == Filed {
			l.Filed = e.Date
			break
		}
	}
	filed := cmp.Or(l.Filed, a.Date)
	for i, e := range sorted {
		for _, why := range l.odd(a, e, filed, today, seen) {
			l.Odd = append(l.Odd, OddEvent{i, why})
		}
		seen[e.Type] = true
		l.step(e)
	}
	if len(sorted) == 0 && a.Declared.Final() {
		l.State = StateDecided // as it was brought in, with the outcome alone
		if answered(a.Declared) {
			l.State = StateAnswered
		}
	}
	if l.Filed == "" {
		l.Filed = a.Date
	}
	return l
}

// step goes on by one event.
func (l *Life) step(e ActEvent) {
	next := map[ActEventType]ActState{
		Filed: StateFiled, Admitted: StateAdmitted, NotAdmitted: StateInadmissible, OnAgenda: StateOnAgenda,
		Discussed: StateDiscussed, AmendedEvent: StateAmended, Answered: StateAnswered, CarriedOut: StateCarriedOut,
		Closed: StateClosed,
	}[e.Type]
	switch {
	case e.Type == OutcomeEvent && answered(e.Outcome), e.Type == Answered:
		next, l.Answer = StateAnswered, e.Date
		l.Asker = cmp.Or(e.Asker, l.Asker)
	case e.Type == OutcomeEvent && e.Outcome == Postponed:
		next = StatePostponed
	case e.Type == OutcomeEvent && e.Outcome == Inadmissible:
		next = StateInadmissible
	case e.Type == OutcomeEvent && !e.Outcome.Final():
		next = "" // not answered yet, or taken back to pending: it stays where it was
	case e.Type == OutcomeEvent:
		next = StateDecided
	}
	if e.Type == OutcomeEvent {
		l.Votes = e.Votes
	}
	// What ended stays so, but goes on to be carried out and closed.
	if next == "" || !l.State.Open() && next.Open() && e.Type != OutcomeEvent || l.State == StateClosed {
		return
	}
	l.State, l.Since = next, e.Date
}

// odd tells what no procedure knows about an event, after those in seen.
func (l *Life) odd(a Act, e ActEvent, filed, today Date, seen map[ActEventType]bool) []Oddity {
	var out []Oddity
	once := e.Type == Filed || e.Type == Admitted || e.Type == NotAdmitted || e.Type == Closed || e.Type.Enforcement()
	dealt := e.Type == Admitted || e.Type == OnAgenda || e.Type == Discussed || e.Type == AmendedEvent
	for _, x := range []struct {
		is  bool
		why Oddity
	}{
		{e.Date < filed, OddBeforeFiling},
		{l.State == StateClosed, OddAfterClose},
		{(dealt || e.Type == OutcomeEvent) && !l.State.Open() && l.State != StateClosed, OddAfterEnd},
		{once && seen[e.Type], OddTwice},
		{!e.Outcome.fits(a.Kind) || e.Type == Answered && !answers(a.Kind) || e.Type.Enforcement() && a.Kind != Deliberation, OddKind},
		{(e.Type == CarriedOut || e.Type.Enforcement()) && !Commits(a.Kind, l.outcomeSoFar(a, seen)), OddNotApproved},
		{today != "" && e.Date > today && e.Type != OnAgenda, OddFuture},
		{a.Kind.Inspection() && (e.Votes != nil || e.Type == AmendedEvent), OddVoted},
		{(e.Type == Admitted || e.Type == NotAdmitted) && (seen[Discussed] || seen[AmendedEvent]), OddOrder},
	} {
		if x.is {
			out = append(out, x.why)
		}
	}
	return out
}

// OddWith tells what would be odd about an event that is told besides the others,
// for who is about to tell it. Where it makes others odd that were not, its day is
// out of order. today as for LifeOf.
func OddWith(a Act, others []ActEvent, e ActEvent, today Date) []Oddity {
	all := append(slices.Clone(others), e)
	sorted := InOrder(all)
	at := len(sorted) - 1 // of equal ones the last is the one that is told
	for ; at > 0 && sorted[at] != e; at-- {
	}
	var out []Oddity
	rest := 0
	for _, o := range LifeOf(a, all, today).Odd {
		if o.Index == at {
			out = append(out, o.Why)
		} else {
			rest++
		}
	}
	if rest > len(LifeOf(a, others, today).Odd) && !slices.Contains(out, OddOrder) {
		out = append(out, OddOrder)
	}
	return out
}

// outcomeSoFar is the outcome where one was told by now.
func (l *Life) outcomeSoFar(a Act, seen map[ActEventType]bool) Outcome {
	if seen[OutcomeEvent] || a.Declared != "" {
		return l.Outcome
	}
	return Pending
}

// Final tells whether the outcome leaves the council nothing to say.
func (o Outcome) Final() bool {
	switch o {
	case "", NoOutcome, Pending, Postponed, NotAnswered, NotConvened:
		return false
	}
	return true
}

func answered(o Outcome) bool {
	return o == AnsweredWritten || o == AnsweredOral || o == AnsweredCommittee
}

// answers tells whether acts of the kind are answered rather than voted.
func answers(k ActKind) bool { return k.Inspection() || k == Petition || k == AccessRequest }

// fits tells whether acts of the kind can end so.
func (o Outcome) fits(k ActKind) bool {
	return o == "" || o == Pending || slices.Contains(OutcomesOf(k), o)
}

// OutcomesOf lists how an act of the kind may end, in the order of screens.
func OutcomesOf(k ActKind) []Outcome {
	switch k {
	case Question, Interpellation:
		return []Outcome{
			AnsweredWritten, AnsweredOral, AnsweredCommittee, NotAnswered, Postponed, WithdrawnThere, Lapsed, Converted,
			Inadmissible,
		}
	case Petition:
		return []Outcome{
			AnsweredWritten, AnsweredOral, AnsweredCommittee, NotAnswered, Approved, Rejected, WithdrawnThere, Inadmissible,
		}
	case SessionRequest:
		return []Outcome{Convened, NotConvened, WithdrawnThere, Inadmissible}
	case Document, AccessRequest:
		return []Outcome{NoOutcome}
	}
	return []Outcome{
		Approved, ApprovedAmended, ApprovedInParts, Rejected, WithdrawnThere, Postponed, Lapsed, Absorbed, Precluded,
		Inadmissible,
	}
}
