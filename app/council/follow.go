package council

import (
	"context"

	"scranno/app/civic"
)

// FollowStore keeps what the person follows and what of the arrivals they have
// not seen. None of it leaves the device.
type FollowStore interface {
	// Follow begins or ends following. Twice is once.
	Follow(ctx context.Context, f civic.Follow, on bool) error
	Follows(ctx context.Context) ([]civic.FollowView, error)
	// News lists what arrived, concerns the person and was not seen, the latest
	// first.
	News(ctx context.Context, limit int) ([]civic.News, error)
	// SeeNews marks it as seen; none named: all of it.
	SeeNews(ctx context.Context, ids ...civic.ID) error
	// SeeAct marks all that is new about an act.
	SeeAct(ctx context.Context, act civic.ID) error
}

// Follow begins following an act, a theme or a body. NotFound: neither gazetteer
// nor library know the body.
func (c *Council) Follow(ctx context.Context, what civic.FollowKind, target string) error {
	if what == civic.FollowBody {
		p, err := c.Profile(ctx, civic.BodyCode(target))
		if err != nil {
			return err
		}
		if p.Name == "" {
			return civic.NewError(civic.NotFound, "council.follow", "council.no_body", "code", target)
		}
	}
	return c.follow(ctx, what, target, true)
}

// Unfollow ends it.
func (c *Council) Unfollow(ctx context.Context, what civic.FollowKind, target string) error {
	return c.follow(ctx, what, target, false)
}

func (c *Council) follow(ctx context.Context, what civic.FollowKind, target string, on bool) error {
	f := civic.Follow{What: what, Target: target, Since: c.now()}
	if err := f.Validate(); err != nil {
		return err
	}
	return c.after(c.o.Store.Follow(ctx, f, on))
}

// Follows lists what one follows, the latest first. A body that the library has
// no act of is named by the gazetteer.
func (c *Council) Follows(ctx context.Context) ([]civic.FollowView, error) {
	all, err := c.o.Store.Follows(ctx)
	if err != nil || c.o.Bodies == nil {
		return all, err
	}
	for i, f := range all {
		if f.What != civic.FollowBody || f.Name != "" {
			continue
		}
		g, err := c.o.Bodies()
		if err != nil {
			return nil, err
		}
		if b, err := g.Body(civic.BodyCode(f.Target)); err == nil {
			all[i].Name = b.Name
		}
	}
	return all, nil
}

// Following tells whether one follows it.
func (c *Council) Following(ctx context.Context, what civic.FollowKind, target string) (bool, error) {
	all, err := c.o.Store.Follows(ctx)
	for _, f := range all {
		if f.What == what && f.Target == target {
			return true, err
		}
	}
	return false, err
}

// News lists what changed since one last looked, the latest first.
func (c *Council) News(ctx context.Context, limit int) ([]civic.News, error) {
	return c.o.Store.News(ctx, limit)
}

// SeeNews marks news as seen; none named: all of it.
func (c *Council) SeeNews(ctx context.Context, ids ...civic.ID) error {
	return c.after(c.o.Store.SeeNews(ctx, ids...))
}

// SeeAct marks all that is new about an act as seen: it is before the person's
// eyes. Nobody is told: what is shown changes only where one looks again.
func (c *Council) SeeAct(ctx context.Context, act civic.ID) error {
	return c.o.Store.SeeAct(ctx, act)
}
