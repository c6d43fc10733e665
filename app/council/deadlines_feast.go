package council

import (
	"time"

	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/it"

	"scranno/app/civic"
)

// Feasts that have no name of their own in the calendar's list.
const (
	FeastSunday  = "sunday"
	FeastPatron  = "patron"
	saintFrancis = "San Francesco d'Assisi" // a national holiday from 2026
)

// Feast names the feast that a day falls on: a national holiday by its Italian
// name, FeastPatron for the patron saint's day ("01-31" of the profile),
// FeastSunday, or nothing. A term that ends on one is told and not moved: that
// it moves to the next working day is sure of the terms of a lawsuit and of an
// obligation, not of those of a council.
func Feast(d civic.Date, patron string) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	for _, h := range it.Holidays {
		if day, _ := h.Calc(t.Year()); sameDay(day, t) {
			return h.Name
		}
	}
	if easter, _ := aa.Easter.Calc(t.Year()); sameDay(easter, t) {
		return "Pasqua"
	}
	switch {
	case t.Year() >= 2026 && t.Month() == time.October && t.Day() == 4:
		return saintFrancis
	case patron != "" && t.Format("01-02") == patron:
		return FeastPatron
	case t.Weekday() == time.Sunday:
		return FeastSunday
	}
	return ""
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
