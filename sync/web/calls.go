package web

import (
	"net/http"
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/app/document"
)

// callsPage are the invitations upon an act. They are words of people, as a
// discussion is: search engines may keep the act's page, not this one.
type callsPage struct {
	Central string
	ID      civic.ID
	Subject string
	Facts   string // of the act
	Calls   []call
	Silence string // why some are not shown; empty: all are
}

// call is an invitation upon the act, as its page tells it.
type call struct {
	What      string
	Who       string
	Facts     string // to whom, until when, how it stands
	Closed    bool
	Note      []string
	Synthesis []string
}

// invitations answers /atti/<id>/inviti.
func (w *Web) invitations(rw http.ResponseWriter, r *http.Request) {
	id := civic.ID(r.PathValue("name"))
	if !id.Valid() {
		w.missing(rw, r)
		return
	}
	v, err := w.lib.PublicAct(r.Context(), id)
	switch {
	case civic.Is(err, civic.NotFound), err == nil && len(v.Calls) == 0:
		w.missing(rw, r)
		return
	case err != nil:
		w.failed(rw, r, err)
		return
	}
	hello, err := w.lib.Hello(r.Context())
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	a := v.Act
	rw.Header().Set("X-Robots-Tag", "noindex")
	w.show(rw, r, http.StatusOK, "calls", callsPage{
		Central: hello.Name, ID: v.Record.ID, Subject: a.Subject,
		Facts: joined(" · ", w.text("act.kind.", string(a.Kind)), a.BodyName, document.Day(a.Date)),
		Calls: w.calls(v.Calls, civic.DateOf(hello.Now.UTC())), Silence: w.silence(v.Calls),
	})
}

// calls are those that may be shown: an election silence holds back the others.
func (w *Web) calls(all []civic.CallView, today civic.Date) []call {
	var out []call
	for _, v := range all {
		if v.Silence != nil {
			continue
		}
		c := v.Call
		stands := "fino al " + document.Day(c.Until)
		state := c.State(today)
		switch state {
		case civic.CallClosed:
			stands = "chiuso il " + document.Day(civic.DateOf(c.Closed))
		case civic.CallEnded:
			stands = "terminato il " + document.Day(c.Until)
		}
		out = append(out, call{
			What: w.text("call.type.", string(c.Type)), Who: joined(", ", c.Name, c.Office),
			Facts:  joined(" · ", "Consigli invitati: "+w.territory(c.To), stands),
			Closed: state != civic.CallOpen, Note: lines(c.Note), Synthesis: lines(c.Synthesis),
		})
	}
	return out
}

// silence says that invitations are on hold, where and until when.
func (w *Web) silence(all []civic.CallView) string {
	var last *civic.Silence
	for _, v := range all {
		if v.Silence != nil && (last == nil || v.Silence.To > last.To) {
			last = v.Silence
		}
	}
	if last == nil {
		return ""
	}
	return w.fill("call.strip_quiet", "region", w.territory(last.Region), "date", document.Day(last.To))
}

// callsLink is how the act's page points to them; empty: there is nothing to see.
func (w *Web) callsLink(all []civic.CallView) string {
	n := 0
	for _, v := range all {
		if v.Silence == nil {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "Leggi l’invito di un altro livello istituzionale"
	}
	return "Leggi i " + strconv.Itoa(n) + " inviti di altri livelli istituzionali"
}

func (w *Web) territory(r civic.Region) string {
	if r == civic.NationWide {
		return w.text("call.to.", "national")
	}
	return w.text("region.", string(r))
}

// fill gives an Italian text with its parameters in place.
func (w *Web) fill(key string, pairs ...string) string {
	text := w.text(key, "")
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{{."+pairs[i]+"}}", pairs[i+1])
	}
	return text
}

// lines are the paragraphs of a text.
func lines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
