package storetest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// What a redaction takes out is in none of the store afterwards: acts, former
// texts, copies, arguments, index; and stays out of what is written later.
func centralRedaction(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	const word = "ornitorinco"
	const text = "la famiglia dell'" + word + " di via Larga non paga la mensa"
	content := s.content(valchiara, "Una mozione")
	content.Clauses[0].Text = text
	act, source := s.id(), content.Clauses[0].ID
	first := s.accept(f.giulia, s.publish(f.giulia, act, content))
	reused := s.content(fontelieta, "Ripresa")
	reused.Clauses[0].Text, reused.Clauses[0].Origins = "un "+word+" che non paga", []civic.ID{source}
	copied := s.content(fontelieta, "Copiata")
	copied.Clauses[0].Text = strings.ToUpper(text)
	acts := []civic.ID{act, s.id(), s.id()}
	s.accept(f.marco, s.publish(f.marco, acts[1], reused))
	s.accept(f.marco, s.publish(f.marco, acts[2], copied))
	next := content
	next.Clauses = append([]civic.Clause{{ID: source, Section: civic.Recital, Text: "anche così: " + word}}, content.Clauses[1:]...)
	revise := s.command(f.giulia, civic.CmdRevise, civic.ReviseArgs{Act: act, Content: next})
	revise.Base = s.live(act).Version
	s.accept(f.giulia, revise)

	args := civic.RedactArgs{Act: act, Clauses: []civic.ID{source}, Reason: civic.RedactPersonalData}
	s.refused(f.luca, s.command(f.luca, civic.CmdRedact, args), civic.ReasonNotModerator)
	redact := s.command(f.anna, civic.CmdRedact, args)
	r := s.accept(f.anna, redact)
	if again := s.accept(f.anna, redact); again.At != r.At || len(again.Effects) != len(r.Effects) {
		t.Error("a redaction ran twice")
	}
	s.accept(f.marco, s.publish(f.marco, s.id(), renewed(s, copied)))
	for _, id := range acts {
		a, err := civic.DecodeBody[civic.Act](s.live(id))
		s.check(err)
		if a.Clauses[0].Text != civic.Obscured || a.Clauses[1].Text == civic.Obscured || a.Redacted == nil {
			t.Errorf("%s: %+v", a.Subject, a.Clauses)
		}
	}
	if first.Outcome != civic.Accepted {
		t.Error("a receipt was lost")
	}
	found, err := s.Search(s.ctx(), f.giulia, civic.ActQuery{Text: word})
	s.check(err)
	if found.Total != 0 {
		t.Error("it is still found")
	}
	s.check(s.store.Sweep(s.ctx()))
	s.check(s.Check(s.ctx()))
	s.absentFromFiles(word)
	s.absentFromFiles(strings.ToUpper(word))
}

// renewed is the content with clauses of other ids, as after a paste.
func renewed(s *stage, c civic.Content) civic.Content {
	c.Clauses = append([]civic.Clause{}, c.Clauses...)
	for i := range c.Clauses {
		c.Clauses[i].ID = s.id()
	}
	return c
}

// Publications that race with a redaction come before it or after it: none of
// them keeps the words.
func centralRedactionRaces(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	const text = "la famiglia Ornitorinco di via Larga non paga la mensa scolastica"
	content := s.content(valchiara, "Fonte")
	content.Clauses[0].Text = text
	act := s.id()
	s.accept(f.giulia, s.publish(f.giulia, act, content))
	const writers, each = 4, 6
	var cmds [writers][]civic.Command
	for w := range cmds {
		for range each {
			c := s.content(fontelieta, "Ripresa")
			c.Clauses[0].Text = text
			cmds[w] = append(cmds[w], s.publish(f.marco, s.id(), c))
		}
	}
	redact := s.command(f.anna, civic.CmdRedact, civic.RedactArgs{Act: act, Clauses: []civic.ID{content.Clauses[0].ID}, Reason: civic.RedactOrder})
	var done sync.WaitGroup
	push := func(who central.Caller, c civic.Command) {
		a, err := s.Push(s.ctx(), who, pushed(c))
		if err != nil || a[0].State != civic.AnswerReceipt || a[0].Receipt.Outcome != civic.Accepted {
			t.Errorf("%s: %v %+v", c.Name, err, a)
		}
	}
	for w := range cmds {
		done.Go(func() {
			for _, c := range cmds[w] {
				push(f.marco, c)
			}
		})
	}
	done.Go(func() { push(f.anna, redact) })
	done.Wait()
	for w := range cmds {
		for _, c := range cmds[w] {
			a, err := civic.DecodeBody[civic.Act](s.live(civic.Concerns(c)))
			s.check(err)
			if a.Clauses[0].Text != civic.Obscured {
				t.Errorf("a publication that raced with the redaction reads %q", a.Clauses[0].Text)
			}
		}
	}
}

