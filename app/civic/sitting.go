package civic

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of a sitting.
const (
	MaxSittingItems  = 300
	MaxItemPapers    = 30
	MaxSittingNotes  = 2_000 // of one sitting
	MaxPaperVersions = 50
)

// The years that a sitting may be in.
const firstYear, lastYear = 1900, 2200

// SittingKind is how a sitting was convened.
type SittingKind string

// The kinds of convocation.
const (
	SittingOrdinary      SittingKind = "ordinary"
	SittingExtraordinary SittingKind = "extraordinary"
	SittingUrgent        SittingKind = "urgent"
)

// SittingKinds lists them in the order of screens.
func SittingKinds() []SittingKind {
	return []SittingKind{SittingOrdinary, SittingExtraordinary, SittingUrgent}
}

// Sitting is one meeting of a council or of one of its organs, as a councillor
// prepares it. It is the person's own: it stays on the device.
type Sitting struct {
	ID       ID            `json:"id"`
	Revision int64         `json:"revision"` // rises with every saved change
	Body     BodyCode      `json:"body"`
	BodyName string        `json:"bodyName,omitempty"`
	Organ    string        `json:"organ"`
	At       time.Time     `json:"at"`
	Kind     SittingKind   `json:"kind,omitempty"`
	Call     int           `json:"call,omitempty"`  // 1 or 2: first or second convocation
	Second   time.Time     `json:"second,omitzero"` // when it meets in second convocation, where the first is deserted
	Place    string        `json:"place,omitempty"`
	Link     string        `json:"link,omitempty"` // of the live stream
	Items    []SittingItem `json:"items,omitempty"`
	AmendBy  time.Time     `json:"amendBy,omitzero"` // last time for amendments, as the person entered it
	Notes    []SittingNote `json:"notes,omitempty"`
	Minutes  *Attachment   `json:"minutes,omitempty"`
	Created  time.Time     `json:"created"`
	Updated  time.Time     `json:"updated"`
}

// SittingItem is a point of the agenda.
type SittingItem struct {
	ID      ID      `json:"id"`
	Number  string  `json:"number,omitempty"` // as the convocation has it
	Subject string  `json:"subject"`
	Act     ID      `json:"act,omitempty"`   // of the library
	Draft   ID      `json:"draft,omitempty"` // of one's own
	Mine    bool    `json:"mine,omitempty"`
	Outcome Outcome `json:"outcome,omitempty"`
	Votes   *Votes  `json:"votes,omitempty"`
	Told    bool    `json:"told,omitempty"` // the outcome was recorded as an event of the act

	Papers []SittingPaper `json:"papers,omitempty"`
}

// SittingPaper is a paper of an item in its present version. Its text, cut into
// clauses, is kept apart, a new one for each version.
type SittingPaper struct {
	ID     ID           `json:"id"`
	Name   string       `json:"name"`
	File   *Attachment  `json:"file,omitempty"` // nil: a text that was pasted
	Text   ID           `json:"text,omitempty"` // of its clauses; empty: it has none
	Added  time.Time    `json:"added"`
	Former []Attachment `json:"former,omitempty"` // files of the versions before, the oldest first
}

// SittingNote is a private note: on the sitting, on an item, or on a clause of an
// item's paper or act. Quote is what the clause said: it finds its place again in
// a new version.
type SittingNote struct {
	ID      ID        `json:"id"`
	Item    ID        `json:"item,omitempty"`
	Paper   ID        `json:"paper,omitempty"` // empty: the item's act, where a clause is named
	Clause  ID        `json:"clause,omitempty"`
	Quote   string    `json:"quote,omitempty"`
	Lost    bool      `json:"lost,omitempty"` // the present version has no such clause
	Text    string    `json:"text"`
	Updated time.Time `json:"updated"`
}

// Item gives the item of that id; nil: there is none.
func (s *Sitting) Item(id ID) *SittingItem {
	i := slices.IndexFunc(s.Items, func(x SittingItem) bool { return x.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Items[i]
}

// Files lists every file that the sitting names.
func (s *Sitting) Files() []Attachment {
	var out []Attachment
	if s.Minutes != nil {
		out = append(out, *s.Minutes)
	}
	for _, it := range s.Items {
		for _, p := range it.Papers {
			if p.File != nil {
				out = append(out, *p.File)
			}
			out = append(out, p.Former...)
		}
	}
	return out
}

// Validate checks the sitting's own form.
func (s *Sitting) Validate() error {
	const op = "sitting.validate"
	switch {
	case !s.ID.Valid():
		return NewError(Invalid, op, "invalid.id")
	case !s.Body.Valid():
		return NewError(Invalid, op, "sitting.body_missing")
	case strings.TrimSpace(s.Organ) == "":
		return NewError(Invalid, op, "sitting.organ_missing")
	case s.At.IsZero():
		return NewError(Invalid, op, "sitting.when_missing")
	case s.At.Year() < firstYear || s.At.Year() > lastYear:
		return NewError(Invalid, op, "sitting.year", "first", strconv.Itoa(firstYear), "last", strconv.Itoa(lastYear))
	case s.Kind != "" && !slices.Contains(SittingKinds(), s.Kind), s.Call < 0 || s.Call > 2:
		return NewError(Invalid, op, "sitting.kind")
	case s.Link != "" && !strings.HasPrefix(s.Link, "https://") && !strings.HasPrefix(s.Link, "http://"):
		return NewError(Invalid, op, "sitting.link")
	case len(s.Items) > MaxSittingItems, len(s.Notes) > MaxSittingNotes:
		return NewError(TooLarge, op, "sitting.too_many")
	}
	for _, l := range []struct {
		field, text string
		limit       int
	}{{"body", s.BodyName, MaxName}, {"organ", s.Organ, MaxName}, {"place", s.Place, MaxLine}, {"link", s.Link, MaxLine}} {
		if err := checkLine(op, l.field, l.text, l.limit); err != nil {
			return err
		}
	}
	for _, it := range s.Items {
		if err := it.validate(op); err != nil {
			return err
		}
	}
	for _, n := range s.Notes {
		if err := checkText(op, "note", n.Text, MaxPost); err != nil {
			return err
		}
	}
	return nil
}

func (it SittingItem) validate(op string) error {
	switch {
	case !it.ID.Valid():
		return NewError(Invalid, op, "invalid.id")
	case strings.TrimSpace(it.Subject) == "":
		return NewError(Invalid, op, "sitting.subject_missing")
	case it.Outcome != "" && !it.Outcome.Valid():
		return NewError(Invalid, op, "invalid.outcome")
	case len(it.Papers) > MaxItemPapers:
		return NewError(TooLarge, op, "sitting.too_many")
	}
	if err := checkLine(op, "number", it.Number, 20); err != nil {
		return err
	}
	return checkLine(op, "subject", it.Subject, MaxSubject)
}
