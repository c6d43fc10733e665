package civic

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// ClockKind is what a term is for.
type ClockKind string

// The clocks.
const (
	ClockAnswer      ClockKind = "answer"       // of a question or interpellation
	ClockSitting     ClockKind = "sitting"      // the sitting that was asked for is held
	ClockDebateAfter ClockKind = "debate_after" // not discussed before this day
	ClockDebateBy    ClockKind = "debate_by"
	ClockCommitment  ClockKind = "commitment" // a point is carried out, as somebody entered it
)

// ClockState is where a term stands.
type ClockState string

// The states of a term.
const (
	ClockRunning ClockState = "running"
	ClockOverdue ClockState = "overdue"
	ClockMet     ClockState = "met"
	ClockLate    ClockState = "late" // done, after its day
	ClockVoid    ClockState = "void" // withdrawn, lapsed or not admitted: nothing is due any more
)

// Open tells whether somebody still waits.
func (s ClockState) Open() bool { return s == ClockRunning || s == ClockOverdue }

// Deadline is one term of one act.
type Deadline struct {
	Kind    ClockKind
	Act     ID // of the library, or
	Draft   ID // of an act of one's own that was filed and not published
	Clause  ID // of a commitment
	Subject string
	Body    BodyCode
	Region  Region
	Start   Date // the day that is not counted; empty: a day that was entered
	Days    int
	Due     Date
	State   ClockState
	Met     Date   // with ClockMet and ClockLate
	Source  string // the article
	Law     bool   // of the general law, not of a council's own rules
}

// Key tells one term from another, for ever.
func (d Deadline) Key() string {
	return string(d.Kind) + "-" + string(cmp.Or(d.Act, d.Draft)) + string(d.Clause)
}

// Left counts the days from today to the last one; negative: it has passed.
func (d Deadline) Left(today Date) int { return DaysBetween(today, d.Due) }

// ClockNote says why a term that one might expect does not run.
type ClockNote struct {
	Code   string // message key: "deadline.note.<code>"
	Need   int    // signatures
	Have   int
	Source string
}

// ClockInput is what terms are computed from.
type ClockInput struct {
	Act     ID
	Draft   ID
	Content Content
	Events  []ActEvent
	// Declared is the outcome that an act was brought in with.
	Declared Outcome
	Points   []CommitmentView
	// Council is the profile of the act's body; that of another body says nothing.
	Council CouncilProfile
	Today   Date
}

// Articles as they are cited.
const (
	lawAnswer       = "TUEL, art. 43, c. 3"
	lawSitting      = "TUEL, art. 39, c. 2"
	lawNoConfidence = "TUEL, art. 52, c. 2"
)

// LawHolds tells whether the terms of the general law on local bodies hold for
// acts of this body: municipal and provincial ones of regions with an ordinary
// statute alone. Bodies that are neither (districts, unions) have codes of other
// schemes.
// Law: d.lgs. 267/2000 (TUEL) art. 1 c. 2; Cost. art. 116.
func LawHolds(c Content) bool {
	switch c.Body.Scheme() {
	case "demo": // one scheme for bodies of every sort: the name tells
		return (c.Level == Municipal && !partOrUnion(c.BodyName) || c.Level == Provincial) && c.Region.OrdinaryStatute()
	case "istat":
		return c.Level == Municipal && c.Region.OrdinaryStatute()
	case "prov":
		return c.Level == Provincial && c.Region.OrdinaryStatute()
	}
	return false
}

func partOrUnion(name string) bool {
	n := strings.ToLower(name)
	return strings.HasPrefix(n, "unione ") || strings.Contains(n, "municipio ") || strings.Contains(n, "circoscrizione")
}

// term is a clock that holds for an act.
type term struct {
	kind ClockKind
	days int
	from string
	law  bool
}

// DeadlinesOf computes the terms of one act, the first due first. Without a day
// of filing no term of a council runs.
func DeadlinesOf(in ClockInput) ([]Deadline, []ClockNote) {
	act := Act{Content: in.Content, Declared: in.Declared}
	life := LifeOf(act, in.Events, in.Today)
	var out []Deadline
	filed := filedOn(in.Events)
	terms, notes := in.terms()
	for _, t := range terms {
		if filed == "" {
			break
		}
		d := in.deadline(t.kind)
		d.Start, d.Days, d.Due, d.Source, d.Law = filed, t.days, filed.Plus(t.days), t.from, t.law
		d.State, d.Met = in.stand(d, life)
		out = append(out, d)
	}
	if Commits(in.Content.Kind, life.Outcome) {
		for _, p := range in.Points {
			if p.Commitment.Due == "" {
				continue
			}
			d := in.deadline(ClockCommitment)
			d.Clause, d.Due = p.Commitment.Clause, p.Commitment.Due
			d.State = d.open(in.Today)
			if !p.Commitment.State.Open() {
				d.State = ClockMet
			}
			if p.Commitment.State == Superseded {
				d.State = ClockVoid
			}
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b Deadline) int { return cmp.Compare(a.Due, b.Due) })
	return out, notes
}

func (in ClockInput) deadline(k ClockKind) Deadline {
	c := in.Content
	return Deadline{Kind: k, Act: in.Act, Draft: in.Draft, Subject: c.Subject, Body: c.Body, Region: c.Region}
}

// filedOn is the day from which terms run.
func filedOn(events []ActEvent) Date {
	for _, e := range InOrder(events) {
		if e.Type == Filed {
			return e.Date
		}
	}
	return ""
}

