package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/desk"
)

// The group histories: a councillor's group with a colleague, who has two
// devices, and a collaborator. They write in one draft on bad lines; the
// colleague is taken out and let in again; the central is put back once.
const (
	owner        = 0
	colleague    = 1
	collaborator = 3 // the desk after those of desks()
)

// grouped is a history in which a draft belongs to a group.
type grouped struct {
	*history
	group, draft civic.ID
	record       civic.ID   // of the sealed draft
	theirs       []civic.ID // the colleague's keys
	typed        []sentence
	in           bool // the colleague is let in
	code         string
	saved        string // a backup; "used" when it was put back
}

// sentence is one that somebody typed into the draft.
type sentence struct {
	desk int
	text string
}

func inCircle() []string { return append(desks(), "carla") }

// groupTemplate adds to a template a collaborator, and a group with a draft that
// all have.
func groupTemplate(t *testing.T) string {
	t.Helper()
	from := template(t)
	synctest.Test(t, func(t *testing.T) {
		s, err := openSystem(from, inCircle()...)
		defer func() {
			if err := s.close(); err != nil {
				t.Fatal(err)
			}
		}()
		if err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		_, err = s.set.AddPerson(ctx, central.NewPerson{Email: emailOf("carla"), Name: "carla"}, password)
		_, cerr := s.desks[collaborator].Desk.Connect(ctx, publicURL, civic.SignInHow{Email: emailOf("carla"), Password: password})
		if err = must(err, cerr, s.desks[collaborator].Desk.Keep(ctx, []civic.Region{"08"}, 1)); err != nil {
			t.Fatal(err)
		}
		o := &own{system: s, t: t, ctx: ctx}
		o.sync(0, 1, 2, 3)
		o.pair(1, 2)
		d := s.desks[owner].Desk
		group, err := d.CreateGroup(ctx, "Circolo di prova")
		o.ok(err)
		for i, part := range map[int]civic.GroupPart{colleague: civic.PartMember, collaborator: civic.PartCollaborator} {
			code, err := d.InviteToGroup(ctx, group, part)
			o.ok(err)
			o.sync(owner)
			o.ok(s.desks[i].Desk.JoinGroup(ctx, code))
			o.sync(i, owner, i, 1, 2, owner)
		}
		x, err := d.NewDraft(ctx, draftText("Inizio."))
		o.ok(must(err, d.ShareInGroup(ctx, x.ID, group)))
		for range 3 {
			o.sync(0, 1, 2, 3)
		}
	})
	return from
}

func inGroups(t *testing.T, fn func(g *grouped)) {
	t.Helper()
	inCopies(t, groupTemplate(t), nil, inCircle(), func(rt *rapid.T, s *system) {
		g := &grouped{history: newHistory(rt, s), in: true}
		g.look()
		fn(g)
	})
}

// look notes what the template made, and that everybody has it.
func (g *grouped) look() {
	groups, err := g.desks[owner].Desk.Groups(g.ctx)
	g.ok(err)
	if len(groups) != 1 || len(groups[0].Members) != 3 {
		g.t.Fatalf("%+v", groups)
	}
	g.group = groups[0].ID
	g.draft, _ = g.shared(owner)
	for i := range g.desks {
		if id, ok := g.shared(i); !ok || id != g.draft {
			g.t.Fatalf("%s has not the group's draft", g.names[i])
		}
	}
	bruno := g.person(colleague)
	for _, r := range g.channel() {
		switch r.Kind {
		case civic.KindDraft:
			g.record = r.ID
		case civic.KindGroupKey:
			k, err := civic.DecodeBody[civic.GroupKey](r)
			g.ok(err)
			if k.Person == bruno {
				g.theirs = append(g.theirs, k.Key)
			}
		}
	}
	if len(g.theirs) != 2 || g.record == "" {
		g.t.Fatalf("%d keys of two devices", len(g.theirs))
	}
}

func (g *grouped) person(i int) civic.ID {
	a, err := g.set.Service.AccountByEmail(g.ctx, emailOf(g.names[i]))
	g.ok(err)
	return a.Person
}

// channel gives what the central has of the group, as the owner is given it.
func (g *grouped) channel() []civic.Record {
	page, err := g.set.Service.Feed(g.ctx, central.Caller{Person: g.person(owner)}, central.FeedRequest{
		Wants: []civic.Want{{Channel: civic.GroupChannel(g.group)}}, MaxBytes: 4 << 20,
	})
	g.ok(err)
	var out []civic.Record
	for _, op := range page.Ops {
		if !op.Deleted {
			out = append(out, op.Record)
		}
	}
	return out
}

