package shell

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// history is where one has been, as routes with the state of their pages.
type history struct {
	past, future []visit
}

type visit struct{ route, state string }

// Go opens a route: the first part names the page, the rest goes to it. An
// unknown page leaves everything as it is.
func (s *Shell) Go(route string) { s.goTo(route, "", true) }

func (s *Shell) goTo(route, state string, remember bool) {
	name, rest, _ := strings.Cut(route, "/")
	i := s.index(name)
	if i < 0 || !s.mayLeave() {
		return
	}
	if remember {
		if v, ok := s.here(); ok && v.route != route {
			s.history.past = append(s.history.past, v)
			s.history.future = nil
		}
	}
	s.show(i)
	p := &s.places[i].page
	if p.Open != nil {
		p.Open(rest)
	}
	if state != "" && p.Restore != nil {
		p.Restore(state)
	}
	if p.Focus != nil {
		p.Focus()
	}
	s.route(route)
}

// route notes what is on show, for the history.
func (s *Shell) route(route string) { s.places[s.current].page.Route = route }

func (s *Shell) index(name string) int {
	for i, p := range s.places {
		if first, _, _ := strings.Cut(p.page.Route, "/"); first == name {
			return i
		}
	}
	return -1
}

// show puts a page on the screen, building it when it is first opened.
func (s *Shell) show(i int) {
	if i != s.current {
		if s.current >= 0 && s.places[s.current].page.Hidden != nil {
			s.places[s.current].page.Hidden()
		}
	}
	p := &s.places[i]
	if p.content == nil {
		p.content = p.page.Build()
		p.stale = false
	}
	changed := i != s.current
	s.current = i
	if changed {
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
	if n == 0 {
		return
	}
	v := (*from)[n-1]
	*from = (*from)[:n-1]
	if h, ok := s.here(); ok {
		*to = append(*to, h)
	}
	s.goTo(v.route, v.state, false)
}

// full replaces rail and pages by one object, for the assistant; nil brings
// them back.
func (s *Shell) full(o fyne.CanvasObject) {
	if o == nil {
		s.rail.Show()
		s.status.Show()
		s.body.Objects = nil
		return
	}
	s.rail.Hide()
	s.body.Objects = []fyne.CanvasObject{container.NewStack(o)}
	s.body.Refresh()
}
