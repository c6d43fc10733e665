package desk

import (
	"context"
	"io"
	"net/http"

	"scranno/app/civic"
	"scranno/app/document"
)

// Engine talks to the central.
type Engine interface {
	// Sync pulls and pushes until nothing moves. An error of kind Offline or
	// Unauthenticated leaves everything where it was.
	Sync(ctx context.Context, progress func(civic.Progress)) (civic.SyncResult, error)
	// Watch syncs by itself until ctx ends and says each change of state.
	Watch(ctx context.Context, changed func(civic.SyncState))
	// Nudge wakes Watch up.
	Nudge()
	// FetchPins asks after the acts kept outside the channels alone.
	FetchPins(ctx context.Context) error
	// Search asks the central for acts that are not kept here.
	Search(ctx context.Context, q civic.ActQuery) (civic.ActResult, error)
	// Devices asks the central for the person's own desks; ShutOut has one of them
	// let in no more.
	Devices(ctx context.Context) ([]civic.Device, error)
	ShutOut(ctx context.Context, device civic.ID) ([]civic.Device, error)
}

// SignIn proves who is at the desk.
type SignIn interface {
	Connect(ctx context.Context, centralURL string, how civic.SignInHow) (civic.Identity, error)
	SignOut(ctx context.Context) error
	// Transport adds the token to requests and renews it.
	Transport(base http.RoundTripper) http.RoundTripper
	State(ctx context.Context) (civic.SignInState, error)
}

// Exporter writes acts out as documents. An unknown format is Invalid.
type Exporter interface {
	Formats() []string        // in the order of the menus
	MachineFormats() []string // for other programs: not in the menus, not of dossiers
	Export(ctx context.Context, p document.Paper, format string, w io.Writer) error
	ExportDossier(ctx context.Context, d document.Dossier, format string, w io.Writer) error
	// ExportSheet writes out what is no act.
	ExportSheet(ctx context.Context, d document.Document, format string, w io.Writer) error
}
