package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestQuantiles(t *testing.T) {
	sample := []float64{5, 1, 4, 2, 3}
	if m, top := median(sample), quantile(sample, 0.99); m != 3 || top != 5 || quantile(nil, 0.5) != 0 || sample[0] != 5 {
		t.Errorf("median %v, top %v, sample %v", m, top, sample)
	}
}

func TestTheTableShowsRatios(t *testing.T) {
	b := &bencher{}
	b.add(measure{"search", "2 ms", "1 ms", 2, "≤ 2"})
	b.add(measure{what: "alone", ours: "3 ms"})
	var out bytes.Buffer
	if err := b.table(&out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || strings.Join(strings.Fields(lines[1]), " ") != "search 2 ms 1 ms 2.00 ≤ 2" || !strings.HasSuffix(strings.TrimSpace(lines[2]), "–") {
		t.Errorf("%q", lines)
	}
}

func TestRowsOfTheFloorBecomeActs(t *testing.T) {
	dir := t.TempDir()
	rows := `{"id":"a1","kind":"act","title":"Orti urbani","comune":"Bologna","date":"2019-03-04T10:00:00Z","body":"Il Comune promuove orti."}
{"id":"c1","kind":"comment","act":"a1","date":"2019-03-04T10:00:00Z","body":"Bene."}
{"cut`
	if err := os.WriteFile(filepath.Join(dir, "all.ndjson"), []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	places := townsByName()
	var acts, others, bad int
	for it, err := range readCorpus(dir) {
		switch {
		case err != nil:
			bad++
		case it.Kind == "act":
			acts++
			l := it.line(places)
			if l.Body != "istat:037006" || l.Region != "08" || l.Date != "2019-03-04" || l.Subject != "Orti urbani" || !l.ID.Valid() {
				t.Errorf("%+v", l)
			}
		default:
			others++
		}
	}
	if acts != 1 || others != 1 || bad != 1 {
		t.Errorf("%d acts, %d others, %d bad", acts, others, bad)
	}
}

func TestQueriesAreDrawnFromTheText(t *testing.T) {
	text := "Il regolamento disciplina la manutenzione delle strade."
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		q := draw(r, text)
		if !strings.Contains(text, q.word) || !strings.Contains(text, " "+q.prefix) || len(q.prefix) > 5 {
			t.Errorf("%+v", q)
		}
	}
	if q := draw(r, "è"); q.word == "" || q.prefix == "" {
		t.Errorf("nothing to ask: %+v", q)
	}
}

func TestBenchRefusesWhatItDoesNotKnow(t *testing.T) {
	use(t, exitUsage, "bench", "--only", "speed")
	use(t, exitUsage, "bench", "--sizes", "many")
	use(t, exitUsage, "bench", "--acts", "0")
	use(t, exitUsage, "bench", "timed")
	use(t, exitUsage, "bench", "desk", "pull")
	use(t, exitUsage, "convert")
	use(t, exitUsage, "convert", "paris", "x")
	use(t, exitFailed, "convert", "auto", filepath.Join(t.TempDir(), "absent"))
}
