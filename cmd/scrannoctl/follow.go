package main

import (
	"context"
	"flag"
	"time"

	"scranno/app/civic"
)

// followed tells what a word names: an act by its id, who makes an invitation by
// its id or their own, a theme, or a body by its code.
func (s *session) followed(ctx context.Context, word string) (civic.FollowKind, string, error) {
	if id, err := civic.ParseID(word); err == nil {
		all, err := s.set.Desk.Calls(ctx, civic.CallQuery{})
		for _, v := range all {
			if v.ID == id || v.Author == id {
				return civic.FollowAuthor, string(v.Author), nil
			}
		}
		return civic.FollowAct, string(id), err
	}
	if civic.Theme(word).Valid() {
		return civic.FollowTheme, word, nil
	}
	code, err := civic.ParseBodyCode(word)
	return civic.FollowBody, string(code), err
}

type followDoc struct {
	What   civic.FollowKind `json:"what"`
	Target string           `json:"target"`
	Name   string           `json:"name"`
	Since  time.Time        `json:"since"`
}

func cmdFollow(ctx context.Context, s *session, words []string) error {
	if len(words) == 0 {
		return s.listFollows(ctx)
	}
	word, err := one(words)
	if err != nil {
		return err
	}
	what, target, err := s.followed(ctx, word)
	if err != nil {
		return err
	}
	if what == civic.FollowAct {
		if _, err := s.set.Desk.Act(ctx, civic.ID(target)); err != nil {
			return err
		}
	}
	if err := s.set.Council.Follow(ctx, what, target); err != nil {
		return err
	}
	return s.document(map[string]any{"what": what, "target": target, "following": true})
}

func (s *session) listFollows(ctx context.Context) error {
	all, err := s.set.Council.Follows(ctx)
	if err != nil {
		return err
	}
	docs := []followDoc{}
	for _, f := range all {
		name := f.Name
		if f.What == civic.FollowTheme {
			name = s.T("theme." + f.Target)
		}
		docs = append(docs, followDoc{f.What, f.Target, name, f.Since})
		s.printf("%s  %s  %s\n", s.T("follow.kind."+string(f.What)), f.Target, name)
	}
	if len(all) == 0 {
		s.printf("%s\n", s.T("follow.none"))
	}
	return s.document(map[string]any{"follows": docs})
}

func cmdUnfollow(ctx context.Context, s *session, words []string) error {
	word, err := one(words)
	if err != nil {
		return err
	}
	what, target, err := s.followed(ctx, word)
	if err != nil {
		return err
	}
	if err := s.set.Council.Unfollow(ctx, what, target); err != nil {
		return err
	}
	return s.document(map[string]any{"what": what, "target": target, "following": false})
}

type newsDoc struct {
	ID      civic.ID        `json:"id"`
	Kind    civic.NewsKind  `json:"kind"`
	Act     civic.ID        `json:"act,omitempty"`
	Thread  civic.ID        `json:"thread,omitempty"`
	Subject string          `json:"subject"`
	Body    string          `json:"body"`
	Event   *civic.ActEvent `json:"event,omitempty"`
	Mine    bool            `json:"mine"`
	Theme   civic.Theme     `json:"theme,omitempty"`
	At      time.Time       `json:"at"`
}

const mostNews = 200

func cmdNews(f *flag.FlagSet) action {
	seen := f.Bool("seen", false, "")
	return func(ctx context.Context, s *session, words []string) error {
		if err := none(words); err != nil {
			return err
		}
		all, err := s.set.Council.News(ctx, mostNews)
		if err != nil {
			return err
		}
		docs := []newsDoc{}
		for _, n := range all {
			docs = append(docs, newsDoc{n.ID, n.Kind, n.Act, n.Thread, n.Subject, n.BodyName, n.Event, n.Mine, n.Theme, n.At})
			s.printf("%s  %s  %s\n", n.At.Format(time.DateOnly), s.T("news.kind."+string(n.Kind)), n.Subject)
		}
		if len(all) == 0 {
			s.printf("%s\n", s.T("news.none"))
		}
		if *seen {
			if err := s.set.Council.SeeNews(ctx); err != nil {
				return err
			}
		}
		return s.document(map[string]any{"news": docs})
	}
}
