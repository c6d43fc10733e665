package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/cmd/assemble"
	"scranno/storage/deskdb"
)

const (
	screenMe      = civic.ID("0190aaaa-0000-7000-8000-000000000001")
	screenKin     = 2_000 // acts that came from the first one
	screenDrafts  = 2_000
	screenNews    = 5_000
	screenFollows = 100
	screenMembers = 40
	screenEvents  = 200
)

// screenShelf fills a desk with a library in which acts are reused, decided and
// carried out, and with what one person has: drafts, terms, news, a group.
type screenShelf struct {
	store      *deskdb.Store
	stamp      time.Time
	seqs       map[civic.Channel]int64
	ops        []civic.Op
	root, told civic.ID
	text       []civic.Clause // of the root
	acts       int
	first      bool
}

func (s *screenShelf) now() time.Time { return s.stamp }

var screenGroup = civic.DerivedID("bench", "group")

const screenPage = 1_000

func screenActs() civic.Channel { return civic.ActChannel(civic.Everyone, "08", 2026) }

// fillScreens fills a home. What is written there by the person is added later.
func fillScreens(ctx context.Context, home string, n int) (s *screenShelf, err error) {
	s = &screenShelf{stamp: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), seqs: map[civic.Channel]int64{}, acts: n, first: true}
	if s.store, err = deskdb.Open(ctx, deskdb.Options{Home: home, Log: slog.New(slog.DiscardHandler), Now: s.now}); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.store.Close()) }()
	if err := s.store.ChangeProfile(ctx, func(p *civic.Profile) error {
		p.Person, p.Name, p.Device, p.Central, p.Years = screenMe, "Ada Verdi", civic.DerivedID("bench", "device"), "http://localhost", 30
		return nil
	}); err != nil {
		return nil, err
	}
	for _, ch := range []civic.Channel{civic.UserChannel(screenMe), civic.GroupChannel(screenGroup), screenActs()} {
		if _, err := s.store.Join(ctx, []civic.Channel{ch}, true); err != nil {
			return nil, err
		}
	}
	if _, err := s.store.Wants(ctx); err != nil {
		return nil, err
	}
	if err := s.people(ctx); err != nil {
		return nil, err
	}
	return s, s.library(ctx)
}

// put lets a record come from the central with the next page.
func (s *screenShelf) put(ctx context.Context, ch civic.Channel, r civic.Record, v any) error {
	body, err := civic.CanonicalOf(v)
	if err != nil {
		return err
	}
	s.seqs[ch]++
	r.Channel, r.Version, r.Born, r.Created, r.Updated, r.Body = ch, 1, s.seqs[ch], s.stamp, s.stamp, body
	s.ops = append(s.ops, civic.Op{Seq: s.seqs[ch], Record: r})
	if len(s.ops) < screenPage {
		return nil
	}
	return s.flush(ctx, ch, true)
}

func (s *screenShelf) flush(ctx context.Context, ch civic.Channel, more bool) error {
	_, err := s.store.ApplyPage(ctx, civic.Page{
		Epoch: "bench", Now: s.stamp, Ops: s.ops, More: more && s.first,
		Cursors: []civic.Cursor{{Channel: ch, Tail: s.seqs[ch], To: stillOpen(more && s.first)}},
	}, s.stamp)
	s.ops = s.ops[:0]
	return err
}

// stillOpen is how far a channel is not here yet: a little, while it is first filled.
func stillOpen(more bool) int64 {
	if more {
		return 1
	}
	return 0
}

// people are the person with their mandate, and their group.
func (s *screenShelf) people(ctx context.Context) error {
	mine, group := civic.UserChannel(screenMe), civic.GroupChannel(screenGroup)
	mandate := civic.Mandate{Body: "istat:037006", BodyName: "Bologna", Level: civic.Municipal, Region: "08", Office: "consigliera", Verified: s.stamp}
	err := errors.Join(
		s.put(ctx, mine, civic.Record{Kind: civic.KindPerson, ID: civic.DerivedID("p", string(screenMe)), Author: screenMe}, civic.Person{Name: "Ada Verdi"}),
		s.put(ctx, mine, civic.Record{Kind: civic.KindMandate, ID: civic.DerivedID("m", string(screenMe)), Author: screenMe}, mandate),
		s.put(ctx, mine, civic.Record{Kind: civic.KindMembership, ID: civic.MembershipID(screenGroup, screenMe), Author: screenMe},
			civic.Membership{Group: screenGroup, Name: "Gruppo di prova", Person: screenMe, Part: civic.PartOwner}),
		s.flush(ctx, mine, false),
		s.put(ctx, group, civic.Record{Kind: civic.KindGroup, ID: screenGroup, Author: screenMe}, civic.Group{Name: "Gruppo di prova"}),
	)
	for i := range screenMembers {
		person := civic.DerivedID("member", strconv.Itoa(i))
		if i == 0 {
			person = screenMe
		}
		err = errors.Join(err, s.put(ctx, group, civic.Record{Kind: civic.KindGroupMember, ID: civic.MemberID(screenGroup, person), Author: person},
			civic.GroupMember{Group: screenGroup, Person: person, Name: "Persona " + strconv.Itoa(i), Part: civic.PartMember}))
	}
	return errors.Join(err, s.flush(ctx, group, false))
}

