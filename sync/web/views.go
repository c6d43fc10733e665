package web

import (
	"cmp"
	"embed"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/sync/wire"
)

//go:embed pages/*.html pages/stile.css
var files embed.FS

type listView struct {
	Central string
	Acts    []line
	Full    bool // there are more than the list shows
}

// line is an act in a list.
type line struct {
	ID      civic.ID
	Subject string
	Facts   string // kind, body, date
	Outcome string
}

type messageView struct{ Central, Title, Text string }

// actPage is an act as the public reads it.
type actPage struct {
	Central  string
	Address  string
	ID       civic.ID
	Kind     string
	Subject  string
	Summary  string
	Facts    []fact
	Blocks   []block
	Signers  []civic.Signatory
	Files    []fileLink
	Events   []event
	Calls    string // the words of a link to the invitations; empty: none
	Silence  string // that some are on hold
	Parent   *line
	Mode     string
	Children []line
	Licence  bool
	PDF      bool
}

type fact struct{ Name, Value string }

// fileLink is an attachment: the central hands it over to be saved, and never
// shows it as a page of its own.
type fileLink struct{ Name, Href string }

type block struct{ Class, Label, Text string }

type event struct {
	Day, Iso civic.Date
	Words    string
	What     string
	Note     string
	Votes    *civic.Votes
	Source   string
}

func (w *Web) parse() (*template.Template, error) {
	return template.New("pages").Funcs(template.FuncMap{
		"mark": func() string { return w.mark },
	}).ParseFS(files, "pages/*.html")
}

// text gives an Italian text by a key put together from a code; the code itself
// where the locale has none.
func (w *Web) text(prefix, code string) string {
	if s, ok := w.texts[prefix+code]; ok {
		return s
	}
	return code
}

func (w *Web) lines(hits []civic.ActHit) []line {
	out := make([]line, len(hits))
	for i, h := range hits {
		out[i] = w.line(h)
	}
	return out
}

func (w *Web) line(h civic.ActHit) line {
	l := line{ID: h.ID, Subject: h.Subject, Outcome: w.outcome(h.Outcome)}
	l.Facts = joined(" · ", w.text("act.kind.", string(h.Kind)), h.BodyName, document.Day(h.Date))
	return l
}

func (w *Web) outcome(o civic.Outcome) string {
	if o == "" || o == civic.NoOutcome {
		return ""
	}
	return w.text("act.outcome.", string(o))
}

func joined(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}

func (w *Web) page(central string, v civic.ActView) actPage {
	a := v.Act
	p := actPage{
		Central: central, Address: w.url + "/atti/" + string(v.Record.ID), ID: v.Record.ID,
		Kind: document.KindLine(a.Kind, a.Subkind), Subject: a.Subject, Signers: a.Signatories,
		Licence: a.Licence == civic.LicenceCCBY, PDF: w.export != nil, Children: w.lines(v.Children),
	}
	p.Summary = joined(" · ", w.text("act.kind.", string(a.Kind)), a.BodyName, document.Day(a.Date), w.outcome(v.Outcome))
	p.Facts = w.facts(v)
	text := a.Content
	text.Attachments = nil // they follow, with their links
	p.Blocks = blocks(document.Build(text))
	for _, f := range a.Attachments {
		p.Files = append(p.Files, fileLink{f.Name, wire.BlobPath(f.Hash) + "?" + wire.ParamRecord + "=" + string(v.Record.ID)})
	}
	p.Events, p.Calls, p.Silence = w.events(v.Events), w.callsLink(v.Calls), w.silence(v.Calls)
	if v.Parent != nil {
		l := w.line(*v.Parent)
		p.Parent = &l
		if a.Lineage != nil {
			p.Mode = w.text("act.reuse.", string(a.Lineage.Mode))
		}
	}
	return p
}

func (w *Web) facts(v civic.ActView) []fact {
	a := v.Act
	themes := make([]string, len(a.Themes))
	for i, t := range a.Themes {
		themes[i] = w.text("theme.", string(t))
	}
	var out []fact
	for _, f := range []fact{
		{"Ente", a.BodyName},
		{"Territorio", w.text("region.", string(a.Region))},
		{"Data", document.Day(a.Date)},
		{"Esito", w.outcome(v.Outcome)},
		{"Temi", strings.Join(themes, ", ")},
		{"Protocollo", a.Protocol},
		{"Pubblicato da", v.Author},
		{"Pubblicato il", document.Day(civic.DateOf(a.Published))},
		{"Aggiornato il", revisedOn(a)},
		{"Fonte", a.Source},
	} {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

func revisedOn(a civic.Act) string {
	if a.Revised.IsZero() {
		return ""
	}
	return document.Day(civic.DateOf(a.Revised))
}

// blocks takes the text as it stands on paper; what the page says elsewhere is
// left out.
func blocks(d document.Document) []block {
	var out []block
	for _, b := range d.Blocks {
		class := ""
		switch b.Role {
		case document.Heading, document.BodyName, document.KindTitle, document.Subject, document.Signatures:
			continue
		case document.Addressee:
			class = "addressee"
		case document.Lead:
			class = "lead"
		case document.Formula:
			class = "formula"
		case document.Point:
			class = "point"
		case document.Article:
			class = "article"
		case document.PlaceDay:
			class = "place"
		case document.Note:
			class = "note"
		}
		var text strings.Builder
		for _, s := range b.Spans {
			text.WriteString(s.Text)
		}
		out = append(out, block{Class: class, Label: b.Label, Text: text.String()})
	}
	return out
}

func (w *Web) events(list []civic.EventView) []event {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b civic.EventView) int { return cmp.Compare(a.Event.Date, b.Event.Date) })
	out := make([]event, len(sorted))
	for i, e := range sorted {
		what := w.text("act.event.", string(e.Event.Type))
		if e.Event.Outcome != "" {
			what += ": " + strings.ToLower(w.outcome(e.Event.Outcome))
			if how := e.Event.How(); how != "" {
				what += " " + w.text("act.manner.", string(how))
			}
		}
		note := e.Event.Note
		if e.Event.Sitting != "" {
			note = joined(". ", note, strings.ReplaceAll(w.text("acts.", "sitting_day"), "{{.date}}", document.Day(e.Event.Sitting)))
		}
		if e.Event.Asker != "" {
			note = joined(". ", note, w.text("act.asker.", e.Event.Asker))
		}
		out[i] = event{
			Iso: e.Event.Date, Words: document.Day(e.Event.Date), What: what, Note: note, Votes: e.Event.Votes, Source: linkable(e.Event.Source),
		}
	}
	return out
}

// linkable keeps an address that a browser may follow.
func linkable(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return s
}
