package document

import (
	"strings"
	"unicode"

	"scranno/app/civic"
)

// ActFileName makes the name of an act's file, which every system takes: the
// day, the kind, and the subject as far as it goes. An act without a date gets
// today's.
func ActFileName(c civic.Content, today civic.Date) string {
	day := c.Date
	if day == "" {
		day = today
	}
	return FileName(kindWord(c.Kind)+" "+c.Subject, day)
}

// FileName makes a name that every system takes of a day and a title, as far as
// it goes.
func FileName(title string, day civic.Date) string {
	const most = 90
	name := []rune(string(day))
	words := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '’', r == '\'':
			return r
		}
		return ' '
	}, title)
	for w := range strings.FieldsSeq(words) {
		if len(name)+1+len([]rune(w)) > most {
			break
		}
		name = append(append(name, ' '), []rune(w)...)
	}
	return strings.TrimRight(string(name), " -.")
}

// kindWord is a kind as its title on paper, in small letters after the first.
func kindWord(k civic.ActKind) string {
	word := []rune(strings.ToLower(KindLine(k, "")))
	return string(unicode.ToUpper(word[0])) + string(word[1:])
}
