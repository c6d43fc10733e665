package civic

import (
	"context"
	"slices"
	"strings"
	"time"
)

// CommitmentState says how far a point of an act has come: Attuazione on
// screen.
type CommitmentState string

// The states.
const (
	ToStart    CommitmentState = "to_start"
	UnderWay   CommitmentState = "under_way"
	Done       CommitmentState = "done"
	DonePartly CommitmentState = "done_partly"
	NotDone    CommitmentState = "not_done"
	Superseded CommitmentState = "superseded" // events have overtaken it
)

// CommitmentStates lists them in the order of screens.
func CommitmentStates() []CommitmentState {
	return []CommitmentState{ToStart, UnderWay, Done, DonePartly, NotDone, Superseded}
}

// Valid tells whether s is one of the states.
func (s CommitmentState) Valid() bool { return slices.Contains(CommitmentStates(), s) }

// Open tells whether a term still has something to wait for.
func (s CommitmentState) Open() bool {
	return s == "" || s == ToStart || s == UnderWay || s == DonePartly || s == NotDone
}

// MaxEvidence bounds what one point may gather.
const MaxEvidence = 100

// Commitment is what became of one operative point of an act: the body of a
// record of kind "commitment". It holds no wording of the act.
type Commitment struct {
	Act         ID              `json:"act"`
	Clause      ID              `json:"clause"`
	State       CommitmentState `json:"state"`
	Due         Date            `json:"due,omitempty"`
	Office      string          `json:"office,omitempty"` // who is responsible: an office, never a party
	Evidence    []Evidence      `json:"evidence,omitempty"`
	Attachments []Attachment    `json:"attachments,omitempty"` // files that the evidence names by their hash
}

// Evidence is something that shows how far a point has come.
type Evidence struct {
	ID     ID     `json:"id"`
	Author ID     `json:"author,omitempty"` // set by the rule
	Date   Date   `json:"date"`
	Note   string `json:"note,omitempty"`
	Link   string `json:"link,omitempty"`
	File   string `json:"file,omitempty"` // hash of an attachment
}

// CommitmentID is the id of what became of a point.
func CommitmentID(act, clause ID) ID { return DerivedID("commitment", string(act), string(clause)) }

// CommitmentArgs are the arguments of "act.commitment". Set changes the point
// upon the command's base (0: nothing was said of it yet); a piece of evidence
// is added, or one's own taken back, whatever others did meanwhile.
type CommitmentArgs struct {
	Act    ID             `json:"act"`
	Clause ID             `json:"clause"`
	Set    *CommitmentSet `json:"set,omitempty"`
	Add    *Evidence      `json:"add,omitempty"`
	Drop   ID             `json:"drop,omitempty"`
	// Attachments has the file that Add names.
	Attachments []Attachment `json:"attachments,omitempty"`
}

// CommitmentSet is what is said of a point as a whole.
type CommitmentSet struct {
	State  CommitmentState `json:"state"`
	Due    Date            `json:"due,omitempty"`
	Office string          `json:"office,omitempty"`
}

// Validate checks the arguments' own form.
func (a CommitmentArgs) Validate() error {
	const op = "act.commitment"
	if !a.Act.Valid() || !a.Clause.Valid() || a.Drop != "" && !a.Drop.Valid() {
		return NewError(Invalid, op, "invalid.id")
	}
	if a.Set == nil && a.Add == nil && a.Drop == "" {
		return NewError(Invalid, op, "invalid.commitment")
	}
	if s := a.Set; s != nil {
		if !s.State.Valid() {
			return NewError(Invalid, op, "invalid.commitment")
		}
		if !s.Due.Valid() {
			return NewError(Invalid, op, "invalid.date")
		}
		if err := checkLine(op, "office", s.Office, MaxName); err != nil {
			return err
		}
	}
	if a.Add == nil {
		if len(a.Attachments) > 0 {
			return NewError(Invalid, op, "invalid.attachment")
		}
		return nil
	}
	return a.Add.validate(a.Attachments)
}

func (e Evidence) validate(files []Attachment) error {
	const op = "act.commitment"
	switch {
	case !e.ID.Valid() || e.ID.derived():
		return NewError(Invalid, op, "invalid.id")
	case e.Date == "" || !e.Date.Valid():
		return NewError(Invalid, op, "invalid.date")
	case strings.TrimSpace(e.Note) == "" && e.Link == "" && e.File == "":
		return NewError(Invalid, op, "invalid.evidence")
	case !WebLink(e.Link):
		return NewError(Invalid, op, "invalid.link")
	case len(files) > 1, (e.File != "") != (len(files) == 1), len(files) == 1 && files[0].Hash != e.File:
		return NewError(Invalid, op, "invalid.attachment")
	}
	if err := checkText(op, "note", e.Note, MaxPost); err != nil {
		return err
	}
	if err := checkLine(op, "link", e.Link, MaxLine); err != nil {
		return err
	}
	return checkAttachments(op, files)
}

