package deskdb

import "scranno/app/civic"

// useSQL is what has to hold of an act a.
func useSQL(u civic.Use) string {
	switch u {
	case civic.UseReused:
		return "(a.reuses > 0 OR a.taken = 1)"
	case civic.UsePassed:
		return "a.passed > 0"
	case civic.UseDecided:
		list := ""
		for _, o := range civic.FinalOutcomes() {
			list += ", '" + string(o) + "'"
		}
		return "a.outcome IN (" + list[2:] + ")"
	}
	return "FALSE"
}
