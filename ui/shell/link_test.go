package shell_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/ui/shell"
)

// A link comes from anybody's page: it opens a place of ours by an id, or
// nothing.
func FuzzLink(f *testing.F) {
	const id = "0190d3f0-0000-7000-8000-0000000000d1"
	for _, s := range []string{
		"scranno://act/" + id, "scranno://thread/" + id + "/", "scranno://space/../settings", "scranno://draft/" + strings.ToUpper(id),
		"https://act/" + id, "scranno:act/" + id, "scranno://act/%2e%2e", "scranno://settings/wipe", "SCRANNO://act@x/" + id, "\x00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, link string) {
		route, ok := shell.RouteOf(link)
		if !ok {
			if route != "" {
				t.Fatalf("%q is refused and leads to %q", link, route)
			}
			return
		}
		place, last := route[:strings.LastIndex(route, "/")+1], route[strings.LastIndex(route, "/")+1:]
		switch place {
		case "acts/", "spaces/thread/", "spaces/", "drafts/":
		default:
			t.Fatalf("%q leads to %q", link, route)
		}
		if !civic.ID(last).Valid() {
			t.Fatalf("%q leads to %q", link, route)
		}
	})
}