// shared gives the draft that a desk has in the group.
func (g *grouped) shared(i int) (civic.ID, bool) {
	all, err := g.desks[i].Desk.GroupDrafts(g.ctx)
	g.ok(err)
	for id, x := range all {
		if x.Group == g.group && !x.Ended {
			return id, true
		}
	}
	return "", false
}

// steps are what may happen. The first are drawn more often.
func (g *grouped) steps() []func() {
	return []func(){
		g.write, g.takeOut, g.comeBack, g.syncOne, g.write, g.mark, g.comeBack, g.syncOne, g.save, g.write, g.syncAll, g.putBack,
		g.takeOut, g.comeBack, g.write, g.mark, g.syncOne, g.syncOne, g.syncAll, g.rest, g.reopen, g.restart,
	}
}

// write adds a sentence where the desk has the draft in the group.
func (g *grouped) write() {
	i := rapid.IntRange(0, len(g.desks)-1).Draw(g.t, "desk")
	id, ok := g.shared(i)
	if !ok {
		return
	}
	x, err := g.desks[i].Desk.Draft(g.ctx, id)
	g.ok(err)
	if x.Plain == nil {
		return
	}
	g.n++
	s := sentence{i, fmt.Sprintf("Frase%dx%d.", i, g.n)}
	c := *x.Plain
	c.Clauses = slices.Clone(c.Clauses)
	c.Clauses[0].Text += " " + s.text
	_, err = g.desks[i].Desk.SaveDraft(g.ctx, id, x.Revision, c)
	g.ok(err)
	g.typed = append(g.typed, s)
}

func (g *grouped) mark() {
	i := rapid.IntRange(0, len(g.desks)-1).Draw(g.t, "desk")
	id, ok := g.shared(i)
	if !ok {
		return
	}
	if rapid.Bool().Draw(g.t, "joins") && i != collaborator { // who only prepares supports nothing
		g.ok(g.desks[i].Desk.JoinDraft(g.ctx, id, rapid.Bool().Draw(g.t, "on")))
		return
	}
	g.ok(g.desks[i].Desk.SawDraft(g.ctx, id))
}

// takeOut is the owner's, of whom they see in the group. It waits for the line.
func (g *grouped) takeOut() {
	groups, err := g.desks[owner].Desk.Groups(g.ctx)
	g.ok(err)
	bruno := g.person(colleague)
	seen := slices.ContainsFunc(groups[0].Members, func(m desk.GroupMemberView) bool { return m.Person == bruno })
	if !g.in || !seen {
		return
	}
	g.in, g.code = false, ""
	g.ok(g.desks[owner].Desk.RemoveFromGroup(g.ctx, g.group, bruno))
}

// comeBack is the next step of who was taken out: the owner invites them, or they
// use the code.
func (g *grouped) comeBack() {
	switch {
	case g.code != "":
		g.useCode()
	case !g.in:
		g.invite()
	}
}

func (g *grouped) invite() {
	var err error
	g.code, err = g.desks[owner].Desk.InviteToGroup(g.ctx, g.group, civic.PartMember)
	g.ok(err)
	g.healthy(owner)
}

// healthy syncs one desk on a good line.
func (g *grouped) healthy(i int) {
	g.signInAgain()
	_, err := g.desks[i].Desk.Sync(g.ctx, nil)
	g.ok(err)
}

// useCode is the colleague's, who knows by then that they were out.
func (g *grouped) useCode() {
	g.healthy(colleague)
	if _, ok := g.shared(colleague); ok {
		g.t.Fatal("who was taken out has the draft in the group")
	}
	g.ok(g.desks[colleague].Desk.JoinGroup(g.ctx, g.code))
	g.in, g.code = true, ""
}

func (g *grouped) save() {
	if g.saved == "" {
		g.saved = g.backup()
	}
}

func (g *grouped) putBack() {
	if g.saved == "" || g.saved == "used" {
		return
	}
	g.restore(g.saved)
	g.saved = "used"
	g.signInAgain()
}

