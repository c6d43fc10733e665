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
	// Sitting says a sitting, in its second convocation where second is set; nil:
	// the calendar has terms alone.
	Sitting func(s civic.Sitting, second bool) (title, text string)
}

// entry is what the calendar says of a term, or of a sitting. A change of any of it is a new
// sequence.
type entry struct {
	Day   civic.Date `json:"day"`
	Title string     `json:"title"`
	Text  string     `json:"text"`
	Hour  time.Time  `json:"hour,omitzero"` // when a sitting begins; terms have their day alone
	Place string     `json:"place,omitempty"`
	Link  string     `json:"link,omitempty"`
	Off   bool       `json:"off,omitempty"` // called off
	At    time.Time  `json:"at"`            // of the last change; alone it is none
}

// offFor is how long a term that was called off stays in the file: a calendar
// that reads it more seldom keeps it.
const offFor = 180 * 24 * time.Hour

// Calendar writes the open terms and the sittings as one iCalendar file that
// updates: each keeps its UID, its sequence rises when what is said of it changes, and one
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
	fresh, err := c.said(ctx, all, w)
	if err != nil {
		return nil, err
	}
	changed, entries, err := renew(terms, fresh, now)
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

// said gives what is to be said of each term and of each sitting.
func (c *Council) said(ctx context.Context, all []DeadlineView, w CalendarWords) ([]said, error) {
	var out []said
	for _, d := range all {
		out = append(out, said{key: d.Key(), entry: entry{Day: d.Due, Title: w.Title(d), Text: w.Text(d)}})
	}
	if w.Sitting == nil {
		return out, nil
	}
	sittings, err := c.o.Store.Sittings(ctx)
	if err != nil {
		return nil, err
	}
	put := func(s civic.Sitting, at time.Time, key string, second bool) {
		e := entry{Day: civic.DateOf(at.In(c.o.Now().Location())), Hour: at.UTC(), Place: s.Place, Link: s.Link}
		e.Title, e.Text = w.Sitting(s, second)
		out = append(out, said{key: key, entry: e})
	}
	for _, s := range sittings {
		if s.At.IsZero() {
			continue
		}
		key := "sitting-" + string(s.ID)
		put(s, s.At, key, s.Call == 2)
		if s.Call != 2 && !s.Second.IsZero() {
			put(s, s.Second, key+"-2", true)
		}
	}
	return out, nil
}

// said is an entry with its key and sequence.
type said struct {
	key      string
	sequence int
	entry
}

// renew compares what was said with what is to be said.
func renew(terms []civic.Term, all []said, now time.Time) ([]civic.Term, []said, error) {
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
		t, there := was[d.key]
		delete(was, d.key)
		t.Key = d.key
		former, known := readEntry(t)
		if err := put(t, d.entry, former, there && known); err != nil {
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
		before := x.when(e)
		e.SetSummary(x.Title)
		e.SetDescription(x.Text)
		e.SetClass(ics.ClassificationPrivate)
		if e.SetStatus(ics.ObjectStatusConfirmed); x.Off {
			e.SetStatus(ics.ObjectStatusCancelled)
			continue
		}
		a := e.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetTrigger(before)
		a.SetProperty(ics.ComponentPropertyDescription, x.Title)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

// SittingWords says a sitting to a calendar: the organ and its body, and how many
// items it has with their subjects.
func SittingWords(s civic.Sitting, second bool, secondCall, items string) (title, text string) {
	title = s.Organ
	if s.BodyName != "" {
		title += " · " + s.BodyName
	}
	if second {
		title += " (" + secondCall + ")"
	}
	if len(s.Items) == 0 {
		return title, ""
	}
	lines := []string{items}
	for _, it := range s.Items {
		lines = append(lines, strings.TrimSpace(it.Number+" "+it.Subject))
	}
	return title, strings.Join(lines, "\n")
}

// sittingLasts is how long a calendar shows a sitting, whose end nobody knows.
const sittingLasts = 2 * time.Hour

// when writes the day of a term, or hour and place of a sitting, and says how long
// before one is reminded of it.
func (e entry) when(to *ics.VEvent) string {
	if !e.Hour.IsZero() {
		to.SetStartAt(e.Hour)
		to.SetEndAt(e.Hour.Add(sittingLasts))
		if e.Place != "" {
			to.SetLocation(e.Place)
		}
		if e.Link != "" {
			to.SetURL(e.Link)
		}
		return "-P1D"
	}
	if t, err := time.Parse(time.DateOnly, string(e.Day)); err == nil {
		to.SetAllDayStartAt(t)
		to.SetAllDayEndAt(t.AddDate(0, 0, 1))
	}
	to.SetTimeTransparency(ics.TransparencyTransparent)
	return "-P3D"
}
