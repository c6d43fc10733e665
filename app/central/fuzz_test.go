package central

import (
	"bufio"
	"bytes"
	"context"
	"strings"
	"testing"

	"scranno/app/civic"
)

// Each line of an import is an act or refused; a long one is passed over, and
// reading ends.
func FuzzImportLines(f *testing.F) {
	f.Add([]byte(`{"subject":"Strade","kind":"motion","text":"Premesso che\n\nimpegna","events":[{"type":"filed"}]}` + "\n{}\n"))
	f.Add([]byte("{\"text\":\"\\ud800\",\"clauses\":[{}]}\nnull\n\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := bufio.NewReaderSize(bytes.NewReader(data), 16)
		for range bytes.Count(data, []byte("\n")) + 1 {
			raw, end, err := readLine(in)
			if err != nil {
				t.Fatal(err)
			}
			l, err := parseLine(raw)
			if err != nil {
				if !civic.Is(err, civic.Invalid) {
					t.Fatal(err)
				}
			} else {
				clausesOf(civic.DerivedID("act"), l)
			}
			if end {
				return
			}
		}
		t.Fatal("more lines than there are")
	})
}

// shelf is a store that takes bodies.
type shelf struct {
	Store
	bodies []civic.Body
}

func (k *shelf) PutBodies(_ context.Context, b []civic.Body) (int, error) {
	k.bodies = b
	return len(b), nil
}

func FuzzBodies(f *testing.F) {
	const header = "code,name,other_name,level,region,province,kind,example\n"
	f.Add(header + "istat:037006,Bologna,,municipal,08,BO,comune,false\n")
	f.Add("\ufeff" + header + "\"istat:1\nx\",a\n,,,\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, table string) {
		k := &shelf{}
		s := &Service{store: k}
		lines := strings.Count(table, "\n") + 1
		_, err := s.ImportBodies(t.Context(), strings.NewReader(table), func(line int, err error) {
			if line < 1 || line > lines || !civic.Is(err, civic.Invalid) {
				t.Fatalf("line %d of %d: %v", line, lines, err)
			}
		})
		if err != nil && !civic.Is(err, civic.Invalid) {
			t.Fatal(err)
		}
		for _, b := range k.bodies {
			if !b.ID.Valid() || b.Name == "" || strings.ContainsAny(b.Name, "\n\t\x00") || !b.Level.Valid() || !b.Region.Valid() {
				t.Fatalf("%+v", b)
			}
		}
	})
}
