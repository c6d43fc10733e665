package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/app/desk"
)

// attachCommands are what one does with files.
func attachCommands() []command {
	return []command{
		{name: "attach", args: "DRAFT FILE…", help: "ctl.help.attach", begin: plainly(cmdAttach)},
		{name: "detach", args: "DRAFT N|HASH", help: "ctl.help.detach", begin: plainly(cmdDetach)},
		{name: "attachments", args: "ID", help: "ctl.help.attachments", begin: plainly(cmdAttachments)},
		{name: "attachment get", args: "ID N|HASH [-o FILE]", help: "ctl.help.attachment_get", begin: cmdAttachmentGet},
		{name: "attachment rule", args: "[--up-to MB] [--metered]", help: "ctl.help.attachment_rule", begin: cmdAttachmentRule},
	}
}

type fileLine struct {
	Hash  string          `json:"hash"`
	Name  string          `json:"name"`
	Type  string          `json:"type"`
	Size  int64           `json:"size"`
	State civic.FileState `json:"state"`
	Held  int64           `json:"held"`
	Why   civic.ErrorKind `json:"why,omitempty"`
}

// files prints where each attachment stands.
func (s *session) files(ctx context.Context, id civic.ID, list []civic.Attachment) error {
	all, err := s.set.Desk.Files(ctx, list)
	if err != nil {
		return err
	}
	lines := []fileLine{}
	for i, f := range all {
		lines = append(lines, fileLine{f.Hash, f.Name, f.Type, f.Size, f.State, f.Held, f.Why})
		s.printf("%d  %s  (%s, %s)\n", i+1, f.Name, megabytes(f.Size), s.T("file.state."+string(f.State)))
	}
	if len(lines) == 0 {
		s.printf("%s\n", s.T("attach.none"))
	}
	return s.document(map[string]any{"id": id, "attachments": lines})
}

// megabytes writes a size as Italians do.
func megabytes(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(max(1, (n+512)>>10), 10) + " kB"
	}
	return strings.Replace(fmt.Sprintf("%.1f MB", float64(n)/(1<<20)), ".", ",", 1)
}

func cmdAttach(ctx context.Context, s *session, words []string) error {
	if len(words) < 2 {
		return misused("ctl.attach_what")
	}
	id, err := idOf(words[0])
	if err != nil {
		return err
	}
	d, err := s.set.Desk.Attach(ctx, id, words[1:]...)
	if err != nil {
		return err
	}
	return s.files(ctx, id, d.Plain.Attachments)
}

func cmdDetach(ctx context.Context, s *session, words []string) error {
	id, a, err := s.oneFile(ctx, words)
	if err != nil {
		return err
	}
	d, err := s.set.Desk.Detach(ctx, id, a.Hash)
	if err != nil {
		return err
	}
	return s.files(ctx, id, d.Plain.Attachments)
}

func cmdAttachments(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	list, err := s.set.Desk.AttachmentsOf(ctx, id)
	if err != nil {
		return err
	}
	return s.files(ctx, id, list)
}

// oneFile finds the attachment that the second word names: its place in the
// list, or the beginning of its hash.
func (s *session) oneFile(ctx context.Context, words []string) (civic.ID, civic.Attachment, error) {
	if len(words) != 2 {
		return "", civic.Attachment{}, misused("ctl.attach_which")
	}
	id, err := idOf(words[0])
	if err != nil {
		return "", civic.Attachment{}, err
	}
	list, err := s.set.Desk.AttachmentsOf(ctx, id)
	if err != nil {
		return id, civic.Attachment{}, err
	}
	if d, err := s.set.Desk.Draft(ctx, id); err == nil { // what stands beside its filing too
		list = slices.Clone(list)
		for _, p := range d.Papers {
			list = append(list, p.Attachment)
		}
	}
	at := slices.IndexFunc(list, func(a civic.Attachment) bool { return len(words[1]) > 3 && strings.HasPrefix(a.Hash, words[1]) })
	if n, err := strconv.Atoi(words[1]); at < 0 && err == nil && n >= 1 && n <= len(list) {
		at = n - 1
	}
	if at < 0 {
		return id, civic.Attachment{}, civic.NewError(civic.NotFound, "terminal.attachment", "attach.none_such")
	}
	return id, list[at], nil
}

