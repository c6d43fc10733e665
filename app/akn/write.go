package akn

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/document"
)

// Write writes an act. The same act gives the same bytes. Signs that XML cannot
// hold are replaced by U+FFFD.
func Write(w io.Writer, c civic.Content) error {
	kind := shapeOf(c.Kind)
	s := &sheet{}
	s.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	s.open("akomaNtoso", "xmlns", namespace, "xmlns:sc", ours)
	s.open(kind.element, "name", kind.name, "contains", "originalVersion")
	meta, err := extra(c)
	if err != nil {
		return civic.WrapError(civic.Internal, "akn.write", err)
	}
	s.meta(c, kind, meta)
	s.preface(c)
	switch kind.element {
	case "amendment":
		s.amendment(c.Clauses)
	default:
		s.body(c.Clauses, kind.element)
	}
	s.conclusions(c)
	s.close(kind.element)
	s.close("akomaNtoso")
	s.b.WriteByte('\n')
	_, err = w.Write(s.b.Bytes())
	return civic.WrapError(civic.Internal, "akn.write", err)
}

// beside is what an act has and the standard has no element for.
type beside struct {
	Act     civic.Content        `json:"act"` // without subject and clauses
	Clauses map[civic.ID]related `json:"clauses,omitempty"`
}

type related struct {
	Sep     string     `json:"sep,omitempty"`
	Origins []civic.ID `json:"origins,omitempty"`
}

func extra(c civic.Content) (string, error) {
	b := beside{Act: c, Clauses: map[civic.ID]related{}}
	b.Act.Subject, b.Act.Clauses = "", nil
	for _, cl := range c.Clauses {
		if cl.Sep != "" || len(cl.Origins) > 0 {
			b.Clauses[cl.ID] = related{cl.Sep, cl.Origins}
		}
	}
	raw, err := json.Marshal(b)
	return string(raw), err
}

func (s *sheet) meta(c civic.Content, kind shape, meta string) {
	day, name := dayOf(c), "presentazione"
	if day == noDay {
		name = "senzaData"
	}
	author := "#scranno"
	if len(c.Signatories) > 0 {
		author = "#firma_1"
	}
	work := strings.Join([]string{"/akn", place(c), kind.element, kind.name, day, number(c)}, "/")
	expression := work + "/ita@" + day
	s.open("meta")
	s.open("identification", "source", "#scranno")
	part := func(element, this, uri string, rest func()) {
		s.open(element)
		s.empty("FRBRthis", "value", this)
		s.empty("FRBRuri", "value", uri)
		s.empty("FRBRdate", "date", day, "name", name)
		s.empty("FRBRauthor", "href", author)
		rest()
		s.close(element)
	}
	part("FRBRWork", work+"/!main", work, func() {
		s.empty("FRBRcountry", "value", strings.SplitN(place(c), "-", 2)[0])
		s.empty("FRBRsubtype", "value", kind.name)
		if n := number(c); n != "nn" {
			s.empty("FRBRnumber", "value", n)
		}
		s.empty("FRBRprescriptive", "value", "false")
		s.empty("FRBRauthoritative", "value", "false")
	})
	part("FRBRExpression", expression+"/!main", expression, func() { s.empty("FRBRlanguage", "language", "ita") })
	part("FRBRManifestation", expression+"/!main.xml", expression+".akn", func() { s.empty("FRBRformat", "value", "application/akn+xml") })
	s.close("identification")
	if len(c.Themes) > 0 {
		s.open("classification", "source", "#scranno")
		for _, t := range c.Themes {
			s.empty("keyword", "value", string(t), "showAs", string(t), "dictionary", "#temi")
		}
		s.close("classification")
	}
	s.references(c)
	s.open("proprietary", "source", "#scranno")
	if l := c.Lineage; l != nil {
		s.empty("sc:lignaggio", "da", string(l.Parent), "revisione", fmt.Sprint(l.Revision), "modo", string(l.Mode))
	}
	s.line()
	s.text("sc:atto", meta)
	s.close("proprietary")
	s.close("meta")
}

