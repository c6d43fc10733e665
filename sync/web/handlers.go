package web

import (
	"bytes"
	"mime"
	"net/http"
	"strings"

	"scranno/app/civic"
)

// latest is how many acts the list shows; older ones are found in the program.
const latest = 100

func (w *Web) home(rw http.ResponseWriter, r *http.Request) {
	hello, err := w.lib.Hello(r.Context())
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	hits, err := w.lib.PublicActs(r.Context(), 10)
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	w.show(rw, r, http.StatusOK, "home", listView{Central: hello.Name, Acts: w.lines(hits)})
}

func (w *Web) acts(rw http.ResponseWriter, r *http.Request) {
	hello, err := w.lib.Hello(r.Context())
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	hits, err := w.lib.PublicActs(r.Context(), latest)
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	w.show(rw, r, http.StatusOK, "acts", listView{Central: hello.Name, Acts: w.lines(hits), Full: len(hits) == latest})
}

// file is a form in which an act can be fetched, by the ending of its address.
type file struct{ format, media string }

// act answers /atti/<id>, and with an ending the act as a file.
func (w *Web) act(rw http.ResponseWriter, r *http.Request) {
	name, end, asFile := strings.Cut(r.PathValue("name"), ".")
	as, known := map[string]file{"pdf": {"pdf", "application/pdf"}, "akn": {"akn", "application/akn+xml"}}[end]
	id := civic.ID(name)
	if !id.Valid() || asFile && (w.export == nil || !known) {
		w.missing(rw, r)
		return
	}
	view, err := w.lib.PublicAct(r.Context(), id)
	switch {
	case civic.Is(err, civic.NotFound):
		w.missing(rw, r)
	case err != nil:
		w.failed(rw, r, err)
	case asFile:
		w.document(rw, r, view, as)
	default:
		hello, err := w.lib.Hello(r.Context())
		if err != nil {
			w.failed(rw, r, err)
			return
		}
		w.show(rw, r, http.StatusOK, "act", w.page(hello.Name, view))
	}
}

func (w *Web) document(rw http.ResponseWriter, r *http.Request, view civic.ActView, as file) {
	select {
	case w.paint <- struct{}{}:
		defer func() { <-w.paint }()
	case <-r.Context().Done():
		return
	}
	var b bytes.Buffer
	if err := w.export.Export(r.Context(), view.Act.Content, as.format, &b); err != nil {
		w.failed(rw, r, err)
		return
	}
	h := rw.Header()
	h.Set("Content-Type", as.media)
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": fileName(view.Act, as.format)}))
	h.Set("Cache-Control", aMinute)
	h.Set("X-Content-Type-Options", "nosniff")
	w.write(rw, http.StatusOK, b.Bytes())
}

// missing is one answer for what is not there, not yet, or not for everyone.
func (w *Web) missing(rw http.ResponseWriter, r *http.Request) {
	w.show(rw, r, http.StatusNotFound, "message", messageView{
		Title: "Pagina non trovata",
		Text:  "L’atto che cerchi non c’è o non è ancora visibile a tutti. Se hai un collegamento, controlla di averlo copiato per intero.",
	})
}

func (w *Web) failed(rw http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return
	}
	w.log.ErrorContext(r.Context(), "a public page failed", "kind", string(civic.KindOf(err)), "error", err)
	rw.Header().Set("Retry-After", "30")
	w.show(rw, r, http.StatusServiceUnavailable, "message", messageView{
		Title: "Il servizio non risponde", Text: "Riprova tra qualche minuto.",
	})
}

func (w *Web) notice(rw http.ResponseWriter, r *http.Request) {
	hello, err := w.lib.Hello(r.Context())
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	w.show(rw, r, http.StatusOK, "notice", hello)
}

// fileName is a name that every system takes.
func fileName(a civic.Act, end string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(a.Subject) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 60 {
			break
		}
	}
	name := strings.Trim(b.String(), "-")
	if name == "" {
		name = "atto"
	}
	return name + "." + end
}
