package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// writer is one person at one desk.
type writer struct {
	terminal
	name   string
	enter  func(ctx context.Context) error // signs in once more
	put    func() bool                     // tells whether the central was put back meanwhile
	rng    *rand.Rand
	thread string

	acts  []string // markers of what was written; each act has a word of its own too
	posts []string
	taken []string // markers of acts whose words were taken out

	circle   *gathering
	group    string          // its name
	host     bool            // who makes it and publishes
	gave     map[string]bool // codes that the host told
	restored func() bool
	kills    int
}

// must runs a command that nobody kills and that has to succeed.
func (w *writer) must(ctx context.Context, input string, v any, args ...string) error {
	e, err := w.run(ctx, 0, input, args...)
	if err != nil {
		return err
	}
	if e.code != 0 {
		return fmt.Errorf("%s: %v: exit %d: %s", w.name, args, e.code, e.errs)
	}
	return decode(e.out, v)
}

// dare runs a command that may be killed on the way. Of those that end by
// themselves only some ends are good: done, or queued.
func (w *writer) dare(ctx context.Context, kill bool, input string, args ...string) error {
	var after time.Duration
	if kill {
		after = time.Duration(1+w.rng.IntN(1<<(4+w.rng.IntN(5)))) * time.Millisecond
	}
	e, err := w.run(ctx, after, input, args...)
	switch {
	case err != nil:
		return err
	case e.killed:
		w.kills++
	case e.code == 1 && w.enter != nil && w.signedOut(ctx):
		return w.enter(ctx)
	case e.code == 4 && w.put != nil && w.put():
		return nil // what it stands on may still be on another desk: heal comes back to it
	case e.code != 0 && e.code != 3:
		return fmt.Errorf("%s: %v: exit %d: %s", w.name, args, e.code, e.errs)
	}
	return nil
}

// findThread takes the first conversation of the first space that has one.
func (w *writer) findThread(ctx context.Context) error {
	var spaces struct{ Spaces []struct{ ID string } }
	if err := w.must(ctx, "", &spaces, "spaces"); err != nil {
		return err
	}
	for _, s := range spaces.Spaces {
		var threads struct{ Threads []struct{ ID string } }
		if err := w.must(ctx, "", &threads, "threads", s.ID); err != nil {
			return err
		}
		if len(threads.Threads) > 0 {
			ids := make([]string, len(threads.Threads))
			for i, t := range threads.Threads {
				ids[i] = t.ID
			}
			w.thread = slices.Min(ids)
			return nil
		}
	}
	return fmt.Errorf("%s sees no conversation", w.name)
}

// write does one thing: something in the group, an act from draft to publication,
// or a post, and now and then a sync that may be killed too.
func (w *writer) write(ctx context.Context, n int) error {
	var err error
	if w.group != "" && w.rng.IntN(3) > 0 {
		err = w.gather(ctx, n)
	} else if w.rng.IntN(3) == 0 {
		err = w.publish(ctx, fmt.Sprintf("prova%satto%d", w.name, n))
	} else {
		err = w.post(ctx, fmt.Sprintf("prova%sintervento%d", w.name, n))
	}
	if err != nil || w.rng.IntN(3) > 0 {
		return err
	}
	return w.dare(ctx, w.rng.IntN(2) == 0, "", "sync")
}

// killing tells whether this try may be killed: the later ones are let through.
func (w *writer) killing(try int) bool { return try < 4 && w.rng.IntN(3) > 0 }

// wordOf stands in the text of an act and nowhere else.
func wordOf(marker string) string { return "parola" + marker + "fine" }

// signedOut asks the desk whether its session has ended, as it does when the
// central is put back to before it began.
func (w *writer) signedOut(ctx context.Context) bool {
	found, err := w.findings(ctx)
	return err == nil && slices.ContainsFunc(found, func(f finding) bool { return f.Code == "doctor.signed_out" })
}

func (w *writer) publish(ctx context.Context, marker string) error {
	for try := 0; ; try++ {
		if n, err := w.actsNamed(ctx, marker); err != nil || n > 0 {
			if n > 1 {
				return fmt.Errorf("%s: the act %s stands %d times", w.name, marker, n)
			}
			w.acts = append(w.acts, marker)
			return err
		}
		if try == 12 {
			return fmt.Errorf("%s: the act %s cannot be published", w.name, marker)
		}
		d, err := w.draftNamed(ctx, marker)
		if err != nil {
			return err
		}
		switch {
		case d.ID == "":
			text := "---\nkind: motion\nsubject: Mozione " + marker + "\nthemes: school\nsignatories: Prova Esempio\n---\n\n" +
				"Premesso che serve una prova;\n\nimpegna il Sindaco e la Giunta\n\n1. a provare " + wordOf(marker) + ".\n"
			err = w.dare(ctx, w.killing(try), text, "draft", "new", "--kind", "motion", "--from", "-")
		case d.State == "submitted": // it is there, in a channel that this desk has still to join
			err = w.dare(ctx, w.killing(try), "", "sync")
		default:
			err = w.dare(ctx, w.killing(try), "", "draft", "submit", d.ID, "--visibility", "public")
		}
		if err != nil {
			return err
		}
	}
}

func (w *writer) post(ctx context.Context, marker string) error {
	for try := 0; ; try++ {
		if n, err := w.postsNamed(ctx, w.thread, marker); err != nil || n > 0 {
			if n > 1 {
				return fmt.Errorf("%s: the post %s stands %d times", w.name, marker, n)
			}
			w.posts = append(w.posts, marker)
			return err
		}
		if try == 12 {
			return fmt.Errorf("%s: the post %s cannot be sent", w.name, marker)
		}
		if err := w.dare(ctx, w.killing(try), "Rispondo: "+marker, "post", w.thread); err != nil {
			return err
		}
	}
}

func (w *writer) actsNamed(ctx context.Context, marker string) (int, error) {
	var list struct{ Acts []struct{ Subject string } }
	if err := w.must(ctx, "", &list, "acts", marker); err != nil {
		return 0, err
	}
	n := 0
	for _, a := range list.Acts {
		if a.Subject == "Mozione "+marker {
			n++
		}
	}
	return n, nil
}

func (w *writer) draftNamed(ctx context.Context, marker string) (found draftState, err error) {
	list, err := w.draftsNow(ctx)
	for _, d := range list {
		if d.Subject != "Mozione "+marker {
			continue
		}
		if found.ID != "" {
			return found, fmt.Errorf("%s: the draft %s stands twice", w.name, marker)
		}
		found = d
	}
	return found, err
}

func (w *writer) postsNamed(ctx context.Context, thread, marker string) (int, error) {
	var list struct{ Posts []struct{ Text string } }
	if err := w.must(ctx, "", &list, "thread", "show", thread); err != nil {
		return 0, err
	}
	n := 0
	for _, p := range list.Posts {
		if p.Text == "Rispondo: "+marker {
			n++
		}
	}
	return n, nil
}

type finding struct{ Code, Severity string }

func (w *writer) findings(ctx context.Context) ([]finding, error) {
	var list struct{ Findings []finding }
	err := w.must(ctx, "", &list, "doctor")
	return list.Findings, err
}

// sound asks the desk's own doctor.
func (w *writer) sound(ctx context.Context) error {
	found, err := w.findings(ctx)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Severity != "hint" {
			return fmt.Errorf("%s: the doctor says %s", w.name, f.Code)
		}
	}
	return nil
}
