package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

const bodiesFile = `code,name,other_name,level,region,province,kind,example
demo:908001,Valchiara,,municipal,08,Valchiara,municipality,true
demo:909001,Fontelieta,,municipal,09,,municipality,true
908001x,Senza codice,,municipal,08,,municipality,true
demo:910001,Senza livello,,,10,,municipality,true
`

// importLine is a line of an import file that is sound.
func importLine(more string) string {
	return `{"kind":"motion","level":"municipal","body":"demo:908001","subject":"Pensiline nei parcheggi","date":"2024-05-02",` +
		`"text":"Premesso che il sole c'è,\r\n\r\nimpegna il Sindaco e la Giunta\n\n1. a usarlo.","themes":["energy"],` +
		`"outcome":"approved","events":[{"type":"filed","date":"2024-05-02"}]` + more + `}`
}

func centralImport(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	refused := map[int]error{}
	report := func(line int, err error) { refused[line] = err }
	n, err := s.ImportBodies(s.ctx(), strings.NewReader(bodiesFile), report)
	s.check(err)
	if n != 2 || len(refused) != 2 || refused[4] == nil || refused[5] == nil {
		t.Fatalf("%d bodies, refused %v", n, refused)
	}
	if n, err := s.ImportBodies(s.ctx(), strings.NewReader(bodiesFile), report); err != nil || n != 0 {
		t.Fatalf("again: %d, %v", n, err)
	}
	const same, other = "0190d3f0-0000-7000-8000-000000000001", "0190d3f0-0000-7000-8000-000000000002"
	lines := []struct {
		text string
		kind civic.ErrorKind
	}{
		{importLine(`,"id":"` + same + `"`), ""},
		{importLine(""), ""},
		{importLine("")[:80], civic.Invalid},
		{strings.Replace(importLine(""), `"motion"`, `"poem"`, 1), civic.Invalid},
		{strings.Replace(importLine(""), `"motion"`, `"access_request"`, 1), civic.Invalid},
		{strings.Replace(importLine(""), "demo:908001", "demo:900000", 1), civic.NotFound},
		{strings.Replace(importLine(""), "demo:908001", "x:karlsruhe", 1), civic.Forbidden},
		{strings.Replace(importLine(""), "Pensiline", strings.Repeat("x", 10<<20), 1), civic.TooLarge},
		{strings.Replace(importLine(""), "il sole", strings.Repeat("x", 1<<20), 1), civic.TooLarge},
		{strings.Replace(importLine(""), "il sole", `\u0000`, 1), civic.Invalid},
		{strings.Replace(importLine(""), "il sole", "\xff\xfe", 1), civic.Invalid},
		{importLine(`,"id":"` + same + `"`), civic.Conflict},
		{importLine(`,"id":"non-un-id"`), civic.Invalid},
		{strings.Replace(importLine(""), `"municipal"`, `"regional"`, 1), civic.Invalid},
		{"", ""},
		{`null`, civic.Invalid},
		{strings.Replace(importLine(`,"id":"`+other+`"`), "2024-05-02", "", 1), ""},
	}
	var file strings.Builder
	for _, l := range lines {
		file.WriteString(l.text + "\n")
	}
	clear(refused)
	res, err := s.ImportActs(s.ctx(), strings.NewReader(file.String()), false, report)
	s.check(err)
	if res.New != 3 || res.Same != 0 || res.Refused != len(refused) {
		t.Errorf("%+v", res)
	}
	for i, l := range lines {
		if got := refused[i+1]; civic.KindOf(got) != l.kind {
			t.Errorf("line %d: %v, want %q", i+1, got, l.kind)
		}
	}
	heads, err := s.store.Heads(s.ctx())
	s.check(err)
	again, err := s.ImportActs(s.ctx(), strings.NewReader(file.String()), false, report)
	s.check(err)
	after, err := s.store.Heads(s.ctx())
	s.check(err)
	if again.New != 0 || again.Same != 3 || fmt.Sprint(heads) != fmt.Sprint(after) {
		t.Fatalf("again %+v: %v, then %v", again, heads, after)
	}
	rec := s.live(same)
	act, err := civic.DecodeBody[civic.Act](rec)
	s.check(err)
	if rec.Channel != "acts/08/2024" || act.BodyName != "Valchiara" || act.Region != "08" || len(act.Clauses) < 2 {
		t.Fatalf("%s %+v", rec.Channel, act)
	}
	v, err := s.PublicAct(s.ctx(), same)
	s.check(err)
	if v.Outcome != civic.Approved || len(v.Events) != 1 || v.Author != "" {
		t.Fatalf("%+v", v)
	}
	s.importedStaysAway(t, same)
	s.importForeign(t)
	s.check(s.Check(s.ctx()))
}

