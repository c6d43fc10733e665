package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"scranno/app/central"
	"scranno/app/civic"
)

var errNoDate = errors.New("no date")

// oneLine makes of a text what a line may hold.
func oneLine(s string) string { return strings.Join(strings.Fields(civic.CleanText(s)), " ") }

func dayOf(stamp string) (civic.Date, error) {
	d := civic.Date(stamp[:min(len(stamp), len("2006-01-02"))])
	if d == "" || !d.Valid() {
		return "", errNoDate
	}
	return d, nil
}

// trento reads a question of the provincial council of Trento.
func trento(raw []byte) (central.ImportLine, error) {
	var q struct {
		Number   string `json:"numero_atto"`
		Date     string `json:"data_atto"`
		Matter   string `json:"materia"`
		Subject  string `json:"oggetto"`
		First    string `json:"primo_firmatario"`
		URL      string `json:"url_domanda"`
		Question string `json:"domanda"`
		Answer   string `json:"risposta"`
	}
	var l central.ImportLine
	if err := json.Unmarshal(raw, &q); err != nil {
		return l, err
	}
	day, err := dayOf(q.Date)
	if err != nil {
		return l, err
	}
	l.ID = civic.DerivedID("trento", q.Number)
	l.Licence = "Apache-2.0"
	l.Content = civic.Content{
		Kind: civic.Question, Level: civic.Provincial, Body: "prov:022", Subject: oneLine(q.Subject), Date: day,
		Themes: trentoThemes(q.Matter), Protocol: oneLine(q.Number), Source: oneLine(q.URL),
	}
	if name := oneLine(q.First); name != "" {
		l.Signatories = []civic.Signatory{{Name: name}}
	}
	l.Text = civic.CleanText(q.Question)
	l.Outcome = civic.Pending
	if strings.TrimSpace(q.Answer) != "" {
		l.Outcome = civic.AnsweredWritten
	}
	return l, nil
}

// trentoThemes maps the council's own classification; the longest code wins.
func trentoThemes(matter string) []civic.Theme {
	code, _, _ := strings.Cut(matter, " ")
	themes := map[string]civic.Theme{
		"1.4.": "institutions", "1.6.": "institutions", "1.6.3.": "transparency", "1.7.": "local_autonomy", "1.8.": "budget",
		"2.1.": "environment", "2.6.": "commerce", "2.7.": "commerce", "2.8.": "social_policy", "2.9.": "associations",
		"3.1.": "social_policy", "3.1.2.": "associations", "3.1.3.": "accessibility", "3.2.": "health", "3.3.": "school", "3.4.": "school",
		"3.3.3.": "training", "3.5.": "sport", "3.6.": "culture", "4.1.": "public_works", "4.3.": "water", "4.4.": "public_works",
		"4.5.": "civil_protection", "4.6.": "social_policy", "4.7.": "mobility", "4.8.": "environment",
	}
	for c := code; c != ""; {
		if t, ok := themes[c]; ok {
			return []civic.Theme{t}
		}
		c = c[:strings.LastIndexByte(strings.TrimSuffix(c, "."), '.')+1]
	}
	return nil
}

type paper struct {
	ID            string      `json:"id"`
	Kind          string      `json:"kind"`
	Reference     string      `json:"reference"`
	Date          string      `json:"date"`
	Title         string      `json:"title"`
	Submitters    []string    `json:"submitters"`
	Consultations []sitting   `json:"consultations"`
	Files         []paperFile `json:"files"`
}

type sitting struct {
	Start  string `json:"start"`
	Result string `json:"result"`
}

type paperFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

var errPaperKind = errors.New("not a kind of councillors' paper")

// karlsruhe reads a paper of the city council of Karlsruhe, as OParl gives it.
func karlsruhe(raw []byte) (central.ImportLine, error) {
	var p paper
	var l central.ImportLine
	if err := json.Unmarshal(raw, &p); err != nil {
		return l, err
	}
	day, err := dayOf(p.Date)
	if err != nil {
		return l, err
	}
	kind, err := paperKind(p.Kind)
	if err != nil {
		return l, err
	}
	l.ID = civic.DerivedID("karlsruhe", p.ID)
	l.Content = civic.Content{
		Kind: kind, Subkind: oneLine(p.Kind), Level: civic.Municipal, Body: "x:karlsruhe", BodyName: "Karlsruhe", Subject: oneLine(p.Title), Date: day,
		Protocol: oneLine(p.Reference), Source: oneLine(p.ID),
	}
	for _, s := range p.Submitters {
		l.Signatories = append(l.Signatories, civic.Signatory{Name: oneLine(s)})
	}
	l.Text = strings.TrimSpace(civic.CleanText(p.own()))
	l.Outcome, l.Events = p.outcome(kind)
	return l, nil
}

