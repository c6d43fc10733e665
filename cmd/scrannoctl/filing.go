package main

import (
	"context"
	"flag"

	"scranno/app/civic"
)

// filingCommands are what one does with the filing of a draft in its council.
func filingCommands() []command {
	return []command{
		{
			name: "draft filed", args: "ID --on D [--protocol P] [--receipt FILE]… [--event]",
			help: "ctl.help.draft_filed", begin: cmdDraftFiled,
		},
		{name: "draft papers", args: "ID [--drop HASH]", help: "ctl.help.draft_papers", begin: cmdDraftPapers},
	}
}

// filedDoc is the document of a filing.
type filedDoc struct {
	ID       civic.ID           `json:"id"`
	Protocol string             `json:"protocol"`
	FiledOn  civic.Date         `json:"filedOn"`
	Papers   []civic.FiledPaper `json:"papers"`
	Act      civic.ID           `json:"act,omitempty"`   // that it was published as
	Event    *settled           `json:"event,omitempty"` // the filing, told on that act
}

func filedOf(d civic.Draft) filedDoc {
	doc := filedDoc{ID: d.ID, Protocol: d.Protocol, FiledOn: d.FiledOn, Papers: d.Papers, Act: d.Act}
	if doc.Papers == nil {
		doc.Papers = []civic.FiledPaper{}
	}
	return doc
}

// cmdDraftFiled notes number and day of the filing, with the files that came
// back; on request it tells the filing on the published act too.
func cmdDraftFiled(f *flag.FlagSet) action {
	protocol, on := f.String("protocol", "", ""), f.String("on", "", "")
	event := f.Bool("event", false, "")
	var files []string
	f.Func("receipt", "", func(path string) error {
		files = append(files, path)
		return nil
	})
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if *on == "" {
			d, err := s.set.Desk.Draft(ctx, id)
			if err != nil {
				return err
			}
			if !*event || d.FiledOn == "" {
				return misused("ctl.filed_when")
			}
			*on = string(d.FiledOn) // noted before: it is only to be told
			if *protocol == "" {
				*protocol = d.Protocol
			}
		}
		if err := s.set.Desk.MarkFiled(ctx, id, *protocol, civic.Date(*on), files...); err != nil {
			return err
		}
		d, err := s.set.Desk.Draft(ctx, id)
		if err != nil {
			return err
		}
		return s.sayFiled(ctx, d, *event, how)
	}
}

// sayFiled tells that a filing was noted, and on request tells it on the act
// that the draft was published as. What is not published yet is noted all the
// same, and it says so.
func (s *session) sayFiled(ctx context.Context, d civic.Draft, event bool, how sending) error {
	doc := filedOf(d)
	if event {
		q, err := s.set.Desk.SayFiled(ctx, d.ID)
		if err == nil {
			return s.settle(ctx, q, how, func(st settled) any {
				doc.Event = &st
				return doc
			})
		}
		if !civic.Is(err, civic.NotFound) {
			return err
		}
		s.note(s.T("ctl.filed_later"))
	}
	words := "ctl.filed"
	if d.Protocol == "" {
		words = "ctl.filed_bare"
	}
	s.printf("%s\n", s.T(words, "protocol", d.Protocol, "date", string(d.FiledOn)))
	s.printPapers(d.Papers)
	if d.Act != "" && !event {
		s.note(s.T("ctl.filed_event"))
	}
	return s.document(doc)
}

// cmdDraftPapers lists the files of a filing, or takes one away.
func cmdDraftPapers(f *flag.FlagSet) action {
	drop := f.String("drop", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		d, err := s.set.Desk.Draft(ctx, id)
		if err == nil && *drop != "" {
			d, err = s.set.Desk.DropPaper(ctx, id, *drop)
		}
		if err != nil {
			return err
		}
		s.printPapers(d.Papers)
		if len(d.Papers) == 0 {
			s.printf("%s\n", s.T("attach.none"))
		}
		return s.document(filedOf(d))
	}
}

func (s *session) printPapers(list []civic.FiledPaper) {
	for _, p := range list {
		s.printf("%s  %s  (%s, %s)\n", p.Hash[:8], p.Name, s.T("filing.kind."+string(p.Kind)), megabytes(p.Size))
	}
}