func (s *sheet) references(c civic.Content) {
	s.open("references", "source", "#scranno")
	if c.Lineage != nil {
		s.empty("activeRef", "eId", "origine", "href", "/akn/scranno/"+string(c.Lineage.Parent), "showAs", "Atto di partenza")
	}
	s.empty("TLCOrganization", "eId", "scranno", "href", "/ontology/organizations/scranno", "showAs", "Scranno")
	if c.BodyName != "" {
		s.empty("TLCOrganization", "eId", "ente", "href", "/ontology/organizations/"+place(c), "showAs", c.BodyName)
	}
	for i, p := range c.Signatories {
		s.empty("TLCPerson", "eId", fmt.Sprint("firma_", i+1), "href", fmt.Sprint("/ontology/persons/", place(c), "/firma_", i+1), "showAs", p.Name)
	}
	s.empty("TLCConcept", "eId", "temi", "href", "/ontology/concepts/temi", "showAs", "Temi")
	s.close("references")
}

// block is a paragraph; inside writes what stands in it.
func (s *sheet) block(inside func(), attrs ...string) {
	s.line()
	s.tag("p", attrs)
	s.b.WriteByte('>')
	inside()
	s.b.WriteString("</p>")
}

func (s *sheet) preface(c civic.Content) {
	s.open("preface")
	if c.BodyName != "" {
		s.block(func() { s.text("docAuthority", c.BodyName, "refersTo", "#ente") })
	}
	s.block(func() {
		s.text("docType", docType(c))
		if c.Protocol != "" {
			s.b.WriteString(" n. ")
			s.text("docNumber", c.Protocol)
		}
		if c.Date != "" {
			s.b.WriteString(" del ")
			s.text("docDate", document.Day(c.Date), "date", string(c.Date))
		}
	})
	s.block(func() { s.text("docTitle", c.Subject) })
	for _, a := range c.Addressees {
		s.block(func() { s.escape(a) }, "class", "destinatario")
	}
	s.close("preface")
}

// core are the attributes by which a clause is known again.
func core(eID string, c civic.Clause) []string {
	return []string{"eId", eID, "GUID", string(c.ID), "class", string(c.Section)}
}

// body writes what leads to the formula as preamble, the rest as main body; what
// closes stands in the conclusions.
func (s *sheet) body(all []civic.Clause, element string) {
	all = all[:len(all)-closings(all)]
	lead := 0
	for lead < len(all) && leads(all[lead].Section) {
		lead++
	}
	if lead < len(all) && all[lead].Section == civic.Operative && !numbers(all[lead].Opener) {
		lead++
	}
	if lead > 0 {
		s.open("preamble")
		s.preamble(all[:lead])
		s.close("preamble")
	}
	main := "mainBody"
	if element == "bill" {
		main = "body"
	}
	s.open(main)
	n := &count{}
	for rest := all[lead:]; len(rest) > 0; {
		rest = rest[s.provision(rest, n):]
	}
	if lead == len(all) {
		s.open("paragraph", "eId", "para_0")
		s.open("content")
		s.empty("p")
		s.close("content")
		s.close("paragraph")
	}
	s.close(main)
}

func leads(x civic.Section) bool {
	return x == civic.Intro || x == civic.Recital || x == civic.CitationS || x == civic.Hinge
}

// closings is how many clauses at the end close the act.
func closings(all []civic.Clause) int {
	n := 0
	for n < len(all) && all[len(all)-1-n].Section == civic.Closing {
		n++
	}
	return n
}

// numbers tells an opener that is the number of a point or of an article.
func numbers(opener string) bool {
	if opener == "" || len(opener) > 16 {
		return false
	}
	if lower := strings.ToLower(opener); strings.HasPrefix(lower, "art") || len([]rune(opener)) <= 3 {
		return true
	}
	return strings.ContainsAny(opener, "0123456789")
}

// preamble groups recitals and citations below the cue that they follow.
func (s *sheet) preamble(all []civic.Clause) {
	n := &count{}
	for i := 0; i < len(all); {
		c := all[i]
		switch c.Section {
		case civic.Recital, civic.CitationS:
			group, item, short := "recitals", "recital", "rec"
			if c.Section == civic.CitationS {
				group, item, short = "citations", "citation", "cit"
			}
			next := i + 1
			for next < len(all) && all[next].Section == c.Section && all[next].Opener == "" {
				next++
			}
			id := n.of(short + "s")
			s.open(group, "eId", id)
			if c.Opener != "" {
				s.open("intro")
				s.block(func() { s.lines(c.Opener) })
				s.close("intro")
			}
			for j, x := range all[i:next] {
				s.open(item, core(fmt.Sprint(id, "__", short, "_", j+1), x)...)
				s.block(func() { s.words(x.Text) })
				s.close(item)
			}
			s.close(group)
			i = next
			continue
		case civic.Hinge, civic.Operative:
			name := "premessa"
			if c.Section == civic.Operative {
				name = "dispositiva"
			}
			s.open("formula", append(core(n.of("formula"), c), "name", name)...)
			s.block(func() { s.cued(c) })
			s.close("formula")
		default:
			s.block(func() { s.cued(c) }, core(n.of("p"), c)...)
		}
		i++
	}
}

