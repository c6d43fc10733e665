package kit

import (
	"fmt"
	"strconv"
	"time"

	"scranno/app/civic"
)

// Date writes a day in full: 12 marzo 2026.
func (l *Lang) Date(t time.Time) string {
	key := "date.long"
	if t.Day() == 1 {
		key = "date.long_first"
	}
	return l.T(key, "day", t.Day(), "month", l.Month(t.Month()), "year", t.Year())
}

// Day writes a day of an act in full, or that it is not known.
func (l *Lang) Day(d civic.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return l.T("date.unknown")
	}
	return l.Date(t)
}

// ShortDay writes a day of an act for a list: 12/03 in now's year, else
// 12/03/2025; empty when it is not known.
func (l *Lang) ShortDay(d civic.Date, now time.Time) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return l.ShortDate(t, now)
}

// ShortDate writes a day in digits, without the year when it is now's.
func (l *Lang) ShortDate(t, now time.Time) string {
	if t.Year() == now.Year() {
		return t.Format("02/01")
	}
	return t.Format("02/01/2006")
}

// ShortTime writes a moment in digits: 12/03 18:40.
func (l *Lang) ShortTime(t, now time.Time) string {
	t = t.In(now.Location())
	return l.ShortDate(t, now) + " " + t.Format("15:04")
}

// Month is the name of a month, as it stands inside a date.
func (l *Lang) Month(m time.Month) string { return l.T(fmt.Sprintf("date.month.%02d", int(m))) }

// MonthYear writes marzo 2026.
func (l *Lang) MonthYear(t time.Time) string {
	return l.T("date.month_year", "month", l.Month(t.Month()), "year", t.Year())
}

// Weekday is the name of a day of the week.
func (l *Lang) Weekday(d time.Weekday) string { return l.T("date.day." + strconv.Itoa(int(d))) }

// Ago writes when something happened, seen from now: adesso, 5 minuti fa, oggi
// alle 9:05, ieri alle 18:40, 12/03 18:40. A moment that lies ahead, as clocks
// that disagree give, is now.
func (l *Lang) Ago(t, now time.Time) string {
	t = t.In(now.Location())
	if t.After(now) {
		t = now
	}
	since := now.Sub(t)
	clock := t.Format("15:04")
	switch {
	case since < time.Minute:
		return l.T("date.now")
	case since < time.Hour:
		return l.N("date.minutes_ago", int(since/time.Minute))
	case sameDay(t, now):
		return l.T("date.today_at", "time", clock)
	case sameDay(t, now.AddDate(0, 0, -1)):
		return l.T("date.yesterday_at", "time", clock)
	}
	return l.ShortTime(t, now)
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
