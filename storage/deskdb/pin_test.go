package deskdb_test

import (
	"fmt"
	"testing"

	"scranno/app/civic"
)

var old = civic.ActChannel(civic.Everyone, region, 2019)

// far puts an act where this desk keeps nothing.
func (f *fixture) far(name, text string) civic.ID {
	f.Helper()
	id := civic.DerivedID("lontano", name)
	f.c.put(civic.KindAct, id, old, civic.DerivedID("person", "bruno"), civic.Act{
		Content: content(name, text), Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Published: f.c.now,
	})
	return id
}

// askPins makes what the central answers to the pins, and applies it.
func (f *fixture) askPins() []civic.Pinned {
	f.Helper()
	asked, err := f.s.AskPins(f.Context())
	f.ok(err)
	page := civic.Page{Epoch: f.c.epoch, Now: f.c.now}
	for _, p := range asked {
		all, err := civic.Gather(f.Context(), f.c, p.ID)
		switch {
		case civic.Is(err, civic.NotFound):
			page.Pins = append(page.Pins, civic.Pinned{ID: p.ID, Gone: true})
		case err != nil:
			f.Fatal(err)
		case all[0].Version != p.Version || all[0].Channel != p.Channel || civic.SumOf(all) != p.Sum:
			page.Pins = append(page.Pins, civic.Pinned{ID: p.ID, Records: all})
		}
	}
	_, err = f.s.ApplyPage(f.Context(), page, f.c.now)
	f.ok(err)
	return page.Pins
}

func (f *fixture) pin(id civic.ID) {
	f.Helper()
	f.ok(f.s.Pin(f.Context(), id, civic.PinRead, f.c.now))
}

func TestAPinIsReadFoundAndFollowed(t *testing.T) {
	f := newFixture(t)
	parent := f.far("Antenato", "la prima sciovia")
	f.pull(100)
	f.pin(parent)
	if told := f.askPins(); len(told) != 1 {
		t.Fatalf("%+v", told)
	}
	v, err := f.s.Act(t.Context(), parent)
	f.ok(err)
	if v.Record.Channel != old || v.Act.Clauses[0].Text != "la prima sciovia" {
		t.Fatalf("%+v", v)
	}
	if r, err := f.s.Acts(t.Context(), civic.ActQuery{Text: "sciovia"}); err != nil || r.Total != 1 {
		t.Errorf("not found here: %+v %v", r, err)
	}
	if told := f.askPins(); len(told) != 0 {
		t.Errorf("what is as it was is told: %+v", told)
	}
	// An event changes the pin, not the act's version.
	f.c.put(civic.KindActEvent, civic.DerivedID("voto"), old, "", civic.ActEvent{
		Act: parent, Type: civic.OutcomeEvent, Date: "2019-05-01", Outcome: civic.Approved,
	})
	if told := f.askPins(); len(told) != 1 {
		t.Fatalf("the event went unnoticed: %+v", told)
	}
	if v, err = f.s.Act(t.Context(), parent); err != nil || v.Outcome != civic.Approved || len(v.Events) != 1 {
		t.Errorf("%+v %v", v.Events, err)
	}
	c := content("Discendente", "la seconda")
	c.Lineage = &civic.Lineage{Parent: parent, Mode: civic.Adapted}
	child := f.id()
	f.do(civic.CmdPublish, civic.PublishArgs{ID: child, Content: c, Visibility: civic.Everyone, Licence: civic.LicenceCCBY}, 0)
	if v, err := f.s.Act(t.Context(), child); err != nil || v.Parent == nil || v.Parent.Subject != "Antenato" {
		t.Errorf("%+v %v", v.Parent, err)
	}
	if v, err = f.s.Act(t.Context(), parent); err != nil || len(v.Children) != 1 {
		t.Errorf("%+v %v", v.Children, err)
	}
	chs, err := f.s.Channels(t.Context())
	f.ok(err)
	wants, err := f.s.Wants(t.Context())
	f.ok(err)
	for _, x := range chs {
		if x.Channel == old {
			t.Error("the pin's channel counts as kept")
		}
	}
	for _, x := range wants {
		if x.Channel == old {
			t.Error("the pin's channel is asked for")
		}
	}
	pins, err := f.s.Pins(t.Context())
	f.ok(err)
	if len(pins) != 1 || pins[0].Bytes == 0 || pins[0].Subject != "Antenato" || pins[0].Kept {
		t.Errorf("%+v", pins)
	}
}

