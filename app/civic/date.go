package civic

import "time"

// Date is a calendar day, "2006-01-02"; empty when not known. It has no time
// zone: the day written on an act is the same day everywhere.
type Date string

// DateOf gives the day of t in t's own location.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Valid tells whether d is empty or a real day between 1800 and 2200.
func (d Date) Valid() bool {
	if d == "" {
		return true
	}
	t, err := time.Parse(time.DateOnly, string(d))
	return err == nil && t.Year() >= 1800 && t.Year() <= 2200
}

// Year is the day's year, 0 when the day is not known or not valid.
func (d Date) Year() int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return t.Year()
}

// Stamp is a moment at the precision that travels: milliseconds, in UTC.
func Stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
