package drafts

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"scranno/app/civic"
)

// counter gives ids that differ and can be told apart in a failure.
func counter() func() civic.ID {
	n := 0
	return func() civic.ID {
		n++
		return civic.DerivedID("clause", fmt.Sprint(n))
	}
}

func sheetOf(rows ...civic.Clause) *sheet {
	ids := counter()
	for i := range rows {
		rows[i].ID = ids()
	}
	return newSheet(rows, ids)
}

func clause(section civic.Section, opener, text string) civic.Clause {
	return civic.Clause{Section: section, Opener: opener, Text: text}
}

// shape writes a sheet down to compare it: "section opener|text" a row.
func shape(s *sheet) []string {
	var out []string
	for _, c := range s.rows {
		out = append(out, string(c.Section)+" "+c.Opener+"|"+c.Text)
	}
	return out
}

// write types a text at the caret, letter by letter.
func write(s *sheet, text string) {
	for _, r := range text {
		before, after := cutText(s.rows[s.at.row].Text, s.at.pos)
		s.typed(s.at.row, before+string(r)+after, s.at.pos+1)
	}
}

func wantShape(t *testing.T, s *sheet, want ...string) {
	t.Helper()
	if got := shape(s); !reflect.DeepEqual(got, want) {
		t.Errorf("sheet is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAMotionTypedFromTheFirstLetter(t *testing.T) {
	s := newSheet(nil, counter())
	write(s, "Premesso che la piazza è buia")
	s.split(s.at.row, s.at.pos)
	write(s, "visto l'art. 42")
	s.split(s.at.row, s.at.pos)
	write(s, "impegna il Sindaco e la Giunta a:")
	s.split(s.at.row, s.at.pos)
	write(s, "rifare i lampioni")
	s.split(s.at.row, s.at.pos)
	write(s, "riferire in aula")
	s.split(s.at.row, s.at.pos)
	s.split(s.at.row, s.at.pos) // Enter in an empty point ends the list
	wantShape(
		t, s,
		"recital Premesso che|la piazza è buia", "citation visto|l'art. 42", "operative impegna il Sindaco e la Giunta a:|",
		"operative 1.|rifare i lampioni", "operative 2.|riferire in aula", "operative |",
	)
}

func TestEnterParts(t *testing.T) {
	for _, c := range []struct {
		name string
		row  civic.Clause
		pos  int
		want []string
		at   caret
	}{
		{"in the middle", clause(civic.Recital, "premesso che", "uno due"), 4, []string{"recital premesso che|uno ", "recital |due"}, caret{1, 0}},
		{"at the start of a point", clause(civic.Operative, "1.", "uno"), 0, []string{"operative 1.|", "operative 2.|uno"}, caret{1, 0}},
		{"behind a letter", clause(civic.Operative, "b)", "uno"), 3, []string{"operative b)|uno", "operative c)|"}, caret{1, 0}},
		{"behind a dash", clause(civic.Recital, "–", "uno"), 3, []string{"recital –|uno", "recital –|"}, caret{1, 0}},
		{"behind the hinge", clause(civic.Hinge, "tutto ciò premesso", ""), 0, []string{"hinge tutto ciò premesso|", "operative |"}, caret{1, 0}},
		{"a formula without its colon", clause(civic.Intro, "", "impegna il Sindaco e la Giunta a"), 32, []string{"operative impegna il Sindaco e la Giunta a|", "operative 1.|"}, caret{1, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sheetOf(c.row)
			s.split(0, c.pos)
			wantShape(t, s, c.want...)
			if s.at != c.at {
				t.Errorf("the caret is at %v, want %v", s.at, c.at)
			}
		})
	}
}

func TestEnterKeepsTheNameOfWhatWasWritten(t *testing.T) {
	s := sheetOf(clause(civic.Operative, "1.", "uno"))
	id := s.rows[0].ID
	s.split(0, 0)
	if s.rows[1].ID != id || s.rows[0].ID == id {
		t.Error("the text that moved down lost its id")
	}
}

func TestBackspaceJoins(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []civic.Clause
		want []string
		at   caret
	}{
		{"two texts", []civic.Clause{clause(civic.Intro, "", "uno "), clause(civic.Intro, "", "due")}, []string{"intro |uno due"}, caret{0, 4}},
		{"an opener first", []civic.Clause{clause(civic.Intro, "", "uno"), clause(civic.Recital, "premesso che", "due")}, []string{"intro |uno", "recital |premesso che due"}, caret{1, 13}},
		{"a point's label first", []civic.Clause{clause(civic.Operative, "1.", "uno"), clause(civic.Operative, "2.", "due"), clause(civic.Operative, "3.", "tre")}, []string{"operative 1.|uno", "operative |due", "operative 2.|tre"}, caret{1, 0}},
		{"an empty clause goes", []civic.Clause{clause(civic.Intro, "", "uno"), clause(civic.CitationS, "visto", "")}, []string{"intro |uno"}, caret{0, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sheetOf(c.rows...)
			if !s.join(1) {
				t.Fatal("nothing happened")
			}
			wantShape(t, s, c.want...)
			if s.at != c.at {
				t.Errorf("the caret is at %v, want %v", s.at, c.at)
			}
		})
	}
	if s := sheetOf(clause(civic.Intro, "", "uno")); s.join(0) {
		t.Error("the first clause was joined with nothing")
	}
}

func TestAMovedPointIsNumberedAgain(t *testing.T) {
	s := sheetOf(
		clause(civic.Operative, "impegna il Sindaco a:", ""), clause(civic.Operative, "1.", "uno"),
		clause(civic.Operative, "2.", "due"), clause(civic.Operative, "3.", "tre"),
	)
	s.place(caret{3, 2})
	s.move(3, -1)
	wantShape(t, s, "operative impegna il Sindaco a:|", "operative 1.|uno", "operative 2.|tre", "operative 3.|due")
	if s.at != (caret{2, 2}) {
		t.Errorf("the caret did not go along: %v", s.at)
	}
}

func TestPointsOutOfOrderAreLeftAlone(t *testing.T) {
	s := sheetOf(clause(civic.Operative, "1.", "uno"), clause(civic.Operative, "5.", "cinque"), clause(civic.Operative, "7.", "sette"))
	s.move(2, -1)
	wantShape(t, s, "operative 1.|uno", "operative 7.|sette", "operative 5.|cinque")
}

func TestPasteOfLinesBecomesClauses(t *testing.T) {
	s := sheetOf(clause(civic.Intro, "", "prima dopo"))
	s.paste(caret{0, 6}, "il testo\r\n\r\nPremesso che piove\r\n\r\nimpegna il Sindaco a:\r\n1. coprire la piazza\r\n2. riferire ")
	wantShape(
		t, s, "intro |prima il testo", "recital Premesso che|piove", "operative impegna il Sindaco a:|",
		"operative 1.|coprire la piazza", "operative 2.|riferiredopo",
	)
	if s.at != (caret{4, 8}) {
		t.Errorf("the caret is at %v", s.at)
	}
	s.undo()
	wantShape(t, s, "intro |prima dopo")
}

func TestPasteOfALineStaysInTheClause(t *testing.T) {
	s := sheetOf(clause(civic.Recital, "premesso che", "ab"))
	s.paste(caret{0, 1}, "una riga\n")
	wantShape(t, s, "recital premesso che|auna rigab")
}

func TestAHugeParagraphIsParted(t *testing.T) {
	long := strings.Repeat("Una frase di prova che non finisce mai. ", 1_000)
	s := newSheet([]civic.Clause{{Section: civic.Intro, Text: long}}, counter())
	if len(s.rows) < 5 {
		t.Fatalf("%d rows", len(s.rows))
	}
	for _, c := range s.rows {
		if len(c.Text) > longest {
			t.Errorf("a row of %d bytes", len(c.Text))
		}
	}
	if s.text() != long {
		t.Error("the text is not the same")
	}
}

// A redaction follows a clause's name and origins; what a person writes in the
// place of the words it took out is another clause.
func TestWordsOverAnObscuredPassageAreOnesOwn(t *testing.T) {
	gone := clause(civic.Recital, "Premesso che", civic.Obscured)
	gone.Origins = []civic.ID{"madre"}
	s := sheetOf(gone)
	gone.ID = s.rows[0].ID
	s.typed(0, "la rete idrica perde", 20)
	own := s.content()[0]
	if own.ID == gone.ID || own.Origins != nil || own.Text != "la rete idrica perde" {
		t.Fatalf("%+v", own)
	}
	s.typed(0, "la rete idrica perde ancora", 27)
	if again := s.content()[0]; again.ID != own.ID {
		t.Errorf("each key names the clause anew: %s, %s", own.ID, again.ID)
	}
	for s.undo() {
	}
	if back := s.content()[0]; back.ID != gone.ID || back.Text != civic.Obscured || len(back.Origins) != 1 {
		t.Errorf("undone: %+v", back)
	}
}

func TestUndoTakesBackAWordAtATime(t *testing.T) {
	s := newSheet(nil, counter())
	write(s, "uno due tre")
	for _, want := range []string{"uno due ", "uno ", ""} {
		s.undo()
		if got := s.rows[0].Text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if s.undo() {
		t.Error("there was more to undo than was done")
	}
	s.redo()
	s.redo()
	if got := s.rows[0].Text; got != "uno due " {
		t.Errorf("redone to %q", got)
	}
}

func TestUndoTakesBackARecognisedCue(t *testing.T) {
	s := newSheet(nil, counter())
	write(s, "visto ")
	wantShape(t, s, "citation visto|")
	s.undo()
	wantShape(t, s, "intro |visto ")
}

func TestCuesInsideAPointAreWords(t *testing.T) {
	s := sheetOf(clause(civic.Operative, "", ""))
	write(s, "visto il parere ")
	wantShape(t, s, "operative |visto il parere ")
}

func TestRewriteReplacesTheWholeAct(t *testing.T) {
	s := sheetOf(clause(civic.Intro, "", "uno"), clause(civic.Intro, "", "due"))
	s.rewrite("x")
	wantShape(t, s, "intro |x")
	s.undo()
	wantShape(t, s, "intro |uno", "intro |due")
}

// letters are what of an act must never go by itself. Numbers and stops may:
// "1." at the start of a line becomes the label of a point, and labels are
// counted anew.
func letters(s *sheet) string {
	var r []rune
	for _, c := range s.rows {
		for _, x := range c.Opener + c.Text {
			if unicode.IsLetter(x) {
				r = append(r, x)
			}
		}
	}
	slices.Sort(r)
	return string(r)
}

func drawSheet(t *rapid.T) *sheet {
	rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) civic.Clause {
		return civic.Clause{
			Section: rapid.SampledFrom(civic.Sections()).Draw(t, "section"),
			Opener:  rapid.SampledFrom([]string{"", "", "premesso che", "1.", "2.", "3)", "–", "impegna il Sindaco a:", "Art. 1."}).Draw(t, "opener"),
			Text:    rapid.StringOfN(rapid.RuneFrom([]rune("abc àè \n.")), 0, 12, -1).Draw(t, "text"),
		}
	}), 1, 6).Draw(t, "rows")
	return sheetOf(rows...)
}