func screenAct(i int) civic.ID { return civic.DerivedID("screen", strconv.Itoa(i)) }

// library are the acts, the earliest last, with what became of them.
func (s *screenShelf) library(ctx context.Context) error {
	s.root, s.told = screenAct(0), screenAct(7)
	for n, l := range (worldSpec{acts: s.acts, seed: 8}).lines() {
		if err := s.line(ctx, n-1, l); err != nil {
			return err
		}
	}
	if err := s.flush(ctx, screenActs(), false); err != nil {
		return err
	}
	if err := s.store.SeeNews(ctx); err != nil {
		return err
	}
	s.first = false
	for i := range screenNews {
		e := civic.ActEvent{Act: screenAct(i * 7 % s.acts), Type: civic.Discussed, Date: "2026-11-22"}
		if err := s.put(ctx, screenActs(), civic.Record{Kind: civic.KindActEvent, ID: civic.DerivedID("new", strconv.Itoa(i)), Author: civic.DerivedID("clerk")}, e); err != nil {
			return err
		}
	}
	return s.flush(ctx, screenActs(), false)
}

// line puts one act with its events, its lineage, its point with a day.
func (s *screenShelf) line(ctx context.Context, i int, l central.ImportLine) error {
	id, author := screenAct(i), civic.DerivedID("author", strconv.Itoa(i%2_000))
	if i < 100 {
		author = screenMe
	}
	c := l.Content
	c.Clauses = drafting.Cut(l.Text, func(k int) civic.ID { return civic.DerivedID("clause", strconv.Itoa(i), strconv.Itoa(k)) })
	switch {
	case i == 0:
		s.text = c.Clauses
	case i <= screenKin:
		c.Lineage = &civic.Lineage{Parent: s.root, Revision: 1, Mode: civic.Adapted}
		c.Clauses = s.adapted(i, c.BodyName)
	case i%5 == 0:
		c.Lineage = &civic.Lineage{Parent: screenAct(i / 3), Revision: 1, Mode: civic.Adapted}
	}
	err := s.put(ctx, screenActs(), civic.Record{Kind: civic.KindAct, ID: id, Author: author},
		civic.Act{Content: c, Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Published: s.stamp})
	events := l.Events
	if id == s.told {
		for range screenEvents {
			events = append(events, civic.ActEvent{Type: civic.Discussed, Date: "2026-10-01"})
		}
	}
	for k, e := range events {
		e.Act = id
		err = errors.Join(err, s.put(ctx, screenActs(), civic.Record{
			Kind: civic.KindActEvent, ID: civic.DerivedID("event", strconv.Itoa(i), strconv.Itoa(k)), Author: author,
		}, e))
	}
	if i%10 == 0 {
		err = errors.Join(err, s.put(ctx, screenActs(), civic.Record{Kind: civic.KindTally, ID: civic.TallyID(id)},
			civic.Tally{Of: id, Useful: int64(i % 90), Reuses: int64(i % 70)}))
	}
	if i%20 == 0 {
		clause := c.Clauses[len(c.Clauses)-1].ID
		err = errors.Join(err, s.put(ctx, screenActs(), civic.Record{Kind: civic.KindCommitment, ID: civic.CommitmentID(id, clause), Author: author},
			civic.Commitment{Act: id, Clause: clause, State: civic.CommitmentStates()[0], Due: "2026-12-20"}))
	}
	return err
}

// adapted is the root's text in another town: a clause in three reads otherwise, and
// every second act says where its clauses come from.
func (s *screenShelf) adapted(i int, town string) []civic.Clause {
	out := slices.Clone(s.text)
	for k := range out {
		was := out[k].ID
		if out[k].ID = civic.DerivedID("adapted", strconv.Itoa(i), strconv.Itoa(k)); i%2 == 0 {
			out[k].Origins = []civic.ID{was}
		}
		if k%3 == i%3 {
			out[k].Text += " Vale anche per " + town + ", dove le scuole aspettano da anni."
		}
	}
	return out
}

// add writes what is the person's own: drafts, and what they follow.
func (s *screenShelf) add(ctx context.Context, set *assemble.DeskSet) error {
	n := 0
	for _, l := range (worldSpec{acts: screenDrafts, seed: 9}).lines() {
		c := l.Content
		c.Clauses = drafting.Cut(l.Text, func(k int) civic.ID { return civic.DerivedID("mine", strconv.Itoa(n), strconv.Itoa(k)) })
		if _, err := set.Desk.NewDraft(ctx, c); err != nil {
			return err
		}
		n++
	}
	places := towns()
	for i := range screenFollows {
		if err := set.Council.Follow(ctx, civic.FollowBody, "istat:"+places[i*71%len(places)].code); err != nil {
			return err
		}
		if err := set.Council.Follow(ctx, civic.FollowAct, string(screenAct(1_000+i))); err != nil {
			return err
		}
	}
	if err := set.Council.Follow(ctx, civic.FollowTheme, string(civic.Themes()[0])); err != nil {
		return err
	}
	for {
		more, err := set.Desk.PrepareSimilar(ctx)
		if err != nil {
			return fmt.Errorf("similar acts: %w", err)
		}
		if !more {
			return nil
		}
	}
}
