package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/assets"
	"scranno/cmd/assemble"
)

// The exit codes that scripts rely on.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitOffline = 3 // what was done waits in the outbox
	exitRefused = 4 // by the central
	exitDamaged = 5 // the local store
)

// exitError ends the program with a code, once all was said.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// texts are the messages of one language.
type texts struct{ by map[string]json.RawMessage }

// loadTexts takes the language that was asked for, else the one of the
// profile's settings, else Italian.
func (s *session) loadTexts(ctx context.Context) error {
	lang := s.lang
	if lang == "" {
		if set, err := assemble.LoadSettings(ctx, s.home); err == nil {
			lang = set.Language
		}
	}
	if lang != "en" {
		lang = "it"
	}
	data, err := assets.Locale(lang)
	if err != nil {
		return err
	}
	s.text = &texts{}
	return json.Unmarshal(data, &s.text.by)
}

// T gives a text; params are pairs of name and value. A key without a text is
// given back, so that nothing is ever silently empty.
func (s *session) T(key string, params ...string) string {
	var text string
	if raw, ok := s.text.by[key]; !ok || json.Unmarshal(raw, &text) != nil {
		return key
	}
	return fill(text, params)
}

// refusal gives the words of a refusal; where another of a group was first, whose.
func (s *session) refusal(reason, by string) string {
	if key := "refusal." + reason + "_by"; by != "" && s.has(key) {
		return s.T(key, civic.ParamBy, by)
	}
	return s.T("refusal." + reason)
}

// N gives a text that a number decides.
func (s *session) N(key string, n int) string {
	var forms map[string]string
	if raw, ok := s.text.by[key]; !ok || json.Unmarshal(raw, &forms) != nil {
		return key
	}
	form := forms["other"]
	if n == 1 {
		form = forms["one"]
	}
	return fill(form, []string{"n", fmt.Sprint(n)})
}

func (s *session) has(key string) bool {
	_, ok := s.text.by[key]
	return ok
}

func fill(text string, params []string) string {
	for i := 0; i+1 < len(params); i += 2 {
		text = strings.ReplaceAll(text, "{{."+params[i]+"}}", params[i+1])
	}
	return text
}

// printf writes for a person; nothing where JSON was asked for. A pipe that was
// closed is no failure of the command.
func (s *session) printf(format string, args ...any) {
	if !s.json {
		_, _ = fmt.Fprintf(s.out, format, args...)
	}
}

// note writes beside the answer.
func (s *session) note(text string) { _, _ = fmt.Fprintln(s.errs, text) }

// document writes the one JSON document of a command.
func (s *session) document(v any) error {
	if !s.json {
		return nil
	}
	s.answered = true
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// fail says what went wrong and what to do next, and gives the exit code.
func (s *session) fail(err error) int {
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	if e, ok := errors.AsType[*helpError](err); ok {
		return s.usage([]string{"help", e.name})
	}
	if e, ok := errors.AsType[*usageError](err); ok {
		s.note(s.T(e.key, e.params...))
		s.note(s.T("ctl.see_help"))
		return exitUsage
	}
	if s.text == nil {
		s.note(err.Error())
		return exitFailed
	}
	text, next := s.message(err)
	s.note(text)
	if next != "" {
		s.note(next)
	}
	code := exitOf(err)
	if !s.answered {
		doc := errorDoc{Error: failure{Kind: civic.KindOf(err), Message: text}}
		if reason, ok := refusalOf(err); ok {
			doc.State, doc.Reason = "refused", reason
		}
		if err := s.document(doc); err != nil {
			return exitFailed
		}
	}
	return code
}

// errorDoc is the JSON document of a command that failed before it had an
// answer.
type errorDoc struct {
	Error  failure `json:"error"`
	State  string  `json:"state,omitempty"` // refused: this desk already knows the central's answer
	Reason string  `json:"reason,omitempty"`
}

type failure struct {
	Kind    civic.ErrorKind `json:"kind"`
	Message string          `json:"message"`
}

// refusalOf gives the reason of what the rules refuse already here.
func refusalOf(err error) (string, bool) {
	e, ok := errors.AsType[*civic.Error](err)
	if !ok {
		return "", false
	}
	return strings.CutPrefix(e.Key, "refusal.")
}

// message gives the words of an error: its own where the locale has them, its
// kind's otherwise. What a program said is never shown.
func (s *session) message(err error) (text, next string) {
	kind := "error." + string(civic.KindOf(err))
	text, next = s.T(kind), s.T(kind+".do")
	e, ok := errors.AsType[*civic.Error](err)
	if !ok {
		return text, next
	}
	var params []string
	for k, v := range e.Params {
		if k == "field" && s.has("field."+v) {
			v = s.T("field." + v)
		}
		params = append(params, k, v)
	}
	if e.Key != "" && s.has(e.Key) {
		text, next = s.T(e.Key, params...), "" // the kind's advice may not fit these words
	}
	if e.Hint != "" && s.has(e.Hint) {
		next = s.T(e.Hint, params...)
	}
	return text, next
}

func exitOf(err error) int {
	if _, refused := refusalOf(err); refused {
		return exitRefused
	}
	if errors.Is(err, assemble.ErrFull) {
		return exitFailed // nothing was queued
	}
	switch civic.KindOf(err) {
	case civic.Offline, civic.Busy:
		return exitOffline
	case civic.Damaged:
		return exitDamaged
	}
	return exitFailed
}

// when writes a moment in the person's own time.
func (s *session) when(t time.Time) string {
	if t.IsZero() {
		return s.T("status.never")
	}
	return t.Local().Format("2006-01-02 15:04")
}
