package desk

import (
	"context"
	"slices"

	"scranno/app/civic"
)

// KeepPaper keeps a file beside a draft as the evidence of its filing, byte for
// byte: a signed copy, a receipt of certified mail. It stays on this device.
func (d *Desk) KeepPaper(ctx context.Context, draft civic.ID, path string) (civic.Draft, error) {
	kept, err := d.paperFiles(ctx, []string{path})
	if err != nil {
		return civic.Draft{}, err
	}
	x, err := d.o.Store.ChangeDraft(ctx, draft, d.now(), func(x *civic.Draft) (err error) {
		x.Papers, err = withPapers(x.Papers, kept)
		return err
	})
	return x, d.after(err)
}

// paperFiles copies the evidence of a filing into the profile: all of it, or
// nothing where one file is none.
func (d *Desk) paperFiles(ctx context.Context, paths []string) ([]civic.FiledPaper, error) {
	files, kept := make([]civic.LocalFile, len(paths)), make([]civic.FiledPaper, len(paths))
	for i, path := range paths {
		var err error
		if files[i], err = d.readFile(ctx, path); err != nil {
			return nil, err
		}
		if kept[i].Kind, err = civic.PaperOf(files[i]); err != nil {
			return nil, err
		}
	}
	for i, f := range files {
		var err error
		if kept[i].Attachment, err = d.keepFile(ctx, f); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

func withPapers(list, more []civic.FiledPaper) ([]civic.FiledPaper, error) {
	for _, p := range more {
		var err error
		if list, err = civic.WithPaper(list, p); err != nil {
			return list, err
		}
	}
	return list, nil
}

// DropPaper takes a file of the filing away. Its bytes stay for a while.
func (d *Desk) DropPaper(ctx context.Context, draft civic.ID, hash string) (civic.Draft, error) {
	x, err := d.o.Store.ChangeDraft(ctx, draft, d.now(), func(x *civic.Draft) error {
		left := slices.DeleteFunc(slices.Clone(x.Papers), func(p civic.FiledPaper) bool { return p.Hash == hash })
		if len(left) == len(x.Papers) {
			return civic.NewError(civic.NotFound, "desk.paper", "")
		}
		x.Papers = left
		return nil
	})
	return x, d.after(err)
}

// NoteReply notes what happened to a request for access that was filed. It stays
// beside the draft, on this device.
func (d *Desk) NoteReply(ctx context.Context, draft civic.ID, r civic.Reply) (civic.Draft, error) {
	x, err := d.o.Store.ChangeDraft(ctx, draft, d.now(), func(x *civic.Draft) (err error) {
		x.Replies, err = x.Replied(r, civic.DateOf(d.now()))
		return err
	})
	return x, d.after(err)
}

// DropReply takes back what was noted of a request for access.
func (d *Desk) DropReply(ctx context.Context, draft civic.ID, r civic.Reply) (civic.Draft, error) {
	x, err := d.o.Store.ChangeDraft(ctx, draft, d.now(), func(x *civic.Draft) error {
		left := slices.DeleteFunc(slices.Clone(x.Replies), func(y civic.Reply) bool { return y == r })
		if len(left) == len(x.Replies) {
			return civic.NewError(civic.NotFound, "desk.reply", "")
		}
		x.Replies = left
		return nil
	})
	return x, d.after(err)
}

// SayFiled adds the filing of a draft to the life of the act that it was
// published as. NotFound: it was not published, or is not any longer.
func (d *Desk) SayFiled(ctx context.Context, draft civic.ID) (civic.Queued, error) {
	const op = "desk.say_filed"
	x, err := d.o.Store.Draft(ctx, draft)
	if err != nil {
		return civic.Queued{}, err
	}
	if x.Act == "" || x.FiledOn == "" {
		return civic.Queued{}, civic.NewError(civic.NotFound, op, "filing.no_act")
	}
	if _, err := d.o.Store.Act(ctx, x.Act); err != nil {
		return civic.Queued{}, err
	}
	return d.RecordEvent(ctx, civic.ActEvent{Act: x.Act, Type: civic.Filed, Date: x.FiledOn, Protocol: x.Protocol})
}
