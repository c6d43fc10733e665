package council_test

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/app/drafting"
)

// valchiara is an invented municipality of a region with an ordinary statute, isolabella one
// of a region with its own.
const (
	valchiara  = civic.BodyCode("demo:908001")
	isolabella = civic.BodyCode("demo:919001")
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// cabinet is a store in memory: what it promises is tried on the real one.
type cabinet struct {
	council.Store // what these tests do not ask for
	profiles      map[civic.BodyCode]civic.CouncilProfile
	sittings      map[civic.ID]civic.Sitting
	binned        map[civic.ID]civic.Sitting
	texts         map[civic.ID][]civic.Clause
	acts          map[civic.ID]civic.ActView
	drafts        []civic.Draft
	terms         map[string]civic.Term
}

func (s *cabinet) Councils(context.Context) ([]civic.CouncilProfile, error) {
	return slices.Collect(maps.Values(s.profiles)), nil
}

func (s *cabinet) Council(_ context.Context, b civic.BodyCode) (civic.CouncilProfile, error) {
	return found(s.profiles, b)
}

func (s *cabinet) KeepCouncil(_ context.Context, p civic.CouncilProfile) error {
	s.profiles[p.Body] = p
	return nil
}

func (s *cabinet) DropCouncil(_ context.Context, b civic.BodyCode) error {
	_, err := found(s.profiles, b)
	delete(s.profiles, b)
	return err
}

func (s *cabinet) Sittings(context.Context) ([]civic.Sitting, error) {
	out := slices.Collect(maps.Values(s.sittings))
	slices.SortFunc(out, func(a, b civic.Sitting) int { return b.At.Compare(a.At) })
	return out, nil
}

func (s *cabinet) Sitting(_ context.Context, id civic.ID) (civic.Sitting, error) {
	return found(s.sittings, id)
}

func (s *cabinet) AddSitting(_ context.Context, x civic.Sitting) error {
	s.sittings[x.ID] = x
	return nil
}

func (s *cabinet) ChangeSitting(_ context.Context, id civic.ID, now time.Time, change func(*civic.Sitting) error) (civic.Sitting, error) {
	x, err := found(s.sittings, id)
	if err != nil {
		return x, err
	}
	x.Items, x.Notes = slices.Clone(x.Items), slices.Clone(x.Notes)
	for i := range x.Items {
		x.Items[i].Papers = slices.Clone(x.Items[i].Papers)
	}
	if err := change(&x); err != nil {
		return x, err
	}
	x.Revision, x.Updated = x.Revision+1, now
	s.sittings[id] = x
	return x, nil
}

func (s *cabinet) BinSitting(_ context.Context, id civic.ID, _ time.Time) error {
	x, err := found(s.sittings, id)
	s.binned[id] = x
	delete(s.sittings, id)
	return err
}

func (s *cabinet) RestoreSitting(_ context.Context, id civic.ID) error {
	x, err := found(s.binned, id)
	s.sittings[id] = x
	return err
}

func (s *cabinet) PaperText(_ context.Context, id civic.ID) ([]civic.Clause, error) {
	return found(s.texts, id)
}

func (s *cabinet) KeepPaperText(_ context.Context, _, id civic.ID, text []civic.Clause) error {
	s.texts[id] = text
	return nil
}

func (s *cabinet) Profile(context.Context) (civic.Profile, error) {
	return civic.Profile{Person: civic.DerivedID("me")}, nil
}

func (s *cabinet) Look(ctx context.Context, fn func(context.Context, civic.World) error) error {
	return fn(ctx, world{})
}

func (s *cabinet) Acts(context.Context, civic.ActQuery) (civic.ActResult, error) {
	var r civic.ActResult
	for id, a := range s.acts {
		r.Hits = append(r.Hits, civic.ActHit{ID: id, Kind: a.Act.Kind, Subject: a.Act.Subject})
	}
	return r, nil
}

func (s *cabinet) Act(_ context.Context, id civic.ID) (civic.ActView, error) {
	return found(s.acts, id)
}

func (s *cabinet) Draft(_ context.Context, id civic.ID) (civic.Draft, error) {
	for _, d := range s.drafts {
		if d.ID == id {
			return d, nil
		}
	}
	return civic.Draft{}, civic.NewError(civic.NotFound, "cabinet", "")
}

func (s *cabinet) FiledLines(context.Context) ([]civic.Draft, error) { return s.drafts, nil }
func (s *cabinet) DraftLines(context.Context) ([]civic.Draft, error) { return s.drafts, nil }

func found[K comparable, V any](m map[K]V, k K) (V, error) {
	v, ok := m[k]
	if !ok {
		return v, civic.NewError(civic.NotFound, "cabinet", "")
	}
	return v, nil
}

// world has one person with a mandate in the valchiara.
type world struct{ civic.World }

func (world) Actor(context.Context, civic.ID) (civic.Actor, error) {
	return civic.Actor{Mandates: []civic.Mandate{{Body: valchiara, BodyName: "Valchiara", Level: civic.Municipal, Region: "08", Group: "Insieme"}}}, nil
}

// desk is a file reader: the path is the text.
type reader struct{}

func (reader) Read(_ context.Context, path string) (civic.LocalFile, error) {
	return civic.LocalFile{Name: "documento.txt", Type: civic.TypeText, Data: []byte(path)}, nil
}

func (reader) Text(_ context.Context, f civic.LocalFile, ids func(int) civic.ID) (civic.Content, error) {
	if len(f.Data) == 0 {
		return civic.Content{}, civic.NewError(civic.Unknown, "reader", "intake.no_text")
	}
	return civic.Content{Clauses: drafting.Cut(string(f.Data), ids)}, nil
}

func (reader) AddFile(_ context.Context, path string) (civic.Attachment, error) {
	return civic.Attachment{Hash: strings.Repeat("a", 64), Name: "documento.txt", Type: civic.TypeText, Size: int64(len(path))}, nil
}

type fixture struct {
	*testing.T
	*council.Council
	s   *cabinet
	now time.Time
}

func begin(t *testing.T) *fixture {
	f := &fixture{T: t, now: noon, s: &cabinet{
		profiles: map[civic.BodyCode]civic.CouncilProfile{}, sittings: map[civic.ID]civic.Sitting{}, binned: map[civic.ID]civic.Sitting{},
		texts: map[civic.ID][]civic.Clause{}, acts: map[civic.ID]civic.ActView{},
	}}
	bodies := func() (*drafting.Gazetteer, error) {
		return drafting.NewGazetteer(
			civic.Body{Name: "Valchiara", Level: civic.Municipal, Region: "08", Codes: []civic.DatedCode{{Code: valchiara}}},
			civic.Body{Name: "Isolabella", OtherName: "Ìsula Bella", Level: civic.Municipal, Region: "19", Codes: []civic.DatedCode{{Code: isolabella}}})
	}
	var err error
	f.Council, err = council.New(council.Options{
		Store: f.s, Reader: reader{}, Files: reader{}, Bodies: bodies, Rand: rand.Reader, Now: func() time.Time { return f.now },
	})
	f.ok(err)
	return f
}

func (f *fixture) ok(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// The general law holds for municipal and provincial bodies of regions with an
// ordinary statute alone (Cost. art. 116; TUEL art. 1 c. 2), and nothing else has
// its terms.
func TestAProfileBeginsByRegionAndLevel(t *testing.T) {
	f := begin(t)
	p, err := f.Profile(t.Context(), valchiara)
	f.ok(err)
	if p.Base != civic.BaseTUEL || p.Name != "Valchiara" {
		t.Errorf("%+v", p)
	}
	answer, ok := p.Rule(civic.RuleAnswerDays, civic.Question, "")
	if !ok || answer.Value != 30 || answer.Source != "TUEL, art. 43, c. 3" || !answer.Law {
		t.Errorf("%+v", answer)
	}
	p.Seats = 16
	if n, _ := p.SignaturesFor(civic.Motion, civic.SubkindNoConfidence); n != 7 {
		t.Errorf("%d for no confidence", n)
	}
	p, err = f.Profile(t.Context(), isolabella)
	f.ok(err)
	if p.Base != civic.BaseBlank || len(p.Rules) > 0 || len(p.Forms) != 1 {
		t.Errorf("%+v", p)
	}
	for region, level := range map[civic.Region]civic.Level{"02": civic.Municipal, "04": civic.Provincial, "06": civic.Municipal, "19": civic.Municipal, "20": civic.Provincial, "08": civic.Regional, civic.NationWide: civic.National, civic.Europe: civic.European} {
		if council.BaseFor(level, region) != civic.BaseBlank {
			t.Errorf("%s %s has the general law's profile", level, region)
		}
	}
	if _, err := f.Reset(t.Context(), isolabella, civic.BaseTUEL); !civic.Is(err, civic.Invalid) {
		t.Errorf("the general law's profile on an isolabella: %v", err)
	}
}

// A regulation may say less than the law (TUEL art. 43 c. 3): the council's own
// rule is the one that counts.
func TestTheCouncilsOwnRuleWins(t *testing.T) {
	f := begin(t)
	p, err := f.Profile(t.Context(), valchiara)
	f.ok(err)
	p.Rules = append(p.Rules, civic.CouncilRule{Name: civic.RuleAnswerDays, Kinds: []civic.ActKind{civic.Question}, Value: 20, Source: "Regolamento, art. 30"})
	p, err = f.Keep(t.Context(), p)
	f.ok(err)
	if r, _ := p.Rule(civic.RuleAnswerDays, civic.Question, ""); r.Value != 20 {
		t.Errorf("%+v", r)
	}
	if r, _ := p.Rule(civic.RuleAnswerDays, civic.Interpellation, ""); r.Value != 30 {
		t.Errorf("%+v", r)
	}
	home, err := f.Home(t.Context())
	if err != nil || home != valchiara {
		t.Errorf("%s %v", home, err)
	}
}

func TestWhatIsNoProfileIsRefused(t *testing.T) {
	f := begin(t)
	good, err := f.Profile(t.Context(), valchiara)
	f.ok(err)
	for name, spoil := range map[string]func(*civic.CouncilProfile){
		"day":    func(p *civic.CouncilProfile) { p.Patron = "13-40" },
		"arms":   func(p *civic.CouncilProfile) { p.Arms = []byte("GIF89a") },
		"rule":   func(p *civic.CouncilProfile) { p.Rules = []civic.CouncilRule{{Name: "altra", Value: 1, Source: "x"}} },
		"source": func(p *civic.CouncilProfile) { p.Rules = []civic.CouncilRule{{Name: civic.RuleTextLimit, Value: 1}} },
		"seats":  func(p *civic.CouncilProfile) { p.Seats = -1 },
		"office": func(p *civic.CouncilProfile) { p.Offices = []civic.CouncilOffice{{Office: "re", Holder: "Ada"}} },
		"body":   func(p *civic.CouncilProfile) { p.Body = "qui" },
	} {
		p := good
		spoil(&p)
		if _, err := f.Keep(t.Context(), p); !civic.Is(err, civic.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
