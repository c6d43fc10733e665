package spelling_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/samples"
	"scranno/app/spelling"
	"scranno/assets"
)

// TestFewAlarmsOnRealQuestions reads the real questions beside the checkout,
// without what is known of their signatories. They have real slips, and words torn
// by the PDF that they came from: the bound is on all that is told.
func TestFewAlarmsOnRealQuestions(t *testing.T) {
	words, codes := tell(t, samples.Real(t, "trento-questions.jsonl"), func(line []byte) (civic.Content, error) {
		var q struct {
			Text string `json:"domanda"`
		}
		err := json.Unmarshal(line, &q)
		return civic.Content{Clauses: []civic.Clause{{ID: "c", Text: civic.CleanText(q.Text)}}}, err
	})
	all := 0
	for _, n := range codes {
		all += n
	}
	t.Logf("%d words, %d suspects, %.2f in a thousand: %v", words, all, 1000*float64(all)/float64(words), codes)
	if all*1000 > 4*words {
		t.Errorf("%d suspects in %d words", all, words)
	}
}

func TestDemoActsAreWrittenWell(t *testing.T) {
	raw, err := assets.DemoActs()
	if err != nil {
		t.Fatal(err)
	}
	words, codes := tell(t, raw, func(line []byte) (civic.Content, error) {
		var a struct {
			Subject string `json:"subject"`
			Text    string `json:"text"`
			civic.Content
		}
		err := json.Unmarshal(line, &a)
		a.Content.Subject = a.Subject
		a.Clauses = append(a.Clauses, civic.Clause{ID: "c", Text: a.Text})
		return a.Content, err
	})
	if words < 10_000 || len(codes) > 0 {
		t.Errorf("%d words, suspects %v", words, codes)
	}
}

func tell(t *testing.T, lines []byte, read func([]byte) (civic.Content, error)) (words int, codes map[string]int) {
	t.Helper()
	d := load(t)
	codes = map[string]int{}
	s := bufio.NewScanner(bytes.NewReader(lines))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		c, err := read(s.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		found, err := d.Check(t.Context(), c, spelling.Beside{})
		if err != nil {
			t.Fatal(err)
		}
		for _, cl := range c.Clauses {
			words += len(strings.Fields(cl.Text))
		}
		for _, x := range found {
			codes[x.Code]++
			if t.Name() == "TestDemoActsAreWrittenWell" {
				t.Logf("%s %q, perhaps %q", x.Code, x.Word, x.Offers)
			}
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return words, codes
}
