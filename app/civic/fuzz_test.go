package civic_test

import (
	"context"
	"encoding/json"
	"testing"

	"scranno/app/civic"
)

// No arguments make a rule crash, fail otherwise than by a refusal, or touch
// what is not theirs: each effect can be applied alone, in a channel there may
// be.
func FuzzCommands(f *testing.F) {
	names := civic.CommandNames()
	act, thread := uid("act", "fuzzed"), uid("thread", "fuzzed")
	seed := func(name civic.CommandName, args any) {
		raw, err := json.Marshal(args)
		if err != nil {
			f.Fatal(err)
		}
		for i, n := range names {
			if n == name {
				f.Add(i, int64(1), false, raw)
			}
		}
	}
	for i := range names {
		f.Add(i, int64(0), i%2 == 0, []byte(`{}`))
	}
	seed(civic.CmdPublish, publish(uid("act", "another")))
	seed(civic.CmdRevise, civic.ReviseArgs{Act: act, Content: motion("Ponti")})
	seed(civic.CmdUndo, civic.ActArgs{Act: act})
	seed(civic.CmdRedact, civic.RedactArgs{Act: act, Clauses: []civic.ID{act}, Reason: civic.RedactReasons()[0]})
	seed(civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnLanguage})
	seed(civic.CmdPost, civic.PostArgs{ID: uid("post"), Thread: thread, Text: "Sì\x00"})
	seed(civic.CmdRead, civic.ReadArgs{Thread: thread, Spans: []civic.Span{{9, 1}, {-1, 1 << 62}}})
	seed(civic.CmdSealDraft, map[string]any{"id": uid("sealed"), "body": civic.SealedBody{Keys: []string{"x"}, Data: []byte("age")}})
	f.Fuzz(func(t *testing.T, which int, base int64, partial bool, args []byte) {
		w := newWorld(t)
		ada := w.person("Ada", valchiara, "08", civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("08")})
		if r := w.run(civic.CmdPublish, ada, 0, publish(act)); r != "" {
			t.Fatal(r)
		}
		w.put(civic.KindThread, thread, civic.TalkChannel("08"), ada, civic.Thread{Title: "Strade", Act: act})
		w.partial = partial
		c := civic.Command{
			ID: uid("command", "fuzzed"), Name: names[uint(which)%uint(len(names))], Author: ada, Base: base, Args: args, Schema: civic.SchemaVersion,
		}
		d, err := civic.Decide(context.Background(), w, c, now)
		if err != nil {
			if k := civic.KindOf(err); k != civic.Unknown && k != civic.NotFound {
				t.Fatalf("%s: %v", c.Name, err)
			}
			return
		}
		if d.Refusal != nil && len(d.Effects) > 0 {
			t.Fatalf("%s is refused and does %d things", c.Name, len(d.Effects))
		}
		for _, e := range d.Effects {
			var former *civic.Record
			if r, ok := w.records[e.ID]; ok {
				former = &r
			}
			if !e.ID.Valid() || !e.Channel.Valid() {
				t.Fatalf("%s: %+v", c.Name, e)
			}
			next, err := e.Apply(former, ada, now)
			if err != nil || !next.Deleted && !json.Valid(next.Body) {
				t.Fatalf("%s: %+v: %v", c.Name, e, err)
			}
		}
	})
}
