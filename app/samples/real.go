package samples

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// data is where real material stands, seen from a room's folder. It names real
// people and never enters the project.
func data(parts ...string) string {
	return filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, parts...)...)
}

// Real gives the bytes of a file of real acts; where it is not beside the
// checkout the test is skipped.
func Real(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(data("real-acts", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real acts are not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Question is a real question of a provincial council, as it was published.
type Question struct {
	Number  string `json:"numero_atto"`
	Day     string `json:"data_atto"`
	Subject string `json:"oggetto"`
	Text    string `json:"domanda"`
	Answer  string `json:"risposta"`
}

// Questions reads all of them.
func Questions(t testing.TB) []Question {
	t.Helper()
	var out []Question
	s := bufio.NewScanner(bytes.NewReader(Real(t, "trento-questions.jsonl")))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		var q Question
		if err := json.Unmarshal(s.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatal("the file of questions is empty")
	}
	return out
}
