package council

import (
	"cmp"
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// read reads a file with the text that it holds; a file without one is no error.
func (c *Council) read(ctx context.Context, path string) (civic.LocalFile, civic.Content, error) {
	if c.o.Reader == nil {
		return civic.LocalFile{}, civic.Content{}, civic.NewError(civic.Forbidden, "council.paper", "disk.denied")
	}
	f, err := c.o.Reader.Read(ctx, path)
	if err != nil {
		return f, civic.Content{}, err
	}
	var failed error
	content, err := c.o.Reader.Text(ctx, f, func(int) civic.ID {
		id, err := c.newID()
		failed = cmp.Or(failed, err)
		return id
	})
	switch civic.KindOf(err) {
	case civic.Unknown, civic.Invalid, civic.TooLarge, civic.Damaged:
		content, err = civic.Content{}, nil // a picture, a scan, a spreadsheet: kept as it is
	}
	return f, content, cmp.Or(err, failed)
}

// CheckPapers tells whether files can be read and kept as papers, before anything
// is written.
func (c *Council) CheckPapers(ctx context.Context, paths ...string) error {
	for _, path := range paths {
		if _, _, err := c.read(ctx, path); err != nil {
			return err
		}
	}
	return nil
}

// AddPaper adds a file of the person's to an item of the agenda, with its text
// cut into clauses where it has one.
func (c *Council) AddPaper(ctx context.Context, sitting, item civic.ID, path string) (civic.Sitting, civic.ID, error) {
	f, content, err := c.read(ctx, path)
	if err != nil {
		return civic.Sitting{}, "", err
	}
	file, err := c.keep(ctx, path)
	if err != nil {
		return civic.Sitting{}, "", err
	}
	return c.addPaper(ctx, sitting, item, civic.SittingPaper{Name: f.Name, File: file}, content.Clauses)
}

// AddPaperText adds a text that was pasted.
func (c *Council) AddPaperText(ctx context.Context, sitting, item civic.ID, name, text string) (civic.Sitting, civic.ID, error) {
	clauses, err := c.cut(text)
	if err != nil {
		return civic.Sitting{}, "", err
	}
	return c.addPaper(ctx, sitting, item, civic.SittingPaper{Name: name}, clauses)
}

func (c *Council) cut(text string) ([]civic.Clause, error) {
	var failed error
	out := drafting.Cut(civic.CleanText(text), func(int) civic.ID {
		id, err := c.newID()
		failed = cmp.Or(failed, err)
		return id
	})
	return out, failed
}

func (c *Council) keep(ctx context.Context, path string) (*civic.Attachment, error) {
	if c.o.Files == nil {
		return nil, civic.NewError(civic.Forbidden, "council.paper", "disk.denied")
	}
	a, err := c.o.Files.AddFile(ctx, path)
	return &a, err
}

func (c *Council) addPaper(ctx context.Context, sitting, item civic.ID, p civic.SittingPaper, text []civic.Clause) (civic.Sitting, civic.ID, error) {
	var err error
	if p.ID, err = c.newID(); err != nil {
		return civic.Sitting{}, "", err
	}
	p.Added = c.now()
	if p.Text, err = c.keepText(ctx, sitting, text); err != nil {
		return civic.Sitting{}, "", err
	}
	s, err := c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		it := s.Item(item)
		if it == nil {
			return civic.NewError(civic.NotFound, "council.item", "")
		}
		it.Papers = append(it.Papers, p)
		return nil
	})
	return s, p.ID, err
}

// keepText keeps the clauses of a paper and gives under which id; empty: there are
// none, or too many.
func (c *Council) keepText(ctx context.Context, sitting civic.ID, text []civic.Clause) (civic.ID, error) {
	if !fits(text) {
		return "", nil
	}
	id, err := c.newID()
	if err != nil {
		return "", err
	}
	return id, c.o.Store.KeepPaperText(ctx, sitting, id, text)
}

