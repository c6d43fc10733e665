package desk

import (
	"context"
	"net/url"
	"strings"

	"scranno/app/civic"
	"scranno/app/document"
)

// Words gives a text of the person's language by its key.
type Words interface {
	T(key string, params ...string) string
}

// Letter is a message that is begun for the person's mail program. Scranno does
// not send it.
type Letter struct {
	To      string `json:"to"` // a certified mailbox; empty: none is known
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// URL is the address that opens the mail program with the message begun. Such an
// address carries no file: the message names it.
// Standard: RFC 6068.
func (m Letter) URL() string {
	q := url.Values{"subject": {m.Subject}, "body": {m.Body}}
	return "mailto:" + url.PathEscape(m.To) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// FilingLetter begins the message that takes a draft, as the named file, to its
// council: to the mailbox that the council's profile has.
func (d *Desk) FilingLetter(ctx context.Context, id civic.ID, file string, w Words) (Letter, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return Letter{}, err
	}
	if err := d.mayFile(ctx, id); err != nil {
		return Letter{}, err
	}
	c := *x.Plain
	var m Letter
	if d.o.Council != nil && c.Body.Valid() {
		p, err := d.o.Council.Kept(ctx, c.Body)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return Letter{}, err
		}
		m.To = p.Mailbox()
	}
	kind := strings.ToLower(document.KindLine(c.Kind, ""))
	m.Subject = w.T("drafts.mail_subject", "kind", kind, "subject", c.Subject)
	var b strings.Builder
	if len(c.Addressees) > 0 {
		b.WriteString(w.T("drafts.mail_to", "who", strings.Join(c.Addressees, ", ")) + "\n\n")
	}
	b.WriteString(w.T("drafts.mail_text", "kind", kind, "subject", c.Subject, "name", file) + "\n\n")
	for _, s := range c.Signatories {
		b.WriteString(s.Name + "\n")
	}
	m.Body = b.String()
	return m, nil
}
