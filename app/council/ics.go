package council

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"scranno/app/civic"
)

// CalendarWords say a term in the person's language.
type CalendarWords struct {
	Name  string // of the calendar
	Title func(DeadlineView) string
	Text  func(DeadlineView) string
}

// entry is what the calendar says of a term. A change of any of it is a new
// sequence.
type entry struct {
	Day   civic.Date `json:"day"`
	Title string     `json:"title"`
	Text  string     `json:"text"`
	Off   bool       `json:"off,omitempty"` // called off
	At    time.Time  `json:"at"`            // of the last change; alone it is none
}

// offFor is how long a term that was called off stays in the file: a calendar
// that reads it more seldom keeps it.
const offFor = 180 * 24 * time.Hour

// Calendar writes the open terms as one iCalendar file that updates: each term
// keeps its UID, its sequence rises when what is said of it changes, and one
// that is not due any more is called off. The same terms give the same bytes.
// Standard: RFC 5545; sequences RFC 5546 2.1.4.
func (c *Council) Calendar(ctx context.Context, w CalendarWords) ([]byte, error) {
	all, _, err := c.Deadlines(ctx, DeadlineQuery{})
	if err != nil {
		return nil, err
	}
	terms, err := c.o.Store.Terms(ctx)
	if err != nil {
		return nil, err
	}
	now := c.now()
	changed, entries, err := renew(terms, all, w, now)
	if err != nil {
		return nil, err
	}
	if len(changed) > 0 {
		if err := c.o.Store.KeepTerms(ctx, changed); err != nil {
			return nil, err
		}
	}
	return write(w.Name, entries), nil
}

// said is an entry with its key and sequence.
type said struct {
	key      string
	sequence int
	entry
}

// renew compares what was said with what is to be said.
func renew(terms []civic.Term, all []DeadlineView, w CalendarWords, now time.Time) ([]civic.Term, []said, error) {
	was := map[string]civic.Term{}
	for _, t := range terms {
		was[t.Key] = t
	}
	var changed []civic.Term
	var out []said
	put := func(t civic.Term, e, former entry, known bool) error {
		e.At = former.At
		if !known || e != former {
			if known {
				t.Sequence++
			}
			e.At = now
			raw, err := json.Marshal(e)
			if err != nil {
				return civic.WrapError(civic.Internal, "council.calendar", err)
			}
			t.Entry = string(raw)
			changed = append(changed, t)
		}
		out = append(out, said{t.Key, t.Sequence, e})
		return nil
	}
	for _, d := range all {
		t, there := was[d.Key()]
		delete(was, d.Key())
		t.Key = d.Key()
		former, known := readEntry(t)
		e := entry{Day: d.Due, Title: w.Title(d), Text: w.Text(d)}
		if err := put(t, e, former, there && known); err != nil {
			return nil, nil, err
		}
	}
	for _, t := range was {
		former, known := readEntry(t)
		if !known || former.Off && now.Sub(former.At) > offFor {
			continue
		}
		e := former
		e.Off = true
		if err := put(t, e, former, true); err != nil {
			return nil, nil, err
		}
	}
	slices.SortFunc(out, func(a, b said) int { return strings.Compare(string(a.Day)+a.key, string(b.Day)+b.key) })
	return changed, out, nil
}

// readEntry gives what was said of a term; false: nothing yet.
func readEntry(t civic.Term) (entry, bool) {
	var e entry
	return e, t.Entry != "" && json.Unmarshal([]byte(t.Entry), &e) == nil
}

func write(name string, all []said) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Scranno//Scranno//IT")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(name)
	cal.SetXWRCalName(name)
	for _, x := range all {
		e := cal.AddEvent(x.key + "@scranno")
		e.SetDtStampTime(x.At)
		e.SetModifiedAt(x.At)
		e.SetSequence(x.sequence)
		if t, err := time.Parse(time.DateOnly, string(x.Day)); err == nil {
			e.SetAllDayStartAt(t)
			e.SetAllDayEndAt(t.AddDate(0, 0, 1))
		}
		e.SetSummary(x.Title)
		e.SetDescription(x.Text)
		e.SetTimeTransparency(ics.TransparencyTransparent)
		e.SetClass(ics.ClassificationPrivate)
		if e.SetStatus(ics.ObjectStatusConfirmed); x.Off {
			e.SetStatus(ics.ObjectStatusCancelled)
			continue
		}
		a := e.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetTrigger("-P3D")
		a.SetProperty(ics.ComponentPropertyDescription, x.Title)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}