// fits tells whether a paper's text is there and small enough to be kept beside
// its file.
func fits(text []civic.Clause) bool {
	n := 0
	for _, cl := range text {
		n += len(cl.Opener) + len(cl.Text)
	}
	return n > 0 && n <= civic.MaxActText && len(text) <= civic.MaxClauses
}

// ReplacePaper puts a new version of a paper in its place. Notes stay with their
// clauses, or go where their words are now; those whose words are gone are
// marked. The former file stays.
func (c *Council) ReplacePaper(ctx context.Context, sitting, paper civic.ID, path string) (civic.Sitting, error) {
	f, content, err := c.read(ctx, path)
	if err != nil {
		return civic.Sitting{}, err
	}
	file, err := c.keep(ctx, path)
	if err != nil {
		return civic.Sitting{}, err
	}
	return c.replace(ctx, sitting, paper, civic.SittingPaper{Name: f.Name, File: file}, content.Clauses)
}

// ReplacePaperText is ReplacePaper for a text that was pasted.
func (c *Council) ReplacePaperText(ctx context.Context, sitting, paper civic.ID, text string) (civic.Sitting, error) {
	clauses, err := c.cut(text)
	if err != nil {
		return civic.Sitting{}, err
	}
	return c.replace(ctx, sitting, paper, civic.SittingPaper{}, clauses)
}

func (c *Council) replace(ctx context.Context, sitting, paper civic.ID, next civic.SittingPaper, text []civic.Clause) (civic.Sitting, error) {
	old, err := c.Clauses(ctx, sitting, "", paper)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return civic.Sitting{}, err
	}
	text = drafting.Realign(old, text)
	if next.Text, err = c.keepText(ctx, sitting, text); err != nil {
		return civic.Sitting{}, err
	}
	return c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		p := paperOf(s, paper)
		if p == nil {
			return civic.NewError(civic.NotFound, "council.paper", "")
		}
		if p.File != nil {
			p.Former = append(slices.Clone(p.Former), *p.File)
			p.Former = p.Former[max(0, len(p.Former)-civic.MaxPaperVersions):]
		}
		p.Name, p.File, p.Text, p.Added = cmp.Or(next.Name, p.Name), next.File, next.Text, c.now()
		for i := range s.Notes {
			if n := &s.Notes[i]; n.Paper == paper && n.Clause != "" {
				anchor(n, text)
			}
		}
		return nil
	})
}

// DropPaper takes a paper off its item. Notes on it stay, on the item, with the
// words that they were about.
func (c *Council) DropPaper(ctx context.Context, sitting, paper civic.ID) (civic.Sitting, error) {
	return c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		for i := range s.Items {
			it := &s.Items[i]
			at := slices.IndexFunc(it.Papers, func(p civic.SittingPaper) bool { return p.ID == paper })
			if at < 0 {
				continue
			}
			it.Papers = slices.Delete(slices.Clone(it.Papers), at, at+1)
			for k := range s.Notes {
				if n := &s.Notes[k]; n.Paper == paper {
					n.Paper, n.Clause, n.Lost = "", "", n.Clause != ""
				}
			}
			return nil
		}
		return civic.NewError(civic.NotFound, "council.paper", "")
	})
}

func paperOf(s *civic.Sitting, id civic.ID) *civic.SittingPaper {
	for i := range s.Items {
		for k := range s.Items[i].Papers {
			if s.Items[i].Papers[k].ID == id {
				return &s.Items[i].Papers[k]
			}
		}
	}
	return nil
}

// SetMinutes keeps the minutes of a sitting; an empty path takes them off.
func (c *Council) SetMinutes(ctx context.Context, sitting civic.ID, path string) (civic.Sitting, error) {
	var file *civic.Attachment
	if path != "" {
		if c.o.Reader == nil {
			return civic.Sitting{}, civic.NewError(civic.Forbidden, "council.minutes", "disk.denied")
		}
		var err error
		if file, err = c.keep(ctx, path); err != nil {
			return civic.Sitting{}, err
		}
	}
	return c.ChangeSitting(ctx, sitting, func(s *civic.Sitting) error {
		s.Minutes = file
		return nil
	})
}
