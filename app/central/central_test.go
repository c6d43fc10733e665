package central

import (
	"bufio"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
)

// breaking is a world in which asking about a person crashes.
type breaking struct{ civic.World }

func (breaking) Actor(context.Context, civic.ID) (civic.Actor, error) { panic("planned") }

func TestARuleThatPanicsIsAnError(t *testing.T) {
	c := civic.Command{Name: civic.CmdWithdraw, Args: json.RawMessage(`{}`)}
	if _, err := decide(t.Context(), breaking{}, c, time.Unix(0, 0)); !civic.Is(err, civic.Internal) {
		t.Fatalf("%v", err)
	}
}

func TestLinesOfAnyLength(t *testing.T) {
	in := bufio.NewReaderSize(strings.NewReader("a\n"+strings.Repeat("x", maxImportLine+1)+"\nb\n\nc"), 16)
	for i, want := range []struct {
		text string
		kind civic.ErrorKind
		end  bool
	}{{"a\n", "", false}, {"", civic.TooLarge, false}, {"b\n", "", false}, {"\n", "", false}, {"c", "", true}} {
		line, end, err := readLine(in)
		if string(line) != want.text || end != want.end || civic.KindOf(err) != want.kind {
			t.Errorf("line %d: %.10q, %v, %v", i+1, line, end, err)
		}
	}
}

func TestHashOfWhatHasNoCanonicalForm(t *testing.T) {
	a := hashOf(civic.Command{Name: "x", Args: json.RawMessage(`{"a":`)})
	b := hashOf(civic.Command{Name: "x", Args: json.RawMessage(`{"b":`)})
	if a == b || a == "" {
		t.Fatalf("%q, %q", a, b)
	}
	same := hashOf(civic.Command{Name: "x", Args: json.RawMessage(`{"b":1,"a":2}`)})
	if same != hashOf(civic.Command{Name: "x", Args: json.RawMessage(` { "a": 2, "b": 1 } `)}) {
		t.Fatal("the order of fields makes another hash")
	}
}
