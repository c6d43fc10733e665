package drafting

import (
	"strings"

	"scranno/app/civic"
)

// Heading is what stands on top of a new act of a person's: the lines that their
// council profile gives, and their group, unless one of these names a group.
func Heading(p civic.CouncilProfile, group string) string {
	var out []string
	named := false
	for line := range strings.Lines(p.Heading) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		out = append(out, line)
		low := strings.ToLower(line)
		named = named || strings.Contains(low, "gruppo") || group != "" && strings.Contains(low, strings.ToLower(group))
	}
	if group = strings.TrimSpace(group); group != "" && !named {
		out = append(out, group)
	}
	return strings.Join(out, "\n")
}
