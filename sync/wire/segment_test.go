package wire_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

func sealedOps() []civic.Op {
	at := time.UnixMilli(1_741_600_000_123).UTC()
	rec := func(n string, version, born int64) civic.Record {
		return civic.Record{
			Kind: civic.KindAct, ID: civic.DerivedID("wire", n), Channel: "acts/08/2025", Version: version, Born: born,
			Author: civic.DerivedID("person", n), Created: at, Updated: at, Body: json.RawMessage(`{"subject":"perché \"no\""}`),
		}
	}
	first, second, third := rec("1", 1, 3), rec("2", 7, 2), rec("3", 2, 9)
	second.Updated, second.Author = at.Add(time.Hour), ""
	third.Body, third.Deleted = nil, true
	return []civic.Op{{Record: first, Seq: 3}, {Record: second, Seq: 5}, {Record: third, Seq: 9, Erase: true}}
}

func sealed(t testing.TB) (civic.Segment, []byte) {
	t.Helper()
	s := civic.Segment{Channel: "acts/08/2025", From: 2, To: 11}
	content, err := wire.AppendSegment(nil, s, sealedOps())
	if err != nil {
		t.Fatal(err)
	}
	return wire.Content(s, len(sealedOps()), content), content
}

func TestSegmentGivesBackItsOperations(t *testing.T) {
	s, content := sealed(t)
	got, err := wire.ReadSegment(s, content)
	if err != nil {
		t.Fatal(err)
	}
	want := sealedOps()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if !bytes.Equal(a, b) {
		t.Fatalf("got  %s\nwant %s", a, b)
	}
	for i := range got {
		if got[i].Digest() != want[i].Digest() {
			t.Fatal("a digest differs")
		}
	}
}

