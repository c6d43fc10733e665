package desk

import (
	"context"
	"strings"

	"scranno/app/civic"
)

// Comments keeps the remarks in the margin of drafts.
type Comments interface {
	// PutComment keeps a comment, or what it became.
	PutComment(ctx context.Context, c civic.Comment) error
	// Comments lists those of a draft, the first written first.
	Comments(ctx context.Context, draft civic.ID) ([]civic.Comment, error)
	// DropComment removes one for good. NotFound where it is not there.
	DropComment(ctx context.Context, id civic.ID) error
}

// AddComment writes a remark on a clause of a draft, as the clause stands; from
// and to are the bytes of its text that are meant, the same: all of it.
func (d *Desk) AddComment(ctx context.Context, draft civic.ID, on civic.Clause, words [2]int, text string) (civic.Comment, error) {
	if _, err := d.open(ctx, draft); err != nil {
		return civic.Comment{}, err
	}
	id, err := d.newID()
	if err != nil {
		return civic.Comment{}, err
	}
	c := civic.Comment{
		ID: id, Draft: draft, On: []civic.Clause{on}, From: words[0], To: words[1],
		Text: strings.TrimSpace(civic.CleanText(text)), Written: d.now(),
	}
	if err := c.Validate(); err != nil {
		return c, err
	}
	return c, d.after(d.o.Store.PutComment(ctx, c))
}

// Comments lists the remarks on a draft, the first written first.
func (d *Desk) Comments(ctx context.Context, draft civic.ID) ([]civic.Comment, error) {
	return d.o.Store.Comments(ctx, draft)
}

// ChangeComment gives a remark other words.
func (d *Desk) ChangeComment(ctx context.Context, draft, id civic.ID, text string) error {
	return d.editComment(ctx, draft, id, func(c *civic.Comment) {
		c.Text, c.Changed = strings.TrimSpace(civic.CleanText(text)), d.now()
	})
}

// ResolveComment says that a remark was dealt with, or opens it again.
func (d *Desk) ResolveComment(ctx context.Context, draft, id civic.ID, on bool) error {
	return d.editComment(ctx, draft, id, func(c *civic.Comment) { c.Resolved = on })
}

func (d *Desk) editComment(ctx context.Context, draft, id civic.ID, change func(*civic.Comment)) error {
	all, err := d.o.Store.Comments(ctx, draft)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.ID != id {
			continue
		}
		change(&c)
		if err := c.Validate(); err != nil {
			return err
		}
		return d.after(d.o.Store.PutComment(ctx, c))
	}
	return civic.NewError(civic.NotFound, "desk.comment", "")
}

// DropComment removes a remark for good.
func (d *Desk) DropComment(ctx context.Context, id civic.ID) error {
	return d.after(d.o.Store.DropComment(ctx, id))
}
