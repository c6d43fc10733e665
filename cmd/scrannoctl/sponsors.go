package main

import (
	"context"
	"flag"
	"time"

	"scranno/app/civic"
)

type sponsorDoc struct {
	Name    string    `json:"name"`
	Office  string    `json:"office,omitempty"`
	Since   time.Time `json:"since,omitzero"`
	Stale   bool      `json:"stale"` // the text has changed since
	Pending bool      `json:"pending"`
}

func sponsorsOf(v civic.ActView) []sponsorDoc {
	out := make([]sponsorDoc, len(v.Sponsors))
	for i, x := range v.Sponsors {
		out[i] = sponsorDoc{x.Support.Name, x.Support.Office, x.Since, x.Stale, x.Pending}
	}
	return out
}

func (s *session) sponsors(v civic.ActView) {
	for _, x := range sponsorsOf(v) {
		state := ""
		if x.Stale {
			state = " – " + s.T("sponsor.stale")
		}
		s.printf("%s: %s%s\n", s.T("sponsor.one"), x.Name, state)
	}
}

// cmdActSponsor supports a colleague's act, or takes that back.
func cmdActSponsor(f *flag.FlagSet) action {
	off := f.Bool("off", false, "")
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.Sponsor(ctx, id, !*off)
		if err == nil && !*off {
			s.printf("%s\n", s.T("sponsor.note"))
		}
		return s.settleAct(ctx, id, how, q, err)
	}
}
