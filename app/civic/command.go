package civic

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// CommandName says what a person does. A name never changes its meaning.
type CommandName string

// The commands of this version.
const (
	CmdPublish      CommandName = "act.publish"
	CmdRevise       CommandName = "act.revise"
	CmdWithdraw     CommandName = "act.withdraw"
	CmdUndo         CommandName = "act.undo" // of a publication; later than UndoWindow a withdrawal
	CmdRedact       CommandName = "act.redact"
	CmdReturn       CommandName = "act.return"
	CmdReinstate    CommandName = "act.reinstate"
	CmdActEvent     CommandName = "act.event"
	CmdEditEvent    CommandName = "act.event_edit"
	CmdDropEvent    CommandName = "act.event_drop"
	CmdCommitment   CommandName = "act.commitment"
	CmdSponsor      CommandName = "act.sponsor"
	CmdUseful       CommandName = "act.useful"
	CmdOpenThread   CommandName = "thread.open"
	CmdWithdrawTalk CommandName = "thread.withdraw"
	CmdPost         CommandName = "post.add"
	CmdEditPost     CommandName = "post.edit"
	CmdWithdrawPost CommandName = "post.withdraw"
	CmdRead         CommandName = "read.mark"
	CmdNotice       CommandName = "notice.accept"
	CmdSealDraft    CommandName = "draft.seal"
	CmdDropDraft    CommandName = "draft.drop"
	CmdKey          CommandName = "key.put"
	CmdDropKey      CommandName = "key.drop"
	CmdGroup        CommandName = "group.create"
	CmdRenameGroup  CommandName = "group.rename"
	CmdInvite       CommandName = "group.invite"
	CmdUninvite     CommandName = "group.uninvite"
	CmdJoinGroup    CommandName = "group.join"
	CmdLeaveGroup   CommandName = "group.leave"
	CmdGroupKey     CommandName = "group.key"
	CmdGroupSeal    CommandName = "group.seal" // a shared draft, like draft.seal
	CmdGroupDrop    CommandName = "group.drop"
	CmdGroupMark    CommandName = "group.mark"
	CmdOpenCall     CommandName = "call.open"
	CmdEditCall     CommandName = "call.edit"
	CmdCloseCall    CommandName = "call.close"
	CmdWithdrawCall CommandName = "call.withdraw"
	CmdReturnCall   CommandName = "call.return"
	CmdBringCall    CommandName = "call.reinstate"
)

// CommandNames lists them all.
func CommandNames() []CommandName {
	return []CommandName{
		CmdPublish, CmdRevise, CmdWithdraw, CmdUndo, CmdRedact, CmdReturn, CmdReinstate, CmdActEvent, CmdUseful,
		CmdEditEvent, CmdDropEvent, CmdCommitment, CmdSponsor,
		CmdOpenThread, CmdWithdrawTalk, CmdPost, CmdEditPost, CmdWithdrawPost, CmdRead, CmdNotice,
		CmdSealDraft, CmdDropDraft, CmdKey, CmdDropKey,
		CmdOpenCall, CmdEditCall, CmdCloseCall, CmdWithdrawCall, CmdReturnCall, CmdBringCall,
		CmdGroup, CmdRenameGroup, CmdInvite, CmdUninvite, CmdJoinGroup, CmdLeaveGroup, CmdGroupKey, CmdGroupSeal,
		CmdGroupDrop, CmdGroupMark,
	}
}

// Command is what a person does, with an identity of its own made when it
// enters the outbox. The central runs each id once.
type Command struct {
	ID     ID              `json:"id"`
	Device ID              `json:"-"` // of the desk that wrote it; once per push on the wire
	N      int64           `json:"n"` // its place in that device's numbers
	Name   CommandName     `json:"name"`
	Schema int             `json:"-"` // of the arguments; once per push on the wire
	Args   json.RawMessage `json:"args"`
	Base   int64           `json:"base,omitempty"`  // version of the record it was written upon
	After  ID              `json:"after,omitempty"` // the waiting command that it stands on
	Again  bool            `json:"again,omitempty"` // acknowledged in a former epoch, offered again
	Author ID              `json:"-"`               // who holds the token; never taken from the wire
}

