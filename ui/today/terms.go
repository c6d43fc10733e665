package today

import (
	"context"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// Terms are the deadlines of acts and what one writes when they have passed.
type Terms interface {
	Deadlines(ctx context.Context, q council.DeadlineQuery) ([]council.DeadlineView, []civic.ClockNote, error)
	HideDeadline(ctx context.Context, d civic.Deadline, hide bool) error
	Remedy(ctx context.Context, d council.DeadlineView) (civic.Content, error)
	Calendar(ctx context.Context, w council.CalendarWords) ([]byte, error)
}

// mostTerms is how many deadlines "Oggi" shows.
const mostTerms = 6

// terms makes rows of deadlines, and one that leads to all of them.
func (p *page) terms(list []council.DeadlineView) []row {
	var rows []row
	for i, d := range list {
		if i == mostTerms {
			break
		}
		rows = append(rows, row{view: termRow(p.h, d), route: termRoute(d)})
	}
	if len(rows) > 0 {
		rows = append(rows, row{route: "deadlines", view: kit.RowView{
			Icon: kit.Icon("clock"), Title: p.h.Lang.N("today.all_terms", len(list)), Detail: p.h.Lang.T("today.all_terms_hint"),
		}})
	}
	return rows
}

// termRoute is where a term is dealt with.
func termRoute(d council.DeadlineView) string {
	if d.Act == "" {
		return "drafts/" + string(d.Draft)
	}
	return "acts/" + string(d.Act) + "/history"
}

func termRow(h *kit.Host, d council.DeadlineView) kit.RowView {
	l := h.Lang
	v := kit.RowView{
		Icon: kit.Icon("clock"), Title: d.Subject, Detail: l.T("deadline.kind." + string(d.Kind)), Right: l.ShortDay(d.Due, h.Now()),
		Badge: leftWords(l, d), Tone: leftTone(d),
	}
	if d.Point != "" {
		v.Detail += " · " + bare(d.Point)
	}
	return v
}

// leftWords says how long there is still, or for how long it has passed.
func leftWords(l *kit.Lang, d council.DeadlineView) string {
	switch {
	case d.State == civic.ClockOverdue:
		return l.N("deadline.over", -d.Left)
	case d.State != civic.ClockRunning:
		return l.T("deadline.state." + string(d.State))
	case d.Left == 0:
		return l.T("deadline.today")
	}
	return l.N("deadline.left", d.Left)
}

// soon is from how many days on a term that is near stands out.
const soon = 3

func leftTone(d council.DeadlineView) kit.Tone {
	if d.State == civic.ClockOverdue || d.State == civic.ClockRunning && d.Left <= soon {
		return kit.Warn
	}
	return kit.Neutral
}

// calendarWords say a term as it stands in a calendar: nothing of it changes
// from day to day.
func calendarWords(l *kit.Lang) council.CalendarWords {
	return council.CalendarWords{
		Name:  l.T("deadline.calendar"),
		Title: func(d council.DeadlineView) string { return l.T("deadline.kind."+string(d.Kind)) + ": " + d.Subject },
		Sitting: func(s civic.Sitting, second bool) (title, text string) {
			return council.SittingWords(s, second, l.T("sitting.call_second"), l.N("sitting.items", len(s.Items)))
		},
		Text: func(d council.DeadlineView) string {
			if d.Source == "" {
				return bare(d.Point)
			}
			return fromWords(l, d)
		},
	}
}

// fromWords says from which day a term runs and where it comes from.
func fromWords(l *kit.Lang, d council.DeadlineView) string {
	return l.T("deadline.from", "date", l.Day(d.Start), "days", strconv.Itoa(d.Days)) + " (" + d.Source + ")"
}

// feastWords tells that the day is a feast; empty where it is none.
func feastWords(l *kit.Lang, d council.DeadlineView) string {
	switch d.Holiday {
	case "":
		return ""
	case council.FeastSunday:
		return l.T("deadline.sunday")
	case council.FeastPatron:
		return l.T("deadline.patron")
	}
	return l.T("deadline.feast", "name", d.Holiday)
}

// bare is the wording of a point without the sign that ends it.
func bare(point string) string { return strings.TrimRight(strings.TrimSpace(point), ".;,") }

// sentence begins with a capital and ends with a stop.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:] + "."
}
