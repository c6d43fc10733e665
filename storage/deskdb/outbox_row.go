package deskdb

import (
	"context"
	"encoding/json"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// queued is a row of the outbox.
type queued struct {
	Num     int64              `json:"-"`
	ID      civic.ID           `json:"id"`
	Device  civic.ID           `json:"device"`
	N       int64              `json:"n"`
	Name    civic.CommandName  `json:"name"`
	Schema  int                `json:"schema"`
	Args    json.RawMessage    `json:"args,omitempty"`
	Base    int64              `json:"base,omitempty"`
	After   civic.ID           `json:"after,omitempty"`
	Again   bool               `json:"again,omitempty"`
	Author  civic.ID           `json:"author"`
	State   civic.CommandState `json:"state"`
	Draft   civic.ID           `json:"draft,omitempty"`
	Subject string             `json:"subject,omitempty"`
	Queued  int64              `json:"queued"`
	Started bool               `json:"started,omitempty"`
	Rest    bool               `json:"-"`
	Tries   int                `json:"-"`
	Last    civic.ErrorKind    `json:"-"`
	Reason  civic.Reason       `json:"reason,omitempty"`
	Params  string             `json:"params,omitempty"`
	Epoch   string             `json:"epoch,omitempty"`
	Effects string             `json:"effects,omitempty"`
	Drawing civic.Drawing      `json:"-"`
	Drawn   civic.Reason       `json:"-"`
	Days    int64              `json:"days,omitempty"`
}

const queuedColumns = `num, id, device, n, name, schema, args, base, after, again, author, state, draft, subject, queued,
	started, rest, tries, last, reason, params, epoch, effects, drawing, drawn, days`

func (q *queued) dest(args *[]byte) []any {
	return []any{
		&q.Num, &q.ID, &q.Device, &q.N, &q.Name, &q.Schema, args, &q.Base, &q.After, &q.Again, &q.Author, &q.State, &q.Draft,
		&q.Subject, &q.Queued, &q.Started, &q.Rest, &q.Tries, &q.Last, &q.Reason, &q.Params, &q.Epoch, &q.Effects,
		&q.Drawing, &q.Drawn, &q.Days,
	}
}

func queuedRow(ctx context.Context, tx *sqldb.Tx, id civic.ID) (queued, error) {
	var q queued
	var args []byte
	err := tx.Get(ctx, `SELECT `+queuedColumns+` FROM outbox WHERE id = $1`, []any{string(id)}, q.dest(&args)...)
	q.Args = args
	return q, err
}

func queuedRows(ctx context.Context, tx *sqldb.Tx, where string, params ...any) ([]queued, error) {
	var out []queued
	var q queued
	var args []byte
	err := tx.Each(ctx, `SELECT `+queuedColumns+` FROM outbox `+where, params, q.dest(&args), func() error {
		x := q
		x.Args = args
		out = append(out, x)
		return nil
	})
	return out, err
}

// insert puts the row last, or at Num where that is set.
func (q *queued) insert(ctx context.Context, tx *sqldb.Tx) error {
	var num, args any
	if q.Num != 0 {
		num = q.Num
	}
	if q.Args != nil {
		args = string(q.Args)
	}
	n, err := tx.Insert(ctx, `INSERT INTO outbox (`+queuedColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
		$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
		num, string(q.ID), string(q.Device), q.N, string(q.Name), q.Schema, args, q.Base, string(q.After), q.Again, string(q.Author),
		string(q.State), string(q.Draft), q.Subject, q.Queued, q.Started, q.Rest, q.Tries, string(q.Last), string(q.Reason),
		q.Params, q.Epoch, q.Effects, string(q.Drawing), string(q.Drawn), q.Days)
	if err != nil {
		return err
	}
	q.Num = n
	for _, t := range touchesOf(q.command()) {
		if _, err := tx.Exec(ctx, `INSERT OR IGNORE INTO touches (record, command, made) VALUES ($1, $2, $3)`,
			string(t.record), string(q.ID), t.made); err != nil {
			return err
		}
	}
	return nil
}

// remove takes the row out.
func (q *queued) remove(ctx context.Context, tx *sqldb.Tx) error {
	if _, err := tx.Exec(ctx, `DELETE FROM touches WHERE command = $1`, string(q.ID)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM outbox WHERE id = $1`, string(q.ID))
	return err
}

func (q *queued) command() civic.Command {
	return civic.Command{
		ID: q.ID, Device: q.Device, N: q.N, Name: q.Name, Schema: q.Schema, Args: q.Args, Base: q.Base,
		After: q.After, Again: q.Again, Author: q.Author,
	}
}

// bare is the row as it is kept outside the outbox: a subject that is not the
// person's own words belongs to a channel, and must be able to go with it.
func (q queued) bare() *queued {
	switch q.Name {
	case civic.CmdPublish, civic.CmdRevise, civic.CmdOpenThread:
	default:
		q.Subject = ""
	}
	return &q
}

// view is the row as screens see it. A refusal that this copy foresees is told
// only while nobody has tried: afterwards the copy may be ahead of the receipt.
func (q *queued) view() civic.Queued {
	v := civic.Queued{
		Command: q.command(), State: q.State, Queued: moment(q.Queued), Subject: q.Subject, Draft: q.Draft, Reason: q.Reason,
		Tries: q.Tries, Last: q.Last, Epoch: q.Epoch, Drawing: q.Drawing,
	}
	if v.Reason == "" && !q.Started {
		v.Reason = q.Drawn
	}
	if q.Params != "" && json.Unmarshal([]byte(q.Params), &v.Params) != nil {
		v.Params = nil
	}
	return v
}

// touch is a record that a command makes or changes.
type touch struct {
	record civic.ID
	made   bool
}

// named are the ids that arguments may hold.
type named struct {
	ID      civic.ID `json:"id"`
	Act     civic.ID `json:"act"`
	Post    civic.ID `json:"post"`
	Thread  civic.ID `json:"thread"`
	ReplyTo civic.ID `json:"replyTo"`
	Clause  civic.ID `json:"clause"`
	Group   civic.ID `json:"group"`
	Draft   civic.ID `json:"draft"`
	Event   struct {
		Act civic.ID `json:"act"`
	} `json:"event"`
	Content struct {
		Lineage *civic.Lineage `json:"lineage"`
	} `json:"content"`
}

// touchesOf lists the records that a command makes or changes.
func touchesOf(c civic.Command) []touch {
	var a named
	if c.Decode(&a) != nil {
		return nil
	}
	switch c.Name {
	case civic.CmdPublish, civic.CmdPost, civic.CmdActEvent:
		return []touch{{a.ID, true}}
	case civic.CmdEditEvent, civic.CmdDropEvent:
		return []touch{{a.ID, false}}
	case civic.CmdCommitment:
		return []touch{{civic.CommitmentID(a.Act, a.Clause), false}}
	case civic.CmdSponsor:
		return []touch{{civic.SponsorshipID(c.Author, a.Act), false}}
	case civic.CmdSealDraft, civic.CmdKey:
		return []touch{{a.ID, c.Base == 0}}
	case civic.CmdDropDraft, civic.CmdDropKey:
		return []touch{{a.ID, false}}
	case civic.CmdOpenThread:
		return []touch{{a.ID, true}, {a.Post, true}}
	case civic.CmdRevise, civic.CmdWithdraw, civic.CmdUndo, civic.CmdRedact, civic.CmdReturn, civic.CmdReinstate:
		return []touch{{a.Act, false}}
	case civic.CmdOpenCall:
		if a.Thread == "" {
			return []touch{{a.ID, true}}
		}
		return []touch{{a.ID, true}, {a.Thread, true}, {a.Post, true}}
	case civic.CmdEditCall, civic.CmdCloseCall, civic.CmdWithdrawCall, civic.CmdReturnCall, civic.CmdBringCall:
		return []touch{{a.ID, false}}
	case civic.CmdEditPost, civic.CmdWithdrawPost:
		return []touch{{a.Post, false}}
	case civic.CmdWithdrawTalk:
		return []touch{{a.Thread, false}}
	case civic.CmdUseful:
		return []touch{{civic.UsefulID(c.Author, a.Act), false}}
	case civic.CmdRead:
		return []touch{{civic.ReadID(c.Author, a.Thread), false}}
	}
	return groupTouches(c)
}

// standsOn lists the records that a command needs or changes.
func standsOn(c civic.Command) []civic.ID {
	var a named
	if c.Decode(&a) != nil {
		return nil
	}
	ids := []civic.ID{a.ID, a.Act, a.Post, a.Thread, a.ReplyTo, a.Event.Act, a.Group, a.Draft}
	if a.Content.Lineage != nil {
		ids = append(ids, a.Content.Lineage.Parent)
	}
	for _, t := range touchesOf(c) {
		ids = append(ids, t.record)
	}
	out := ids[:0]
	for _, id := range ids {
		if id != "" {
			out = append(out, id)
		}
	}
	return out
}
