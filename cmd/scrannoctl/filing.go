package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
	"scranno/cmd/assemble"
)

// filingCommands are what one does with the filing of a draft in its council.
func filingCommands() []command {
	return []command{
		{
			name: "draft filed", args: "ID --on D [--protocol P] [--receipt FILE]… [--event]",
			help: "ctl.help.draft_filed", begin: cmdDraftFiled,
		},
		{name: "draft file", args: "ID [--format pdf|docx|odt] [-o FILE]", help: "ctl.help.draft_file", begin: cmdDraftFile},
		{name: "draft reply", args: "ID --kind given|refused|reminded --on D [--off]", help: "ctl.help.draft_reply", begin: cmdDraftReply},
		{name: "draft papers", args: "ID [--drop HASH]", help: "ctl.help.draft_papers", begin: cmdDraftPapers},
	}
}

// letterDoc is what one needs to file an act oneself.
type letterDoc struct {
	ID   civic.ID `json:"id"`
	File string   `json:"file"`
	desk.Letter
	URL string `json:"url"`
}

// cmdDraftFile writes the document that is filed, and the message that goes with
// it. Whose step it is to send it, Scranno does not take.
func cmdDraftFile(f *flag.FlagSet) action {
	format, file := f.String("format", "", ""), f.String("o", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		d, err := s.oneDraft(ctx, words)
		if err != nil {
			return err
		}
		as, err := s.format(*format, *file)
		if err != nil {
			return err
		}
		if err := oneOf(desk.Extension(as), []string{".pdf", ".docx", ".odt"}); err != nil {
			return err
		}
		if *file == "" {
			if *file, err = s.exportPath(*d.Plain, desk.Extension(as)); err != nil {
				return err
			}
		}
		m, err := s.set.Desk.FilingLetter(ctx, d.ID, filepath.Base(*file), s)
		if err != nil {
			return err
		}
		if err := writeFile(*file, func(w io.Writer) error { return s.set.Desk.Export(ctx, d.ID, as, w) }); err != nil {
			return err
		}
		s.printf("%s\n", s.T("ctl.written", "file", *file))
		if m.To == "" {
			s.note(s.T("drafts.file_no_pec"))
		} else {
			s.printf("%s\n", s.T("ctl.file_to", "to", m.To))
		}
		s.printf("%s\n\n%s\n", s.T("ctl.file_subject", "subject", m.Subject), m.Body)
		s.note(s.T("ctl.file_then", "id", string(d.ID)))
		s.note(s.T("sponsor.note"))
		return s.document(letterDoc{d.ID, *file, m, m.URL()})
	}
}

// exportPath is a name of nobody's in the folder of documents.
func (s *session) exportPath(c civic.Content, ext string) (string, error) {
	dir := assemble.ExportsFolder()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", civic.WrapError(civic.Internal, "terminal.exports", err)
	}
	name := document.ActFileName(c, civic.DateOf(time.Now()))
	for n := 1; ; n++ {
		path := filepath.Join(dir, name+ext)
		if n > 1 {
			path = filepath.Join(dir, name+" ("+strconv.Itoa(n)+")"+ext)
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", civic.WrapError(civic.Internal, "terminal.exports", err)
		}
	}
}

// filedDoc is the document of a filing.
type filedDoc struct {
	ID       civic.ID           `json:"id"`
	Protocol string             `json:"protocol"`
	FiledOn  civic.Date         `json:"filedOn"`
	Papers   []civic.FiledPaper `json:"papers"`
	Replies  []civic.Reply      `json:"replies,omitempty"`
	Act      civic.ID           `json:"act,omitempty"`   // that it was published as
	Event    *settled           `json:"event,omitempty"` // the filing, told on that act

	Publication *settled `json:"publication,omitempty"` // that waited for the filing
}

func filedOf(d civic.Draft) filedDoc {
	doc := filedDoc{ID: d.ID, Protocol: d.Protocol, FiledOn: d.FiledOn, Papers: d.Papers, Replies: d.Replies, Act: d.Act}
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
		held, err := s.heldFor(ctx, id)
		if err != nil {
			return err
		}
		if err := s.set.Desk.MarkFiled(ctx, id, *protocol, civic.Date(*on), files...); err != nil {
			return err
		}
		d, err := s.set.Desk.Draft(ctx, id)
		if err != nil {
			return err
		}
		if held.Command.ID != "" && !*event {
			return s.letGo(ctx, d, held, how)
		}
		return s.sayFiled(ctx, d, *event, how)
	}
}

// heldFor gives the publication of a draft that waits for its filing.
func (s *session) heldFor(ctx context.Context, draft civic.ID) (civic.Queued, error) {
	all, err := s.set.Desk.Outbox(ctx)
	if err != nil {
		return civic.Queued{}, err
	}
	for _, q := range all {
		if q.Draft == draft && q.State == civic.QueueHeld {
			return q, nil
		}
	}
	return civic.Queued{}, nil
}

// letGo tells of a filing that its publication waited for.
func (s *session) letGo(ctx context.Context, d civic.Draft, q civic.Queued, how sending) error {
	doc := filedOf(d)
	s.tellFiled(d)
	return s.settle(ctx, q, how, func(st settled) any {
		doc.Publication = &st
		return doc
	})
}

func (s *session) tellFiled(d civic.Draft) {
	words := "ctl.filed"
	if d.Protocol == "" {
		words = "ctl.filed_bare"
	}
	s.printf("%s\n", s.T(words, "protocol", d.Protocol, "date", string(d.FiledOn)))
	s.printPapers(d.Papers)
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
		if d.Plain == nil || d.Plain.Kind.Shareable() { // what never enters the library has no history there
			s.note(s.T("ctl.filed_later"))
		}
	}
	s.tellFiled(d)
	if d.Act != "" && !event {
		s.note(s.T("ctl.filed_event"))
	}
	return s.document(doc)
}

// cmdDraftReply notes what became of a request for access, or takes it back.
func cmdDraftReply(f *flag.FlagSet) action {
	kind, on := f.String("kind", "", ""), f.String("on", "", "")
	off := f.Bool("off", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		id, err := oneID(words)
		if err != nil {
			return err
		}
		if err := oneOf(*kind, civic.ReplyKinds()); err != nil {
			return err
		}
		note := s.set.Desk.NoteReply
		if *off {
			note = s.set.Desk.DropReply
		}
		d, err := note(ctx, id, civic.Reply{Kind: civic.ReplyKind(*kind), On: civic.Date(*on)})
		if err != nil {
			return err
		}
		s.printReplies(d)
		return s.document(filedOf(d))
	}
}

func (s *session) printReplies(d civic.Draft) {
	for _, r := range d.Replies {
		s.printf("%s  %s\n", r.On, s.T("filing.reply."+string(r.Kind)))
	}
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
		s.printReplies(d)
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
