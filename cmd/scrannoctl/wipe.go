package main

import (
	"context"
	"flag"

	"scranno/app/desk"
	"scranno/cmd/assemble"
)

type wipeDoc struct {
	Removed  []string `json:"removed"`
	Left     []string `json:"left"`
	Keychain bool     `json:"keychain"` // something stayed in the keychain
	Unsent   int      `json:"unsent"`   // waiting, refused and left unsent
	Drafts   int      `json:"drafts"`
}

// cmdWipe removes the profile from this computer. Without --yes it only says
// what would be lost. A profile that cannot be opened can be removed too.
func cmdWipe(f *flag.FlagSet) action {
	yes := f.Bool("yes", false, "")
	exports := f.String("exports", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		lost, err := s.parting(ctx)
		if err != nil {
			s.note(s.T("wipe.cannot_tell"))
		}
		doc := wipeDoc{Removed: []string{}, Left: []string{}, Unsent: lost.Waiting + lost.Refused + lost.Unsent, Drafts: lost.Drafts}
		if doc.Unsent > 0 {
			s.note(s.N("wipe.unsent", doc.Unsent))
		}
		if doc.Drafts > 0 {
			s.note(s.N("wipe.drafts", doc.Drafts))
		}
		if !*yes {
			return misused("wipe.say_yes")
		}
		o := assemble.WipeOptions{Home: s.home}
		if *exports != "" {
			o.Also = []string{*exports}
		}
		w, err := assemble.Wipe(ctx, o)
		if err != nil {
			return err
		}
		doc.Removed, doc.Left, doc.Keychain = append(doc.Removed, w.Removed...), append(doc.Left, w.Left...), w.Keychain
		s.printf("%s\n", s.T("wipe.done"))
		for _, path := range w.Left {
			s.note(s.T("wipe.left", "file", path))
		}
		if w.Keychain {
			s.note(s.T("wipe.keychain"))
		}
		s.note(s.T("wipe.elsewhere"))
		return s.document(doc)
	}
}

// parting opens the profile as long as it takes to count what would be lost.
func (s *session) parting(ctx context.Context) (lost desk.Parting, err error) {
	set, err := s.open(ctx)
	if err != nil {
		return lost, err
	}
	lost, err = set.Desk.Parting(ctx)
	if cerr := set.Close(); err == nil {
		err = cerr
	}
	return lost, err
}
