package norms

import (
	"fmt"
	"strconv"

	"scranno/app/civic"
)

// The years in which an act that is cited can have been made.
const (
	firstYear = 1861
	lastYear  = 2100
)

// reference is what tells an act from others of its type.
type reference struct {
	number string
	year   int
	date   civic.Date
}

func dateOf(y, m, d int) civic.Date {
	if y < firstYear || y > lastYear || m < 1 || m > 12 || d < 1 || d > 31 {
		return ""
	}
	return civic.Date(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
}

var months = [...]string{
	"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
	"novembre", "dicembre",
}

// month reads a month's name; 0: none.
func (z *scanner) month(i int) (m, end int) {
	if !z.letterAt(i) {
		return 0, i
	}
	for k, name := range months {
		if e := z.phrase(i, name); e > 0 {
			return k + 1, e
		}
	}
	return 0, i
}

// year reads a year of four digits or of two.
func (z *scanner) year(i int) (y, end int) {
	y, end = z.digits(i, 4)
	switch {
	case end-i == 4 && y >= firstYear && y <= lastYear:
		return y, end
	case end-i == 2:
		return century(y), end
	}
	return 0, i
}

// century completes a year of two digits.
func century(y int) int {
	if y <= 40 {
		return 2000 + y
	}
	return 1900 + y
}

// date reads "18 agosto 2000", "1° luglio 2011", "12.03.1999", "16/12/92".
func (z *scanner) date(i int) (date civic.Date, y, end int) {
	d, e := z.digits(i, 2)
	if e == i {
		return "", 0, i
	}
	if c := z.byteAt(e); c == '.' || c == '/' || c == '-' {
		m, f := z.digits(z.gap(e+1), 2)
		if f == z.gap(e+1) || z.byteAt(f) != c {
			return "", 0, i
		}
		if y, end = z.year(z.gap(f + 1)); y == 0 {
			return "", 0, i
		}
		date = dateOf(y, m, d)
		if date == "" {
			return "", 0, i
		}
		return date, y, end
	}
	for _, mark := range [...]string{"°", "º", "^"} {
		if len(z.s)-e >= len(mark) && z.s[e:e+len(mark)] == mark {
			e += len(mark)
			break
		}
	}
	m, f := z.month(z.gap(e))
	if m == 0 {
		return "", 0, i
	}
	y, end = z.digits(z.gap(f), 4)
	if date = dateOf(y, m, d); date == "" {
		return "", 0, i
	}
	return date, y, end
}

// label passes "n.", "nr.", "n°", "num.", "numero".
func (z *scanner) label(i int) (end int, there bool) {
	for _, w := range [...]string{"n.", "nr.", "num.", "nn.", "nr", "numero", "n"} {
		e := z.phrase(i, w)
		if e == 0 {
			continue
		}
		for _, mark := range [...]string{"°", "º"} {
			if len(z.s)-e >= len(mark) && z.s[e:e+len(mark)] == mark {
				e += len(mark)
			}
		}
		return z.gap(e), true
	}
	return i, false
}

// number reads the number of an act: "267", "11-69/Leg.".
func (z *scanner) number(i int) (number string, end int) {
	n, e := z.digits(i, 5)
	if e == i || n == 0 {
		return "", i
	}
	number = strconv.Itoa(n)
	if d := z.dash(e); d > 0 {
		if m, f := z.digits(d, 4); f > d && !z.letterAt(f) && f-d <= 3 {
			number += "-" + strconv.Itoa(m)
			e = f
		}
	}
	k := e
	if z.byteAt(k) == '/' {
		k++
	}
	if f := z.phrase(z.gap(k), "leg"); f > 0 {
		e = f
		if z.byteAt(e) == '.' {
			e++
		}
	}
	return number, e
}

// since passes what stands between a number and its year or date.
func (z *scanner) since(i int) (end int, there bool) {
	k := z.gap(i)
	if z.byteAt(k) == ',' {
		k = z.gap(k + 1)
	}
	for _, w := range [...]string{"del", "dell'", "di data", "in data", "d.d.", "dd.", "dd", "datata", "datato"} {
		if e := z.phrase(k, w); e > 0 {
			k = z.gap(e)
			if f := z.anyPhrase(k, "anno", "mese di"); f > 0 {
				k = z.gap(f)
			}
			return k, true
		}
	}
	return i, false
}

// reference reads the date and the number of an act in any usual order. A date
// without a number and a number without a year are given too.
func (z *scanner) reference(i int) (r reference, end int) {
	k := z.gap(i)
	if z.byteAt(k) == ',' {
		k = z.gap(k + 1)
	}
	if e, there := z.since(k); there {
		k = e
	}
	if date, y, e := z.date(k); date != "" {
		return z.dated(reference{date: date, year: y}, e)
	}
	k, labelled := z.label(k)
	if y, e := z.digits(k, 4); !labelled && e-k == 4 && y >= firstYear && y <= lastYear {
		if r, f := z.dated(reference{year: y}, e); r.number != "" {
			return r, f
		}
	}
	number, e := z.number(k)
	if number == "" {
		return reference{}, i
	}
	r.number = number
	if c := z.byteAt(e); c == '/' || c == '\\' {
		if y, f := z.year(z.gap(e + 1)); y > 0 && !z.letterAt(f) {
			r.year = y
			return r, f
		}
	}
	return z.yearBehind(r, e)
}

// dated reads the number behind a date.
func (z *scanner) dated(r reference, e int) (reference, int) {
	k := z.gap(e)
	comma := z.byteAt(k) == ','
	if comma {
		k = z.gap(k + 1)
	}
	k, labelled := z.label(k)
	if !labelled && (r.date == "" || comma) {
		return r, e
	}
	number, f := z.number(k)
	if number == "" || !labelled && z.month2(f) {
		return r, e
	}
	if z.byteAt(f) == '/' { // "n. 241/1990" behind its date
		if y, g := z.year(f + 1); y == r.year {
			f = g
		}
	}
	r.number = number
	return r, f
}

// month2 tells whether a month's name follows, so that a number was a day.
func (z *scanner) month2(i int) bool {
	m, _ := z.month(z.gap(i))
	return m > 0
}

// yearBehind reads the year or the date behind a number: "n. 5 del 2006", "206 di
// data 27 dicembre 2023", "18 del 22".
func (z *scanner) yearBehind(r reference, e int) (reference, int) {
	k, there := z.since(e)
	if date, y, f := z.date(k); date != "" && (there || k == e) {
		r.date, r.year = date, y
		return r, f
	}
	if !there {
		if k = z.gap(e); z.byteAt(k) == ',' { // "n. 241, 7 agosto 1990"
			k = z.gap(k + 1)
		}
		if date, y, f := z.date(k); date != "" {
			r.date, r.year = date, y
			return r, f
		}
		return r, e
	}
	if m, f := z.month(k); m > 0 {
		if y, g := z.year(z.gap(f)); y > 0 {
			r.year = y
			return r, g
		}
		return r, e
	}
	if a := z.apostrophe(k); a > 0 {
		k = a
	}
	if y, f := z.year(k); y > 0 && !z.letterAt(f) && !z.month2(f) {
		r.year = y
		return r, f
	}
	return r, e
}

// dateIn reads a whole date of a key.
func dateIn(s string) civic.Date {
	if d := civic.Date(s); d.Valid() {
		return d
	}
	return ""
}
