package houserules

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Violation tells in one sentence which room breaks which rule, and why.
type Violation struct {
	Rule  string
	Where string // file or folder, as an Exception names it
	Line  int    // 0: the whole file or folder
	Why   string
}

// String is the sentence.
func (v Violation) String() string {
	if v.Line == 0 {
		return fmt.Sprintf("%s breaks the rule of %s: %s", v.Where, v.Rule, v.Why)
	}
	return fmt.Sprintf("%s (line %d) breaks the rule of %s: %s", v.Where, v.Line, v.Rule, v.Why)
}

// goFile is one parsed source file.
type goFile struct {
	path string // slashes, from the root
	room string // its folder
	test bool
	src  []byte
	ast  *ast.File
}

// Tree is the repository as read once, for all checks.
type Tree struct {
	fsys  fs.FS
	fset  *token.FileSet
	files []goFile
	other []string // every file that is no Go source
}

// Load reads and parses every file of fsys but what git and ./dev make.
func Load(fsys fs.FS) (*Tree, error) {
	t := &Tree{fsys: fsys, fset: token.NewFileSet()}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == ".git" || name == "bin"):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		case strings.HasSuffix(name, ".go") && !strings.Contains(name, "testdata/"):
			return t.parse(name)
		}
		t.other = append(t.other, name)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("houserules: read the tree: %w", err)
	}
	return t, nil
}

func (t *Tree) parse(name string) error {
	src, err := fs.ReadFile(t.fsys, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	file, err := parser.ParseFile(t.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("parse %s: %w", name, err)
	}
	t.files = append(t.files, goFile{
		path: name, room: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), src: src, ast: file,
	})
	return nil
}

func (t *Tree) line(pos token.Pos) int { return t.fset.Position(pos).Line }

// product gives the files that are no tests.
func (t *Tree) product() []goFile {
	return slices.DeleteFunc(slices.Clone(t.files), func(f goFile) bool { return f.test })
}

// Check runs every rule that needs the tree alone and gives what breaks one,
// in the order of the files, without what the plan excepts.
func Check(p Plan, t *Tree) []Violation {
	var all []Violation
	for _, rule := range []func(Plan, *Tree) []Violation{
		Places, Imports, Owners, Comments, Sizes, Habits, Words, Citations, Keys, SQLOrder, Versions,
	} {
		all = append(all, rule(p, t)...)
	}
	all = slices.DeleteFunc(all, func(v Violation) bool { return excepted(p, v) })
	slices.SortStableFunc(all, func(a, b Violation) int { return strings.Compare(a.Where, b.Where) })
	return all
}

func excepted(p Plan, v Violation) bool {
	return slices.ContainsFunc(p.Exceptions, func(e Exception) bool {
		return e.Rule == v.Rule && e.Where == v.Where && e.Reason != ""
	})
}

func (p Plan) room(folder string) (Room, bool) {
	for _, r := range p.Rooms {
		if r.Path == folder {
			return r, true
		}
	}
	return Room{}, false
}
