package akn

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// reader makes an act of a document's elements.
type reader struct {
	ids   func(i int) civic.ID
	own   beside
	known bool // own was there: the document was written here
	out   []civic.Clause
}

func (r *reader) act(doc *node) civic.Content {
	c := r.heading(doc)
	for _, part := range doc.kids {
		switch part.name {
		case "preamble":
			r.each(part, r.preamble)
		case "mainBody", "body", "amendmentBody", "debateBody", "judgmentBody", "collectionBody":
			section := civic.Operative
			if part.name == "body" {
				section = civic.Article
			}
			r.each(part, func(n *node) { r.provision(n, section) })
		case "conclusions":
			r.each(part, r.closing)
		}
	}
	c.Clauses = r.out
	return c
}

func (r *reader) each(n *node, visit func(*node)) {
	for _, k := range n.kids {
		if k.name != "" {
			visit(k)
		}
	}
}

// heading reads what stands above the text, and who signs below it.
func (r *reader) heading(doc *node) civic.Content {
	title := &node{}
	if preface := doc.first("preface"); preface != nil {
		title = preface
	}
	subject := title.find("docTitle")
	if r.known {
		c := r.own.Act
		if subject != nil {
			c.Subject = subject.words()
		}
		return c
	}
	c := civic.Content{Kind: kindOf(shape{doc.name, doc.attrs["name"]})}
	if subject == nil {
		subject = title.find("shortTitle")
	}
	if subject != nil {
		c.Subject = cut(subject.line(), civic.MaxSubject)
	}
	if n := title.find("docNumber"); n != nil {
		c.Protocol = cut(n.line(), civic.MaxName)
	}
	if n := title.find("docAuthority"); n != nil {
		c.BodyName = cut(n.line(), civic.MaxName)
	}
	if day := firstDay(title, doc.first("conclusions"), doc.find("FRBRWork")); day != "" {
		c.Date = day
	}
	named := func(n *node) {
		name := cut(n.line(), civic.MaxName)
		if name != "" && !slices.ContainsFunc(c.Signatories, func(s civic.Signatory) bool { return s.Name == name }) {
			c.Signatories = append(c.Signatories, civic.Signatory{Name: name})
		}
	}
	title.all("docProponent", named)
	if end := doc.first("conclusions"); end != nil {
		end.all("signature", func(n *node) {
			if p := n.find("person"); p != nil {
				n = p
			}
			named(n)
		})
	}
	return c
}

// firstDay is the day of the act where one of the places tells it.
func firstDay(places ...*node) (day civic.Date) {
	for _, at := range places {
		if at == nil {
			continue
		}
		for _, name := range []string{"docDate", "date", "FRBRdate"} {
			at.all(name, func(n *node) {
				if d := civic.Date(cut(n.attrs["date"], 10)); day == "" && d.Valid() && d != noDay {
					day = d
				}
			})
		}
		if day != "" {
			return day
		}
	}
	return ""
}

// cut shortens to so many bytes at a rune's border.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && s[most]&0xC0 == 0x80 {
		most--
	}
	return s[:most]
}

// clause adds a clause. Its id is the element's where that is one of ours.
func (r *reader) clause(n *node, section civic.Section, opener, text string) {
	if r.known && n.attrs["class"] == "" {
		return // stands where the standard wants an element and the act has none
	}
	if !r.known {
		opener, text = strings.TrimSpace(opener), strings.TrimSpace(text)
		if opener == "" && text == "" {
			return
		}
	}
	c := civic.Clause{Section: section, Opener: opener, Text: text}
	if s := civic.Section(n.attrs["class"]); s.Valid() {
		c.Section = s
	}
	c.ID = civic.ID(n.attrs["GUID"])
	if !r.known || !c.ID.Valid() {
		c.ID = r.ids(len(r.out))
	}
	if b, ok := r.own.Clauses[c.ID]; ok {
		c.Sep, c.Origins = b.Sep, b.Origins
	}
	r.out = append(r.out, c)
}

// text is what an element says: as it was written here, else its paragraphs,
// each on a line.
func (r *reader) text(n *node) string {
	if r.known {
		if p := n.first("p"); p != nil && n.name != "p" {
			return p.words()
		}
		return n.words()
	}
	var parts []string
	paragraphs(n, &parts)
	return strings.Join(parts, "\n")
}

