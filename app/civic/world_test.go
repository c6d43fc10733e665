package civic_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"scranno/app/civic"
)

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// world is the smallest central: records by id, every rule's effects applied.
type world struct {
	t       *testing.T
	records map[civic.ID]civic.Record
	partial bool // a desk's copy: what is absent is unknown
}

func newWorld(t *testing.T) *world { return &world{t: t, records: map[civic.ID]civic.Record{}} }

func (w *world) Record(_ context.Context, id civic.ID) (civic.Record, error) {
	r, ok := w.records[id]
	if !ok || r.Deleted {
		kind := civic.NotFound
		if w.partial && !ok {
			kind = civic.Unknown
		}
		return civic.Record{}, civic.NewError(kind, "test", "")
	}
	return r, nil
}

func (w *world) Children(_ context.Context, parent civic.ID) ([]civic.Record, error) {
	var out []civic.Record
	for _, r := range w.records {
		if !r.Deleted && r.Parent() == parent {
			out = append(out, r)
		}
	}
	return out, nil
}

func (w *world) Actor(_ context.Context, person civic.ID) (civic.Actor, error) {
	var own []civic.Record
	for _, r := range w.records {
		if r.Channel == civic.UserChannel(person) {
			own = append(own, r)
		}
	}
	return civic.ActorFrom(person, own, now)
}

func (w *world) put(kind civic.RecordKind, id civic.ID, ch civic.Channel, author civic.ID, body any) {
	w.t.Helper()
	raw, err := civic.CanonicalOf(body)
	if err != nil {
		w.t.Fatal(err)
	}
	w.records[id] = civic.Record{Kind: kind, ID: id, Channel: ch, Version: 1, Born: 1, Author: author, Created: now, Updated: now, Body: raw}
}

// run decides and applies, and gives the refusal's reason.
func (w *world) run(name civic.CommandName, author civic.ID, base int64, args any) civic.Reason {
	w.t.Helper()
	return w.runAt(now, name, author, base, args)
}

func (w *world) runAt(at time.Time, name civic.CommandName, author civic.ID, base int64, args any) civic.Reason {
	w.t.Helper()
	d, err := civic.Decide(context.Background(), w, command(w.t, name, author, base, args), at)
	if err != nil {
		w.t.Fatalf("%s: %v", name, err)
	}
	if d.Refusal != nil {
		return d.Refusal.Reason
	}
	for _, e := range d.Effects {
		var prev *civic.Record
		if r, ok := w.records[e.ID]; ok {
			prev = &r
		}
		next, err := e.Apply(prev, author, at)
		if err != nil {
			w.t.Fatalf("%s: %v", name, err)
		}
		w.records[e.ID] = next
	}
	return ""
}

func command(t *testing.T, name civic.CommandName, author civic.ID, base int64, args any) civic.Command {
	t.Helper()
	raw, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	return civic.Command{ID: uid("command", fmt.Sprint(name, author, base, string(raw))), Name: name, Author: author, Base: base, Args: raw, Schema: civic.SchemaVersion}
}

// uid makes an id as a person's program would, the same each time.
func uid(parts ...string) civic.ID {
	id := civic.DerivedID(parts...)
	return id[:14] + "7" + id[15:]
}

const (
	valchiara  = civic.BodyCode("demo:908001")
	fontelieta = civic.BodyCode("demo:909001")
)

// town adds a person, with a verified mandate where a body is given.
func (w *world) person(name string, body civic.BodyCode, region civic.Region, roles ...civic.Role) civic.ID {
	w.t.Helper()
	id := uid("person", name)
	w.put(civic.KindPerson, id, civic.UserChannel(id), id, civic.Person{Name: name})
	if body != "" {
		w.put(civic.KindMandate, uid("mandate", name), civic.UserChannel(id), id, civic.Mandate{
			Body: body, BodyName: "Valchiara", Level: civic.Municipal, Region: region, Office: "consigliere", Verified: now,
		})
	}
	for i, r := range roles {
		w.put(civic.KindRole, uid("role", name, fmt.Sprint(i)), civic.UserChannel(id), id, r)
	}
	return id
}

func motion(subject string) civic.Content {
	return civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: valchiara, BodyName: "Valchiara", Region: "08", Subject: subject,
		Clauses: []civic.Clause{
			{ID: uid("clause", "1"), Section: civic.Recital, Opener: "premesso che", Text: "le vie davanti alle scuole sono pericolose;"},
			{ID: uid("clause", "2"), Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta", Text: "ad avviare la sperimentazione."},
		},
		Themes: []civic.Theme{"school"}, Date: "2026-11-20",
	}
}

func publish(id civic.ID) civic.PublishArgs {
	return civic.PublishArgs{ID: id, Content: motion("Strade scolastiche"), Visibility: civic.Everyone, Licence: civic.LicenceCCBY}
}
