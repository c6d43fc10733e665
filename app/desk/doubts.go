package desk

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

const doubtCode = "doubt_"

// Doubtful tells whether a finding is of what the merge of two texts left to the
// person.
func Doubtful(f civic.Finding) bool { return strings.HasPrefix(f.Code, doubtCode) }

// doubtful are the findings of what merges left to the person and still stands.
func doubtful(x civic.Draft) []civic.Finding {
	there := func(id civic.ID) bool {
		return id == "" || slices.ContainsFunc(x.Plain.Clauses, func(c civic.Clause) bool { return c.ID == id })
	}
	var out []civic.Finding
	for _, d := range x.Doubts {
		if there(d.Clause) && there(d.Beside) {
			out = append(out, civic.Finding{
				Code: doubtCode + string(d.Kind), Severity: civic.Warning, Clause: d.Clause, Field: d.Field, Params: map[string]string{"value": d.Value},
			})
		}
	}
	return out
}
