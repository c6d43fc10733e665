package main

import (
	"context"
	"fmt"
	"strings"
)

type shownAct struct {
	Clauses []struct{ ID, Text string }
}

// moderate fetches what is new and takes the words out of one act now and then.
func (w *writer) moderate(ctx context.Context, seed uint64) error {
	if err := w.dare(ctx, w.rng.IntN(3) == 0, "", "sync"); err != nil {
		return err
	}
	var list struct {
		Acts []struct{ ID, Subject string }
	}
	if err := w.must(ctx, "", &list, "acts", "--limit", "40"); err != nil {
		return err
	}
	for _, a := range list.Acts {
		marker, ok := strings.CutPrefix(a.Subject, fmt.Sprintf("Mozione provas%dd", seed))
		if !ok || w.rng.IntN(4) > 0 {
			continue
		}
		return w.take(ctx, a.ID, fmt.Sprintf("provas%dd", seed)+marker)
	}
	return nil
}

// take redacts the clause that has the act's word, until the desk shows it gone.
func (w *writer) take(ctx context.Context, id, marker string) error {
	for try := range 12 {
		var a shownAct
		if err := w.must(ctx, "", &a, "act", "show", id); err != nil {
			if w.put() {
				return nil // the restored central lacks it until its author comes back
			}
			return err
		}
		clause := ""
		for _, c := range a.Clauses {
			if strings.Contains(c.Text, wordOf(marker)) {
				clause = c.ID
			}
		}
		if clause == "" {
			if try > 0 {
				w.taken = append(w.taken, marker)
			}
			return nil
		}
		if err := w.dare(ctx, w.killing(try), "", "act", "redact", id, "--clause", clause, "--reason", "personal_data"); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s: the words of %s cannot be taken out", w.name, marker)
}

// textOf gives the text of an act as this desk shows it.
func (w *writer) textOf(ctx context.Context, marker string) (string, error) {
	var list struct {
		Acts []struct{ ID, Subject string }
	}
	if err := w.must(ctx, "", &list, "acts", marker); err != nil {
		return "", err
	}
	for _, a := range list.Acts {
		if a.Subject != "Mozione "+marker {
			continue
		}
		var shown shownAct
		err := w.must(ctx, "", &shown, "act", "show", a.ID)
		var text strings.Builder
		for _, c := range shown.Clauses {
			text.WriteString(c.Text + "\n")
		}
		return text.String(), err
	}
	return "", fmt.Errorf("%s does not show the act %s", w.name, marker)
}
