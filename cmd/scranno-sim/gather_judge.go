package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// judgeCircle looks at what a group's members have after all is mended: one text
// of each draft, no sentence twice, none lost to its writer. It tells how many
// sentences were typed and how many drafts are not published.
func (p play) judgeCircle(ctx context.Context, desks []*writer) (typed, kept int, err error) {
	circle := desks[0].circle
	at := map[string]map[*writer]string{} // text of a draft in the group, by marker and desk
	out := map[string]bool{}
	for _, w := range desks {
		out, err = w.textsTogether(ctx, at, out)
		if err != nil {
			return 0, 0, err
		}
	}
	for marker, texts := range at {
		var first *writer
		for _, w := range desks {
			text, has := texts[w]
			if !has {
				continue
			}
			if first == nil {
				first = w
			}
			if text != texts[first] {
				return 0, 0, fmt.Errorf("of the draft %s %s has\n%s\nand %s\n%s", marker, first.name, texts[first], w.name, text)
			}
		}
	}
	for _, s := range circle.typed {
		for w, text := range at[s.marker] {
			if n := strings.Count(text, s.text); n > 1 {
				return 0, 0, fmt.Errorf("on %s %q stands %d times in the draft %s", w.name, s.text, n, s.marker)
			}
		}
		if err := s.by.has(ctx, s); err != nil {
			return 0, 0, err
		}
	}
	for _, marker := range circle.names {
		if out[marker] || slices.Contains(desks[0].acts, marker) {
			continue
		}
		kept++
		words := []string{wordOf(marker)}
		for _, s := range circle.typed {
			if s.marker == marker {
				words = append(words, s.text)
			}
		}
		for _, word := range words {
			if in, err := filesHolding(word, filepath.Join(p.dir, "central"), filepath.Join(p.dir, "central.log")); err != nil || len(in) > 0 {
				return 0, 0, fmt.Errorf("the central has %q in %v (%w)", word, in, err)
			}
		}
	}
	return len(circle.typed), kept, nil
}

// textsTogether adds what a desk has of the group's drafts, and which of them were
// published.
func (w *writer) textsTogether(ctx context.Context, at map[string]map[*writer]string, out map[string]bool) (map[string]bool, error) {
	g, err := w.groupNow(ctx)
	if err != nil || g == nil || g.ID == "" {
		return out, err
	}
	list, err := w.draftsNow(ctx)
	if err != nil {
		return out, err
	}
	for _, d := range list {
		marker, ok := strings.CutPrefix(d.Subject, "Mozione ")
		if !ok || d.Group != g.ID {
			continue
		}
		if d.State == "submitted" {
			out[marker] = true
		}
		if at[marker] == nil {
			at[marker] = map[*writer]string{}
		}
		if _, twice := at[marker][w]; twice {
			return out, fmt.Errorf("%s has the group's draft %s twice", w.name, marker)
		}
		if at[marker][w], err = w.fileOf(ctx, d.ID); err != nil {
			return out, err
		}
	}
	return out, nil
}

// has looks for a sentence among all that its writer has: the drafts, also those
// that stand beside, and the act.
func (w *writer) has(ctx context.Context, s sentenceOf) error {
	list, err := w.draftsNow(ctx)
	if err != nil {
		return err
	}
	for _, d := range list {
		text, err := w.fileOf(ctx, d.ID)
		if err != nil {
			return err
		}
		if strings.Contains(text, s.text) {
			return nil
		}
	}
	return fmt.Errorf("%q, of the draft %s, is nowhere at %s, who wrote it", s.text, s.marker, w.name)
}
