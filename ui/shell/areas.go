package shell

import (
	"scranno/assets"
	"scranno/ui/acts"
	"scranno/ui/agenda"
	"scranno/ui/drafts"
	"scranno/ui/kit"
	"scranno/ui/outbox"
	"scranno/ui/settings"
	"scranno/ui/spaces"
	"scranno/ui/today"
)

// areas lists the pages of the window, in the rail's order.
func (s *Shell) areas() []kit.Page {
	d := s.o.Desk
	if c := s.o.Council; c != nil {
		return append(s.pages(c, c, settings.Council(c)), agenda.New(d, c, s.host), today.NewDeadlines(d, c, s.host), today.NewCalls(d, c, s.host))
	}
	return append(s.pages(nil, nil, nil), today.NewCalls(d, nil, s.host))
}

// pages lists those that are there without a council too.
func (s *Shell) pages(ofToday today.Council, ofActs acts.Council, ofSettings settings.Council) []kit.Page {
	d := s.o.Desk
	return []kit.Page{
		today.New(d, ofToday, s.host),
		acts.New(d, ofActs, s.host),
		drafts.New(d, s.host),
		spaces.New(d, s.host),
		outbox.New(d, s.host),
		outbox.NewBin(d, s.host),
		settings.New(d, s.host, settings.Program{
			Look: s.o.Look, Connect: s.welcome, Home: s.o.Home, Wipe: s.o.Wipe, Exports: s.o.Exports,
			Credit: assets.GazetteerCredit, Languages: assets.Languages(), Council: ofSettings,
		}),
	}
}
