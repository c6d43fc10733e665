package akn

import (
	"strings"

	"scranno/app/civic"
	"scranno/app/document"
)

// Format is the name of the format.
const Format = "akn"

// Namespaces. The second one is ours: what the standard has no place for.
const (
	namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
	ours      = "https://scranno.example/ns/1"
)

// shape is the element that holds a kind of act, and its name attribute.
type shape struct{ element, name string }

// Motions are statements; questions and what a council decides upon have no
// element of their own and are documents.
func shapeOf(k civic.ActKind) shape {
	switch k {
	case civic.Motion:
		return shape{"statement", "mozione"}
	case civic.Resolution:
		return shape{"statement", "risoluzione"}
	case civic.Question:
		return shape{"doc", "interrogazione"}
	case civic.Interpellation:
		return shape{"doc", "interpellanza"}
	case civic.OrderOfTheDay:
		return shape{"doc", "ordineDelGiorno"}
	case civic.Deliberation:
		return shape{"doc", "propostaDiDeliberazione"}
	case civic.Amendment:
		return shape{"amendment", "emendamento"}
	case civic.Bill:
		return shape{"bill", "propostaDiLegge"}
	case civic.Petition:
		return shape{"doc", "petizione"}
	case civic.SessionRequest:
		return shape{"doc", "richiestaDiConvocazione"}
	case civic.AccessRequest:
		return shape{"doc", "accessoAgliAtti"}
	}
	return shape{"doc", "documento"}
}

// kindOf reads element and name, of others too: "Mozione 1-00123", "ddl".
func kindOf(s shape) civic.ActKind {
	name := strings.ToLower(strings.NewReplacer(" ", "", "-", "", "_", "", "'", "", "’", "").Replace(s.name))
	for _, k := range civic.ActKinds() {
		if strings.HasPrefix(name, strings.ToLower(shapeOf(k).name)) {
			return k
		}
	}
	for word, k := range map[string]civic.ActKind{
		"deliber": civic.Deliberation, "propostadidelibera": civic.Deliberation, "ddl": civic.Bill, "disegnodilegge": civic.Bill,
		"odg": civic.OrderOfTheDay, "subemendamento": civic.Amendment, "istanza": civic.Petition,
	} {
		if strings.HasPrefix(name, word) {
			return k
		}
	}
	switch s.element {
	case "bill", "act":
		return civic.Bill
	case "amendment":
		return civic.Amendment
	case "statement":
		return civic.Motion
	}
	return civic.Document
}

// docType is what the act calls itself in words.
func docType(c civic.Content) string { return document.KindLine(c.Kind, c.Subkind) }

// place is where an act is from, as a part of its address: "it-037006".
func place(c civic.Content) string {
	code := strings.ToLower(string(c.Body))
	kind, rest, ok := strings.Cut(code, ":")
	if !ok {
		kind, rest = "", code
	}
	var b strings.Builder
	for _, r := range rest {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	switch {
	case kind == "eu":
		return "eu"
	case b.Len() == 0:
		return "it"
	case kind == "istat" || kind == "":
		return "it-" + b.String()
	}
	return "it-" + kind + "." + b.String()
}

// number is the act's in its address: that of the protocol, else the standard's
// own word for none.
func number(c civic.Content) string {
	var b strings.Builder
	for _, r := range strings.ToLower(c.Protocol) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if n := strings.Trim(b.String(), "-"); n != "" {
		return n
	}
	return "nn"
}

// noDay stands where the standard wants a day and the act has none.
const noDay = "0001-01-01"

func dayOf(c civic.Content) string {
	if c.Date == "" {
		return noDay
	}
	return string(c.Date)
}
