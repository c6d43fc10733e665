package centraldb

import (
	"scranno/app/civic"
	"scranno/app/norms"
)

// appendNorms appends to an act's folded words those by which the acts that cite
// what this one cites are found.
func appendNorms(dst []byte, act civic.Act, texts []string) []byte {
	place := norms.Place{Region: act.Region, Body: act.Body, Date: act.Date}
	list := norms.Words(act.Subject, place, nil)
	for _, t := range texts {
		list = norms.Words(t, place, list)
	}
	for _, w := range list {
		dst = append(append(dst, ' '), w...)
	}
	return dst
}
