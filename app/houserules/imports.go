package houserules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Imports checks that each room enters only the rooms that the plan lists for
// it; test files may also enter those listed for the room's tests.
func Imports(p Plan, t *Tree) []Violation {
	var out []Violation
	eachImport(t, func(f goFile, line int, imported string) {
		target, ours := strings.CutPrefix(imported, p.Module+"/")
		if !ours || target == f.room {
			return
		}
		room, known := p.room(f.room)
		if !known {
			return // Places tells
		}
		if slices.Contains(room.Enters, target) || f.test && slices.Contains(room.Tests, target) {
			return
		}
		why := fmt.Sprintf("%s may not enter %s; it may enter %s", f.room, target, orNothing(room.Enters))
		if f.test {
			why += ", its tests no more than " + orNothing(slices.Concat(room.Enters, room.Tests)) +
				" (whole-system tests live in cmd/scranno-sim)"
		}
		out = append(out, Violation{Rule: "imports", Where: f.path, Line: line, Why: why})
	})
	return out
}

// Owners checks that a foreign library, or a package of the standard library
// that has owners, is seen by those rooms alone.
func Owners(p Plan, t *Tree) []Violation {
	const rule = "owners"
	var out []Violation
	eachImport(t, func(f goFile, line int, imported string) {
		if imported == p.Module || strings.HasPrefix(imported, p.Module+"/") {
			return
		}
		foreign := strings.Contains(strings.SplitN(imported, "/", 2)[0], ".")
		list := p.Standard
		if foreign {
			list = p.Libraries
		}
		lib, listed := owning(list, imported)
		switch {
		case !listed && foreign:
			out = append(out, Violation{
				Rule: rule, Where: f.path, Line: line,
				Why: imported + " is in no line of the plan's libraries, so no room owns it",
			})
		case !listed, slices.Contains(lib.Owners, f.room), lib.InTests && f.test:
		case !foreign && f.test && !pureOfIO(f.room):
			// Tests at the edges may speak HTTP or look into a file of SQLite.
		case lib.InTests:
			out = append(out, Violation{Rule: rule, Where: f.path, Line: line, Why: lib.Module + " is for test files only"})
		default:
			out = append(out, Violation{
				Rule: rule, Where: f.path, Line: line,
				Why: fmt.Sprintf("only %s may see %s", strings.Join(lib.Owners, ", "), lib.Module),
			})
		}
	})
	return out
}

// pureOfIO tells the rooms whose tests too must do without SQL and HTTP.
func pureOfIO(room string) bool {
	return strings.HasPrefix(room, "app/") || strings.HasPrefix(room, "ui/")
}

func owning(list []Library, imported string) (Library, bool) {
	for _, lib := range list {
		if imported == lib.Module || strings.HasPrefix(imported, lib.Module+"/") {
			return lib, true
		}
	}
	return Library{}, false
}

func eachImport(t *Tree, visit func(f goFile, line int, imported string)) {
	for _, f := range t.files {
		for _, spec := range f.ast.Imports {
			if imported, err := strconv.Unquote(spec.Path.Value); err == nil {
				visit(f, t.line(spec.Pos()), imported)
			}
		}
	}
}

func orNothing(rooms []string) string {
	if len(rooms) == 0 {
		return "nothing of ours"
	}
	return strings.Join(rooms, ", ")
}