// An imported act that was taken out is not brought back by the same file.
func (s *stage) importedStaysAway(t *testing.T, id civic.ID) {
	rec := s.live(id)
	s.check(s.Write(s.ctx(), "", []civic.Effect{{Kind: rec.Kind, ID: id, Channel: rec.Channel, Remove: true, Erase: true}}))
	var why error
	res, err := s.ImportActs(s.ctx(), strings.NewReader(importLine(`,"id":"`+string(id)+`"`)), false, func(_ int, err error) { why = err })
	s.check(err)
	if res.Refused != 1 || !civic.Is(why, civic.Conflict) {
		t.Fatalf("%+v, %v", res, why)
	}
	s.gone(id)
}

func (s *stage) importForeign(t *testing.T) {
	line := strings.Replace(importLine(""), "demo:908001", "x:karlsruhe", 1)
	res, err := s.ImportActs(s.ctx(), strings.NewReader(line), true, func(_ int, err error) { t.Error(err) })
	s.check(err)
	if res.New != 1 {
		t.Fatalf("%+v", res)
	}
	found, err := s.Search(s.ctx(), central.Caller{}, civic.ActQuery{Regions: []civic.Region{civic.Foreign}})
	s.check(err)
	if found.Total != 1 || found.Hits[0].BodyName != "karlsruhe" {
		t.Fatalf("%+v", found.Hits)
	}
	if _, err := s.ImportActs(s.ctx(), failing{}, true, func(int, error) {}); err == nil {
		t.Fatal("a file that cannot be read was imported")
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("planned") }

func centralSeed(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline")
	space := s.id()
	listed := civic.Space{Title: "Riservato", Access: civic.AccessListed, Region: "08"}
	talks := []central.Talk{
		{ID: s.id(), Space: space, Title: "Prima", Posts: []central.TalkPost{
			{ID: s.id(), Author: f.marco.Person, Text: "uno", At: s.now().Add(-time.Hour)},
			{ID: s.id(), Author: f.luca.Person, Text: "due", At: s.now().Add(-time.Minute)},
		}},
		{ID: s.id(), Act: act, Title: "Sull'atto", Posts: []central.TalkPost{{ID: s.id(), Author: f.luca.Person, Text: "tre", At: s.now()}}},
	}
	load := func() map[civic.Channel]civic.Head {
		s.check(s.AddSpace(s.ctx(), space, listed))
		for _, talk := range talks {
			s.check(s.AddTalk(s.ctx(), talk))
		}
		heads, err := s.store.Heads(s.ctx())
		s.check(err)
		return heads
	}
	first := load()
	s.pass(time.Hour)
	if again := load(); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Fatalf("%v, then %v", first, again)
	}
	post := s.live(talks[0].Posts[1].ID)
	if post.Author != f.luca.Person || !post.Created.Equal(talks[0].Posts[1].At) || post.Channel != civic.SpaceChannel(space) {
		t.Fatalf("%+v", post)
	}
	if got := s.live(talks[1].ID).Channel; got != civic.TalkChannel("08") {
		t.Fatalf("a thread on a public act lives in %s", got)
	}
	want := civic.Want{Channel: civic.SpaceChannel(space)}
	if page := s.pull(f.luca, want); len(page.Lost) != 1 {
		t.Fatal("a listed space is open to who is not in it")
	}
	s.check(s.Grant(s.ctx(), "luca@esempio.it", civic.Role{Name: civic.RoleMember, Scope: civic.SpaceScope(space)}))
	if page := s.pull(f.luca, want); len(page.Lost) != 0 || len(page.Ops) != 4 {
		t.Fatalf("%d operations", len(page.Ops))
	}
}
