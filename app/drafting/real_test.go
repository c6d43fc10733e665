package drafting_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/app/samples"
)

// TestOperativePartOfRealQuestions reads the real questions beside the checkout
// (they name real people and never enter it) and holds what is found against
// labels made by hand.
func TestOperativePartOfRealQuestions(t *testing.T) {
	labels := readLabels(t)
	found := map[string]int{}
	for _, q := range samples.Questions(t) {
		text := civic.CleanText(q.Text)
		clauses := drafting.Cut(text, ids)
		if drafting.Join(clauses) != text {
			t.Errorf("question %s: characters were lost", q.Number)
		}
		got := operativeBy(clauses)
		if got == labels[q.Number] {
			found[got]++
		} else if labels[q.Number] != "unmarked" && labels[q.Number] != "empty" {
			t.Logf("question %s: %s, labelled %s", q.Number, got, labels[q.Number])
		}
	}
	t.Logf("by formula %d, numbered %d, of 119 with a text", found["formula"], found["numbered"])
	if found["formula"] < 107 || found["formula"]+found["numbered"] < 113 {
		t.Errorf("by formula %d (107 wanted), with bare numbers %d (113 wanted)", found["formula"], found["formula"]+found["numbered"])
	}
}

func operativeBy(clauses []civic.Clause) string {
	for _, c := range clauses {
		if c.Section != civic.Operative {
			continue
		}
		line := strings.ToLower(strings.NewReplacer("\u00ad", "", "\n", "", " ", "").Replace(c.Opener + c.Text))
		for _, verb := range []string{"interrog", "interpell", "chied", "impegn", "persapere", "perconoscere"} {
			if strings.Contains(line[:min(len(line), 200)], verb) {
				return "formula"
			}
		}
		if c.Opener != "" && c.Opener[0] >= '0' && c.Opener[0] <= '9' {
			return "numbered"
		}
		return "formula" // points that follow a question at the end of a recital
	}
	return "none"
}

func readLabels(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "questions-labels.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{}
	for l := range strings.Lines(string(data)) {
		if n, label, ok := strings.Cut(strings.TrimSpace(l), "\t"); ok && !strings.HasPrefix(l, "#") {
			labels[n] = label
		}
	}
	if len(labels) != 120 {
		t.Fatalf("%d labels", len(labels))
	}
	return labels
}
