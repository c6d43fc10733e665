package desk

import (
	"context"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// PresentText stands for the text that a draft has now, where a version is
// asked for by its number.
const PresentText = 0

// textAt gives a text of a draft by the number of a version.
func (d *Desk) textAt(ctx context.Context, x civic.Draft, num int64) (civic.Content, error) {
	if num == PresentText {
		return *x.Plain, nil
	}
	all, err := d.o.Store.Versions(ctx, x.ID)
	if err != nil {
		return civic.Content{}, err
	}
	for _, v := range all {
		if v.Num == num {
			return v.Content, nil
		}
	}
	return civic.Content{}, civic.NewError(civic.NotFound, "desk.version", "desk.no_version")
}

// CompareVersions puts two texts of a draft beside each other, word by word.
// They are named by the numbers of versions, or PresentText. NotFound where a
// draft has no such version.
func (d *Desk) CompareVersions(ctx context.Context, id civic.ID, from, to int64) (drafting.Comparison, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return drafting.Comparison{}, err
	}
	before, err := d.textAt(ctx, x, from)
	if err != nil {
		return drafting.Comparison{}, err
	}
	after, err := d.textAt(ctx, x, to)
	if err != nil {
		return drafting.Comparison{}, err
	}
	return drafting.Compare(before, after), nil
}

// RestoreVersion gives a draft the text of a version again. The text that it had
// is kept under the name, so that this can be undone by the same call. Conflict
// for a draft that was published.
func (d *Desk) RestoreVersion(ctx context.Context, id civic.ID, num int64, keepAs string) (civic.Draft, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return x, err
	}
	if x.State == civic.DraftSubmitted {
		return x, civic.NewError(civic.Conflict, "desk.version", "desk.already_submitted")
	}
	text, err := d.textAt(ctx, x, num)
	if err != nil {
		return x, err
	}
	if drafting.Compare(*x.Plain, text).Same() {
		return x, nil
	}
	if _, err := d.NameVersion(ctx, id, keepAs); err != nil {
		return x, err
	}
	return d.SaveDraft(ctx, id, x.Revision, text)
}
