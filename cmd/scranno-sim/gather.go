package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// gathering is the group of a play: one makes it and invites the others, and all
// write in its drafts apart, killed as ever; the host publishes each draft once.
type gathering struct {
	mu    sync.Mutex
	codes map[string]string // by the name of who is to come: what the host told them
	lacks map[string]bool   // who has no code that is good
	names []string          // of the group's drafts, by their markers
	typed []sentenceOf
}

// sentenceOf is one that somebody typed into a draft and whose command ended.
type sentenceOf struct {
	by     *writer
	marker string // of the draft
	text   string
}

// groupState is a group as a desk lists it.
type groupState struct {
	ID, Name, Part string
	Pending        bool
	Code           string
	Members        []struct{ Name, Person string }
	Invitations    []struct{ Code string }
}

// draftState is a draft as a desk lists it.
type draftState struct{ ID, Subject, State, Group string }

func (p play) groupName() string { return fmt.Sprintf("Circolo prova%d", p.seed) }

// tell gives a code by word of mouth.
func (g *gathering) tell(name, code string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.codes[name], g.lacks[name] = code, false
}

// ask takes the code that was told; none: it says that one is needed.
func (g *gathering) ask(name string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.codes[name] == "" {
		g.lacks[name] = true
	}
	return g.codes[name]
}

// spent forgets a code that let nobody in.
func (g *gathering) spent(name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.codes, name)
	g.lacks[name] = true
}

// wanting names somebody who needs a code; empty: nobody.
func (g *gathering) wanting() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for n, lacks := range g.lacks {
			if lacks && !yield(n) {
				return
			}
		}
	}) {
		return name
	}
	return ""
}

// typedBy notes a sentence that is in its writer's store.
func (g *gathering) typedBy(s sentenceOf) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.typed = append(g.typed, s)
}

// gather is one step of a person in the group, whatever is next.
func (w *writer) gather(ctx context.Context, n int) error {
	g, err := w.groupNow(ctx)
	if err != nil {
		return err
	}
	kill := w.rng.IntN(3) > 0
	switch {
	case g == nil && w.host:
		return w.bear(ctx, kill, "", "group", "new", w.group)
	case g == nil:
		return w.comeIn(ctx, kill)
	case g.ID == "" || g.Pending && !w.host:
		return w.bear(ctx, kill, "", "sync") // it waits for the central's word
	}
	if name := w.circle.wanting(); w.host && name != "" {
		return w.letIn(ctx, kill, *g, name)
	}
	list, err := w.draftsNow(ctx)
	if err != nil {
		return err
	}
	var own []draftState
	for _, d := range list {
		switch {
		case d.Group == g.ID && d.State == "open":
			own = append(own, d)
		case w.host && d.Group == "" && d.State == "open" && strings.HasPrefix(d.Subject, "Mozione bozza") && alone(list, d.Subject):
			return w.bear(ctx, kill, "", "draft", "share", d.ID, "--group", g.ID)
		}
	}
	if w.host && (len(own) == 0 || len(own) < 3 && w.rng.IntN(8) == 0) {
		return w.beginTogether(ctx, kill, n)
	}
	if len(own) == 0 {
		return w.bear(ctx, kill, "", "sync")
	}
	d := own[w.rng.IntN(len(own))]
	if w.host && w.rng.IntN(8) == 0 {
		return w.publishTogether(ctx, kill, d)
	}
	for i := range 1 + w.rng.IntN(4) {
		if err := w.typeTogether(ctx, w.rng.IntN(3) > 0, 10*n+i, d); err != nil {
			return err
		}
	}
	return w.bear(ctx, w.rng.IntN(3) == 0, "", "sync")
}

// alone tells whether a draft has no other beside it, as one has that was written on
// while its publication was under way.
func alone(list []draftState, subject string) bool {
	n := 0
	for _, d := range list {
		if d.Subject == subject {
			n++
		}
	}
	return n == 1
}

// groupNow gives the play's group as this desk has it; nil: not yet.
func (w *writer) groupNow(ctx context.Context) (*groupState, error) {
	var list struct{ Groups []groupState }
	if err := w.must(ctx, "", &list, "group", "list"); err != nil {
		return nil, err
	}
	var found *groupState
	for i, g := range list.Groups {
		if g.ID != "" && g.Name != w.group {
			continue
		}
		if found != nil && found.ID != "" && g.ID != "" {
			return nil, fmt.Errorf("%s: the group stands twice", w.name)
		}
		if found == nil || found.ID == "" {
			found = &list.Groups[i]
		}
	}
	return found, nil
}

func (w *writer) draftsNow(ctx context.Context) ([]draftState, error) {
	var list struct{ Drafts []draftState }
	err := w.must(ctx, "", &list, "draft", "list")
	return list.Drafts, err
}

// bear is dare where a refusal is borne too: what a restore forgot is not there
// yet, or an invitation is good no more.
func (w *writer) bear(ctx context.Context, kill bool, input string, args ...string) error {
	was := w.put
	w.put = w.restored // asked when the command has ended: it may have been put back meanwhile
	defer func() { w.put = was }()
	return w.dare(ctx, kill, input, args...)
}

