package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
)

func use(t *testing.T, code int, args ...string) (out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	if got := tools()[args[0]].use(context.Background(), streams{in: strings.NewReader(""), out: &o, err: &e}, args[1:]); got != code {
		t.Fatalf("%v: exit %d, want %d: %s", args, got, code, e.String())
	}
	return o.String(), e.String()
}

func TestAWorldIsTheSameForTheSameSeed(t *testing.T) {
	first, _ := use(t, exitDone, "world", "--acts", "40", "--seed", "7")
	again, _ := use(t, exitDone, "world", "--acts", "40", "--seed", "7")
	other, _ := use(t, exitDone, "world", "--acts", "40", "--seed", "8")
	smaller, _ := use(t, exitDone, "world", "--acts", "25", "--seed", "7")
	switch {
	case first != again:
		t.Error("the same seed gives another world")
	case first == other:
		t.Error("another seed gives the same world")
	case !strings.HasPrefix(first, smaller):
		t.Error("a smaller world is not the beginning of a larger one")
	}
	size := len(first) / 40
	if size < 5_500 || size > 7_500 {
		t.Errorf("an act has %d bytes, want about 6 kB", size)
	}
	use(t, exitUsage, "world", "--acts", "-1")
	use(t, exitUsage, "world", "--nothing")
}

func TestAWorldHasThemesTownsAndKinds(t *testing.T) {
	themes, regions, kinds := map[civic.Theme]int{}, map[civic.Region]int{}, map[civic.ActKind]int{}
	for n, l := range (worldSpec{acts: 600, seed: 1}).lines() {
		themes[l.Themes[0]]++
		regions[l.Region]++
		kinds[l.Kind]++
		if !l.Themes[0].Valid() || !l.Outcome.Valid() || strings.ContainsAny(l.Subject+l.Text, "{}") || !l.ID.Valid() {
			t.Errorf("act %d: %s %q", n, l.Themes[0], l.Subject)
		}
	}
	if len(themes) < 8 || len(regions) < 18 || len(kinds) < 5 {
		t.Errorf("%d themes, %d regions, %d kinds", len(themes), len(regions), len(kinds))
	}
}

func TestAWorldFillsACentral(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		use(t, exitDone, "world", "--acts", "120", "--posts", "130", "--seed", "3", "--dir", dir)
	}
	ctx := context.Background()
	c, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	found, err := c.Service.Search(ctx, central.Caller{}, civic.ActQuery{Limit: 1})
	if err != nil || found.Total != 120 {
		t.Errorf("%d acts: %v", found.Total, err)
	}
	posts := 0
	wants := []civic.Want{{Channel: civic.SpaceChannel(worldSpace(3))}}
	page, err := c.Service.Feed(ctx, central.Caller{}, central.FeedRequest{Wants: wants, MaxBytes: 8 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range page.Ops {
		if op.Record.Kind == civic.KindPost {
			posts++
		}
	}
	if posts != 130 {
		t.Errorf("%d posts of 130: %+v", posts, page.Cursors)
	}
}

func TestConvertTellsBadLinesAndPrintsTheOthers(t *testing.T) {
	in := strings.Join([]string{
		`{"numero_atto":"7","data_atto":"2024-03-01T00:00:00","materia":"4.8.3. Inquinamento","oggetto":"Aria\n pulita","primo_firmatario":"Neri Ugo","domanda":"Interroga\u0000 il Presidente","risposta":"Sì","url_domanda":"https://example.org/7"}`,
		`{"numero_atto":"8","data_atto":"ieri","domanda":""}`,
		`{"cut`,
		`{"id":"k/1","kind":"Antrag","reference":"2024/1","date":"2024-05-06","title":"Mehr Bäume","submitters":["Gruppe A"],
"consultations":[]}`,
		`{"id":"k/1","kind":"Antrag","reference":"2024/1","date":"2024-05-06","title":"Mehr Bäume","submitters":["Gruppe A"],"consultations":[{"start":"2024-07-01T10:00:00+02:00","result":"mehrheitlich abgelehnt"},{"start":"2024-06-01T10:00:00+02:00","result":"vertagt"}],"files":[{"name":"Stellungnahme TOP 3","text":"Stellungnahme zum Antrag"},{"name":"Antrag","text":"Antrag: mehr Bäume"},{"name":"Protokoll","text":"Niederschrift"}]}`,
		`{"id":"k/2","kind":"Beschlussvorlage","consultations":[],"files":[],"date":"2024-05-06"}`,
		`{"id":"k/3","kind":"Änderungs-/Ergänzungsantrag","date":"2024-05-06","title":"x","consultations":null,"files":null}`,
	}, "\n")
	var out bytes.Buffer
	var bad []int
	n, err := convertLines(context.Background(), strings.NewReader(in), "auto", &out, func(line int, _ error) { bad = append(bad, line) })
	if err != nil || n != len(bad) || !slices.Equal(bad, []int{2, 3, 4, 5, 7}) {
		t.Errorf("bad lines %v (%d): %v", bad, n, err)
	}
	var got []central.ImportLine
	for line := range strings.Lines(out.String()) {
		var l central.ImportLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		got = append(got, l)
	}
	if len(got) != 3 {
		t.Fatalf("%d lines: %s", len(got), out.String())
	}
	q, p, a := got[0], got[1], got[2]
	if q.Kind != civic.Question || q.Level != civic.Provincial || q.Body != "prov:022" || q.Subject != "Aria pulita" || q.Text != "Interroga il Presidente" || q.Outcome != civic.AnsweredWritten || q.Themes[0] != "environment" {
		t.Errorf("the question: %+v", q)
	}
	if p.Kind != civic.Motion || p.Body != "x:karlsruhe" || p.Text != "Antrag: mehr Bäume" || p.Outcome != civic.Rejected || len(p.Events) != 2 {
		t.Errorf("the paper: %+v", p)
	}
	if a.Kind != civic.Amendment || a.Text != "" || a.Outcome != civic.Pending {
		t.Errorf("the amendment: %+v", a)
	}
}