func paperKind(s string) (civic.ActKind, error) {
	switch s = strings.ToLower(s); {
	case strings.Contains(s, "änderungs"), strings.Contains(s, "ergänzungs"):
		return civic.Amendment, nil
	case strings.Contains(s, "antrag"):
		return civic.Motion, nil
	case strings.Contains(s, "anfrage"):
		return civic.Question, nil
	}
	return "", errPaperKind
}

// What the names and first lines of a paper's files tell.
var (
	replyName  = regexp.MustCompile(`(?i)(^|[^\pL])(s?t?ell+ungnahmen?|stn|sn oa|antwort)|protokoll|abstimmun|infovorlage`)
	annexName  = regexp.MustCompile(`(?i)(^|[^\pL])(anlagen?|anl|anhang|karte|plan|bild|übersicht|nachgereicht)`)
	bareNumber = regexp.MustCompile(`(?i)^(top|[0-9]{4}-[0-9]{2})[\pN\s_.-]*(\pL+)?$`)
	ownName    = regexp.MustCompile(`(?i)antrag|anfrage`)
	replyHead  = regexp.MustCompile(`(?i)stell+ungnahme|niederschrift|protokoll`)
)

// own gives the text of the paper itself, not of the administration's reply,
// the minutes or an annex; empty where only those are there.
func (p paper) own() string {
	text, best := "", 0
	for i, f := range p.Files {
		if strings.TrimSpace(f.Text) == "" {
			continue
		}
		score := 100 - i
		if replyName.MatchString(f.Name) {
			score -= 200
		}
		if annexName.MatchString(f.Name) {
			score -= 60
		}
		if bareNumber.MatchString(strings.TrimSpace(f.Name)) {
			score -= 40
		}
		if ownName.MatchString(f.Name) {
			score += 50
		}
		if replyHead.MatchString(head(f.Text, 400)) {
			score -= 45
		}
		if score > best {
			text, best = f.Text, score
		}
	}
	return text
}

func head(s string, n int) string { return strings.ToValidUTF8(s[:min(len(s), n)], "") }

// outcome maps the results of the sittings, the latest that says something.
// Consultations that only take note, or send on, say how a question ended and
// leave a motion open.
func (p paper) outcome(kind civic.ActKind) (civic.Outcome, []civic.ActEvent) {
	list := slices.Clone(p.Consultations)
	slices.SortStableFunc(list, func(a, b sitting) int { return cmp.Compare(a.Start, b.Start) })
	last := civic.Pending
	var events []civic.ActEvent
	for _, c := range list {
		o := resultOutcome(c.Result, kind)
		day, err := dayOf(c.Start)
		if o == "" || err != nil {
			continue
		}
		last = o
		e := civic.ActEvent{Type: civic.OutcomeEvent, Date: day, Outcome: o, Source: oneLine(p.ID)}
		if kind.Inspection() {
			e.Type = civic.Answered
		}
		events = append(events, e)
	}
	return last, events
}

func resultOutcome(result string, kind civic.ActKind) civic.Outcome {
	r := strings.ToLower(result)
	said := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(r, w) })
	}
	if kind.Inspection() {
		if said("kenntnis", "erledigt", "einverstanden") {
			return civic.AnsweredWritten
		}
		return ""
	}
	switch {
	case said("zurückgezogen"):
		return civic.WithdrawnThere
	case said("teilweise"):
		return civic.ApprovedInParts
	case said("abgelehnt"):
		return civic.Rejected
	case said("geändert"):
		return civic.ApprovedAmended
	case said("mit stellungnahme einverstanden", "erledigt"):
		return civic.Absorbed
	case said("zugestimmt", "zustimmung", "beschlossen"), r == "einverstanden":
		return civic.Approved
	case said("vertagt", "verwiesen"):
		return civic.Postponed
	}
	return ""
}