func TestAPinThatIsGoneLeavesNoWord(t *testing.T) {
	for name, drop := range map[string]func(*fixture, civic.ID){
		"at the central": func(f *fixture, id civic.ID) {
			delete(f.c.records, id)
			f.askPins()
		},
		"by hand":          func(f *fixture, id civic.ID) { f.ok(f.s.Unpin(f.Context(), id)) },
		"its channel lost": func(f *fixture, _ civic.ID) { f.loses(old) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.pull(100)
			id := f.far("Zibellino", "il quarzoide si dilegua")
			f.pin(id)
			f.askPins()
			if found := holds(t, f.home, "zibellin", "quarzoid"); len(found) < 2 {
				t.Fatalf("never here: %v", found)
			}
			drop(f, id)
			if found := holds(t, f.home, "zibellin", "quarzoid"); len(found) != 0 {
				t.Errorf("still to be read: %v", found)
			}
			if _, err := f.s.Act(t.Context(), id); !civic.Is(err, civic.NotFound) {
				t.Errorf("still shown: %v", err)
			}
			if pins, err := f.s.Pins(t.Context()); err != nil || len(pins) != 0 {
				t.Errorf("%+v %v", pins, err)
			}
		})
	}
}

// A channel that is kept afterwards takes the copy into its walk, and one that
// is given up leaves what is pinned of it.
func TestPinsAndTheirChannel(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	a, b := f.far("Primo", "uno"), f.far("Secondo", "due")
	f.pin(a)
	f.askPins()
	f.join(old)
	f.pull(1)
	sums, err := f.s.Sums(t.Context())
	f.ok(err)
	if h := f.c.head(old); sums[old] != [2]int64{h.Count, int64(h.Sum)} || h.Count != 2 {
		t.Fatalf("%v, central %+v", sums[old], h)
	}
	if asked, err := f.s.AskPins(t.Context()); err != nil || len(asked) != 0 {
		t.Errorf("what a kept channel holds is asked after: %+v %v", asked, err)
	}
	f.ok(f.s.Leave(t.Context(), old))
	if _, err := f.s.Act(t.Context(), a); err != nil {
		t.Errorf("the pin went with its public channel: %v", err)
	}
	if _, err := f.s.Act(t.Context(), b); !civic.Is(err, civic.NotFound) {
		t.Errorf("what was not pinned is still here: %v", err)
	}
	if told := f.askPins(); len(told) != 0 {
		t.Errorf("the copy that stayed is fetched again: %+v", told)
	}
	f.join(old)
	f.pull(100)
	if sums, err = f.s.Sums(t.Context()); err != nil || sums[old][0] != 2 {
		t.Errorf("%v %v", sums, err)
	}
}

func TestTooManyPinsMakeRoom(t *testing.T) {
	f := newFixture(t)
	f.ok(f.s.Pin(t.Context(), civic.DerivedID("mano"), civic.PinByHand, f.c.now))
	for i := range civic.MaxPins {
		f.ok(f.s.Pin(t.Context(), civic.DerivedID("p", fmt.Sprint(i)), civic.PinRead, f.c.now))
	}
	pins, err := f.s.Pins(t.Context())
	f.ok(err)
	byHand := 0
	for _, p := range pins {
		if p.Why == civic.PinByHand {
			byHand++
		}
	}
	if len(pins) != civic.MaxPins || byHand != 1 {
		t.Errorf("%d pins, %d by hand", len(pins), byHand)
	}
	for i := range civic.MaxPins - 1 {
		f.ok(f.s.Pin(t.Context(), civic.DerivedID("m", fmt.Sprint(i)), civic.PinByHand, f.c.now))
	}
	if err := f.s.Pin(t.Context(), civic.DerivedID("troppo"), civic.PinByHand, f.c.now); !civic.Is(err, civic.TooLarge) {
		t.Error(err)
	}
}
