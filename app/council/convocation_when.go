package council

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"scranno/app/civic"
)

var (
	dayForm  = regexp.MustCompile(`(?i)\b([0-3]?[0-9])[°º]?\s+(gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)(?:\s+(20[0-9]{2}))?|\b([0-3]?[0-9])[/.-]([01]?[0-9])[/.-](20[0-9]{2})\b`)
	hourForm = regexp.MustCompile(`(?i)\bor[ae]\s+(2[0-3]|[01]?[0-9])(?:[.:,]([0-5][0-9]))?`)
	sameHour = regexp.MustCompile(`(?i)\bstess[ao] or[ae]\b`)

	secondCall = regexp.MustCompile(`(?i)\bseconda convocazione\b`)
	firstCall  = regexp.MustCompile(`(?i)\bprima convocazione\b`)
	amendTerm  = regexp.MustCompile(`(?i)\bemendament`)
	amendBy    = regexp.MustCompile(`(?i)\b(?:entro|termine|non oltre|fino all[ae])\b`)
	amendHour  = regexp.MustCompile(`(?i)\b(?:le|ore|alle) (2[0-3]|[01]?[0-9])(?:[.:,]([0-5][0-9]))?\b`)
	amendAhead = regexp.MustCompile(`(?i)\b([0-9]{1,3}) ore prima\b`)

	// belowItems begins what a convocation says of its second call and of
	// amendments, below the agenda.
	belowItems = regexp.MustCompile(`^\s*(?:(?:In|L['’]eventuale|Per la) (?:eventuale )?seconda convocazione|(?:Gli |Eventuali |Gli eventuali )?[Ee]mendamenti (?:vanno|devono|dovranno|possono|potranno|sono|saranno|entro)|Il termine (?:per|di) [^\n]{0,60}emendament)`)
)

// termsOf reads when a convocation meets, when it meets for the second time and
// until when it takes amendments, and gives the text without what is said of
// amendments. Of the two latter only what is said with its hour counts.
func termsOf(s *civic.Sitting, head string, now time.Time) string {
	var rest strings.Builder
	var amend string
	for _, said := range sentences(head) {
		if amendTerm.MatchString(said) && amendBy.MatchString(said) {
			amend += said
			continue
		}
		rest.WriteString(said)
	}
	text := rest.String()
	var sure bool
	at := secondCall.FindStringIndex(text)
	first := firstCall.MatchString(text)
	if at == nil {
		if s.At, _ = whenIn(text, now); first {
			s.Call = 1
		}
	} else if s.At, sure = whenIn(text[:at[0]], now); sure {
		s.Call, s.Second = 1, secondIn(text[at[1]:], s.At, now)
	} else if s.At, _ = whenIn(text, now); first {
		s.Call = 1
	} else {
		s.Call = 2
	}
	s.AmendBy = amendIn(amend, s.At, now)
	return text
}

// secondIn gives when the second call is; the zero time where the text gives no
// hour, or one before the first.
func secondIn(text string, first, now time.Time) time.Time {
	at, sure := whenIn(text, now)
	if !sure && !at.IsZero() && sameHour.MatchString(text) {
		at, sure = time.Date(at.Year(), at.Month(), at.Day(), first.Hour(), first.Minute(), 0, 0, at.Location()), true
	}
	if !sure || !at.After(first) {
		return time.Time{}
	}
	return at
}

// amendIn gives the last time for amendments: one day and one hour, or so many
// hours before the sitting. The zero time where the text says it otherwise.
func amendIn(text string, sitting, now time.Time) time.Time {
	text = strings.Join(strings.Fields(text), " ")
	if m := amendAhead.FindStringSubmatch(text); m != nil && sitting.Hour() > 0 {
		return sitting.Add(-time.Duration(number(m[1])) * time.Hour)
	}
	days, hours := dayForm.FindAllString(text, -1), amendHour.FindAllStringSubmatch(text, -1)
	if len(days) != 1 || len(hours) != 1 {
		return time.Time{}
	}
	day, _ := whenIn(days[0], now)
	if day.IsZero() {
		return day
	}
	at := time.Date(day.Year(), day.Month(), day.Day(), number(hours[0][1]), number(hours[0][2]), 0, 0, day.Location())
	if !sitting.IsZero() && at.After(sitting) {
		return time.Time{}
	}
	return at
}

// sentences cuts a text after full stops and empty lines, and where a line begins
// to speak of something else; together they are the text.
func sentences(text string) []string {
	var out []string
	from := 0
	for i, r := range text {
		rest := text[i:]
		ends := r == '\n' && (strings.HasPrefix(rest, "\n\n") || belowItems.MatchString(rest)) ||
			(r == '.' || r == ';') && len(rest) > 2 && (rest[1] == ' ' || rest[1] == '\n') && rest[2] >= 'A' && rest[2] <= 'Z'
		if ends {
			out, from = append(out, text[from:i+1]), i+1
		}
	}
	return append(out, text[from:])
}

// whenIn gives the day that an hour follows, or the first day, which then begins
// at midnight and is not sure; the zero time where there is none.
func whenIn(text string, now time.Time) (at time.Time, sure bool) {
	months := []string{
		"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
	}
	var first time.Time
	days := dayForm.FindAllStringSubmatchIndex(text, -1)
	for n, m := range days {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		day, year, month := number(part(1)), number(part(3)), 0
		if part(2) == "" {
			day, month, year = number(part(4)), number(part(5)), number(part(6))
		}
		for i, name := range months {
			if strings.EqualFold(part(2), name) {
				month = i + 1
			}
		}
		if day < 1 || day > 31 || month < 1 || month > 12 {
			continue
		}
		at := dayAt(year, month, day, now)
		until := min(len(text), m[1]+80)
		if n+1 < len(days) {
			until = min(until, days[n+1][0]) // the next day's hour is not this one's
		}
		if h := hourForm.FindStringSubmatch(text[m[1]:until]); h != nil {
			return time.Date(at.Year(), at.Month(), at.Day(), number(h[1]), number(h[2]), 0, 0, now.Location()), true
		}
		if first.IsZero() {
			first = at
		}
	}
	return first, false
}

// dayAt gives a day; without a year the next such day.
func dayAt(year, month, day int, now time.Time) time.Time {
	if year > 0 {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location())
	}
	at := time.Date(now.Year(), time.Month(month), day, 0, 0, 0, 0, now.Location())
	if at.Before(now.AddDate(0, 0, -14)) {
		at = time.Date(now.Year()+1, time.Month(month), day, 0, 0, 0, 0, now.Location())
	}
	return at
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
