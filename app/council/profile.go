package council

import (
	"context"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// Home gives the body of the person's own council: the one that a profile was
// kept for last, else that of the first mandate that holds. NotFound: neither.
func (c *Council) Home(ctx context.Context) (civic.BodyCode, error) {
	all, err := c.o.Store.Councils(ctx)
	if err != nil {
		return "", err
	}
	if len(all) > 0 {
		latest := slices.MaxFunc(all, func(a, b civic.CouncilProfile) int { return a.Updated.Compare(b.Updated) })
		return latest.Body, nil
	}
	m, err := c.mandate(ctx, "")
	if err != nil {
		return "", err
	}
	if m.Body == "" {
		return "", civic.NewError(civic.NotFound, "council.home", "council.none")
	}
	return m.Body, nil
}

// mandate gives the person's mandate in a body, or the first one for no body;
// the zero value where there is none.
func (c *Council) mandate(ctx context.Context, body civic.BodyCode) (civic.Mandate, error) {
	a, err := c.self(ctx)
	for _, m := range a.Mandates {
		if body == "" || m.Body == body {
			return m, err
		}
	}
	return civic.Mandate{}, err
}

// self is the person as this desk knows them: the zero value where nobody is
// connected, no mandates where nothing was synced yet.
func (c *Council) self(ctx context.Context) (civic.Actor, error) {
	p, err := c.o.Store.Profile(ctx)
	if err != nil || p.Person == "" {
		return civic.Actor{}, err
	}
	var a civic.Actor
	err = c.o.Store.Look(ctx, func(ctx context.Context, w civic.World) (err error) {
		a, err = w.Actor(ctx, p.Person)
		return err
	})
	if civic.Is(err, civic.Unknown) || civic.Is(err, civic.NotFound) {
		a, err = civic.Actor{Person: p.Person}, nil
	}
	if p.Name != "" {
		a.Name = p.Name
	}
	return a, err
}

// Profiles lists the profiles that were kept.
func (c *Council) Profiles(ctx context.Context) ([]civic.CouncilProfile, error) {
	return c.o.Store.Councils(ctx)
}

// Profile gives a body's profile: the kept one, else the shipped one that suits
// it, which is not kept until it is changed.
func (c *Council) Profile(ctx context.Context, body civic.BodyCode) (civic.CouncilProfile, error) {
	p, err := c.o.Store.Council(ctx, body)
	if err == nil || !civic.Is(err, civic.NotFound) {
		return p, err
	}
	return c.begin(ctx, body)
}

// Kept gives the profile that was kept for a body. NotFound: none was.
func (c *Council) Kept(ctx context.Context, body civic.BodyCode) (civic.CouncilProfile, error) {
	return c.o.Store.Council(ctx, body)
}

func (c *Council) begin(ctx context.Context, code civic.BodyCode) (civic.CouncilProfile, error) {
	p := civic.CouncilProfile{Format: civic.CouncilFormat, Body: code}
	if !code.Valid() {
		return p, civic.NewError(civic.Invalid, "council.profile", "invalid.body_code")
	}
	if err := c.describe(ctx, &p); err != nil {
		return p, err
	}
	p.Base = BaseFor(p.Level, p.Region)
	p.Rules = baseRules(p.Base)
	return p, nil
}

// describe fills in what the gazetteer, the person's mandate or the library know
// of the body.
func (c *Council) describe(ctx context.Context, p *civic.CouncilProfile) error {
	if c.o.Bodies != nil {
		g, err := c.o.Bodies()
		if err != nil {
			return err
		}
		b, err := g.Body(p.Body)
		if err == nil {
			p.Name, p.Level, p.Region = b.Name, b.Level, b.Region
			if b.OtherName != "" {
				p.Forms = []string{b.OtherName}
			}
			return nil
		}
		if !civic.Is(err, civic.NotFound) {
			return err
		}
	}
	m, err := c.mandate(ctx, p.Body)
	if err != nil {
		return err
	}
	if m.Body != "" {
		p.Name, p.Level, p.Region, p.Heading = m.BodyName, m.Level, m.Region, m.Group
		return nil
	}
	r, err := c.o.Store.Acts(ctx, civic.ActQuery{Bodies: []civic.BodyCode{p.Body}, Limit: 1})
	if err == nil && len(r.Hits) > 0 {
		p.Name, p.Level, p.Region = r.Hits[0].BodyName, r.Hits[0].Level, r.Hits[0].Region
	}
	return err
}

// Keep writes a profile whole and gives what it wrote.
func (c *Council) Keep(ctx context.Context, p civic.CouncilProfile) (civic.CouncilProfile, error) {
	p.Format, p.Updated = civic.CouncilFormat, c.now()
	p.Forms = slices.DeleteFunc(slices.Clone(p.Forms), func(s string) bool { return strings.TrimSpace(s) == "" })
	p.Offices = slices.DeleteFunc(slices.Clone(p.Offices), func(o civic.CouncilOffice) bool { return o.Holder == "" && o.Address == "" })
	if err := p.Validate(); err != nil {
		return p, err
	}
	if len(p.Arms) > 0 {
		if err := civic.CheckArms(p.Arms); err != nil {
			return p, err
		}
	}
	return p, c.after(c.o.Store.KeepCouncil(ctx, p))
}

// FindBodies gives bodies whose name begins with what was typed.
func (c *Council) FindBodies(_ context.Context, typed string, limit int) ([]civic.Body, error) {
	if c.o.Bodies == nil {
		return nil, civic.NewError(civic.NotFound, "council.bodies", "")
	}
	g, err := c.o.Bodies()
	if err != nil {
		return nil, err
	}
	return g.Find(typed, limit), nil
}

// SetArms keeps a picture of the person's as the coat of arms; an empty path takes
// it off.
func (c *Council) SetArms(ctx context.Context, body civic.BodyCode, path string) (civic.CouncilProfile, error) {
	p, err := c.Profile(ctx, body)
	if err != nil {
		return p, err
	}
	p.Arms = nil
	if path != "" {
		if p.Arms, err = c.readData(ctx, path); err != nil {
			return p, err
		}
	}
	return c.Keep(ctx, p)
}

// ImportFile is Import for a file of the person's.
func (c *Council) ImportFile(ctx context.Context, path string) (civic.CouncilProfile, error) {
	data, err := c.readData(ctx, path)
	if err != nil {
		return civic.CouncilProfile{}, err
	}
	return c.Import(ctx, data)
}

func (c *Council) readData(ctx context.Context, path string) ([]byte, error) {
	if c.o.Reader == nil {
		return nil, civic.NewError(civic.Forbidden, "council.file", "disk.denied")
	}
	f, err := c.o.Reader.Read(ctx, path)
	return f.Data, err
}

// Reset begins a body's profile anew from a shipped one; names, offices, heading
// and arms stay.
func (c *Council) Reset(ctx context.Context, body civic.BodyCode, base string) (civic.CouncilProfile, error) {
	if !slices.Contains(Shipped(), base) {
		return civic.CouncilProfile{}, civic.NewError(civic.Invalid, "council.reset", "council.base", "value", base)
	}
	p, err := c.Profile(ctx, body)
	if err != nil {
		return p, err
	}
	if base == civic.BaseTUEL && BaseFor(p.Level, p.Region) != civic.BaseTUEL {
		return p, civic.NewError(civic.Invalid, "council.reset", "council.base_region")
	}
	p.Base, p.Rules = base, baseRules(base)
	return c.Keep(ctx, p)
}

// Drop forgets a body's profile.
func (c *Council) Drop(ctx context.Context, body civic.BodyCode) error {
	return c.after(c.o.Store.DropCouncil(ctx, body))
}

// Check says what a draft lacks, with what the profile of its body and the
// gazetteer say.
func (c *Council) Check(ctx context.Context, content civic.Content) ([]civic.Finding, error) {
	k := drafting.Context{}
	if c.o.Bodies != nil {
		g, err := c.o.Bodies()
		if err != nil {
			return nil, err
		}
		k.Gazetteer = g
	}
	if content.Body.Valid() {
		p, err := c.Profile(ctx, content.Body)
		if err != nil {
			return nil, err
		}
		k.Council = p
	}
	return drafting.Check(content, k), nil
}