// terms lists the clocks of the act's kind that hold in its body.
func (in ClockInput) terms() ([]term, []ClockNote) {
	var out []term
	var notes []ClockNote
	add := func(k ClockKind, rule RuleName, law term) {
		if t, ok := in.choose(rule, law); ok {
			t.kind = k
			out = append(out, t)
		}
	}
	c, holds := in.Content, LawHolds(in.Content)
	law := func(days int, source string) term {
		if !holds {
			return term{}
		}
		return term{days: days, from: source, law: true}
	}
	switch {
	case c.Kind.Inspection():
		add(ClockAnswer, RuleAnswerDays, law(30, lawAnswer))
	case c.Kind == SessionRequest:
		if n, short := in.short(1, 5); holds && short && !in.Council.AskedByMayor(c) {
			return nil, append(notes, ClockNote{"under_one_fifth", n, len(c.Signatories), lawSitting})
		}
		add(ClockSitting, RuleSittingDays, law(20, lawSitting))
	case c.Kind == Motion && SameSubkind(c.Subkind, SubkindNoConfidence):
		if n, short := in.short(2, 5); holds && short {
			return nil, append(notes, ClockNote{"under_two_fifths", n, in.Council.SignaturesOn(c), lawNoConfidence})
		}
		lawOfMayor := law
		if c.Level != Municipal {
			lawOfMayor = func(int, string) term { return term{} } // the article is sure of the mayor alone
		}
		add(ClockDebateAfter, RuleDebateAfter, lawOfMayor(10, lawNoConfidence))
		add(ClockDebateBy, RuleDebateBy, lawOfMayor(30, lawNoConfidence))
	default:
		add(ClockDebateAfter, RuleDebateAfter, term{})
		add(ClockDebateBy, RuleDebateBy, term{})
	}
	return out, notes
}

// choose takes the council's own rule, which may be stricter than the law and
// never looser, else the law's. A rule that cites the general law where it does
// not hold says nothing.
func (in ClockInput) choose(name RuleName, law term) (term, bool) {
	own, ok := CouncilRule{}, false
	if in.Council.Body == in.Content.Body && in.Council.Body != "" {
		own, ok = in.Council.Rule(name, in.Content.Kind, in.Content.Subkind)
	}
	if !ok || own.Value <= 0 || CitesGeneralLaw(own.Source) {
		return law, law.days > 0
	}
	mine := term{days: own.Value, from: own.Source, law: own.Law}
	looser := mine.days > law.days
	if name == RuleDebateAfter {
		looser = mine.days < law.days
	}
	if law.days > 0 && looser {
		return law, true
	}
	return mine, true
}

// CitesGeneralLaw tells whether a source is the general law on local bodies.
func CitesGeneralLaw(source string) bool {
	s := strings.ToUpper(source)
	return strings.Contains(s, "TUEL") || strings.Contains(s, "T.U.E.L") || strings.Contains(s, "267/2000")
}

// short tells whether fewer signed than that part of the assigned councillors,
// where their number is known.
func (in ClockInput) short(part, of int) (need int, short bool) {
	seats := in.Council.Seats
	if seats == 0 || in.Council.Body != in.Content.Body {
		return 0, false
	}
	need = (seats*part + of - 1) / of
	return need, in.Council.SignaturesOn(in.Content) < need
}

// stand tells where a term of a council stands.
func (in ClockInput) stand(d Deadline, life Life) (ClockState, Date) {
	met := in.metOn(d.Kind)
	switch {
	case met != "" && d.Kind == ClockDebateAfter:
		if met < d.Due {
			return ClockLate, met // too early: it was not kept
		}
		return ClockMet, met
	case met != "" && met > d.Due:
		return ClockLate, met
	case met != "":
		return ClockMet, met
	case !life.State.Open():
		return ClockVoid, ""
	case d.Kind == ClockDebateAfter && in.Today >= d.Due:
		return ClockMet, ""
	}
	return d.open(in.Today), ""
}

func (d Deadline) open(today Date) ClockState {
	if d.Due < today && d.Kind != ClockDebateAfter {
		return ClockOverdue
	}
	return ClockRunning
}

// metOn is the first day on which what the clock waits for happened. Of a sitting
// that was convened its own day counts, where it is told.
func (in ClockInput) metOn(k ClockKind) Date {
	for _, e := range InOrder(in.Events) {
		var is bool
		if k == ClockSitting && e.Outcome == Convened && e.Sitting != "" {
			return e.Sitting
		}
		switch k {
		case ClockAnswer:
			is = e.Type == Answered || e.Type == OutcomeEvent && answered(e.Outcome)
		case ClockSitting:
			is = e.Type == Discussed || e.Type == OutcomeEvent && e.Outcome == Convened
		case ClockDebateAfter, ClockDebateBy:
			is = e.Type == Discussed || e.Type == OutcomeEvent && voted(e.Outcome)
		}
		if is {
			return e.Date
		}
	}
	return ""
}

func voted(o Outcome) bool {
	return o == Approved || o == ApprovedAmended || o == ApprovedInParts || o == Rejected
}

// Plus gives the day so many days later; empty where d is none. Of a term of so
// many days the first day is not counted and the last one is.
func (d Date) Plus(days int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return DateOf(t.AddDate(0, 0, days))
}

// DaysBetween counts the days from one day to another.
func DaysBetween(from, to Date) int {
	a, err := time.Parse(time.DateOnly, string(from))
	if err != nil {
		return 0
	}
	b, err := time.Parse(time.DateOnly, string(to))
	if err != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// Term is what a person's calendar last said of a deadline.
type Term struct {
	Key      string `json:"key"` // of the deadline
	Sequence int    `json:"sequence"`
	Entry    string `json:"entry"`            // what was said, as the calendar room writes it
	Hidden   Date   `json:"hidden,omitempty"` // put away while it is due on this day; empty: shown
}