// Whatever is not the very segment that the manifest spoke of gives nothing.
func TestSegmentThatIsAnother(t *testing.T) {
	s, content := sealed(t)
	for cut := range content {
		if _, err := wire.ReadSegment(s, content[:cut]); !civic.Is(err, civic.Offline) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
	for i := range content {
		bad := bytes.Clone(content)
		bad[i] ^= 1
		if _, err := wire.ReadSegment(s, bad); !civic.Is(err, civic.Offline) {
			t.Fatalf("changed at %d: %v", i, err)
		}
	}
	for _, change := range []func(*civic.Segment){
		func(s *civic.Segment) { s.Channel = "acts/09/2025" },
		func(s *civic.Segment) { s.From = 1 },
		func(s *civic.Segment) { s.To = 12 },
		func(s *civic.Segment) { s.Ops = 2 },
	} {
		other := s
		change(&other)
		if _, err := wire.ReadSegment(other, content); !civic.Is(err, civic.Offline) {
			t.Fatalf("%+v was taken", other)
		}
	}
}

// A segment whose lines lie is refused although its hash is right.
func TestSegmentThatLies(t *testing.T) {
	head := `{"channel":"acts/08/2025","from":2,"to":11,"ops":1}` + "\n"
	line := `{"kind":"act","seq":3,"version":1,"created":0,"id":"` + string(civic.DerivedID("x", "1")) + `","do":"remove"}` + "\n"
	for _, row := range []struct {
		name, content string
		good          bool
	}{
		{"as it should be", head + line, true},
		{"a line more", head + line + line, false},
		{"beyond the range", head + `{"kind":"act","seq":12` + line[len(`{"kind":"act","seq":3`):], false},
		{"below the range", head + `{"kind":"act","seq":2` + line[len(`{"kind":"act","seq":3`):], false},
		{"another channel", head + `{"channel":"acts/09/2025",` + line[1:], false},
		{"no end", head + line[:len(line)-1], false},
	} {
		s := wire.Content(civic.Segment{Channel: "acts/08/2025", From: 2, To: 11}, 1, []byte(row.content))
		if _, err := wire.ReadSegment(s, []byte(row.content)); (err == nil) != row.good {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func TestSegmentPaths(t *testing.T) {
	s, _ := sealed(t)
	for _, ch := range []civic.Channel{"acts/08/2025", "people/public", "desk/body:istat:037006", "user/0190d3f0-0000-7000-8000-0000000000a1"} {
		s.Channel = ch
		rest := wire.SegmentPath(s)[len(wire.PathChannels):]
		got, ok := wire.ReadSegmentPath(rest)
		if !ok || got.Channel != ch || got.From != s.From || got.To != s.To || got.Hash != s.Hash {
			t.Errorf("%s gave %+v %v", rest, got, ok)
		}
		if got, ok := wire.ReadSegmentPath(string(ch) + "/segments"); !ok || got != (civic.Segment{Channel: ch}) {
			t.Errorf("the manifest of %s gave %+v %v", ch, got, ok)
		}
	}
	for _, rest := range []string{"", "/segments", "acts/08/2025", "acts/08/2025/segments/", "acts/08/2025/segments/1-2.zz", "acts/08/2025/segments/01-2." + s.Hash, "nonsense/segments/1-2." + s.Hash} {
		if got, ok := wire.ReadSegmentPath(rest); ok {
			t.Errorf("%q gave %+v", rest, got)
		}
	}
}

func TestManifestGoesThereAndBack(t *testing.T) {
	s, _ := sealed(t)
	m := civic.Manifest{Epoch: "e", Channel: s.Channel, More: true, Segments: []civic.Segment{s, {Channel: s.Channel, From: 0, To: 2}}}
	raw, err := json.Marshal(wire.NewManifest(m))
	if err != nil {
		t.Fatal(err)
	}
	got, err := wire.DecodeManifest(raw, s.Channel)
	if err != nil || got.Epoch != "e" || !got.More || len(got.Segments) != 2 || got.Segments[0] != s || got.Segments[1] != m.Segments[1] {
		t.Fatalf("%+v %v", got, err)
	}
	for _, bad := range []string{
		`{}`, `{"epoch":"e","more":true}`, `[]`, `<html>`,
		`{"epoch":"e","segments":[{"from":3,"to":2,"hash":"","ops":0}]}`,
		`{"epoch":"e","segments":[{"from":3,"to":9,"hash":"ab","ops":1,"size":9}]}`,
		`{"epoch":"e","segments":[{"from":3,"to":9,"hash":"` + s.Hash + `","ops":1,"size":99999999}]}`,
		`{"epoch":"e","segments":[{"from":3,"to":9},{"from":0,"to":5}]}`,
	} {
		if _, err := wire.DecodeManifest([]byte(bad), s.Channel); !civic.Is(err, civic.Offline) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func FuzzSegment(f *testing.F) {
	s, content := sealed(f)
	f.Add(content)
	f.Add([]byte("{\"channel\":\"acts/08/2025\",\"from\":2,\"to\":11,\"ops\":1000000000}\n{}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, n := range []int{0, 1, 3, 1 << 30} {
			s := wire.Content(civic.Segment{Channel: s.Channel, From: s.From, To: s.To}, n, content)
			ops, err := wire.ReadSegment(s, content)
			if err != nil {
				continue
			}
			again, err := wire.AppendSegment(nil, s, ops)
			if err != nil {
				t.Fatal(err)
			}
			back, err := wire.ReadSegment(wire.Content(s, len(ops), again), again)
			if err != nil || len(back) != len(ops) {
				t.Fatalf("%d operations became %d: %v", len(ops), len(back), err)
			}
		}
	})
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"epoch":"e","segments":[{"from":0,"to":9}],"more":true}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := wire.DecodeManifest(data, "acts/08/2025")
		if err != nil {
			return
		}
		last := int64(1) << 62
		for _, s := range m.Segments {
			if s.To > last && last != 1<<62 || s.From >= s.To || s.Size > wire.MaxSegment {
				t.Fatalf("%+v", s)
			}
			last = s.From
		}
	})
}

func FuzzSegmentPath(f *testing.F) {
	s, _ := sealed(f)
	f.Add(wire.SegmentPath(s)[len(wire.PathChannels):])
	f.Fuzz(func(t *testing.T, rest string) {
		if s, ok := wire.ReadSegmentPath(rest); ok && s.To > 0 && wire.SegmentPath(s) != wire.PathChannels+rest {
			t.Fatalf("%q is another's path", rest)
		}
	})
}
