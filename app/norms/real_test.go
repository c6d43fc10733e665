package norms_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"scranno/app/norms"
	"scranno/app/samples"
)

// labelled is one text of the real questions with the citations that a reader
// found in it. hold: the text was not looked at while the recogniser was made.
type labelled struct {
	record, field string
	hold          bool
	marks         []mark
}

type mark struct {
	start, end int
	key, hash  string
}

func readLabels(t *testing.T) []labelled {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "questions-norms.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for l := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimRight(l, "\n"), "\t")
		switch {
		case strings.HasPrefix(l, "#"):
		case f[0] != "":
			out = append(out, labelled{record: f[0], field: f[1], hold: f[2] == "hold"})
		default:
			start, _ := strconv.Atoi(f[1])
			end, _ := strconv.Atoi(f[2])
			last := &out[len(out)-1]
			last.marks = append(last.marks, mark{start, end, f[3], f[4]})
		}
	}
	return out
}

// realQuestions gives the real texts by record and field.
func realQuestions(t testing.TB) map[string]map[string]string {
	t.Helper()
	out := map[string]map[string]string{}
	for _, q := range samples.Questions(t) {
		out[q.Number] = map[string]string{"question": q.Text, "answer": q.Answer}
	}
	return out
}

// score counts found citations that are right, wrong, and labels that were missed.
type score struct{ right, wrong, missed int }

func (s score) precision() float64 { return float64(s.right) / float64(s.right+s.wrong) }
func (s score) recall() float64    { return float64(s.right) / float64(s.right+s.missed) }

// TestRealQuestions holds what is found in real questions and answers against
// labels made by reading. A citation is right when its norm and all its parts
// are the label's and it stands where the label does.
func TestRealQuestions(t *testing.T) {
	texts := realQuestions(t)
	trento := norms.Place{Region: "04", Body: "prov:022"}
	var tuned, held score
	for _, l := range readLabels(t) {
		text := texts[l.record][l.field]
		into := &tuned
		if l.hold {
			into = &held
		}
		found := norms.Find(text, trento)
		used := make([]bool, len(found))
		for _, m := range l.marks {
			sum := sha256.Sum256([]byte(text[m.start:m.end]))
			if hex.EncodeToString(sum[:])[:12] != m.hash {
				t.Fatalf("%s %s: the label at %d is of another text", l.record, l.field, m.start)
			}
			if k := matching(found, used, m); k >= 0 {
				used[k] = true
				into.right++
				continue
			}
			into.missed++
			if !l.hold || *showHeld {
				t.Logf("%s %s: missed %s %q", l.record, l.field, m.key, text[m.start:m.end])
			}
		}
		for k, c := range found {
			if used[k] {
				continue
			}
			into.wrong++
			if !l.hold || *showHeld {
				t.Logf("%s %s: found %s %q", l.record, l.field, c.Key(), text[c.Start:c.End])
			}
		}
	}
	all := score{tuned.right + held.right, tuned.wrong + held.wrong, tuned.missed + held.missed}
	t.Logf("all: precision %.3f, recall %.3f of %d; held out: precision %.3f, recall %.3f of %d",
		all.precision(), all.recall(), all.right+all.missed, held.precision(), held.recall(), held.right+held.missed)
	if all.right+all.missed < 150 || 3*(held.right+held.missed) < all.right+all.missed {
		t.Error("too few labels, or too few held out")
	}
	for _, s := range []score{all, held} {
		if s.precision() < 0.97 || s.recall() < 0.92 {
			t.Errorf("precision %.3f (0.97 wanted), recall %.3f (0.92 wanted)", s.precision(), s.recall())
		}
	}
}

func matching(found []norms.Citation, used []bool, m mark) int {
	for k, c := range found {
		if !used[k] && c.Key() == m.key && c.Start < m.end && m.start < c.End {
			return k
		}
	}
	return -1
}
