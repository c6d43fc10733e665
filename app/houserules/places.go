package houserules

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Places checks what stands where: the top holds what the plan allows, every
// package is a room of the plan, one step below a top folder.
func Places(p Plan, t *Tree) []Violation {
	const rule = "places"
	var out []Violation
	seen := map[string]bool{}
	for _, f := range t.files {
		if seen[f.room] {
			continue
		}
		seen[f.room] = true
		if _, ok := p.room(f.room); ok {
			continue
		}
		out = append(out, Violation{Rule: rule, Where: f.room, Why: whyNoRoom(p, f.room)})
	}
	entries, err := fs.ReadDir(t.fsys, ".")
	if err != nil {
		return append(out, Violation{Rule: rule, Where: ".", Why: "the top folder cannot be read"})
	}
	for _, e := range entries {
		if name := e.Name(); name != ".git" && name != "bin" && !slices.Contains(p.TopEntries, name) {
			out = append(out, Violation{Rule: rule, Where: name, Why: "it is not in the plan's list of what stands at the top"})
		}
	}
	for _, name := range p.MustStand {
		if _, err := fs.Stat(t.fsys, name); err != nil {
			out = append(out, Violation{Rule: rule, Where: name, Why: "the plan asks for it and it is missing"})
		}
	}
	return out
}

func whyNoRoom(p Plan, folder string) string {
	top, rest, below := strings.Cut(folder, "/")
	switch {
	case !slices.Contains(p.TopFolders, top):
		return "Go files stand only below " + strings.Join(p.TopFolders, ", ")
	case !below:
		return "a top folder holds rooms, and no Go files of its own"
	case strings.Contains(rest, "/"):
		return "a room is exactly one step below a top folder"
	}
	return fmt.Sprintf("the plan has no room %q below %q; a room more is one line in plan.go", path.Base(folder), top)
}

// Floors gives each room of the plan its floor: 0 for those that enter none,
// else one above the highest that it enters. A circle is an error.
func Floors(p Plan) (map[string]int, error) {
	floors := map[string]int{}
	var climb func(path string, way []string) (int, error)
	climb = func(path string, way []string) (int, error) {
		if floor, done := floors[path]; done {
			return floor, nil
		}
		if slices.Contains(way, path) {
			return 0, fmt.Errorf("houserules: the plan goes in a circle: %s", strings.Join(append(way, path), " > "))
		}
		room, ok := p.room(path)
		if !ok {
			return 0, fmt.Errorf("houserules: %s enters %s, which is not in the plan", way[len(way)-1], path)
		}
		floor := 0
		for _, below := range room.Enters {
			n, err := climb(below, append(way, path))
			if err != nil {
				return 0, err
			}
			floor = max(floor, n+1)
		}
		floors[path] = floor
		return floor, nil
	}
	for _, r := range p.Rooms {
		if _, err := climb(r.Path, nil); err != nil {
			return nil, err
		}
	}
	return floors, nil
}
