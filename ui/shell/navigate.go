package shell

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

// history is where one has been, as routes with the state of their pages.
type history struct {
	past, future []visit
}

type visit struct{ route, state string }

// mostVisits bounds how far back one can go.
const mostVisits = 100

// Go opens a route: the first part names the page, the rest goes to it. An
// unknown page leaves everything as it is; under the assistant the route waits
// until it is left.
func (s *Shell) Go(route string) {
	if s.lock.on {
		s.lock.route = route
		return
	}
	if s.assistant != nil {
		s.after = route
		return
	}
	if s.index(route) < 0 || !s.mayLeave() {
		return
	}
	if v, ok := s.here(); ok && v.route != route {
		s.history.past = append(s.history.past, v)
		if n := len(s.history.past); n > mostVisits {
			s.history.past = s.history.past[n-mostVisits:]
		}
		s.history.future = nil
	}
	s.open(visit{route: route})
}

// open shows the page of a visit and hands it the rest of the route and the
// state in which it was left.
func (s *Shell) open(v visit) {
	s.show(s.index(v.route))
	p := &s.places[s.current].page
	_, rest, _ := strings.Cut(v.route, "/")
	if p.Open != nil {
		p.Open(rest)
	}
	if v.state != "" && p.Restore != nil {
		p.Restore(v.state)
	}
	p.Route = v.route
	s.title()
	if p.Focus != nil {
		p.Focus()
	}
}

// title names the window after the page on show, as the task bar lists it.
func (s *Shell) title() {
	if s.lock.on {
		return
	}
	text := "Scranno"
	switch {
	case s.assistant != nil:
		text += " – " + s.assistant.title()
	case s.current >= 0:
		text += " – " + s.places[s.current].page.Title()
	}
	s.window.SetTitle(text)
}

// index finds the page of a route; -1: there is none.
func (s *Shell) index(route string) int {
	name, _, _ := strings.Cut(route, "/")
	for i, p := range s.places {
		if first, _, _ := strings.Cut(p.page.Route, "/"); first == name {
			return i
		}
	}
	return -1
}

// show puts a page on the screen, building it when it is first opened.
func (s *Shell) show(i int) {
	p := &s.places[i]
	if p.content == nil {
		p.content = p.page.Build()
		p.stale = false
	}
	if i != s.current {
		if s.current >= 0 && s.places[s.current].page.Hidden != nil {
			s.places[s.current].page.Hidden()
		}
		s.current = i
		s.window.Canvas().Unfocus() // what is typed now must not go to the page before
		s.body.Objects = []fyne.CanvasObject{p.content}
		s.body.Refresh()
		name, _, _ := strings.Cut(p.page.Route, "/")
		s.rail.Select(name)
		s.buildMenu()
		if p.page.Shown != nil {
			p.page.Shown()
		}
	}
	if p.stale && p.page.Reload != nil {
		p.stale = false
		p.page.Reload()
	}
}

// here is the present place with its state.
func (s *Shell) here() (visit, bool) {
	if s.current < 0 {
		return visit{}, false
	}
	p := s.places[s.current].page
	v := visit{route: p.Route}
	if p.Save != nil {
		v.state = p.Save()
	}
	return v, true
}

func (s *Shell) mayLeave() bool {
	if s.current < 0 {
		return true
	}
	leave := s.places[s.current].page.Leave
	return leave == nil || leave()
}

func (s *Shell) back() { s.travel(&s.history.past, &s.history.future) }

func (s *Shell) forward() { s.travel(&s.history.future, &s.history.past) }

func (s *Shell) travel(from, to *[]visit) {
	n := len(*from)
	if n == 0 || !s.mayLeave() {
		return
	}
	v := (*from)[n-1]
	*from = (*from)[:n-1]
	if h, ok := s.here(); ok {
		*to = append(*to, h)
	}
	s.open(v)
}

// Follow opens what a scranno:// link names and brings the window to the front.
// A link that names nothing of ours only brings it to the front.
func (s *Shell) Follow(link string) {
	if route, ok := routeOf(link); ok {
		s.Go(route)
	}
	s.window.RequestFocus()
}

// routeOf gives the route of a link: scranno://act/<id>, thread, space, draft.
func routeOf(link string) (string, bool) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "scranno" {
		return "", false
	}
	id, err := civic.ParseID(strings.Trim(u.Path, "/"))
	if err != nil {
		return "", false
	}
	for kind, place := range map[string]string{"act": "acts/", "thread": "spaces/thread/", "space": "spaces/", "draft": "drafts/"} {
		if u.Host == kind {
			return place + string(id), true
		}
	}
	return "", false
}

// full puts the assistant in place of rail and pages; nil brings them back.
func (s *Shell) full(a *assistant) {
	s.assistant = a
	s.rail.Hidden = a != nil
	s.body.Objects = nil
	switch {
	case a != nil:
		s.body.Objects = []fyne.CanvasObject{a.frame()}
	case s.current >= 0:
		s.body.Objects = []fyne.CanvasObject{s.places[s.current].content}
	}
	s.frame.Refresh()
	s.title()
}
