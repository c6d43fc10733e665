package civic

import "time"

// Progress is how far a long piece of work has come. Total 0: not known.
type Progress struct {
	Step  string // message key of what is being done
	Done  int64
	Total int64
}

// SyncResult is what one sync did.
type SyncResult struct {
	Pulled   int // operations applied
	Pushed   int // commands accepted
	Refused  int
	Pending  int  // commands that still wait
	Complete bool // nothing is left to pull
}

// SyncState is what the status line shows.
type SyncState struct {
	Online  bool
	Live    bool // the central says at once what is new
	Busy    bool
	Pending int
	Refused int
	Synced  time.Time // last complete sync
	Next    time.Time // when it tries again by itself
	Err     error     // of the last try; nil when it went well
}

// Status is a desk's whole state in a few lines.
type Status struct {
	Profile Profile
	SyncState
	Channels []ChannelState
}

// Severity says how much a finding weighs.
type Severity string

// The severities. Only Blocking stops a publication.
const (
	Blocking Severity = "blocking"
	Warning  Severity = "warning"
	Hint     Severity = "hint"
)

// Finding is something that a check saw: in a draft, or in the desk itself.
type Finding struct {
	Code     string            `json:"code"` // message key: "finding.<code>"
	Severity Severity          `json:"severity"`
	Clause   ID                `json:"clause,omitempty"`
	From     int               `json:"from,omitempty"`  // bytes of the clause's text that it is about
	To       int               `json:"to,omitempty"`    // 0: the whole clause
	Field    string            `json:"field,omitempty"` // of the heading, by its name in Content's JSON
	Params   map[string]string `json:"params,omitempty"`
	Source   string            `json:"source,omitempty"` // the article that a rule cites
}

// SubmitHow is how a draft enters the library.
type SubmitHow struct {
	Visibility Visibility
	Licence    string
	Hold       bool // stays on the desk until the act is filed
}

// Identity is who is signed in.
type Identity struct {
	Person ID
	Name   string
	Device ID
}

// SignInHow says how to sign in: with a password through the login page's own
// form, or in the system browser.
type SignInHow struct {
	Email       string
	Password    string
	OpenBrowser func(url string) error
	Device      ID
	DeviceName  string
}

// SignInState says whether tokens are there and where they are kept.
type SignInState struct {
	SignedIn bool
	Person   ID   // whose the tokens are; empty where nobody ever signed in
	Keychain bool // false: a file that only the person may read
	Expired  bool // signing in again is needed; nothing is lost
}

// SigningKey is a key of the central's issuer, sealed in its database.
type SigningKey struct {
	ID      string
	Private []byte // PKCS #8
	Created time.Time
	Retired time.Time
}

// Settings is what a program must know before its store opens: one small file
// beside it.
type Settings struct {
	TextSize int    `json:"textSize,omitempty"` // percent, 90 to 200; 0: the default
	Theme    string `json:"theme,omitempty"`    // "light", "dark", "contrast"; empty: as the system
	Language string `json:"language,omitempty"` // "it", "en"; empty: as the system

	LockAfter int    `json:"lockAfter,omitempty"` // minutes without use until the window hides itself; 0: never
	LockHash  string `json:"lockHash,omitempty"`  // of the words that bring it back

	Panes map[string]int `json:"panes,omitempty"` // widths that the person gave, by name
}