// Hash is over name and canonical arguments: the same id with another hash is
// misuse.
func (c Command) Hash() (string, error) {
	args, err := Canonical(c.Args)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	h.Write([]byte(c.Name))
	h.Write([]byte{'\n'})
	h.Write(args)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Decode reads the arguments into the given struct.
func (c Command) Decode(v any) error {
	op := string(c.Name)
	if len(c.Args) > MaxArgs {
		return NewError(TooLarge, op, "invalid.too_long", "field", "args")
	}
	d := json.NewDecoder(bytes.NewReader(c.Args))
	if err := d.Decode(v); err != nil {
		return &Error{Kind: Invalid, Op: op, Key: "invalid.json", Err: err}
	}
	return nil
}

// ReceiptOutcome says how a command ended.
type ReceiptOutcome string

// The outcomes of a receipt.
const (
	Accepted ReceiptOutcome = "accepted"
	Refused  ReceiptOutcome = "refused"
)

// EffectRef is where in the feed an effect of a command stands.
type EffectRef struct {
	Channel Channel `json:"channel"`
	Seq     int64   `json:"seq"`
}

// Receipt is the central's final word on a command, kept for ever.
type Receipt struct {
	ID      ID                `json:"id"`
	Person  ID                `json:"-"`
	Hash    string            `json:"hash"`
	Outcome ReceiptOutcome    `json:"outcome"`
	Reason  Reason            `json:"reason,omitempty"`
	Params  map[string]string `json:"params,omitempty"`
	Epoch   string            `json:"epoch"`
	Effects []EffectRef       `json:"effects,omitempty"`
	At      time.Time         `json:"at"`
}

// Reason is the closed vocabulary of refusals. Its text is in the locale, under
// "refusal.<reason>".
type Reason string

// The reasons.
const (
	ReasonInvalid         Reason = "invalid"          // the arguments are not well formed
	ReasonConflict        Reason = "conflict"         // the base has moved on
	ReasonGone            Reason = "gone"             // what it concerns is no longer there
	ReasonReturned        Reason = "returned"         // a moderator took the act out
	ReasonNotCouncillor   Reason = "not_councillor"   // no verified mandate
	ReasonNotYourBody     Reason = "not_your_body"    // no verified mandate in that body
	ReasonNotYourCouncil  Reason = "not_your_council" // neither author nor councillor there
	ReasonNotYours        Reason = "not_yours"        // someone else's act or post
	ReasonNotModerator    Reason = "not_moderator"    // no such role there
	ReasonOwnCouncil      Reason = "own_council"      // a moderator of the same council
	ReasonNotMember       Reason = "not_member"       // may not write there
	ReasonNotShareable    Reason = "not_shareable"    // a kind that never enters the library
	ReasonDuplicate       Reason = "duplicate"        // that id is taken
	ReasonDependent       Reason = "dependent"        // what it stands on was refused
	ReasonMisuse          Reason = "misuse"           // the id was used for something else
	ReasonUnknownCommand  Reason = "unknown_command"  // this central does not know the name
	ReasonNotYet          Reason = "not_yet"          // a visibility that does not travel yet
	ReasonInternal        Reason = "internal"         // the rule failed three times
	ReasonDisabled        Reason = "disabled"         // the account
	ReasonLineage         Reason = "lineage"          // lineage cannot change once published
	ReasonNotBack         Reason = "not_back"         // what it needs did not come back in thirty days
	ReasonLicence         Reason = "licence"          // public without the licence
	ReasonMandateMismatch Reason = "mandate_mismatch" // level or region differ from the mandate's
	ReasonAnswered        Reason = "answered"         // others have written there
	ReasonAttachment      Reason = "attachment"       // waits for a file that the central has not yet
	ReasonFileGone        Reason = "file_gone"        // a file that it names is no longer on this desk
	ReasonFileRefused     Reason = "file_refused"     // the central does not take a file that it names
	ReasonNoInvitation    Reason = "no_invitation"    // no such code, or no longer
	ReasonGroupFull       Reason = "group_full"       // a limit on groups is reached
	ReasonGroupPart       Reason = "group_part"       // one's part in the group does not allow it
	ReasonCannotInvite    Reason = "cannot_invite"    // no mandate or role to invite those councils
	ReasonQuiet           Reason = "quiet"            // an election silence holds there
)

// Reasons lists them all, for the locale's test.
func Reasons() []Reason {
	return []Reason{
		ReasonInvalid, ReasonConflict, ReasonGone, ReasonReturned, ReasonNotCouncillor, ReasonNotYourBody,
		ReasonNotYourCouncil, ReasonNotYours, ReasonNotModerator, ReasonOwnCouncil, ReasonNotMember,
		ReasonNotShareable, ReasonDuplicate, ReasonDependent, ReasonMisuse, ReasonUnknownCommand, ReasonNotYet,
		ReasonInternal, ReasonDisabled, ReasonLineage, ReasonNotBack, ReasonLicence, ReasonMandateMismatch,
		ReasonAnswered, ReasonCannotInvite, ReasonQuiet,
		ReasonAttachment, ReasonFileGone, ReasonFileRefused,
		ReasonNoInvitation, ReasonGroupFull, ReasonGroupPart,
	}
}

// Returnable tells whether the reason is one that may itself pass when what
// was lost by a restore comes back: a command offered again waits on it.
func (r Reason) Returnable() bool {
	switch r {
	case ReasonGone, ReasonConflict, ReasonNotCouncillor, ReasonNotYourBody, ReasonNotYourCouncil,
		ReasonNotModerator, ReasonNotMember, ReasonMandateMismatch, ReasonDependent, ReasonCannotInvite,
		ReasonNoInvitation:
		return true
	}
	return false
}
