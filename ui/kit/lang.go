package kit

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/assets"
)

// Lang is the texts of one language, read-only once made: any goroutine may
// use it.
type Lang struct {
	code  string
	texts map[string]message
}

type message struct{ one, other string }

// NewLang loads the texts of a language; anything but "en" means Italian.
func NewLang(code string) (*Lang, error) {
	if code != "en" {
		code = "it"
	}
	data, err := assets.Locale(code)
	if err != nil {
		return nil, err
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("kit: texts of %q: %w", code, err)
	}
	l := &Lang{code: code, texts: make(map[string]message, len(raw))}
	for key, v := range raw {
		var m message
		if err := json.Unmarshal(v, &m.other); err == nil {
			m.one = m.other
		} else {
			var p struct{ One, Other string }
			if err := json.Unmarshal(v, &p); err != nil {
				return nil, fmt.Errorf("kit: text %q of %q: %w", key, code, err)
			}
			m = message{one: p.One, other: p.Other}
		}
		l.texts[key] = m
	}
	return l, nil
}

// Code is "it" or "en".
func (l *Lang) Code() string { return l.code }

// Has tells whether there is a text for key.
func (l *Lang) Has(key string) bool { _, ok := l.texts[key]; return ok }

// T gives the text of key, with pairs of name and value put in place of
// {{.name}}. A key without a text is given back itself: it shows, and it is
// found.
func (l *Lang) T(key string, pairs ...any) string {
	m, ok := l.texts[key]
	if !ok {
		return key
	}
	return fill(m.other, pairs)
}

// N is T for a text that depends on a number; {{.n}} is the number as it is
// written in the language.
func (l *Lang) N(key string, n int, pairs ...any) string {
	m, ok := l.texts[key]
	if !ok {
		return key
	}
	text := m.other
	if n == 1 {
		text = m.one
	}
	return fill(text, append([]any{"n", l.Number(n)}, pairs...))
}

func fill(text string, pairs []any) string {
	if len(pairs) < 2 || !strings.Contains(text, "{{.") {
		return text
	}
	args := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		args = append(args, "{{."+fmt.Sprint(pairs[i])+"}}", fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(args...).Replace(text)
}

// Trouble is an error said to a person: what happened and what to do.
type Trouble struct{ What, Do string }

// Explain says an error in words, by its civic kind and key; it never shows
// the error's own text.
func (l *Lang) Explain(err error) Trouble {
	kind := civic.KindOf(err)
	if !l.Has("error." + string(kind)) {
		kind = civic.Internal
	}
	t := Trouble{What: l.T("error." + string(kind)), Do: l.T("error." + string(kind) + ".do")}
	e, ok := errors.AsType[*civic.Error](err)
	if !ok {
		return t
	}
	pairs := l.params(e.Params)
	if l.Has(e.Key) {
		t.What = l.T(e.Key, pairs...)
	}
	if l.Has(e.Hint) {
		t.Do = l.T(e.Hint, pairs...)
	}
	return t
}

// Refusal says why a command was refused.
func (l *Lang) Refusal(reason string, params map[string]string) string {
	key := "refusal." + reason
	if !l.Has(key) {
		key = "refusal.internal"
	}
	if params[civic.ParamBy] != "" && l.Has(key+"_by") {
		key += "_by"
	}
	text := l.T(key, l.params(params)...)
	if detail := params["detail"]; l.Has(detail) {
		text += " " + l.T(detail, l.params(params)...)
	}
	return text
}

// params turns the parameters of rules into words: fields have names here.
func (l *Lang) params(m map[string]string) []any {
	pairs := make([]any, 0, 2*len(m))
	for k, v := range m {
		if k == "field" && l.Has("field."+v) {
			v = l.T("field." + v)
		}
		pairs = append(pairs, k, v)
	}
	return pairs
}

// Number writes n with the language's thousands mark: 1.234 or 1,234.
func (l *Lang) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	sep := "."
	if l.code == "en" {
		sep = ","
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return sign + s
}

// Decimal writes x with the given decimals: 3,5 or 3.5.
func (l *Lang) Decimal(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', places, 64)
	if l.code == "en" {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

// Size writes a number of bytes: 812 kB, 22 MB, 1,4 GB.
func (l *Lang) Size(bytes int64) string {
	switch {
	case bytes < 1_000:
		return l.Number(int(bytes)) + " B"
	case bytes < 1_000_000:
		return l.Number(int((bytes+500)/1_000)) + " kB"
	case bytes < 1_000_000_000:
		return l.Number(int((bytes+500_000)/1_000_000)) + " MB"
	}
	return l.Decimal(float64(bytes)/1e9, 1) + " GB"
}
