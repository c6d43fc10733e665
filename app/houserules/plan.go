package houserules

import "slices"

// Room is a package of the house: its folder, what is written on its door, and
// the folders of the rooms that it may enter.
type Room struct {
	Path   string
	Door   string
	Enters []string
	// Tests are the rooms that its test files may enter besides those.
	Tests []string
}

// Library is a foreign module (or a folder of one) and the rooms that own it.
type Library struct {
	Module string
	Owners []string
	// InTests lets the test files of every room use it.
	InTests bool
}

// Exception allows one thing that a rule forbids, with the reason for it.
type Exception struct {
	Rule   string // as in Violation.Rule
	Where  string // the folder or file, and after a colon what in it: "app/x/y.go:Name"
	Reason string
}

// Plan is the house as it should be.
type Plan struct {
	Module     string
	TopFolders []string // hold rooms, and no Go files unless they are rooms themselves
	TopEntries []string // all that may stand at the top
	MustStand  []string // what of it must be there
	Rooms      []Room
	Libraries  []Library
	Standard   []Library // packages of the standard library with owners
	Pure       []string  // rooms that never read a clock
	Tree       Limits
	// Locales are the files of the screens' texts, the first one leading.
	Locales []string
	// KeyPrefixes are the first parts of keys that the code puts together.
	KeyPrefixes []string
	// KeyFamilies are first parts that nothing but keys begin with: a text of
	// that shape anywhere in the code is a key.
	KeyFamilies []string
	// KeyHelpers are the functions that take a key, with its place among the
	// arguments; KeyFields the fields that are keys, with the struct's name, or
	// without where every field of that name is one.
	KeyHelpers map[string]int
	KeyFields  map[string]string
	Exceptions []Exception
}

// Limits are the ceilings of STYLE: lines, methods and parameters.
type Limits struct {
	File, TestFile, Function, Methods, Parameters int
}

// House is the plan of this repository. A room more is one line here, one
// library more is one line here.
func House() Plan {
	return Plan{
		Module:     "scranno",
		TopFolders: []string{"cmd", "app", "ui", "sync", "storage", "assets"},
		TopEntries: []string{
			"cmd", "app", "ui", "sync", "storage", "assets", "FyneApp.toml", "go.mod", "go.sum",
			"README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
			"LICENSE", "publiccode.yml", "dev", ".ci", "docs", "packaging", ".gitignore",
		},
		MustStand: []string{
			"FyneApp.toml", "go.mod", "go.sum", "README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CHANGELOG.md",
			"CONTRIBUTING.md", "SECURITY.md", "LICENSE", "publiccode.yml", "dev", ".ci/run", "docs",
		},
		Rooms:     rooms(),
		Libraries: libraries(),
		Standard:  standard(),
		Pure:      []string{"app/civic", "app/norms", "app/search", "app/drafting", "app/document"},
		Tree:      Limits{File: 500, TestFile: 800, Function: 80, Methods: 13, Parameters: 5},
		Locales:   []string{"assets/locale/it.json", "assets/locale/en.json"},
		KeyPrefixes: []string{
			"council.base.", "council.office.", "council.reset.", "council.rule.", "sitting.kind.",
			"act.asker.", "act.event.", "act.kind.", "act.kind_count.", "act.level.", "act.manner.", "act.odd.", "act.outcome.", "act.redact.", "act.return.",
			"act.reuse.", "act.visibility.", "act.visibility_help.", "reuse.how.", "reuse.mode.", "reuse.newer.", "acts.use.", "act.section.", "act.state.", "call.close_about.", "call.return.", "call.state.", "call.strip.", "call.strip_closed.", "call.strip_mine.", "call.type.", "channel.", "command.", "commitment.state.", "date.day.", "date.month.", "deadline.kind.", "deadline.note.", "deadline.remedy.", "deadline.state.", "ctl.key.", "drafts.doubt.", "drafts.kind.", "drafts.severity.", "group.part.", "group.part_help.", "group.you.",
			"error.", "field.", "file.state.", "filing.kind.", "filing.reply.", "finding.", "follow.kind.", "format.", "nav.", "news.kind.", "refusal.", "region.", "role.", "settings.language.", "settings.pin.", "settings.theme.", "similar.bond.", "similar.number.", "spelling.code.",
			"status.", "theme.", "toolkit.", "unsent.what.", "unsent.where.", "welcome.text.", "welcome.title.",
		},
		KeyFamilies: []string{
			"button.", "cmd.", "ctl.", "facet.", "field.", "invalid.", "menu.", "nav.", "palette.", "publish.",
			"reader.", "today.", "welcome.",
		},
		KeyHelpers: map[string]int{"T": 0, "N": 0, "NewError": 2, "misused": 0},
		KeyFields:  map[string]string{"Key": "Error", "Hint": "Error", "TitleKey": ""},
		Exceptions: exceptions(),
	}
}

