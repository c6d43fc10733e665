package civic

import "time"

// Comment is a remark in the margin of a draft. It is the person's own and stays
// on the device.
type Comment struct {
	ID    ID `json:"id"`
	Draft ID `json:"draft"`
	// On is the clause that it was written on, as the clause stood then; one. From
	// and To are the bytes of its text that are meant; the same: all of it. Named
	// as where clauses stand, so that what is obscured goes from here too.
	On       []Clause  `json:"clauses"`
	From     int       `json:"from,omitempty"`
	To       int       `json:"to,omitempty"`
	Text     string    `json:"text"`
	Written  time.Time `json:"written"`
	Changed  time.Time `json:"changed,omitzero"`
	Resolved bool      `json:"resolved,omitempty"`
}

// Clause is what the comment was written on; the zero value where it has none.
func (c Comment) Clause() Clause {
	if len(c.On) == 0 {
		return Clause{}
	}
	return c.On[0]
}

// Quote gives the words that are meant; empty: the whole clause.
func (c Comment) Quote() string {
	text := c.Clause().Text
	if c.From < 0 || c.To <= c.From || c.To > len(text) {
		return ""
	}
	return text[c.From:c.To]
}

// Validate tells what keeps a comment from being kept.
func (c Comment) Validate() error {
	const op = "comment.check"
	switch {
	case !c.ID.Valid(), !c.Draft.Valid(), len(c.On) != 1, !c.Clause().ID.Valid():
		return NewError(Invalid, op, "")
	case c.Text == "":
		return NewError(Invalid, op, "comment.empty")
	case c.From < 0, c.To < c.From, c.To > len(c.Clause().Text):
		return NewError(Invalid, op, "")
	}
	return checkText(op, "text", c.Text, MaxPost)
}
