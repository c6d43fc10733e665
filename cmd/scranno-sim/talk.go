package main

import (
	"context"
	"encoding/json"

	"scranno/app/central"
	"scranno/app/civic"
)

// talk writes posts into threads of a space, a whole thread at once.
type talk struct {
	s       *central.Service
	space   civic.ID
	thread  civic.ID
	title   string
	effects []civic.Effect
}

func (t *talk) post(ctx context.Context, key, text string) error {
	if len(t.effects) > threadPosts {
		if err := t.flush(ctx); err != nil {
			return err
		}
	}
	if len(t.effects) == 0 {
		t.thread = civic.DerivedID("thread", string(t.space), key)
		title := t.title
		if title == "" {
			title = "Discussione"
		}
		if err := t.add(civic.KindThread, t.thread, civic.Thread{Space: t.space, Title: title}); err != nil {
			return err
		}
	}
	return t.add(civic.KindPost, civic.DerivedID("post", string(t.space), key), civic.Post{Thread: t.thread, Text: text})
}

func (t *talk) add(kind civic.RecordKind, id civic.ID, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	var fields civic.Fields
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	t.effects = append(t.effects, civic.Effect{Kind: kind, ID: id, Channel: civic.SpaceChannel(t.space), Fields: fields})
	return nil
}

func (t *talk) flush(ctx context.Context) error {
	if len(t.effects) == 0 {
		return nil
	}
	err := t.s.Write(ctx, t.thread, t.effects)
	t.effects = nil
	return err
}
