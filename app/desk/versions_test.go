package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
)

func (s *store) SaveDraft(_ context.Context, id civic.ID, base int64, c civic.Content, _ time.Time) (civic.Draft, error) {
	x := s.drafts[id]
	if x.Revision != base {
		return x, civic.NewError(civic.Conflict, "fake", "")
	}
	x.Plain, x.Revision = &c, x.Revision+1
	s.drafts[id] = x
	return x, nil
}

func (s *store) NameVersion(_ context.Context, id civic.ID, name string, now time.Time) (civic.DraftVersion, error) {
	x := s.drafts[id]
	v := civic.DraftVersion{Num: int64(len(s.former) + 1), Draft: id, Revision: x.Revision, Name: name, Saved: now, Content: *x.Plain}
	s.former = append(s.former, v)
	return v, nil
}

func (s *store) Versions(_ context.Context, id civic.ID) ([]civic.DraftVersion, error) {
	var out []civic.DraftVersion
	for _, v := range slices.Backward(s.former) {
		if v.Draft == id {
			out = append(out, v)
		}
	}
	return out, nil
}

func TestVersionsAreComparedAndRestored(t *testing.T) {
	f := newFixture(t)
	d := f.draft(motion())
	v, err := f.NameVersion(t.Context(), d.ID, "prima")
	f.ok(err)
	c := motion()
	c.Subject = "Acqua di tutti"
	d, err = f.SaveDraft(t.Context(), d.ID, d.Revision, c)
	f.ok(err)
	diff, err := f.CompareVersions(t.Context(), d.ID, v.Num, desk.PresentText)
	f.ok(err)
	if len(diff.Fields) != 1 || diff.Fields[0].Field != "subject" {
		t.Errorf("%+v", diff)
	}
	if _, err := f.CompareVersions(t.Context(), d.ID, 99, desk.PresentText); !civic.Is(err, civic.NotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	d, err = f.RestoreVersion(t.Context(), d.ID, v.Num, "prima del ripristino")
	f.ok(err)
	if d.Plain.Subject != "Acqua pubblica" || f.s.former[1].Name != "prima del ripristino" {
		t.Fatalf("%q, %+v", d.Plain.Subject, f.s.former)
	}
	if d, err = f.RestoreVersion(t.Context(), d.ID, f.s.former[1].Num, "ancora"); err != nil || d.Plain.Subject != "Acqua di tutti" {
		t.Errorf("undone it is %q, %v", d.Plain.Subject, err)
	}
}

func TestAnAmendmentIsMadeOfACopy(t *testing.T) {
	f := newFixture(t)
	act := civic.DerivedID("act")
	f.put(civic.KindAct, act, "acts/08/2026", civic.Act{Content: motion(), Visibility: civic.Everyone, Published: now})
	d, err := f.AmendAct(t.Context(), act, "Testo dell’atto")
	f.ok(err)
	if !drafting.Amending(*d.Plain) || d.Plain.Lineage.Parent != act {
		t.Fatalf("%+v", d.Plain)
	}
	if _, err := f.MakeAmendment(t.Context(), d.ID); !civic.Is(err, civic.Invalid) {
		t.Errorf("an amendment of nothing: %v", err)
	}
	if _, err := f.Submit(t.Context(), d.ID, everyone); !civic.Is(err, civic.Invalid) || len(f.s.queue) != 0 {
		t.Errorf("a copy is published: %v", err)
	}
	c := *d.Plain
	c.Clauses = slices.Clone(c.Clauses)
	last := len(c.Clauses) - 1
	c.Clauses[last].Text += " entro l'anno"
	_, err = f.SaveDraft(t.Context(), d.ID, d.Revision, c)
	f.ok(err)
	m, err := f.MakeAmendment(t.Context(), d.ID)
	f.ok(err)
	if m.Plain.Kind != civic.Amendment || m.Plain.Subkind != drafting.Additive || m.Plain.Lineage.Mode != civic.Amends || m.ID == d.ID {
		t.Errorf("%+v", m.Plain)
	}
	edited := slices.Clone(motion().Clauses)
	edited[last].Text = "altro"
	if m, err = f.AmendWith(t.Context(), act, edited); err != nil || m.Plain.Kind != civic.Amendment {
		t.Errorf("%v", err)
	}
}

// A request for access to documents leaves as a filing alone.
func TestARequestForAccessStaysHere(t *testing.T) {
	f := newFixture(t)
	c := motion()
	c.Kind = civic.AccessRequest
	d := f.draft(c)
	for _, v := range []civic.Visibility{civic.Everyone, civic.Councillors, civic.GroupOnly} {
		if _, err := f.Submit(t.Context(), d.ID, civic.SubmitHow{Visibility: v, Licence: civic.LicenceCCBY}); err == nil || len(f.s.queue) != 0 {
			t.Errorf("%s: it left", v)
		}
	}
	if err := f.ShareDraft(t.Context(), d.ID, true); err == nil {
		t.Error("it is shared with other devices")
	}
	f.ok(f.MarkFiled(t.Context(), d.ID, "7/2026", "2026-11-20"))
	if f.s.drafts[d.ID].State != civic.DraftFiled || len(f.s.queue) != 0 {
		t.Errorf("%+v", f.s.drafts[d.ID])
	}
}

func (s *store) SharedDrafts(context.Context) ([]civic.SharedDraft, error) { return nil, nil }

func (s *store) DrawnGroups(context.Context) ([]civic.Record, error) { return nil, nil }
