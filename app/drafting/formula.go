package drafting

import (
	"strings"

	"scranno/app/civic"
)

// Addressees gives who an act of the kind is addressed to, by level, as one
// writes it after the verb. A province has no executive council of its own.
// Law: l. 56/2014 art. 1 c. 54.
func Addressees(kind civic.ActKind, b civic.Body) []string {
	if kind == civic.Deliberation || kind == civic.Bill || kind == civic.Document {
		return nil
	}
	if kind == civic.SessionRequest || kind == civic.Petition {
		return []string{presidentOf(b)}
	}
	if kind == civic.Amendment {
		return []string{chairOf(b)}
	}
	return executiveOf(b)
}

// chairOf is who presides over the assembly that votes, where amendments are
// handed in. The head of an ordinary province presides over its council.
func chairOf(b civic.Body) string {
	switch {
	case sortOf(b) == "metropolitan_city", b.Level == civic.Provincial && b.Region.OrdinaryStatute():
		return executiveOf(b)[0]
	case b.Kind == "government":
		return "il Presidente"
	}
	_, of, _ := councilOf(b)
	return "il Presidente " + of
}

func presidentOf(b civic.Body) string {
	if sortOf(b) == "municipality" {
		return "il Presidente del Consiglio comunale"
	}
	return "il Presidente"
}

// sortOf gives a body's kind. Mandates and acts say only name and level: there
// the name tells a part of a town, or a union of several, from a town.
func sortOf(b civic.Body) string {
	name := strings.ToLower(b.Name)
	switch {
	case b.Kind != "":
		return b.Kind
	case b.Level == civic.Municipal && strings.HasPrefix(name, "unione "):
		return "union"
	case b.Level == civic.Municipal && (strings.Contains(name, "municipio") || strings.Contains(name, "circoscrizione")):
		return "district"
	case b.Level == civic.Municipal:
		return "municipality"
	case b.Level == civic.Provincial && strings.HasPrefix(name, "città metropolitana"):
		return "metropolitan_city"
	case b.Level == civic.Provincial:
		return "province"
	case b.Level == civic.Regional:
		return "region"
	}
	return ""
}

func executiveOf(b civic.Body) []string {
	switch sortOf(b) {
	case "district":
		return []string{"il Presidente del Municipio"}
	case "union":
		return []string{"il Presidente e la Giunta dell'Unione"}
	case "metropolitan_city":
		return []string{"il Sindaco metropolitano"}
	}
	switch b.Level {
	case civic.Municipal:
		return []string{"il Sindaco e la Giunta"}
	case civic.Provincial:
		if !b.Region.OrdinaryStatute() {
			return []string{"il Presidente della Provincia e la Giunta"}
		}
		return []string{"il Presidente della Provincia"}
	case civic.Regional:
		return []string{"il Presidente e la Giunta regionale"}
	case civic.European:
		return []string{"la Commissione"}
	}
	return []string{"il Governo"}
}

// Verb gives the dispositive formula of a kind: what stands before and after
// the addressees.
func Verb(kind civic.ActKind) (before, after string) {
	switch kind {
	case civic.Motion, civic.OrderOfTheDay, civic.Resolution:
		return "impegna", "a"
	case civic.Question:
		return "interroga", "per sapere"
	case civic.Interpellation:
		return "interpella", "per conoscere"
	case civic.Deliberation:
		return "delibera", ""
	case civic.Petition, civic.SessionRequest, civic.AccessRequest:
		return "chiede", ""
	}
	return "", ""
}
