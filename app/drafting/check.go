package drafting

import (
	"strings"

	"scranno/app/civic"
)

// Check says what a draft lacks before it is published or filed. Blocking
// findings stop a publication; the others are told and left to the author.
func Check(c civic.Content) []civic.Finding {
	var out []civic.Finding
	add := func(s civic.Severity, code string, clause civic.ID, kv ...string) {
		f := civic.Finding{Code: code, Severity: s, Clause: clause}
		if len(kv) > 0 {
			f.Params = map[string]string{}
			for i := 0; i+1 < len(kv); i += 2 {
				f.Params[kv[i]] = kv[i+1]
			}
		}
		out = append(out, f)
	}
	if !c.Kind.Valid() {
		add(civic.Blocking, "kind_missing", "")
	}
	if strings.TrimSpace(c.Subject) == "" {
		add(civic.Blocking, "subject_missing", "")
	}
	if !c.Body.Valid() {
		add(civic.Blocking, "body_missing", "")
	}
	if strings.TrimSpace(Join(c.Clauses)) == "" {
		add(civic.Blocking, "text_missing", "")
	}
	checkClauses(c, add)
	if len(c.Themes) == 0 {
		add(civic.Warning, "themes_missing", "")
	}
	if len(c.Signatories) == 0 && c.Kind != civic.Petition && c.Kind != civic.Document {
		add(civic.Warning, "signatories_missing", "")
	}
	if c.Date == "" {
		add(civic.Hint, "date_missing", "")
	}
	if err := c.Validate(); err != nil && len(out) == 0 {
		add(civic.Blocking, "form", "")
	}
	return out
}

type adder func(s civic.Severity, code string, clause civic.ID, kv ...string)

func checkClauses(c civic.Content, add adder) {
	operative := false
	for _, cl := range c.Clauses {
		if (cl.Section == civic.Operative || cl.Section == civic.Article) && strings.TrimSpace(cl.Opener+cl.Text) != "" {
			operative = true
		}
		if p := placeholder(cl.Text); p != "" {
			add(civic.Blocking, "placeholder", cl.ID, "text", p)
		}
		if cl.Opener != "" && cl.Text == "" && cl.Section == civic.Recital && !strings.HasSuffix(cl.Opener, ":") && len(c.Clauses) > 1 {
			add(civic.Warning, "clause_empty", cl.ID, "opener", cl.Opener)
		}
	}
	if !operative && c.Kind != civic.Document && c.Kind != civic.Petition && len(c.Clauses) > 0 {
		add(civic.Warning, "operative_missing", "")
	}
}

// placeholder finds a gap left to fill: "[Comune]", "____", "XXX".
func placeholder(text string) string {
	if i := strings.Index(text, "____"); i >= 0 {
		return "____"
	}
	for _, w := range strings.Fields(text) {
		if w = strings.Trim(w, ".,;:()"); w == "XXX" || w == "XX" {
			return w
		}
	}
	for rest := text; ; {
		i := strings.IndexByte(rest, '[')
		if i < 0 {
			return ""
		}
		j := strings.IndexByte(rest[i:], ']')
		if j < 0 {
			return ""
		}
		inside := rest[i+1 : i+j]
		if inside != "" && len(inside) <= 60 && inside != "oscurato" && inside != "esempio" && !strings.ContainsAny(inside, "\n.") {
			return "[" + inside + "]"
		}
		rest = rest[i+j:]
	}
}