func libraries() []Library {
	window := join([]string{"ui/kit", "ui/uitest", "ui/shell", "cmd/scranno"}, uiAreas)
	return []Library{
		{Module: "fyne.io/fyne/v2", Owners: window},
		{Module: "modernc.org/sqlite", Owners: []string{"storage/sqldb"}},
		{Module: "github.com/jackc/pgx/v5", Owners: []string{"storage/sqldb"}},
		{Module: "github.com/pressly/goose/v3", Owners: []string{"storage/sqldb"}},
		{Module: "github.com/go-resty/resty/v2", Owners: []string{"sync/client"}},
		{Module: "github.com/danielgtaylor/huma/v2", Owners: []string{"sync/server"}},
		{Module: "github.com/klauspost/compress", Owners: []string{"sync/client", "sync/server", "sync/web"}},
		{Module: "github.com/zitadel/oidc/v3", Owners: []string{"sync/issuer"}},
		{Module: "github.com/go-jose/go-jose/v4", Owners: []string{"sync/issuer"}}, // the key types of zitadel/oidc
		{Module: "github.com/coreos/go-oidc/v3", Owners: []string{"sync/signin", "sync/issuer"}},
		{Module: "golang.org/x/oauth2", Owners: []string{"sync/signin", "sync/issuer"}},
		{Module: "github.com/zalando/go-keyring", Owners: []string{"sync/signin"}},
		{Module: "github.com/godbus/dbus/v5", Owners: []string{"sync/client"}}, // whether the line is paid by what passes
		{Module: "github.com/blevesearch/snowballstem", Owners: []string{"app/search"}},
		{Module: "github.com/sahilm/fuzzy", Owners: []string{"app/search"}},
		{Module: "golang.org/x/text", Owners: []string{"app/search", "app/drafting", "app/document"}},
		{Module: "github.com/jung-kurt/gofpdf", Owners: []string{"app/pdf"}},
		{Module: "github.com/go-fonts/liberation", Owners: []string{"app/document"}},
		{Module: "golang.org/x/image", Owners: []string{"app/document", "ui/kit"}},
		{Module: "github.com/aymanbagabas/go-udiff", Owners: []string{"app/drafting"}},
		{Module: "github.com/arran4/golang-ical", Owners: []string{"app/council"}},
		{Module: "github.com/rickar/cal/v2", Owners: []string{"app/council"}},
		{Module: "filippo.io/age", Owners: []string{"app/desk", "sync/signin"}},
		{Module: "github.com/ledongthuc/pdf", Owners: []string{"app/intake"}},
		{Module: "golang.org/x/net", Owners: []string{"app/intake"}}, // pages of the web that are brought in
		{Module: "github.com/prometheus/client_golang", Owners: []string{"sync/server"}},
		{Module: "golang.org/x/time", Owners: []string{"sync/server"}},
		{Module: "golang.org/x/crypto", Owners: []string{"sync/server", "sync/issuer", "app/desk"}},
		// Locks of a folder: flock and its equal on Windows.
		{Module: "golang.org/x/sys", Owners: []string{"storage/sqldb", "cmd/assemble"}},
		// The exam of the stores draws its histories from rapid.
		{Module: "pgregory.net/rapid", Owners: []string{"storage/storetest"}, InTests: true},
		{Module: "github.com/rogpeppe/go-internal", InTests: true},
		{Module: "github.com/yuin/goldmark", InTests: true}, // reads back the Markdown of the exports
	}
}

// standard lists packages of the standard library that only some rooms see:
// SQL stays in the stores, HTTP at the network's edge and in the programs.
func standard() []Library {
	commands := []string{"cmd/assemble", "cmd/scranno", "cmd/scrannoctl", "cmd/scranno-central", "cmd/scranno-sim"}
	stores := []string{"storage/sqldb", "storage/deskdb", "storage/centraldb"}
	return []Library{
		{Module: "database/sql", Owners: stores},
		{Module: "net/http", Owners: join(syncList, commands)},
	}
}

func exceptions() []Exception {
	return []Exception{
		{
			"sizes", "app/central/store.go:Ledger",
			"one transaction upon the records: receipts, effects, figures, files and redactions meet in it and nowhere else",
		},
		{"sizes", "storage/centraldb/ledger.go:Ledger", "the same method set, as the store declares it"},
		{
			"owners", "app/desk/ports.go",
			"sign-in hands the engine an http.RoundTripper through the desk's port; the desk calls nothing of it",
		},
		{
			"owners", "ui/shell/desk_test.go",
			"the test's sign-in answers the same port and calls nothing of it",
		},
		{
			"habits", "app/central/push.go",
			"a push waits in a channel for the group that it commits with; its context is looked at before the group begins",
		},
	}
}

func join[T any](lists ...[]T) []T { return slices.Concat(lists...) }