// WebLink tells whether the text is empty or an address that a browser may be
// asked to open.
func WebLink(s string) bool {
	if s == "" {
		return true
	}
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	return ok && rest != "" && !strings.ContainsAny(s, " \t\n\"<>\\^`{|}")
}

// What became of a point is told by whoever may tell of the act's life.
// What is said of the point as a whole goes upon the version that was read; two
// who bring evidence apart both keep it.
func decideCommitment(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a CommitmentArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if err := a.Validate(); err != nil {
		return Decision{}, err
	}
	rec, act, refused, err := told(ctx, w, c.Author, a.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	id := CommitmentID(a.Act, a.Clause)
	point := Commitment{Act: a.Act, Clause: a.Clause, State: ToStart}
	old, err := w.Record(ctx, id)
	switch {
	case err == nil:
		if point, err = DecodeBody[Commitment](old); err != nil {
			return Decision{}, err
		}
	case !Is(err, NotFound) && !Is(err, Unknown):
		return Decision{}, err
	case !act.operative(a.Clause):
		return refuse(ReasonGone), nil
	}
	former := point
	if a.Set != nil {
		if old.Version != c.Base {
			return refuse(ReasonConflict), nil
		}
		point.State, point.Due, point.Office = a.Set.State, a.Set.Due, a.Set.Office
	}
	if r := point.gather(a, c.Author); r != "" {
		return refuse(r), nil
	}
	return Decision{Effects: []Effect{{
		Kind: KindCommitment, ID: id, Channel: rec.Channel, Fields: replaceFields(former, point),
	}}}, nil
}

// operative tells whether the clause is one that asks for something.
func (a Act) operative(clause ID) bool {
	return slices.ContainsFunc(a.Clauses, func(c Clause) bool {
		return c.ID == clause && (c.Section == Operative || c.Section == Article)
	})
}

// gather adds and takes back evidence. The same piece twice is one.
func (p *Commitment) gather(a CommitmentArgs, author ID) Reason {
	p.Evidence, p.Attachments = slices.Clone(p.Evidence), slices.Clone(p.Attachments)
	if a.Drop != "" {
		i := slices.IndexFunc(p.Evidence, func(e Evidence) bool { return e.ID == a.Drop })
		if i < 0 {
			return ReasonGone
		}
		if p.Evidence[i].Author != author {
			return ReasonNotYours
		}
		p.Evidence = slices.Delete(p.Evidence, i, i+1)
		p.Attachments = slices.DeleteFunc(p.Attachments, func(f Attachment) bool {
			return !slices.ContainsFunc(p.Evidence, func(e Evidence) bool { return e.File == f.Hash })
		})
	}
	if a.Add == nil || slices.ContainsFunc(p.Evidence, func(e Evidence) bool { return e.ID == a.Add.ID }) {
		return ""
	}
	if len(p.Evidence) >= MaxEvidence {
		return ReasonInvalid
	}
	e := *a.Add
	e.Author = author
	p.Evidence = append(p.Evidence, e)
	for _, f := range a.Attachments {
		if slices.ContainsFunc(p.Attachments, func(x Attachment) bool { return x.Hash == f.Hash }) {
			continue
		}
		if len(p.Attachments) >= MaxAttachments {
			return ReasonInvalid
		}
		p.Attachments = append(p.Attachments, f)
	}
	return ""
}

// CommitmentView is a point of an act with what became of it.
type CommitmentView struct {
	Clause     Clause // as the act has it now; without a text: the act has it no longer
	Commitment Commitment
	Version    int64 // of the record; 0: nothing was said yet
	Pending    bool
}

// PointsOf lists the operative points of an act with what became of each; those
// that were told of and are in the text no longer come last.
func PointsOf(a Act, told []CommitmentView, id ID) []CommitmentView {
	by := make(map[ID]CommitmentView, len(told))
	for _, t := range told {
		by[t.Commitment.Clause] = t
	}
	var out []CommitmentView
	for _, c := range a.Clauses {
		if c.Section != Operative && c.Section != Article || strings.TrimSpace(c.Text) == "" {
			continue
		}
		v, known := by[c.ID]
		if !known {
			v.Commitment = Commitment{Act: id, Clause: c.ID, State: ToStart}
		}
		v.Clause = c
		out = append(out, v)
		delete(by, c.ID)
	}
	for _, t := range told {
		if _, left := by[t.Commitment.Clause]; left {
			t.Clause = Clause{ID: t.Commitment.Clause}
			out = append(out, t)
		}
	}
	return out
}

// Commits tells whether points of an act with this outcome bind somebody.
func Commits(k ActKind, o Outcome) bool {
	switch k {
	case Motion, OrderOfTheDay, Resolution, Deliberation:
		return o == Approved || o == ApprovedAmended || o == ApprovedInParts
	}
	return false
}
