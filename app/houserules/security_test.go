package houserules_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unproved are the threats whose answer is a bound of the design or a habit of
// who writes the program, and no test's.
var unproved = []string{
	"A dependency turned bad",
}

// Each threat of SECURITY.md names the tests that stand for its answer, and each
// of them is there: in the folder that is named before it, a test, a fuzz test,
// a part of the exam of the stores or a play.
func TestEachThreatHasItsTests(t *testing.T) {
	raw, err := os.ReadFile(root + "/SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:app|cmd|storage|sync|ui)/[a-z/_-]+)`((?:, (?:[A-Z][A-Za-z]+|[a-z_]+\\.txtar))+)")
	rows := 0
	for row := range strings.Lines(string(raw)) {
		cells := strings.Split(row, "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "---") || strings.TrimSpace(cells[1]) == "threat" {
			continue
		}
		rows++
		threat := strings.TrimSpace(cells[1])
		found := named.FindAllStringSubmatch(row, -1)
		if (len(found) == 0) != slices.Contains(unproved, threat) {
			t.Errorf("%q names %d tests", threat, len(found))
		}
		for _, m := range found {
			source := tests(t, m[1])
			for name := range strings.SplitSeq(strings.TrimPrefix(m[2], ", "), ", ") {
				if !strings.Contains(source, "func "+name+"(") && !strings.Contains(source, `{"`+name+`", `) && !strings.Contains(source, "play "+name+"\n") {
					t.Errorf("%q: there is no %s in %s", threat, name, m[1])
				}
			}
		}
	}
	if rows < 30 {
		t.Errorf("%d threats were read", rows)
	}
}

// tests is what the tests of a folder say, and the names of its plays.
func tests(t *testing.T, folder string) string {
	t.Helper()
	var b strings.Builder
	house := os.DirFS(root)
	files, err := fs.ReadDir(house, folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "_test.go") || folder == "storage/storetest" && path.Ext(f.Name()) == ".go" {
			src, err := fs.ReadFile(house, path.Join(folder, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			b.Write(src)
		}
	}
	plays, err := fs.Glob(house, folder+"/testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plays {
		b.WriteString("play " + path.Base(p) + "\n")
	}
	return b.String()
}
