package central

import (
	"context"
	"time"

	"scranno/app/civic"
)

// Talk is a conversation that an administrator brings in: in a space or on an
// act, with the author and the time of each post.
type Talk struct {
	ID         civic.ID
	Space, Act civic.ID // one of them
	Title      string
	Posts      []TalkPost
}

// TalkPost is a post of a Talk.
type TalkPost struct {
	ID, Author civic.ID
	Text       string
	ReplyTo    civic.ID
	At         time.Time
}

// AddSpace makes or changes a space.
func (s *Service) AddSpace(ctx context.Context, id civic.ID, space civic.Space) error {
	const op = "central.space"
	switch {
	case !id.Valid():
		return civic.NewError(civic.Invalid, op, "invalid.id")
	case space.Title == "" || len(space.Title) > civic.MaxTitle || len(space.Summary) > civic.MaxLine:
		return civic.NewError(civic.Invalid, op, "invalid.title_missing")
	case !space.Region.Valid():
		return civic.NewError(civic.Invalid, op, "invalid.region")
	}
	fields, err := fieldsOf(space)
	if err != nil {
		return err
	}
	return s.Write(ctx, "", []civic.Effect{{Kind: civic.KindSpace, ID: id, Channel: space.HomeOf(id), Fields: fields}})
}

// AddTalk brings a conversation in. Doing it again changes nothing.
func (s *Service) AddTalk(ctx context.Context, t Talk) error {
	const op = "central.talk"
	if !t.ID.Valid() || t.Title == "" || len(t.Title) > civic.MaxTitle || len(t.Posts) == 0 || (t.Space == "") == (t.Act == "") {
		return civic.NewError(civic.Invalid, op, "invalid.id")
	}
	ch, err := s.talkChannel(ctx, t)
	if err != nil {
		return err
	}
	fields, err := fieldsOf(civic.Thread{Space: t.Space, Act: t.Act, Title: t.Title})
	if err != nil {
		return err
	}
	thread := civic.Effect{Kind: civic.KindThread, ID: t.ID, Channel: ch, Fields: fields}
	if err := s.writeAt(ctx, t.Posts[0].Author, t.Posts[0].At, []civic.Effect{thread}); err != nil {
		return err
	}
	for _, p := range t.Posts {
		if p.Text == "" || len(p.Text) > civic.MaxPost {
			return civic.NewError(civic.Invalid, op, "invalid.text_missing")
		}
		fields, err := fieldsOf(civic.Post{Thread: t.ID, Text: civic.CleanText(p.Text), ReplyTo: p.ReplyTo})
		if err != nil {
			return err
		}
		post := civic.Effect{Kind: civic.KindPost, ID: p.ID, Channel: ch, Fields: fields}
		if err := s.writeAt(ctx, p.Author, p.At, []civic.Effect{post}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) talkChannel(ctx context.Context, t Talk) (ch civic.Channel, err error) {
	if t.Space != "" {
		return civic.SpaceChannel(t.Space), nil
	}
	err = s.store.View(ctx, s.now(), func(w civic.World) error {
		rec, err := w.Record(ctx, t.Act)
		if err != nil {
			return err
		}
		act, err := civic.DecodeBody[civic.Act](rec)
		if ch = rec.Channel; act.Visibility == civic.Everyone {
			ch = civic.TalkChannel(act.Region)
		}
		return err
	})
	return ch, err
}