// The list outside outlives the store: a store that does not know a line is
// mended before it serves, and has it from then on.
func centralRedactionList(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	const word = "ornitorinco"
	content := s.content(valchiara, "Fonte")
	content.Clauses[0].Text = "un " + word
	act, undone := s.id(), s.id()
	s.accept(f.giulia, s.publish(f.giulia, act, content))
	s.accept(f.giulia, s.publish(f.giulia, undone, s.content(valchiara, "Un "+word+" annullato")))
	list := &outside{}
	s.check(list.Append(s.ctx(), []civic.Redaction{
		{ID: s.id(), Clauses: []civic.ID{content.Clauses[0].ID}, Reason: civic.RedactSecrecy, At: s.now()},
		{ID: s.id(), Acts: []civic.ID{undone}, At: s.now()},
	}))
	service, err := central.New(s.store, central.Options{Now: s.now, List: list})
	s.check(err)
	for _, want := range []int{2, 0} {
		n, err := service.MendRedactions(s.ctx())
		s.check(err)
		if n != want {
			t.Errorf("%d lines were applied, want %d", n, want)
		}
	}
	s.gone(undone)
	s.check(s.Check(s.ctx()))
	s.absentFromFiles(word)

	// What the store alone has goes into the list.
	other := s.content(valchiara, "Altra")
	s.accept(f.giulia, s.publish(f.giulia, s.id(), other))
	s.check(s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
		return l.List(s.ctx(), civic.Redaction{ID: s.id(), Texts: []string{"x"}, At: s.now()})
	}))
	_, err = service.MendRedactions(s.ctx())
	s.check(err)
	lines, err := list.Lines(s.ctx())
	s.check(err)
	if len(lines) != 3 {
		t.Errorf("%d lines", len(lines))
	}
}

// outside is a list of redactions that is no store's.
type outside struct{ lines []civic.Redaction }

func (o *outside) Lines(context.Context) ([]civic.Redaction, error) { return o.lines, nil }

func (o *outside) Append(_ context.Context, lines []civic.Redaction) error {
	o.lines = append(o.lines, lines...)
	return nil
}

// Undo within ten minutes, and the same command later.
func centralUndoCommand(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	for _, x := range []struct {
		after time.Duration
		as    string
		lines int
	}{{9 * time.Minute, civic.AsUndo, 1}, {11 * time.Minute, civic.AsWithdrawal, 1}} {
		act := s.published(f.giulia, valchiara, "Errore")
		s.pass(x.after)
		s.refused(f.marco, s.command(f.marco, civic.CmdUndo, civic.ActArgs{Act: act}), civic.ReasonNotYours)
		r := s.accept(f.giulia, s.command(f.giulia, civic.CmdUndo, civic.ActArgs{Act: act}))
		if r.Params[civic.ParamAs] != x.as {
			t.Errorf("after %v it ran as %v", x.after, r.Params)
		}
		s.gone(act)
		list, err := s.store.Redactions(s.ctx())
		s.check(err)
		if len(list) != x.lines {
			t.Errorf("after %v the list has %d lines", x.after, len(list))
		}
	}
}