// cued writes a clause's opener and text into one paragraph.
func (s *sheet) cued(c civic.Clause) {
	if c.Opener != "" {
		s.tag("inline", []string{"name", "esordio"})
		s.b.WriteByte('>')
		s.lines(c.Opener)
		s.b.WriteString("</inline>")
		if c.Text != "" {
			s.b.WriteByte(' ')
		}
	}
	s.words(c.Text)
}

// provision writes a clause of the main body, an article with the commas that
// follow it, and gives how many clauses that were.
func (s *sheet) provision(all []civic.Clause, n *count) int {
	c := all[0]
	if c.Section != civic.Article || !heads(c) {
		s.paragraph(c, n.of("para"))
		return 1
	}
	end := 1
	for end < len(all) && all[end].Section == civic.Article && !heads(all[end]) {
		end++
	}
	id := n.of("art")
	s.open("article", core(id, c)...)
	s.num(c.Opener)
	if end == 1 {
		s.content(c.Text)
	} else {
		if c.Text != "" {
			s.line()
			s.b.WriteString("<heading>")
			s.words(c.Text)
			s.b.WriteString("</heading>")
		}
		for i, x := range all[1:end] {
			s.paragraph(x, fmt.Sprint(id, "__para_", i+1))
		}
	}
	s.close("article")
	return end
}

// heads tells a clause that opens an article.
func heads(c civic.Clause) bool { return strings.HasPrefix(strings.ToLower(c.Opener), "art") }

func (s *sheet) paragraph(c civic.Clause, id string) {
	s.open("paragraph", core(id, c)...)
	if numbers(c.Opener) {
		s.num(c.Opener)
		s.content(c.Text)
	} else {
		s.open("content")
		s.block(func() { s.cued(c) })
		s.close("content")
	}
	s.close("paragraph")
}

func (s *sheet) num(opener string) {
	s.line()
	s.b.WriteString("<num>")
	s.lines(opener)
	s.b.WriteString("</num>")
}

func (s *sheet) content(text string) {
	s.open("content")
	s.block(func() { s.words(text) })
	s.close("content")
}

// amendment writes what an amendment says, one block a change.
func (s *sheet) amendment(all []civic.Clause) {
	all = all[:len(all)-closings(all)]
	s.open("amendmentBody")
	n := &count{}
	s.open("amendmentContent", "eId", "amend_1")
	if len(all) == 0 {
		s.empty("p")
	}
	for _, c := range all {
		s.block(func() { s.cued(c) }, core(n.of("p"), c)...)
	}
	s.close("amendmentContent")
	s.close("amendmentBody")
}

func (s *sheet) conclusions(c civic.Content) {
	closing := c.Clauses[len(c.Clauses)-closings(c.Clauses):]
	if len(closing) == 0 && c.Place == "" && c.Date == "" && len(c.Signatories) == 0 {
		return
	}
	s.open("conclusions")
	for i, x := range closing {
		s.block(func() { s.cued(x) }, core(fmt.Sprint("concl_", i+1), x)...)
	}
	if c.Place != "" || c.Date != "" {
		s.block(func() {
			if c.Place != "" {
				s.text("location", c.Place, "refersTo", "#ente")
			}
			if c.Place != "" && c.Date != "" {
				s.b.WriteString(", ")
			}
			if c.Date != "" {
				s.text("date", document.Day(c.Date), "date", string(c.Date))
			}
		}, "class", "luogoData")
	}
	for i, p := range c.Signatories {
		s.block(func() {
			s.b.WriteString("<signature>")
			s.text("person", p.Name, "refersTo", fmt.Sprint("#firma_", i+1))
			s.b.WriteString("</signature>")
		}, "class", "firma")
	}
	s.close("conclusions")
}

// count numbers elements of each name.
type count struct {
	names []string
	last  []int
}

func (n *count) of(name string) string {
	i := slices.Index(n.names, name)
	if i < 0 {
		i = len(n.names)
		n.names, n.last = append(n.names, name), append(n.last, 0)
	}
	n.last[i]++
	return fmt.Sprint(name, "_", n.last[i])
}