// comeIn uses the code that was told, or asks for one. What was refused is put
// away first: that code is spent.
func (w *writer) comeIn(ctx context.Context, kill bool) error {
	var box struct{ Commands []errand }
	if err := w.must(ctx, "", &box, "outbox", "list"); err != nil {
		return err
	}
	for _, c := range box.Commands {
		if c.Name == "group.join" && c.State == "refused" {
			// By a clock that is a year ahead a code of today is an old one.
			if !w.restored() && w.clock.path == "" {
				return fmt.Errorf("%s: a fresh code is refused: %s", w.name, c.Reason)
			}
			w.circle.spent(w.name)
			return w.bear(ctx, kill, "", "outbox", "cancel", c.ID)
		}
	}
	code := w.circle.ask(w.name)
	if code == "" {
		return w.bear(ctx, kill, "", "sync")
	}
	return w.bear(ctx, kill, code, "group", "join")
}

// letIn opens a seat for somebody, and tells them a code that nobody has yet, once
// the seat is open at the central.
func (w *writer) letIn(ctx context.Context, kill bool, g groupState, name string) error {
	var box struct{ Commands []errand }
	if err := w.must(ctx, "", &box, "outbox", "list"); err != nil {
		return err
	}
	if slices.ContainsFunc(box.Commands, func(c errand) bool { return c.Name == "group.invite" && c.State != "refused" }) {
		return w.bear(ctx, kill, "", "sync")
	}
	w.circle.mu.Lock()
	told := map[string]bool{}
	for _, code := range w.circle.codes {
		told[code] = true
	}
	w.circle.mu.Unlock()
	for _, x := range g.Invitations {
		if x.Code != "" && !told[x.Code] && !w.gave[x.Code] {
			w.gave[x.Code] = true
			w.circle.tell(name, x.Code)
			return nil
		}
	}
	args := []string{"group", "invite", g.ID}
	if strings.HasSuffix(name, collaboratorEnd) {
		args = append(args, "--collaborator")
	}
	return w.bear(ctx, kill, "", args...)
}

// beginTogether begins a draft, which is shared at the next step.
func (w *writer) beginTogether(ctx context.Context, kill bool, n int) error {
	marker := fmt.Sprintf("bozza%sn%d", w.name, n)
	text := "---\nkind: motion\nsubject: Mozione " + marker + "\nthemes: school\nsignatories: Prova Esempio\n---\n\n" +
		"Premesso che serve una prova.\n\nconsiderato che altri la fanno già.\n\nimpegna il Sindaco e la Giunta\n\n1. a provare " + wordOf(marker) + ".\n2. a riferire in Consiglio.\n3. a ricordarsene."
	if err := w.bear(ctx, kill, text, "draft", "new", "--kind", "motion", "--from", "-"); err != nil {
		return err
	}
	if d, err := w.draftNamed(ctx, marker); err != nil || d.ID == "" {
		return err
	}
	w.circle.mu.Lock()
	defer w.circle.mu.Unlock()
	w.circle.names = append(w.circle.names, marker)
	return nil
}

// typeTogether adds a sentence to one of the lines, now and then a line of its
// own, or has two points change places.
func (w *writer) typeTogether(ctx context.Context, kill bool, n int, d draftState) error {
	text, err := w.fileOf(ctx, d.ID)
	if err != nil {
		return err
	}
	head, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !ok {
		return fmt.Errorf("%s: what is this draft: %s", w.name, text)
	}
	sentence := fmt.Sprintf("Frase%sn%dfine.", w.name, n)
	body = w.change(body, sentence)
	if err := w.bear(ctx, kill, "---\n"+head+"\n---\n"+body, "draft", "edit", d.ID, "--from", "-"); err != nil {
		return err
	}
	if text, err = w.fileOf(ctx, d.ID); err != nil || !strings.Contains(text, sentence) {
		return err
	}
	w.circle.typedBy(sentenceOf{w, strings.TrimPrefix(d.Subject, "Mozione "), sentence})
	return nil
}

func (w *writer) change(body, sentence string) string {
	lines := strings.Split(body, "\n")
	var points, all []int
	for i, l := range lines {
		if strings.HasSuffix(l, ".") {
			all = append(all, i)
			if l[0] >= '1' && l[0] <= '9' {
				points = append(points, i)
			}
		}
	}
	if len(all) == 0 {
		return body + "\n\n" + sentence
	}
	at := all[w.rng.IntN(len(all))]
	switch k := w.rng.IntN(8); {
	case k == 0 && len(points) > 1: // a point of its own
		last := points[len(points)-1]
		lines = slices.Insert(lines, last+1, fmt.Sprintf("%d. %s", len(points)+1, sentence))
	case k == 1 && len(points) > 1: // two change places, and one of them gets the sentence
		a, b := points[0], points[1]
		_, one, _ := strings.Cut(lines[a], " ")
		_, two, _ := strings.Cut(lines[b], " ")
		lines[a] = "1. " + two + " " + sentence
		lines[b] = "2. " + one
	default:
		lines[at] += " " + sentence
	}
	return strings.Join(lines, "\n")
}

// fileOf gives a draft as a file that one edits.
func (w *writer) fileOf(ctx context.Context, id string) (string, error) {
	e, err := w.run(ctx, 0, "", "--json=false", "draft", "show", id)
	if err == nil && e.code != 0 {
		err = fmt.Errorf("%s: draft show: exit %d: %s", w.name, e.code, e.errs)
	}
	return string(e.out), err
}

// publishTogether asks for a draft's publication. Once this desk has that it is
// the desk's to bring it there, once.
func (w *writer) publishTogether(ctx context.Context, kill bool, d draftState) error {
	if err := w.bear(ctx, kill, "", "draft", "submit", d.ID, "--visibility", "public"); err != nil {
		return err
	}
	list, err := w.draftsNow(ctx)
	for _, x := range list {
		if x.ID == d.ID && x.State == "submitted" {
			w.acts = append(w.acts, strings.TrimPrefix(d.Subject, "Mozione "))
		}
	}
	return err
}