func cmdAttachmentGet(f *flag.FlagSet) action {
	out := f.String("o", "", "")
	return func(ctx context.Context, s *session, words []string) error {
		id, a, err := s.oneFile(ctx, words)
		if err != nil {
			return err
		}
		all, err := s.set.Desk.Files(ctx, []civic.Attachment{a})
		if err != nil {
			return err
		}
		if st := all[0].State; st != civic.FileHere && st != civic.FileSending {
			if err := s.set.Desk.Fetch(ctx, id, a, nil); err != nil {
				return err
			}
		}
		to := *out
		if to == "" {
			to = filepath.Base(a.Name)
		}
		if err := writeFile(to, func(w io.Writer) error { return s.set.Desk.CopyFile(ctx, a, w) }); err != nil {
			return err
		}
		s.printf("%s\n", s.T("ctl.written", "file", to))
		return s.document(map[string]any{"id": id, "hash": a.Hash, "file": to})
	}
}

func cmdAttachmentRule(f *flag.FlagSet) action {
	upTo, metered := f.Int64("up-to", 0, ""), f.Bool("metered", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		rule := civic.FetchRule{UpTo: *upTo << 20, Metered: *metered}
		if err := s.set.Desk.FetchRule(ctx, rule); err != nil {
			return err
		}
		key := "attach.rule_ask"
		if rule.UpTo > 0 && !rule.Metered {
			key = "attach.rule_auto"
		}
		s.printf("%s\n", s.T(key, "limit", strconv.FormatInt(*upTo, 10)))
		return s.document(map[string]any{"upTo": rule.UpTo, "metered": rule.Metered})
	}
}

// isDocument tells a document that was filed from a draft's text file.
func isDocument(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".pdf", ".docx", ".odt", ".akn", ".xml":
		return true
	}
	return false
}

// paper reads one document of the person's, as it was understood.
func (s *session) paper(ctx context.Context, path string) (civic.Paper, error) {
	var read desk.Paper
	err := s.set.Desk.ReadPapers(ctx, []string{path}, func(p desk.Paper) { read = p })
	return read.Paper, cmp.Or(err, read.Err)
}

// draftOfDocument makes a draft of an act that was already filed. Of one that this
// program wrote all is taken: it goes out again as it came.
func (s *session) draftOfDocument(ctx context.Context, c civic.Content, path string) error {
	if p, err := s.paper(ctx, path); err == nil && p.Whole {
		return s.draftOfPaper(ctx, c, p.Content)
	}
	if c.Kind == "" {
		return misused("ctl.kind")
	}
	if err := oneOf(string(c.Kind), civic.ActKinds()); err != nil {
		return err
	}
	c, err := s.complete(ctx, c)
	if err != nil {
		return err
	}
	c.Clauses = nil // the pattern of the kind is for what is still to be written
	made, err := s.set.Desk.FromFile(ctx, c, path)
	if err != nil {
		return err
	}
	if !made.Text {
		s.note(s.T("intake.no_text_do"))
	}
	if made.Short {
		s.note(s.T("import.shortened"))
	}
	s.printf("%s\n", made.Draft.ID)
	return s.document(map[string]any{"id": made.Draft.ID, "text": made.Text, "short": made.Short})
}

// draftOfPaper makes a draft of what a document says, with what was given before
// it. Files that the document names are not in it.
func (s *session) draftOfPaper(ctx context.Context, given, c civic.Content) error {
	c.Attachments = nil
	c.Kind, c.Subject = cmp.Or(given.Kind, c.Kind), cmp.Or(given.Subject, c.Subject)
	if given.Body != "" && given.Body != c.Body {
		c.Body, c.BodyName, c.Organ, c.Region, c.Level = given.Body, "", "", "", ""
	}
	if c.Kind == "" {
		return misused("ctl.kind")
	}
	if err := oneOf(string(c.Kind), civic.ActKinds()); err != nil {
		return err
	}
	if c.BodyName == "" && c.Body != "" {
		var err error
		if c, err = s.complete(ctx, c); err != nil {
			return err
		}
	}
	d, err := s.set.Desk.NewDraft(ctx, c)
	if err != nil {
		return err
	}
	s.printf("%s\n", d.ID)
	return s.document(map[string]any{"id": d.ID})
}
