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
	if kind == civic.SessionRequest || kind == civic.Petition || kind == civic.Amendment {
		return []string{chairOf(b)}
	}
	return executiveOf(b)
}

// chairOf is who presides over the assembly that votes, where amendments and
// petitions are handed in. The head of a province without an executive council
// presides over its council.
func chairOf(b civic.Body) string {
	switch {
	case b.Level == civic.Provincial && !hasExecutive(b):
		return headOf(b).name
	case b.Kind == "government":
		return "il Presidente"
	}
	_, of, _ := councilOf(b)
	return "il Presidente " + of
}

// hasExecutive tells whether a body has an executive council beside its head. Of
// provinces only those with a statute of their own kept one.
// Law: l. 56/2014 art. 1 c. 54.
func hasExecutive(b civic.Body) bool {
	return b.Level != civic.Provincial || sortOf(b) != "metropolitan_city" && (b.Region == "02" || b.Region == "04")
}

// ofDistrict is how a part of a town is called, with the preposition.
func ofDistrict(b civic.Body) string {
	switch name := strings.ToLower(b.Name); {
	case strings.Contains(name, "circoscrizione"):
		return "della Circoscrizione"
	case strings.Contains(name, "quartiere"):
		return "del Quartiere"
	}
	return "del Municipio"
}

// LetterTo gives whom a letter about an act is for: who presides over the council
// and who leads the body, once where that is the same person.
func LetterTo(b civic.Body) (chair, head string) {
	chair, head = dative(chairOf(b)), dative(headOf(b).name)
	if chair == head {
		head = ""
	}
	return chair, head
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
		return []string{"il Presidente " + ofDistrict(b)}
	case "union":
		return []string{"il Presidente e la Giunta dell'Unione"}
	case "metropolitan_city":
		return []string{"il Sindaco metropolitano"}
	}
	switch b.Level {
	case civic.Municipal:
		return []string{"il Sindaco e la Giunta"}
	case civic.Provincial:
		if hasExecutive(b) {
			return []string{"il Presidente della Provincia e la Giunta"}
		}
		return []string{headOf(b).name}
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
