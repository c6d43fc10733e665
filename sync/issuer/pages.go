package issuer

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
)

//go:embed pages/*.html pages/style.css
var files embed.FS

func parsePages() (*template.Template, string, error) {
	style, err := files.ReadFile("pages/style.css")
	if err != nil {
		return nil, "", err
	}
	t, err := template.New("pages").Funcs(template.FuncMap{
		"style": func() template.CSS { return template.CSS(style) }, // #nosec G203 -- our own file
	}).ParseFS(files, "pages/*.html")
	return t, string(style), err
}

type messageView struct{ Central, Title, Text string }

func (i *Issuer) say(w http.ResponseWriter, status int, title, text string) {
	i.show(w, status, "message", messageView{Central: i.name, Title: title, Text: text})
}

func (i *Issuer) show(w http.ResponseWriter, status int, name string, view any) {
	var b bytes.Buffer
	if err := i.pages.ExecuteTemplate(&b, name, view); err != nil {
		i.log.Error("a page could not be made", "page", name, "error", err)
		http.Error(w, "Il servizio non risponde. Riprova tra poco.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", i.policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		i.log.Debug("an answer could not be written")
	}
}
