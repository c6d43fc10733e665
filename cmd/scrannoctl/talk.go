package main

import (
	"context"
	"flag"
	"strings"

	"scranno/app/civic"
)

type spaceLine struct {
	ID      civic.ID     `json:"id"`
	Title   string       `json:"title"`
	Summary string       `json:"summary,omitempty"`
	Access  civic.Access `json:"access"`
	Joined  bool         `json:"joined"`
	Threads int          `json:"threads"`
	Unread  int          `json:"unread"`
}

func cmdSpaces(ctx context.Context, s *session, words []string) error {
	if err := none(words); err != nil {
		return err
	}
	all, err := s.set.Desk.Spaces(ctx)
	if err != nil {
		return err
	}
	lines := []spaceLine{}
	for _, h := range all {
		lines = append(lines, spaceLine{h.ID, h.Space.Title, h.Space.Summary, h.Space.Access, h.Joined, h.Threads, h.Unread})
		s.printf("%s  %s  %s\n", h.ID, h.Space.Title, s.N("spaces.unread", h.Unread))
	}
	if len(lines) == 0 {
		s.printf("%s\n", s.T("spaces.empty"))
	}
	return s.document(map[string]any{"spaces": lines})
}

type threadLine struct {
	ID      civic.ID `json:"id"`
	Title   string   `json:"title"`
	Unread  int      `json:"unread"`
	Posts   int      `json:"posts"`
	Pending bool     `json:"pending"`
}

func newThreadLine(h civic.ThreadHit) threadLine {
	return threadLine{h.ID, h.Thread.Title, h.Unread, h.Posts, h.Pending}
}

func cmdThreads(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	all, err := s.set.Desk.Threads(ctx, id)
	if err != nil {
		return err
	}
	lines := []threadLine{}
	for _, h := range all {
		lines = append(lines, newThreadLine(h))
		s.printf("%s  %s  %s, %s\n", h.ID, h.Thread.Title, s.N("spaces.posts", h.Posts), s.N("spaces.unread", h.Unread))
	}
	if len(lines) == 0 {
		s.printf("%s\n", s.T("spaces.threads_empty"))
	}
	return s.document(map[string]any{"threads": lines})
}

type postLine struct {
	ID       civic.ID `json:"id"`
	Author   string   `json:"author"`
	AuthorID civic.ID `json:"authorId"`
	Text     string   `json:"text"`
	Files    []string `json:"files,omitempty"` // their names, in the order that "attachment get" counts
	ReplyTo  civic.ID `json:"replyTo,omitempty"`
	Pending  bool     `json:"pending"`
	Mine     bool     `json:"mine"`
}

func cmdThreadShow(ctx context.Context, s *session, words []string) error {
	id, err := oneID(words)
	if err != nil {
		return err
	}
	posts, thread, err := s.set.Desk.Posts(ctx, id)
	if err != nil {
		return err
	}
	s.printf("%s\n", thread.Thread.Title)
	lines := []postLine{}
	for _, p := range posts {
		line := postLine{
			ID: p.ID, Author: p.Author, AuthorID: p.AuthorID, Text: p.Post.Text, ReplyTo: p.Post.ReplyTo, Pending: p.Pending, Mine: p.Mine,
		}
		for _, a := range p.Post.Attachments {
			line.Files = append(line.Files, a.Name)
		}
		lines = append(lines, line)
		mark := s.when(p.Created)
		if p.Pending {
			mark = s.T("act.pending")
		}
		s.printf("\n%s  %s  %s\n%s\n", p.ID, p.Author, mark, p.Post.Text)
		for i, a := range p.Post.Attachments {
			s.printf("%d  %s  (%s)\n", i+1, a.Name, megabytes(a.Size))
		}
	}
	return s.document(map[string]any{"id": id, "title": thread.Thread.Title, "posts": lines})
}

func cmdThreadOpen(f *flag.FlagSet) action {
	space, act, title := f.String("space", "", ""), f.String("act", "", ""), f.String("title", "", "")
	paths := attached(f)
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		if (*space == "") == (*act == "") || *title == "" {
			return misused("ctl.thread_open")
		}
		a := civic.OpenThreadArgs{Title: *title}
		var err error
		if *space != "" {
			a.Space, err = idOf(*space)
		} else {
			a.Act, err = idOf(*act)
		}
		if err != nil {
			return err
		}
		if a.Text, err = s.postText(); err != nil {
			return err
		}
		if a.Attachments, err = s.addFiles(ctx, *paths); err != nil {
			return err
		}
		q, err := s.set.Desk.OpenThread(ctx, a)
		if err != nil {
			return err
		}
		return s.settle(ctx, q, how, func(st settled) any {
			return struct {
				Thread civic.ID `json:"thread"`
				settled
			}{civic.Concerns(q.Command), st}
		})
	}
}

func cmdPost(f *flag.FlagSet) action {
	reply := f.String("reply-to", "", "")
	paths := attached(f)
	how := sends(f)
	return func(ctx context.Context, s *session, words []string) error {
		thread, err := oneID(words)
		if err != nil {
			return err
		}
		var to civic.ID
		if *reply != "" {
			if to, err = idOf(*reply); err != nil {
				return err
			}
		}
		text, err := s.postText()
		if err != nil {
			return err
		}
		files, err := s.addFiles(ctx, *paths)
		if err != nil {
			return err
		}
		q, err := s.set.Desk.AddPost(ctx, thread, text, to, files...)
		if err != nil {
			return err
		}
		return s.settle(ctx, q, how, func(st settled) any {
			return struct {
				Post civic.ID `json:"post"`
				settled
			}{civic.Concerns(q.Command), st}
		})
	}
}

// attached defines the flag that names a post's files.
func attached(f *flag.FlagSet) *[]string {
	var paths []string
	f.Func("attach", "", func(path string) error {
		paths = append(paths, path)
		return nil
	})
	return &paths
}

// addFiles copies a post's files into the profile.
func (s *session) addFiles(ctx context.Context, paths []string) (files []civic.Attachment, err error) {
	for _, path := range paths {
		a, err := s.set.Desk.AddFile(ctx, path)
		if err == nil {
			files, err = civic.WithFile(files, a)
		}
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// postText reads a post from what is piped in, without the last line's end.
func (s *session) postText() (string, error) {
	text, err := s.input(civic.MaxPost)
	if err != nil {
		return "", err
	}
	if text = strings.TrimRight(text, "\r\n"); strings.TrimSpace(text) == "" {
		return "", misused("ctl.no_text")
	}
	return text, nil
}
