package civic

import (
	"encoding/json"
	"time"
)

// StrandedKind says what was left unsent.
type StrandedKind string

// The kinds of what was left unsent.
const (
	StrandedCommand StrandedKind = "command" // it waited in the outbox
	StrandedDraft   StrandedKind = "draft"   // a new text of an act that is not here any more
	StrandedText    StrandedKind = "compose" // it was being written
)

// Composed is what is being written in a conversation, or the conversation that
// is being begun in a space. The zero value is nothing.
type Composed struct {
	Title       string       `json:"title,omitempty"` // of a conversation that is being begun
	Text        string       `json:"text"`
	ReplyTo     ID           `json:"reply,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
}

// Empty tells that nothing is being written. An answer without words or files is
// nothing.
func (c Composed) Empty() bool { return c.Title == "" && c.Text == "" && len(c.Attachments) == 0 }

// Stranded is something of one's own that had not been sent when its channel
// was lost or left. It stays until the person decides.
type Stranded struct {
	ID      ID // of the command, the draft or the conversation
	What    StrandedKind
	Channel Channel
	Open    bool // the channel is kept again
	Command Command
	Draft   ID
	Title   string // its own words; empty: it has none
	Text    string
	Files   []Attachment // of what was being written
	Lost    time.Time
}

// Binned is something in the bin.
type Binned struct {
	Num   int64
	Kind  RecordKind  // of a record; empty: a command taken out of the outbox
	Name  CommandName // of such a command
	ID    ID
	Mine  bool // one's own
	Title string
	Text  string
	Left  int // of the central's days, before it goes

	Body    json.RawMessage // of a record
	Command Command         // taken out of the outbox
}