// paragraphs gathers the lines of an element, whatever its blocks are called.
func paragraphs(n *node, out *[]string) {
	if n.name == "p" || !slices.ContainsFunc(n.kids, func(k *node) bool { return k.name != "" && !inline(k.name) }) {
		if t := n.line(); t != "" {
			*out = append(*out, t)
		}
		return
	}
	for _, k := range n.kids {
		if k.name == "" {
			if t := k.line(); t != "" {
				*out = append(*out, t)
			}
			continue
		}
		paragraphs(k, out)
	}
}

// inline tells an element that stands inside a line.
func inline(name string) bool {
	switch name {
	case "ref", "rref", "mref", "b", "i", "u", "a", "span", "inline", "sup", "sub", "eol", "br", "person", "role", "organization",
		"location", "date", "time", "quotedText", "mod", "rmod", "mmod", "ins", "del", "def", "term", "entity", "concept", "object",
		"event", "process", "quantity", "num", "docTitle", "docType", "docNumber", "docDate", "docProponent", "docAuthority", "docStage",
		"docStatus", "docPurpose", "shortTitle", "legislature", "session", "affectedDocument", "relatedDocument", "signature", "img",
		"noteRef", "abbr", "em", "strong", "omissis", "placeholder", "fillIn", "decoration", "remark", "outcome", "neutralCitation":
		return true
	}
	return false
}

// cue takes the opener off a paragraph that was written here.
func (r *reader) cue(p *node) (opener, text string) {
	if r.known && len(p.kids) > 0 && p.kids[0].name == "inline" && p.kids[0].attrs["name"] == "esordio" {
		return p.kids[0].words(), strings.TrimPrefix((&node{kids: p.kids[1:]}).words(), " ")
	}
	return "", r.text(p)
}

// preamble reads what leads to the formula.
func (r *reader) preamble(n *node) {
	switch n.name {
	case "recitals", "citations":
		section, opener := civic.Recital, ""
		if n.name == "citations" {
			section = civic.CitationS
		}
		for _, k := range n.kids {
			switch k.name {
			case "intro":
				opener = r.text(k)
			case "":
			default:
				r.clause(k, section, opener, r.text(k))
				opener = ""
			}
		}
		if opener != "" {
			r.clause(n, section, opener, "")
		}
	case "formula":
		section := civic.Intro
		if name := n.attrs["name"]; strings.Contains(name, "dispositiv") || strings.HasPrefix(name, "interr") || strings.HasPrefix(name, "interp") {
			section = civic.Operative
		}
		if p := n.first("p"); r.known && p != nil {
			opener, text := r.cue(p)
			r.clause(n, section, opener, text)
			return
		}
		r.clause(n, section, r.text(n), "")
	case "container", "preambleContainer":
		r.each(n, r.preamble)
	default:
		opener, text := r.cue(n)
		r.clause(n, civic.Intro, opener, text)
	}
}

// provision reads a piece of the main body: an article, a comma, a point, or
// plain words.
func (r *reader) provision(n *node, section civic.Section) {
	opener, lead := "", []string{}
	var kids []*node
	for _, k := range n.kids {
		switch k.name {
		case "num":
			opener = k.words()
		case "heading", "subheading", "crossHeading":
			if r.known {
				lead = append(lead, k.words())
			} else {
				lead = append(lead, k.line())
			}
		case "", "meta":
		default:
			kids = append(kids, k)
		}
	}
	if n.name == "article" {
		section = civic.Article
	}
	switch {
	case n.name == "p" || len(kids) == 0 && opener == "" && len(lead) == 0:
		if opener, text := r.cue(n); section == civic.Article || n.attrs["class"] != "" {
			r.clause(n, section, opener, text)
		} else {
			r.clause(n, civic.Intro, opener, text)
		}
	case len(kids) == 1 && kids[0].name == "content":
		text := ""
		if p := kids[0].first("p"); r.known && p != nil {
			cue := ""
			if cue, text = r.cue(p); cue != "" {
				opener = cue
			}
		} else {
			text = strings.Join(append(lead, r.text(kids[0])), "\n")
		}
		r.clause(n, section, opener, text)
	default:
		if opener != "" || len(lead) > 0 {
			r.clause(n, section, opener, strings.Join(lead, "\n"))
		}
		for _, k := range kids {
			r.provision(k, section)
		}
	}
}

// closing reads the end: place, day and signatures are fields, the rest is text.
func (r *reader) closing(n *node) {
	if n.name == "blockContainer" || n.name == "container" {
		r.each(n, r.closing)
		return
	}
	if n.attrs["class"] == "luogoData" || n.find("signature") != nil || n.name == "signature" || !r.known && n.find("date") != nil {
		return
	}
	opener, text := r.cue(n)
	r.clause(n, civic.Closing, opener, text)
}