// TestGroupHistories: all who are in the group end with one text, and every
// sentence of those who never left it in it, once. Who was taken out keeps what
// they wrote, and no later seal is for them. The central never has a word.
func TestGroupHistories(t *testing.T) {
	inGroups(t, func(g *grouped) {
		for range rapid.IntRange(4, 24).Draw(g.t, "steps") {
			steps := g.steps()
			steps[rapid.IntRange(0, len(steps)-1).Draw(g.t, "step")]()
		}
		g.mend()
		g.judge()
	})
}

// mend makes the lines good and has all exchange until nothing waits; few rounds
// must be enough.
func (g *grouped) mend() {
	g.signInAgain()
	for range 6 {
		waits := 0
		for i, d := range g.desks {
			r, err := d.Desk.Sync(g.ctx, nil)
			if err != nil {
				g.t.Fatalf("after healing %s: %v", g.names[i], err)
			}
			waits += r.Pending
		}
		if waits == 0 {
			break
		}
	}
	for i, d := range g.desks {
		_, err := d.Desk.Sync(g.ctx, nil)
		if err != nil {
			g.t.Fatalf("after healing %s: %v", g.names[i], err)
		}
	}
}

func (g *grouped) judge() {
	_, in := g.shared(colleague)
	if !in && g.in {
		g.t.Fatal("who was let in again has not the draft")
	}
	if in && !g.in {
		g.t.Fatal("who was taken out has the draft in the group")
	}
	text := g.textAt(owner)
	for i := range g.desks {
		if (i == colleague || i == 2) && !in {
			continue
		}
		if other := g.textAt(i); other != text {
			g.t.Fatalf("%s has %q, the owner %q", g.names[i], other, text)
		}
	}
	for _, s := range g.typed {
		theirs := s.desk == colleague || s.desk == 2
		if n := strings.Count(text, s.text); n > 1 || n == 0 && !theirs {
			g.t.Fatalf("%q stands %d times in %q", s.text, n, text)
		}
		if theirs && !g.somewhere(s) {
			g.t.Fatalf("%q is nowhere at %s", s.text, g.names[s.desk])
		}
		if in := filesWith(g.dir, "central", s.text); in != "" {
			g.t.Fatalf("the central has %q in %s", s.text, in)
		}
	}
	g.judgeSeal(in)
	for i, d := range g.desks {
		found, err := d.Desk.Doctor(g.ctx)
		g.ok(err)
		for _, f := range found {
			if f.Severity != civic.Hint {
				g.t.Fatalf("%s: the doctor says %+v", g.names[i], f)
			}
		}
		box, err := d.Desk.Outbox(g.ctx)
		g.ok(err)
		for _, q := range box {
			if q.State != civic.QueueRefused || i != colleague && i != 2 {
				g.t.Fatalf("%s: in the outbox %s, %s, %s", g.names[i], q.Command.Name, q.State, q.Reason)
			}
		}
	}
	g.ok(g.set.Service.Check(g.ctx))
}

func (g *grouped) textAt(i int) string {
	id, ok := g.shared(i)
	if !ok {
		g.t.Fatalf("%s has not the group's draft", g.names[i])
	}
	x, err := g.desks[i].Desk.Draft(g.ctx, id)
	g.ok(err)
	if x.Plain == nil {
		g.t.Fatalf("%s cannot read it", g.names[i])
	}
	return strings.Join(clausesOf(x.Plain), " ")
}

// somewhere tells whether a sentence stands in a draft of the person's desks.
func (g *grouped) somewhere(s sentence) bool {
	for _, i := range []int{colleague, 2} {
		all, err := g.desks[i].Desk.Drafts(g.ctx)
		g.ok(err)
		for _, row := range all {
			x, err := g.desks[i].Desk.Draft(g.ctx, row.ID)
			g.ok(err)
			if x.Plain != nil && strings.Contains(strings.Join(clausesOf(x.Plain), " "), s.text) {
				return true
			}
		}
	}
	return false
}

// judgeSeal looks at whom the text is sealed to now.
func (g *grouped) judgeSeal(in bool) {
	for _, r := range g.channel() {
		if r.ID != g.record {
			continue
		}
		b, err := civic.DecodeBody[civic.SealedBody](r)
		g.ok(err)
		for _, k := range g.theirs {
			if slices.Contains(b.Keys, string(k)) != in {
				g.t.Fatalf("the colleague is in the group: %v; the text is sealed to %v", in, b.Keys)
			}
		}
		return
	}
	g.t.Fatal("the central has no draft of the group")
}
