package deskdb

import (
	"strings"

	"scranno/app/civic"
	"scranno/app/norms"
)

// normWords are the words by which the index finds the acts that cite what this
// one cites, each with a space before it.
func normWords(act civic.Act, pieces []string) string {
	place := norms.Place{Region: act.Region, Body: act.Body, Date: act.Date}
	list := norms.Words(act.Subject, place, nil)
	for _, p := range pieces {
		list = norms.Words(p, place, list)
	}
	if len(list) == 0 {
		return ""
	}
	return " " + strings.Join(list, " ")
}
