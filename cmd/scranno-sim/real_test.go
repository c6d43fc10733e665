package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/app/pdf"
	"scranno/app/samples"
	"scranno/cmd/assemble"
)

// realActs reads published acts that stand beside the checkout: they name real
// people and never enter it.
func realActs(t *testing.T, name, file string) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := convertLines(context.Background(), bytes.NewReader(samples.Real(t, file)), name, &out, func(n int, err error) { t.Errorf("%s, line %d: %v", name, n, err) }); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRealActsAreImportedOnceReadAndFound(t *testing.T) {
	ctx := context.Background()
	c, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	lines := append(realActs(t, "trento", "trento-questions.jsonl"), realActs(t, "karlsruhe", "karlsruhe-papers.jsonl.gz")...)
	refused := func(n int, err error) { t.Errorf("line %d is refused: %v", n, err) }
	first, err := c.Service.ImportActs(ctx, bytes.NewReader(lines), true, refused)
	if err != nil || first != (central.ImportResult{New: 1020}) {
		t.Fatalf("%+v: %v", first, err)
	}
	again, err := c.Service.ImportActs(ctx, bytes.NewReader(lines), true, refused)
	if err != nil || again != (central.ImportResult{Same: 1020}) {
		t.Errorf("the second time %+v: %v", again, err)
	}
	for query, least := range map[string]int{"inquinamento": 1, "Fahrrad": 5, "": 1020} {
		found, err := c.Service.Search(ctx, central.Caller{}, civic.ActQuery{Text: query, Limit: 5})
		if err != nil || found.Total < least {
			t.Errorf("%q finds %d acts: %v", query, found.Total, err)
		}
	}
}

func TestRealActsKeepTheirTextAndBecomePDF(t *testing.T) {
	e := pdf.NewExporter()
	qpdf, err := exec.LookPath("qpdf")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("qpdf is missing: install it")
	}
	n, texts := 0, 0
	check := func(l central.ImportLine) {
		n++
		l.Clauses = drafting.Cut(l.Text, func(i int) civic.ID { return civic.DerivedID("clause", string(l.ID), strconv.Itoa(i)) })
		if drafting.Join(l.Clauses) != l.Text {
			t.Errorf("%s %s: characters were lost", l.Body, l.Protocol)
		}
		if strings.TrimSpace(l.Text) != "" {
			texts++
		}
		var b bytes.Buffer
		if err := e.Export(context.Background(), l.Content, pdf.Format, &b); err != nil {
			t.Errorf("%s %s: %v", l.Body, l.Protocol, err)
			return
		}
		if qpdf == "" || n%40 != 0 {
			return
		}
		path := filepath.Join(t.TempDir(), "act.pdf")
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := exec.Command(qpdf, "--check", path).CombinedOutput(); err != nil {
			t.Errorf("%s %s: %v: %s", l.Body, l.Protocol, err, said)
		}
	}
	for _, lines := range [][]byte{realActs(t, "trento", "trento-questions.jsonl"), realActs(t, "karlsruhe", "karlsruhe-papers.jsonl.gz")} {
		for raw := range bytes.Lines(lines) {
			var l central.ImportLine
			if err := json.Unmarshal(raw, &l); err != nil {
				t.Fatal(err)
			}
			check(l)
		}
	}
	if n != 1020 || texts < 1000 {
		t.Errorf("%d acts, %d with a text", n, texts)
	}
}
