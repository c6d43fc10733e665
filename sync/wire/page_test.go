package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	idA civic.ID = "0190d3f0-0000-7000-8000-00000000000a"
	idB civic.ID = "0190d3f0-0000-7000-8000-00000000000b"
)

func samplePage(n int) civic.Page {
	at := time.UnixMilli(1_750_000_000_123).UTC()
	p := civic.Page{
		Epoch: "e1", Now: at, Lost: []civic.Channel{civic.SpaceChannel(idB)}, More: true,
		Heads:   []civic.Head{{Channel: "acts/08/2026", Head: 1 << 40, Count: int64(n), Sum: 1<<64 - 1}},
		Cursors: []civic.Cursor{{Channel: "acts/08/2026", Tail: 1 << 40, From: 3, To: 9}, {Channel: "talk/08", Tail: 7}},
	}
	body := json.RawMessage(`{"subject":"Perché «così» \u2028 & <b>","text":"` + strings.Repeat("testo dell'atto à \\\" ", 300) + `","n":[1,-2.5e+3,null,true,{}]}`)
	for i := range n {
		o := civic.Op{Seq: int64(i + 1), Record: civic.Record{
			Kind: civic.KindAct, ID: civic.DerivedID("op", string(rune(i))), Channel: "acts/08/2026",
			Version: 2, Born: int64(i + 1), Author: idA, Created: at, Updated: at.Add(time.Second), Body: body,
		}}
		switch i % 10 {
		case 8:
			o.Deleted, o.Body = true, nil
		case 9:
			o.Deleted, o.Erase, o.Body = true, true, nil
		}
		p.Ops = append(p.Ops, o)
	}
	return p
}

func encoded(t testing.TB, p civic.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := wire.WritePage(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPageReturnsAsItLeft(t *testing.T) {
	for _, n := range []int{0, 1, 10, 100} {
		want := samplePage(n)
		got, err := wire.ReadPage(bytes.NewReader(encoded(t, want)), wire.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			want.Ops, got.Ops = nil, nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%d operations: got\n%+v\nwant\n%+v", n, got, want)
		}
	}
}

func TestEachLineIsJSON(t *testing.T) {
	for line := range bytes.Lines(encoded(t, samplePage(10))) {
		if !json.Valid(line) {
			t.Fatalf("not JSON: %s", line)
		}
	}
}

func TestCutOrChangedPageIsNothing(t *testing.T) {
	full := encoded(t, samplePage(3))
	for cut := range len(full) {
		if p, err := wire.ReadPage(bytes.NewReader(full[:cut]), wire.DefaultLimits()); !civic.Is(err, civic.Offline) || p.Ops != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
	for i := 0; i < len(full); i += 7 {
		bad := bytes.Clone(full)
		bad[i] ^= 1
		if _, err := wire.ReadPage(bytes.NewReader(bad), wire.DefaultLimits()); !civic.Is(err, civic.Offline) && !civic.Is(err, civic.TooLarge) {
			t.Fatalf("bit changed at %d: %v", i, err)
		}
	}
	if _, err := wire.ReadPage(bytes.NewReader(append(bytes.Clone(full), '\n')), wire.DefaultLimits()); !civic.Is(err, civic.Offline) {
		t.Fatalf("something after the trailer: %v", err)
	}
}

func TestForeignAnswersAreOffline(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":    "",
		"html":       "<html><body>Accedi alla rete</body></html>\n",
		"json":       `{"ok":true}` + "\n",
		"list":       "[]\n",
		"deep":       `{"x":` + strings.Repeat("[", 100_000) + "\n",
		"many":       `{"ops":9223372036854775807}` + "\n",
		"negative":   `{"ops":-1}` + "\n",
		"not utf-8":  "{\"epoch\":\"\xff\"}\n",
		"raw return": "{\"epoch\":\"a\rb\"}\n",
	} {
		_, err := wire.ReadPage(strings.NewReader(body), wire.DefaultLimits())
		if !civic.Is(err, civic.Offline) && !civic.Is(err, civic.TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimits(t *testing.T) {
	full := encoded(t, samplePage(3))
	for name, l := range map[string]wire.Limits{
		"line": {Line: 1_000, Page: 1 << 20, Ops: 10},
		"page": {Line: 1 << 20, Page: len(full) - 1, Ops: 10},
		"ops":  {Line: 1 << 20, Page: 1 << 20, Ops: 2},
	} {
		if _, err := wire.ReadPage(bytes.NewReader(full), l); !civic.Is(err, civic.TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	endless := io.MultiReader(strings.NewReader(`{"epoch":"`), endlessReader{})
	if _, err := wire.ReadPage(endless, wire.DefaultLimits()); !civic.Is(err, civic.TooLarge) {
		t.Errorf("endless line: %v", err)
	}
}

type endlessReader struct{}

func (endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestUnknownFieldsPass(t *testing.T) {
	full := encoded(t, samplePage(0))
	more := bytes.Replace(full, []byte(`{"epoch"`), []byte(`{"later":{"a":[1,"x"]},"epoch"`), 1)
	if _, err := wire.ReadPage(bytes.NewReader(more), wire.DefaultLimits()); err == nil {
		t.Fatal("a page changed on its way was believed")
	}
}

func TestBodyThatIsNoLine(t *testing.T) {
	for _, body := range []string{"", "null", "{\n}", "[1]"} {
		p := samplePage(1)
		p.Ops[0].Body = json.RawMessage(body)
		if err := wire.WritePage(io.Discard, p); !civic.Is(err, civic.Damaged) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestWriteFails(t *testing.T) {
	if err := wire.WritePage(brokenWriter{}, samplePage(20)); !civic.Is(err, civic.Offline) {
		t.Fatal(err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func FuzzReadPage(f *testing.F) {
	f.Add(encoded(f, samplePage(10)))
	f.Add(encoded(f, samplePage(0)))
	f.Add([]byte(`{"epoch":"\u00e0","ops":1,"channels":[]}` + "\n" + `{"do":"put","body":{"a":1.5e-3}}` + "\n"))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := wire.ReadPage(bytes.NewReader(data), wire.Limits{Line: 1 << 16, Page: 1 << 18, Ops: 1_000})
		if err != nil {
			if k := civic.KindOf(err); k != civic.Offline && k != civic.TooLarge {
				t.Fatalf("kind %s", k)
			}
			return
		}
		again, err := wire.ReadPage(bytes.NewReader(encoded(t, p)), wire.DefaultLimits())
		if err != nil || len(again.Ops) != len(p.Ops) {
			t.Fatalf("what was read cannot be written and read again: %v", err)
		}
		for _, o := range p.Ops {
			if !o.Deleted && !json.Valid(o.Body) {
				t.Fatalf("a body that is no JSON: %q", o.Body)
			}
		}
	})
}

func BenchmarkWritePage(b *testing.B) {
	p := samplePage(500)
	b.SetBytes(int64(len(encoded(b, p))))
	b.ReportAllocs()
	for b.Loop() {
		if err := wire.WritePage(io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadPage(b *testing.B) {
	data := encoded(b, samplePage(500))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wire.ReadPage(bytes.NewReader(data), wire.DefaultLimits()); err != nil {
			b.Fatal(err)
		}
	}
}