// step does something at random and gives the letters that it added.
func step(t *rapid.T, s *sheet) string {
	row := rapid.IntRange(0, len(s.rows)-1).Draw(t, "row")
	pos := rapid.IntRange(0, runes(s.rows[row].Text)).Draw(t, "pos")
	s.place(caret{row, pos})
	switch rapid.SampledFrom([]string{"split", "join", "joinNext", "move", "paste", "type", "loosen"}).Draw(t, "do") {
	case "split":
		s.split(row, pos)
	case "join":
		if s.rows[row].Text == "" {
			return "" // takes an empty clause away with its opener, as it should
		}
		s.join(row)
	case "joinNext":
		if row+1 < len(s.rows) && s.rows[row+1].Text == "" {
			return ""
		}
		s.joinNext(row)
	case "move":
		s.move(row, rapid.SampledFrom([]int{-1, 1}).Draw(t, "by"))
	case "loosen":
		s.loosen(row)
	case "paste":
		text := rapid.SampledFrom([]string{"x", "uno due", "prosa\n\nPremesso che piove\n\nzzz", "impegna la Giunta a:\nfare\ndire"}).Draw(t, "text")
		s.paste(caret{row, pos}, text)
		return text
	case "type":
		text := rapid.SampledFrom([]string{"parola", "premesso che ", "visto ", "x y "}).Draw(t, "typed")
		write(s, text)
		return text
	}
	return ""
}

func TestNoLetterIsLostAndUndoIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSheet(t)
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			start := slices.Clone(s.rows)
			before := letters(s)
			depth := len(s.past)
			added := step(t, s)
			sum := &sheet{rows: []civic.Clause{{Text: before + added}}}
			if got, want := letters(s), letters(sum); got != want {
				t.Fatalf("letters are %q, want %q\n%s", got, want, strings.Join(shape(s), "\n"))
			}
			ids := map[civic.ID]bool{}
			for _, c := range s.rows {
				if ids[c.ID] {
					t.Fatalf("two clauses share an id\n%s", strings.Join(shape(s), "\n"))
				}
				ids[c.ID] = true
			}
			end, steps := slices.Clone(s.rows), len(s.past)-depth
			for range steps {
				s.undo()
			}
			if !reflect.DeepEqual(s.rows, start) {
				t.Fatalf("undone to\n%s", strings.Join(shape(s), "\n"))
			}
			for range steps {
				s.redo()
			}
			if !reflect.DeepEqual(s.rows, end) {
				t.Fatalf("redone to\n%s", strings.Join(shape(s), "\n"))
			}
		}
	})
}
