package drafting

import (
	"strconv"
	"strings"

	"scranno/app/civic"
)

const fence = "---"

// ParseFile reads a draft written as a plain text file: front matter between
// two lines "---", then the text with its usual cues. A file without front
// matter is all text. Unknown keys and wrong values are errors of kind Invalid
// that name the line; front matter that does not end names the first. Kind, level, region and the body's name are the caller's
// to complete where the file does not give them.
func ParseFile(text string, ids func(i int) civic.ID) (civic.Content, error) {
	text = civic.CleanText(text)
	var c civic.Content
	head, rest, ok, closed := splitFront(text)
	if !closed {
		return c, fileError(-1, fence)
	}
	if !ok {
		c.Clauses = Cut(text, ids)
		return c, nil
	}
	for i, l := range strings.Split(head, "\n") {
		if strings.TrimSpace(l) == "" || strings.HasPrefix(strings.TrimSpace(l), "#") {
			continue
		}
		key, value, ok := strings.Cut(l, ":")
		if !ok {
			return c, fileError(i, l)
		}
		if err := setField(&c, strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)); err != nil {
			return c, fileError(i, key)
		}
	}
	c.Clauses = Cut(rest, ids)
	return c, nil
}

func fileError(i int, what string) error {
	return civic.NewError(civic.Invalid, "draft.file", "invalid.front_matter", "line", strconv.Itoa(i+2), "field", strings.TrimSpace(what))
}

// splitFront takes the front matter off; ok is false where there is none, and
// closed where it has no end.
func splitFront(text string) (head, rest string, ok, closed bool) {
	line, after, _ := strings.Cut(text, "\n")
	if !isFence(line) {
		return "", text, false, true
	}
	rest = after
	for rest != "" {
		at := len(after) - len(rest)
		line, rest, _ = strings.Cut(rest, "\n")
		if isFence(line) {
			head = after[:at]
			if head != "" {
				rest = strings.TrimPrefix(rest, "\n")
			}
			return strings.TrimSuffix(head, "\n"), rest, true, true
		}
	}
	return "", text, true, false
}

func isFence(line string) bool { return strings.TrimRight(line, " \t") == fence }

// setField knows the keys in English, as scripts write them, and in Italian.
func setField(c *civic.Content, key, value string) error {
	bad := civic.NewError(civic.Invalid, "draft.file", "invalid.front_matter")
	switch key {
	case "kind", "tipo":
		c.Kind = kindOf(value)
		if !c.Kind.Valid() {
			return bad
		}
	case "subkind", "sottotipo":
		c.Subkind = value
	case "subject", "oggetto":
		c.Subject = value
	case "body", "ente":
		if value == "" {
			return nil
		}
		code, err := civic.ParseBodyCode(value)
		if err != nil {
			return err
		}
		c.Body = code
	case "level", "livello":
		c.Level = civic.Level(value)
		if !c.Level.Valid() {
			return bad
		}
	case "addressees", "destinatari":
		c.Addressees = list(value)
	case "themes", "temi":
		for _, t := range list(strings.ReplaceAll(value, ",", ";")) {
			if !civic.Theme(t).Valid() {
				return bad
			}
			c.Themes = append(c.Themes, civic.Theme(t))
		}
	case "signatories", "firmatari":
		for _, s := range list(value) {
			c.Signatories = append(c.Signatories, signatory(s))
		}
	case "heading", "intestazione":
		c.Heading = strings.TrimPrefix(c.Heading+"\n"+value, "\n") // each line has its own
	case "place", "luogo":
		c.Place = value
	case "date", "data":
		c.Date = civic.Date(value)
		if !c.Date.Valid() {
			return bad
		}
	case "protocol", "protocollo":
		c.Protocol = value
	case "term", "consiliatura":
		c.Term = value
	default:
		return bad
	}
	return nil
}

func kindOf(s string) civic.ActKind {
	italian := map[string]civic.ActKind{
		"mozione": civic.Motion, "interrogazione": civic.Question, "interpellanza": civic.Interpellation,
		"ordine del giorno": civic.OrderOfTheDay, "risoluzione": civic.Resolution, "deliberazione": civic.Deliberation,
		"emendamento": civic.Amendment, "proposta di legge": civic.Bill, "petizione": civic.Petition,
		"richiesta di convocazione": civic.SessionRequest, "accesso agli atti": civic.AccessRequest, "documento": civic.Document,
	}
	if k, ok := italian[strings.ToLower(s)]; ok {
		return k
	}
	return civic.ActKind(strings.ToLower(s))
}

func list(s string) []string {
	var out []string
	for _, x := range strings.Split(s, ";") {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// signatory reads "Nome Cognome (Gruppo)".
func signatory(s string) civic.Signatory {
	if name, group, ok := strings.Cut(s, "("); ok && strings.HasSuffix(group, ")") {
		return civic.Signatory{Name: strings.TrimSpace(name), Group: strings.TrimSuffix(group, ")")}
	}
	return civic.Signatory{Name: s}
}

// FormatFile writes a draft as ParseFile reads it; the text is the clauses'
// own, unchanged.
func FormatFile(c civic.Content) string {
	var b strings.Builder
	b.WriteString(fence + "\n")
	put := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + strings.ReplaceAll(value, "\n", " ") + "\n")
		}
	}
	put("kind", string(c.Kind))
	put("subkind", c.Subkind)
	put("subject", c.Subject)
	put("body", string(c.Body))
	put("level", string(c.Level))
	put("addressees", strings.Join(c.Addressees, "; "))
	themes := make([]string, len(c.Themes))
	for i, t := range c.Themes {
		themes[i] = string(t)
	}
	put("themes", strings.Join(themes, "; "))
	signed := make([]string, len(c.Signatories))
	for i, s := range c.Signatories {
		signed[i] = s.Name
		if s.Group != "" {
			signed[i] += " (" + s.Group + ")"
		}
	}
	put("signatories", strings.Join(signed, "; "))
	for line := range strings.Lines(c.Heading) {
		put("heading", strings.TrimSpace(line))
	}
	put("place", c.Place)
	put("date", string(c.Date))
	put("protocol", c.Protocol)
	put("term", c.Term)
	b.WriteString(fence + "\n\n")
	b.WriteString(Join(c.Clauses))
	return b.String()
}
