package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
)

func (s *store) Pin(_ context.Context, id civic.ID, _ civic.PinReason, _ time.Time) error {
	s.pins = append(s.pins, id)
	return nil
}

func (s *store) Unpin(_ context.Context, id civic.ID) error {
	if !slices.Contains(s.pins, id) {
		return civic.NewError(civic.NotFound, "fake", "")
	}
	s.pins = slices.DeleteFunc(s.pins, func(x civic.ID) bool { return x == id })
	return nil
}

func (s *store) Stranded(context.Context) ([]civic.Stranded, error) { return s.stranded, nil }

func (s *store) Binned(context.Context) ([]civic.Binned, error) { return s.bin, nil }

func (s *store) DropBinned(_ context.Context, num int64) error {
	s.bin = slices.DeleteFunc(s.bin, func(b civic.Binned) bool { return b.Num == num })
	return nil
}

func (e *engine) FetchPins(context.Context) error {
	if e.fetched != nil {
		return e.fetched()
	}
	return nil
}

func TestDroppingARegionDropsItsCouncillorsToo(t *testing.T) {
	f := newFixture(t)
	f.councillor()
	_, err := f.Sync(t.Context(), nil)
	f.ok(err)
	if !slices.Contains(f.s.channels, "councillors/20/2025") {
		t.Fatal("the councillors' channels of all regions are kept at first")
	}
	f.ok(f.Keep(t.Context(), []civic.Region{"08"}, 2))
	for _, c := range f.s.channels {
		if r := c.Region(); r != "" && r != "08" && r != civic.NationWide && r != civic.Europe {
			t.Errorf("%s is still kept", c)
		}
	}
	if !slices.Contains(f.s.channels, "councillors/08/2026") {
		t.Error("the own region's went too")
	}
	f.ok(f.Keep(t.Context(), []civic.Region{"08", "20"}, 2))
	if !slices.Contains(f.s.channels, "councillors/20/2025") {
		t.Error("they do not come back with their region")
	}
}

func TestALibraryThatGrewTooLargeShrinksToTheOwnRegion(t *testing.T) {
	f := newFixture(t)
	f.councillor()
	_, err := f.Sync(t.Context(), nil)
	f.ok(err)
	// A tenth has come, and it weighs 25 MB: the whole would be 250.
	f.s.figures = map[civic.Channel]civic.ChannelState{
		"acts/20/2026": {Bytes: 25 << 20, Count: 1_000, Total: 10_000},
		"talk/20":      {Bytes: 900 << 20, Count: 10, Total: 10},
	}
	_, err = f.Sync(t.Context(), nil)
	f.ok(err)
	if f.s.profile.Small == false || !slices.Equal(f.s.profile.Regions, []civic.Region{"08"}) {
		t.Fatalf("%+v", f.s.profile)
	}
	if slices.Contains(f.s.channels, "acts/20/2026") || !slices.Contains(f.s.channels, "acts/08/2026") || !slices.Contains(f.s.channels, "acts/national/2026") {
		t.Errorf("%v", f.s.channels)
	}
	// Who then asks for everything has it.
	f.ok(f.Keep(t.Context(), nil, 3))
	_, err = f.Sync(t.Context(), nil)
	f.ok(err)
	if !slices.Contains(f.s.channels, "acts/20/2026") {
		t.Error("the person's choice was overruled")
	}
}

func TestASmallLibraryStaysWhole(t *testing.T) {
	f := newFixture(t)
	f.s.figures = map[civic.Channel]civic.ChannelState{"acts/20/2026": {Bytes: 22 << 20, Count: 5_000, Total: 5_000}}
	_, err := f.Sync(t.Context(), nil)
	f.ok(err)
	_, err = f.Sync(t.Context(), nil)
	f.ok(err)
	if f.s.profile.Small || !slices.Contains(f.s.channels, "acts/20/2026") {
		t.Errorf("%+v", f.s.profile)
	}
}

func TestAFoundActIsFetchedAndPinned(t *testing.T) {
	f := newFixture(t)
	far := civic.DerivedID("far")
	f.e.fetched = func() error {
		f.s.records[far] = civic.Record{Kind: civic.KindAct, ID: far, Body: []byte(`{"subject":"Trovato"}`)}
		return nil
	}
	v, err := f.FetchAct(t.Context(), far)
	f.ok(err)
	if v.Act.Subject != "Trovato" || !slices.Contains(f.s.pins, far) {
		t.Errorf("%+v %v", v, f.s.pins)
	}
	// One that is not there, and a line that is not there, leave no pin behind.
	away := civic.NewError(civic.Offline, "fake", "")
	for _, want := range []error{nil, away} {
		f.e.fetched = func() error { return want }
		_, err := f.FetchAct(t.Context(), civic.DerivedID("nowhere"))
		if want != nil && !errors.Is(err, want) || want == nil && !civic.Is(err, civic.NotFound) {
			t.Errorf("%v", err)
		}
	}
	if len(f.s.pins) != 1 {
		t.Errorf("%v", f.s.pins)
	}
}

func TestWhatWasLeftUnsentGoesElsewhere(t *testing.T) {
	f := newFixture(t)
	raw, err := civic.CanonicalOf(civic.PublishArgs{ID: civic.DerivedID("a"), Content: civic.Content{Subject: "Il mio atto"}})
	f.ok(err)
	post, act := civic.DerivedID("post"), civic.DerivedID("act")
	f.s.stranded = []civic.Stranded{
		{ID: post, What: civic.StrandedCommand, Command: civic.Command{Name: civic.CmdPost}, Text: "le mie parole"},
		{ID: act, What: civic.StrandedCommand, Command: civic.Command{Name: civic.CmdPublish, Args: raw}},
	}
	g, err := f.Elsewhere(t.Context(), post)
	f.ok(err)
	if g.Text != "le mie parole" || g.Draft != nil {
		t.Errorf("%+v", g)
	}
	g, err = f.Elsewhere(t.Context(), act)
	f.ok(err)
	if g.Draft == nil || f.s.drafts[g.Draft.ID].Plain.Subject != "Il mio atto" {
		t.Errorf("%+v", g)
	}
	if len(f.s.stranded) != 2 {
		t.Error("what went elsewhere was thrown away")
	}
}

func TestTheBinGivesCopies(t *testing.T) {
	f := newFixture(t)
	f.s.bin = []civic.Binned{
		{Num: 1, Kind: civic.KindAct, Body: []byte(`{"subject":"Spazzato","clauses":[]}`)},
		{Num: 2, Kind: civic.KindPost, Text: "una risposta"},
	}
	g, err := f.RestoreBinned(t.Context(), 1)
	f.ok(err)
	if g.Draft == nil || f.s.drafts[g.Draft.ID].Plain.Subject != "Spazzato" || len(f.s.bin) != 1 {
		t.Errorf("%+v, left %+v", g, f.s.bin)
	}
	if g, err = f.RestoreBinned(t.Context(), 2); err != nil || g.Text != "una risposta" || len(f.s.bin) != 1 {
		t.Errorf("%+v %v, left %+v", g, err, f.s.bin)
	}
	if _, err := f.RestoreBinned(t.Context(), 9); !civic.Is(err, civic.NotFound) {
		t.Error(err)
	}
}
