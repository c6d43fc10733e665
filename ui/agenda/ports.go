package agenda

import (
	"context"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// Desk is what the screen asks of the desk.
type Desk interface {
	kit.FileDesk
	RecordEvent(ctx context.Context, e civic.ActEvent) (civic.Queued, error)
	// Odd tells what no procedure knows about an event that is about to be told.
	Odd(ctx context.Context, e civic.ActEvent, former civic.ID) ([]civic.Oddity, error)
}

// Council is what the screen asks of the person's own council.
type Council interface {
	Calendar
	Agenda
	Papers
}

// Calendar keeps sittings.
type Calendar interface {
	Sittings(ctx context.Context) ([]civic.Sitting, error)
	Sitting(ctx context.Context, id civic.ID) (council.SittingView, error)
	ReadConvocation(ctx context.Context, text string, body civic.BodyCode) (civic.Sitting, error)
	ReadConvocationFile(ctx context.Context, path string, body civic.BodyCode) (civic.Sitting, error)
	AddSitting(ctx context.Context, s civic.Sitting) (civic.Sitting, error)
	ChangeSitting(ctx context.Context, id civic.ID, change func(*civic.Sitting) error) (civic.Sitting, error)
	Revert(ctx context.Context, was civic.Sitting) (civic.Sitting, error)
	BinSitting(ctx context.Context, id civic.ID) error
	RestoreSitting(ctx context.Context, id civic.ID) error
}

// Agenda keeps the items of a sitting.
type Agenda interface {
	KeepItem(ctx context.Context, sitting civic.ID, it civic.SittingItem) (civic.Sitting, civic.ID, error)
	DropItem(ctx context.Context, sitting, item civic.ID) (civic.Sitting, error)
	MoveItem(ctx context.Context, sitting, item civic.ID, by int) (civic.Sitting, error)
	Mine(ctx context.Context, body civic.BodyCode) ([]council.Own, error)
	EventOf(s civic.Sitting, item civic.ID) (civic.ActEvent, error)
	ToldOutcome(ctx context.Context, sitting, item civic.ID) (civic.Sitting, error)
}

// Papers keeps the papers of items and the notes on them.
type Papers interface {
	AddPaper(ctx context.Context, sitting, item civic.ID, path string) (civic.Sitting, civic.ID, error)
	ReplacePaper(ctx context.Context, sitting, paper civic.ID, path string) (civic.Sitting, error)
	DropPaper(ctx context.Context, sitting, paper civic.ID) (civic.Sitting, error)
	SetMinutes(ctx context.Context, sitting civic.ID, path string) (civic.Sitting, error)
	Clauses(ctx context.Context, sitting, item, paper civic.ID) ([]civic.Clause, error)
	KeepNote(ctx context.Context, sitting civic.ID, n civic.SittingNote) (civic.Sitting, civic.ID, error)
	DropNote(ctx context.Context, sitting, note civic.ID) (civic.Sitting, error)
}
