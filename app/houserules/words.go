package houserules

import (
	"bytes"
	"go/ast"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

var (
	machinePath = regexp.MustCompile(`(^|[^A-Za-z0-9.])/(tmp|root|home|work|farm)/`)
	unfinished  = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b|[^"]\bX` + `XX\b|\bnot ` + `implemented\b`)
	orderBy     = regexp.MustCompile(`(?is)\border\s+by\s+(.*?)(\blimit\b|\)|;|$)`)
	citedLaw    = regexp.MustCompile(`(?i)\b(?:d\.\s?lgs\.?|d\.l\.|d\.p\.r\.|l\.|legge)\s*(?:n\.\s*)?(\d+/\d{4})`)
	idColumn    = regexp.MustCompile(`(?i)^\s*(\w+\.)?id\b`)
)

// Words checks what no file may say: the path of a machine, and in product
// code that something is still to be done.
func Words(_ Plan, t *Tree) []Violation {
	var out []Violation
	add := func(where string, src []byte, at int, why string) {
		line := bytes.Count(src[:at], []byte{'\n'}) + 1
		out = append(out, Violation{Rule: "words", Where: where, Line: line, Why: why})
	}
	paths := func(name string, src []byte) {
		for _, at := range machinePath.FindAllIndex(src, -1) {
			add(name, src, at[0], "it names a path of one machine")
		}
	}
	for _, f := range t.files {
		paths(f.path, f.src)
		if f.test {
			continue
		}
		for _, at := range unfinished.FindAllIndex(f.src, -1) {
			add(f.path, f.src, at[0], "product code is finished, or it is not there")
		}
	}
	for _, name := range t.other {
		if path.Ext(name) == ".sum" {
			continue
		}
		src, err := fs.ReadFile(t.fsys, name)
		if err != nil || bytes.IndexByte(src, 0) >= 0 {
			continue
		}
		paths(name, src)
	}
	return out
}

// SQLOrder checks that no statement of the stores orders by id: ids are made by
// desks whose clocks may be wrong, so their order means nothing.
func SQLOrder(_ Plan, t *Tree) []Violation {
	var out []Violation
	look := func(where string, line int, text string) {
		for _, m := range orderBy.FindAllStringSubmatch(text, -1) {
			for column := range strings.SplitSeq(m[1], ",") {
				if idColumn.MatchString(column) {
					out = append(out, Violation{
						Rule: "order", Where: where, Line: line,
						Why: "rows are never ordered by id, which a desk's clock makes: order by seq, born or a date",
					})
				}
			}
		}
	}
	for _, f := range t.product() {
		if strings.HasPrefix(f.room, "storage/") {
			literals(f, func(lit *ast.BasicLit, text string) { look(f.path, t.line(lit.Pos()), text) })
		}
	}
	for _, name := range t.other {
		if path.Ext(name) != ".sql" || !strings.HasPrefix(name, "storage/") {
			continue
		}
		if src, err := fs.ReadFile(t.fsys, name); err == nil {
			look(name, 0, string(src))
		}
	}
	return out
}

// Citations checks that a law which a comment cites stands in the glossary,
// where it is written out once.
func Citations(_ Plan, t *Tree) []Violation {
	glossary, err := fs.ReadFile(t.fsys, "GLOSSARY.md")
	if err != nil {
		return nil // Places tells
	}
	var out []Violation
	for _, f := range t.product() {
		for _, group := range f.ast.Comments {
			for _, m := range citedLaw.FindAllStringSubmatch(group.Text(), -1) {
				if !bytes.Contains(glossary, []byte(m[1])) {
					out = append(out, Violation{
						Rule: "citations", Where: f.path, Line: t.line(group.Pos()),
						Why: "the law " + m[1] + " is cited here and is not in GLOSSARY.md",
					})
				}
			}
		}
	}
	return out
}
