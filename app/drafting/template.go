package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/assets"
)

// Subkinds lists how an act of a kind may be called at a level, the usual one
// first; none where the kind is all there is to say. Others are as good: a
// council has its own.
func Subkinds(kind civic.ActKind, level civic.Level) []string {
	switch kind {
	case civic.Motion:
		out := []string{"ordinaria", "urgente", "abbinata", "censura"}
		if level == civic.Municipal || level == civic.Regional || level == civic.National || level == "" {
			out = append(out, civic.SubkindNoConfidence)
		}
		return out
	case civic.Question:
		return []string{"scritta", "orale", "in commissione", "risposta immediata"}
	case civic.OrderOfTheDay:
		return []string{"autonomo", "collegato"}
	case civic.Deliberation:
		if level == civic.National || level == civic.European {
			return nil
		}
		return []string{"consiglio", "giunta"}
	case civic.Amendment:
		return []string{
			Modifying, Suppressive, Additive, Substitutive,
			"subemendamento", SubAmendment + Suppressive, SubAmendment + Additive, SubAmendment + Substitutive,
		}
	case civic.Bill:
		return []string{"proposta", "disegno"}
	case civic.Petition:
		return []string{"petizione", "istanza", "proposta"}
	case civic.Document:
		return []string{"documento", "regolamento", "schema di atto", "guida"}
	}
	return nil
}

// Formula writes the words with which an act asks, to whom it is addressed.
func Formula(kind civic.ActKind, subkind string, addressees []string, b civic.Body) string {
	verb, after := Verb(kind)
	who := strings.Join(addressees, " e ")
	switch {
	case kind == civic.Motion && civic.SameSubkind(subkind, civic.SubkindNoConfidence):
		return "esprime la sfiducia nei confronti " + headOf(b).of
	case kind == civic.Petition:
		return strings.TrimSpace("si chiede "+dativeOf(addressees)) + ":"
	case kind == civic.SessionRequest:
		return "chiedono di iscrivere all'ordine del giorno:"
	case kind == civic.AccessRequest:
		return "chiede di ottenere:"
	case kind == civic.Deliberation:
		return "delibera:"
	case verb == "":
		return ""
	}
	return strings.Join(strings.Fields(strings.Join([]string{verb, who, after}, " ")), " ") + ":"
}

func dativeOf(addressees []string) string {
	var out []string
	for _, a := range addressees {
		out = append(out, dative(a))
	}
	return strings.Join(out, " e ")
}

// head is who leads a body, and how one speaks of them.
type head struct{ name, of string }

func headOf(b civic.Body) head {
	switch {
	case sortOf(b) == "district":
		return head{"il Presidente " + ofDistrict(b), "del Presidente " + ofDistrict(b)}
	case sortOf(b) == "union":
		return head{"il Presidente dell'Unione", "del Presidente dell'Unione"}
	case sortOf(b) == "metropolitan_city":
		return head{"il Sindaco metropolitano", "del Sindaco metropolitano"}
	}
	switch b.Level {
	case civic.Provincial:
		if strings.HasPrefix(strings.ToLower(b.Name), "libero consorzio") {
			return head{"il Presidente del Libero Consorzio", "del Presidente del Libero Consorzio"}
		}
		return head{"il Presidente della Provincia", "del Presidente della Provincia"}
	case civic.Regional:
		return head{"il Presidente della Regione", "del Presidente della Regione"}
	case civic.National:
		return head{"il Governo", "del Governo"}
	case civic.European:
		return head{"la Commissione", "della Commissione"}
	}
	return head{"il Sindaco", "del Sindaco"}
}

// councilOf is the organ that votes, with its article, and where it sits.
func councilOf(b civic.Body) (council, of, chamber string) {
	switch {
	case sortOf(b) == "district":
		return "il Consiglio " + ofDistrict(b), "del Consiglio " + ofDistrict(b), "Consiglio"
	case sortOf(b) == "union":
		return "il Consiglio dell'Unione", "del Consiglio dell'Unione", "Consiglio"
	case b.Kind == "government":
		return "il Governo", "del Governo", "Aula"
	case b.Level == civic.National && strings.Contains(strings.ToLower(b.Name), "senato"):
		return "il Senato", "del Senato", "Aula"
	case b.Level == civic.National:
		return "la Camera", "della Camera", "Aula"
	case b.Level == civic.European:
		return "il Parlamento europeo", "del Parlamento europeo", "Aula"
	}
	name := councilName(b)
	if name == "" {
		name = "Consiglio"
	}
	return "il " + name, "del " + name, "Consiglio"
}

// juntaOf is the organ that a deliberation of the executive is of.
func juntaOf(b civic.Body) string {
	switch {
	case sortOf(b) == "district":
		return "la Giunta " + ofDistrict(b)
	case sortOf(b) == "union":
		return "la Giunta dell'Unione"
	case b.Level == civic.Provincial && !hasExecutive(b), b.Level == civic.National, b.Level == civic.European:
		return headOf(b).name
	case b.Level == civic.Provincial:
		return "la Giunta provinciale"
	case b.Level == civic.Regional:
		return "la Giunta regionale"
	}
	return "la Giunta comunale"
}

