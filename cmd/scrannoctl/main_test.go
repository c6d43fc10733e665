package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
)

// try runs the program as a person would type it.
func try(t *testing.T, input string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(input), &o, &e)
	return code, o.String(), e.String()
}

// doc runs a command that must succeed and reads its JSON.
func doc[T any](t *testing.T, home, input string, args ...string) T {
	t.Helper()
	code, out, errs := try(t, input, append(args, "--json", "--home", home)...)
	var v T
	if code != exitDone {
		t.Fatalf("%v: exit %d: %s", args, code, errs)
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatalf("%v: %v in %q", args, err, out)
	}
	return v
}

type made struct {
	ID civic.ID `json:"id"`
}

const question = `---
kind: question
subject: Orari della biblioteca comunale
body: 037006
themes: culture
signatories: Ada Esempio (Gruppo Civico)
date: 2025-05-01
---

Premesso che la biblioteca chiude alle 17;

interroga il Sindaco e la Giunta per sapere

1. se intendano ampliare gli orari;
2. con quali risorse.
`

func TestMisuse(t *testing.T) {
	home := t.TempDir()
	const id = "01890000-0000-7000-8000-000000000001"
	rows := [][]string{
		{},
		{"bla"},
		{"draft"},
		{"draft", "bla"},
		{"draft", "new"},
		{"draft", "new", "--kind", "mozione"},
		{"draft", "new", "--kind", "motion", "di troppo"},
		{"draft", "submit", id, "--visibility", "tutti"},
		{"act", "show"},
		{"act", "show", "non-un-id"},
		{"act", "reuse"},
		{"act", "lineage"},
		{"act", "similar"},
		{"draft", "spelling"},
		{"words", "add"},
		{"act", "export", id, "--format", "bla"},
		{"act", "return", id, "--reason", "antipatia"},
		{"events"},
		{"event", "register", id},
		{"processes"},
		{"glossary"},
		{"acts", "--level", "cosmic"},
		{"acts", "--since", "ieri"},
		{"acts", "--limit", "molti"},
		{"acts", "--bla"},
		{"connect"},
		{"connect", "http://localhost:1", "--user", "a@b.it"},
		{"connect", "http://localhost:1", "--user", "a@b.it", "--password-stdin"},
		{"keep", "--region", "99999"},
		{"thread", "open", "--title", "x"},
		{"post", id},
		{"unsent", "again"},
		{"wipe"},
	}
	for _, args := range rows {
		code, out, errs := try(t, "", append(args, "--home", home)...)
		if code != exitUsage || strings.TrimSpace(out+errs) == "" || strings.Contains(errs, "goroutine") {
			t.Errorf("%v: exit %d, said %q %q", args, code, out, errs)
		}
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	home := t.TempDir()
	for _, args := range [][]string{
		{"--home", home, "--json", "outbox"},
		{"outbox", "--home", home, "--json"},
		{"outbox", "--json", "list", "--home", home},
		{"--json", "outbox", "list", "--home=" + home},
	} {
		code, out, errs := try(t, "", args...)
		var got struct{ Commands []queuedLine }
		if err := json.Unmarshal([]byte(out), &got); code != exitDone || err != nil || got.Commands == nil {
			t.Errorf("%v: exit %d, %q %q", args, code, out, errs)
		}
	}
}

func TestDraftsInATerminal(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(t.TempDir(), "atto.txt")
	if err := os.WriteFile(file, []byte(question), 0o600); err != nil {
		t.Fatal(err)
	}
	d := doc[made](t, home, "", "draft", "new", "--kind", "question", "--from", file)
	piped := doc[made](t, home, question, "draft", "new", "--kind", "motion", "--from", "-")
	if !d.ID.Valid() || !piped.ID.Valid() || d.ID == piped.ID {
		t.Fatalf("%q, %q", d.ID, piped.ID)
	}
	type shown struct {
		civic.Content
		Clauses []clauseDoc `json:"clauses"`
	}
	got := doc[shown](t, home, "", "draft", "show", string(d.ID))
	if got.Level != civic.Municipal || got.BodyName == "" || !got.Region.Valid() || len(got.Clauses) < 4 {
		t.Fatalf("%+v", got)
	}
	if _, text, _ := try(t, "", "--home", home, "draft", "show", string(d.ID)); !strings.Contains(text, "1. se intendano ampliare gli orari;\n2. con quali risorse.") {
		t.Errorf("the text came back as %q", text)
	}
	found := doc[struct{ Findings []findingDoc }](t, home, "", "draft", "check", string(d.ID))
	for _, f := range found.Findings {
		if f.Severity == civic.Blocking {
			t.Errorf("blocking: %+v", f)
		}
	}
	edited := strings.Replace(question, "alle 17", "alle 19", 1)
	doc[made](t, home, edited, "draft", "edit", string(d.ID), "--from", "-")
	after := doc[shown](t, home, "", "draft", "show", string(d.ID))
	kept := 0
	for i, c := range after.Clauses {
		if c.ID == got.Clauses[i].ID {
			kept++
		}
	}
	if kept != len(got.Clauses) {
		t.Errorf("%d of %d clauses kept their ids", kept, len(got.Clauses))
	}
	doc[made](t, home, "", "draft", "delete", string(piped.ID))
	all := doc[struct{ Drafts []draftLine }](t, home, "", "draft", "list")
	if len(all.Drafts) != 1 || all.Drafts[0].ID != d.ID {
		t.Errorf("%+v", all)
	}
	pdf := filepath.Join(t.TempDir(), "atto.pdf")
	doc[made](t, home, "", "act", "export", string(d.ID), "-o", pdf)
	if data, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("%.8q, %v", data, err)
	}
}

func TestHostileInput(t *testing.T) {
	home := t.TempDir()
	for name, text := range map[string]string{
		"not UTF-8": "---\nkind: motion\n---\n\xff\xfe",
		"too large": strings.Repeat("a", civic.MaxArgs+1),
		"bad key":   "---\nkind: motion\npassword: x\n---\ntesto",
	} {
		code, _, errs := try(t, text, "draft", "new", "--kind", "motion", "--from", "-", "--home", home)
		if code != exitFailed || strings.TrimSpace(errs) == "" {
			t.Errorf("%s: exit %d, %q", name, code, errs)
		}
	}
}

func TestNotConnected(t *testing.T) {
	home := t.TempDir()
	st := doc[statusDoc](t, home, "", "status")
	if st.Server != "" || st.Online || st.LastSync != nil || st.Channels == nil {
		t.Errorf("%+v", st)
	}
	if code, _, _ := try(t, "", "sync", "--home", home); code != exitFailed {
		t.Errorf("sync: exit %d", code)
	}
	if code, _, _ := try(t, "parola\n", "connect", "http://127.0.0.1:1", "--user", "a@b.it", "--password-stdin", "--home", home); code != exitOffline {
		t.Errorf("connect to nobody: exit %d", code)
	}
	if code, _, _ := try(t, "parola\n", "connect", "http://centrale.example.it", "--user", "a@b.it", "--password-stdin", "--home", home); code != exitFailed {
		t.Errorf("connect in clear: exit %d", code)
	}
}