// Template offers the clauses of a new act: a pattern to fill, never imposed.
// What is to be filled stands in square brackets. The ids are called with each
// clause's place.
func Template(kind civic.ActKind, subkind string, b civic.Body, ids func(i int) civic.ID) []civic.Clause {
	council, of, chamber := councilOf(b)
	fill := strings.NewReplacer(
		"{formula}", Formula(kind, subkind, Addressees(kind, b), b), "{consiglio}", council, "{delconsiglio}", of, "{aula}", chamber,
		"{capo}", headOf(b).name, "{giunta}", juntaOf(b),
	)
	var out []civic.Clause
	for _, line := range patternOf(string(assets.Template(string(kind))), subkind) {
		if cond, rest, ok := strings.Cut(line, " "); ok && cond[0] == '@' {
			if !patternHolds(cond[1:], b) {
				continue
			}
			line = rest
		}
		p := strings.SplitN(line, "|", 3)
		if len(p) != 3 {
			continue
		}
		out = append(out, civic.Clause{
			ID: ids(len(out)), Section: civic.Section(strings.TrimSpace(p[0])), Opener: fill.Replace(strings.TrimSpace(p[1])), Text: fill.Replace(strings.TrimSpace(p[2])),
		})
	}
	return out
}

// patternOf gives the lines of a subkind; the first part is for all that have
// none of their own.
func patternOf(text, subkind string) []string {
	parts := map[string][]string{}
	now := ""
	for line := range strings.SplitSeq(text, "\n") {
		if name, ok := strings.CutPrefix(line, "=="); ok {
			now = strings.TrimSpace(name)
			continue
		}
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			parts[now] = append(parts[now], line)
		}
	}
	for _, called := range []string{subkind, mainSubkind(subkind)} {
		for name, own := range parts {
			if name != "" && civic.SameSubkind(name, called) {
				return own
			}
		}
	}
	return parts[""]
}

// mainSubkind is what a subkind of two words is a sort of: of a subemendamento
// there are as many as of amendments.
func mainSubkind(subkind string) string {
	if strings.HasPrefix(strings.ToLower(subkind), SubAmendment) {
		return strings.TrimSpace(SubAmendment)
	}
	return subkind
}

// patternHolds reads the condition of a line: levels, where the general law on
// local bodies holds, or where its articles on the council and on its head name
// the body: those are of towns and provinces.
func patternHolds(cond string, b civic.Body) bool {
	level := b.Level
	if level == "" {
		level = civic.Municipal
	}
	for word := range strings.SplitSeq(cond, ",") {
		local := underTUEL(b)
		named := local && sortOf(b) != "union"
		if word == string(level) || word == "tuel" && local || word == "other" && !local || word == "named" && named || word == "unnamed" && !named {
			return true
		}
	}
	return false
}

// underTUEL tells whether the general law on local bodies may be cited; where
// the body is not known yet, it may. A part of a town is no local body.
func underTUEL(b civic.Body) bool {
	switch b.Level {
	case civic.Municipal, civic.Provincial, "":
		return sortOf(b) != "district" && (b.Region == "" || b.Region == civic.ExampleRegion || b.Region.OrdinaryStatute())
	}
	return false
}

// Recast makes an act of another kind, or for another body, of one that is being
// written. What the person wrote stays; formula, addressees and closing are
// those of the kind where they still were the former one's. A pattern that
// nobody touched gives way to the new one.
func Recast(c civic.Content, was civic.Body, kind civic.ActKind, subkind string, b civic.Body) civic.Content {
	out := c
	out.Kind, out.Subkind = kind, subkind
	usual := Addressees(c.Kind, was)
	if len(c.Addressees) == 0 || slices.Equal(c.Addressees, usual) {
		out.Addressees = Addressees(kind, b)
	}
	keep := func(i int) civic.ID {
		if i < len(c.Clauses) {
			return c.Clauses[i].ID
		}
		return civic.DerivedID("recast", string(c.Clauses[len(c.Clauses)-1].ID), string(kind), subkind, string(rune('a'+i)))
	}
	before := Template(c.Kind, c.Subkind, was, keep0)
	if len(c.Clauses) > 0 && sameText(c.Clauses, before) {
		out.Clauses = Template(kind, subkind, b, keep)
		return out
	}
	out.Clauses = slices.Clone(c.Clauses)
	next := Template(kind, subkind, b, keep0)
	old, fresh := Formula(c.Kind, c.Subkind, c.Addressees, was), Formula(kind, subkind, out.Addressees, b)
	for i := range out.Clauses {
		cl := &out.Clauses[i]
		switch {
		case cl.Section == civic.Operative && !IsPoint(*cl) && fresh != "" && old != "" && (cl.Opener == old || cl.Opener == "" && cl.Text == old):
			cl.Opener = fresh
			if cl.Text == old {
				cl.Text = ""
			}
		case cl.Section == civic.Closing && len(bySection(before, civic.Closing)) == 1 && cl.Text == bySection(before, civic.Closing)[0].Text:
			cl.Text = ""
			if closing := bySection(next, civic.Closing); len(closing) > 0 {
				cl.Text = closing[0].Text
			}
		case cl.Section == civic.Hinge && slices.ContainsFunc(bySection(before, civic.Hinge), func(x civic.Clause) bool { return x.Text == cl.Text }):
			if h := bySection(next, civic.Hinge); len(h) > 0 {
				cl.Text = h[0].Text
			}
		}
	}
	out.Clauses = slices.DeleteFunc(out.Clauses, func(x civic.Clause) bool { return x.Section == civic.Closing && x.Text == "" && x.Opener == "" })
	return out
}

func keep0(int) civic.ID { return "" }

func bySection(list []civic.Clause, s civic.Section) []civic.Clause {
	var out []civic.Clause
	for _, c := range list {
		if c.Section == s {
			out = append(out, c)
		}
	}
	return out
}

// sameText tells whether two texts say the same in the same parts.
func sameText(a, b []civic.Clause) bool {
	return slices.EqualFunc(a, b, func(x, y civic.Clause) bool {
		return x.Section == y.Section && x.Opener == y.Opener && x.Text == y.Text
	})
}
