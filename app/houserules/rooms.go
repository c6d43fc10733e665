package houserules

// groups of rooms that are entered together.
var (
	civic     = []string{"app/civic"}
	deskRooms = []string{"app/desk", "app/council"}
	uiAreas   = []string{
		"ui/today", "ui/acts", "ui/drafts", "ui/spaces", "ui/agenda", "ui/processes", "ui/people", "ui/settings",
		"ui/outbox",
	}
	writers   = []string{"app/pdf", "app/odt", "app/docx", "app/plain"}
	storeList = []string{"storage/sqldb", "storage/deskdb", "storage/centraldb", "storage/blobs"}
	syncList  = []string{
		"sync/wire", "sync/client", "sync/server", "sync/issuer", "sync/signin", "sync/web",
		"sync/mail", "sync/conference", "sync/decidim", "sync/faultlink",
	}
	belowUI = join(
		[]string{"assets", "app/civic", "app/norms", "app/search", "app/drafting", "app/document", "app/intake", "app/central"},
		writers, []string{"app/akn"}, deskRooms, storeList, syncList,
	)
)

func rooms() []Room {
	return join(appRooms(), storageRooms(), syncRooms(), windowRooms(), programs())
}

func appRooms() []Room {
	list := []Room{
		{Path: "assets", Door: "icons, texts of the screens, gazetteer and demo library, embedded"},
		{Path: "app/civic", Door: "the vocabulary: types, rules, commands, replay, errors"},
		{Path: "app/norms", Door: "citations of law in free text", Enters: civic},
		{
			Path: "app/search", Door: "the Italian analyser, the query language, ranking",
			Enters: []string{"app/civic", "app/norms"},
		},
		{
			Path: "app/drafting", Door: "act text to clauses and back, checks",
			Enters: []string{"app/civic", "app/norms", "app/search", "assets"},
		},
		{Path: "app/document", Door: "an act as laid-out pages", Enters: []string{"app/civic", "assets"}},
		{Path: "app/intake", Door: "files read in", Enters: []string{"app/civic", "app/drafting", "app/akn"}},
		{Path: "app/spelling", Door: "words that are written wrongly, and what was meant", Enters: []string{"app/civic", "assets"}},
		{
			Path: "app/desk", Door: "profile, library, drafts, outbox, reading, sync state",
			Enters: []string{"app/civic", "app/search", "app/drafting", "app/document", "app/spelling"},
		},
		{
			Path: "app/council", Door: "the person's own council: profile, sittings, dates, what became of acts",
			Enters: []string{"app/civic", "app/drafting", "app/search"},
		},
		{
			Path: "app/central", Door: "what the service does: accept, decide, settle, moderate",
			Enters: []string{"app/civic", "app/search", "app/drafting"},
		},
		{
			Path: "app/akn", Door: "acts as Akoma Ntoso, written and read",
			Enters: []string{"app/civic", "app/document", "app/norms"},
		},
		{Path: "app/outfile", Door: "files that a person asked for, whole or not at all"},
		{Path: "app/office", Door: "what the writers for word processors share: packing, XML", Enters: civic},
		{Path: "app/samples", Door: "what tests of several rooms share", Enters: civic},
		{Path: "app/houserules", Door: "this plan and its checks"},
	}
	for _, path := range writers {
		list = append(list, Room{Path: path, Door: "a document written out", Enters: []string{"app/civic", "app/document", "app/office"}})
	}
	for i := range list {
		if list[i].Path != "app/samples" && list[i].Path != "app/houserules" {
			list[i].Tests = append(list[i].Tests, "app/samples")
		}
	}
	return list
}

func storageRooms() []Room {
	exam := []string{"storage/storetest"}
	return []Room{
		{Path: "storage/sqldb", Door: "open, pragmas, migrations, retries, driver errors", Enters: civic, Tests: exam},
		{
			Path: "storage/deskdb", Door: "the desk's copy",
			Enters: []string{"app/civic", "app/norms", "app/search", "storage/sqldb"}, Tests: exam,
		},
		{
			Path: "storage/centraldb", Door: "the central's log, state, receipts, people",
			Enters: []string{"app/civic", "app/norms", "app/search", "storage/sqldb"}, Tests: exam,
		},
		{Path: "storage/blobs", Door: "attachments by their hash", Enters: civic, Tests: exam},
		{
			Path: "storage/storetest", Door: "the exam that every store must pass",
			Enters: []string{"app/civic", "app/desk", "app/central"},
		},
	}
}

func syncRooms() []Room {
	return []Room{
		{Path: "sync/wire", Door: "how pages, commands and errors are encoded", Enters: civic},
		{
			Path: "sync/client", Door: "the desk's engine: pull, push",
			Enters: []string{"app/civic", "sync/wire"}, Tests: []string{"sync/faultlink"},
		},
		{Path: "sync/server", Door: "the central's HTTP", Enters: []string{"app/civic", "app/central", "sync/wire"}},
		{
			Path: "sync/issuer", Door: "the built-in OIDC issuer",
			Enters: []string{"app/civic", "app/central", "sync/wire", "assets"},
		},
		{Path: "sync/signin", Door: "sign-in, tokens, keychain", Enters: []string{"app/civic", "sync/wire"}},
		{
			Path: "sync/web", Door: "public pages",
			Enters: []string{"app/civic", "app/central", "sync/wire", "app/document", "assets"},
		},
		{Path: "sync/mail", Door: "notices by mail", Enters: []string{"app/civic", "assets"}},
		{Path: "sync/conference", Door: "video-conferences", Enters: civic},
		{Path: "sync/decidim", Door: "reads Decidim", Enters: civic},
		{Path: "sync/faultlink", Door: "a network that breaks on purpose, by seed"},
	}
}

func windowRooms() []Room {
	list := []Room{
		{
			Path: "ui/kit", Door: "theme and widgets that know no use case",
			Enters: []string{"app/civic", "assets", "app/document", "app/outfile"},
		},
		{Path: "ui/uitest", Door: "a screen as its tests see it", Enters: []string{"app/civic", "ui/kit"}},
		{
			Path: "ui/shell", Door: "window, rail, palette, status, history",
			Enters: join([]string{"app/civic", "ui/kit", "assets"}, deskRooms, uiAreas), Tests: []string{"ui/uitest"},
		},
	}
	for _, path := range uiAreas {
		list = append(list, Room{
			Path: path, Door: "one area of the window",
			Enters: join([]string{"app/civic", "app/drafting", "app/document", "app/outfile", "ui/kit"}, deskRooms),
			Tests:  []string{"ui/uitest"},
		})
	}
	return list
}

func programs() []Room {
	return []Room{
		{
			Path: "cmd/assemble", Door: "wires a profile into a desk and a data folder into a central",
			Enters: belowUI, Tests: []string{"app/samples"},
		},
		{
			Path: "cmd/scranno", Door: "the desktop program",
			Enters: join([]string{"cmd/assemble", "ui/shell", "ui/kit", "app/civic", "app/document", "assets"}, deskRooms),
			Tests:  []string{"ui/uitest"},
		},
		{
			Path: "cmd/scrannoctl", Door: "the same desk in a terminal",
			Enters: join([]string{"cmd/assemble", "app/civic", "app/drafting", "app/document", "app/outfile", "assets"}, deskRooms),
			Tests:  []string{"app/central", "sync/wire"},
		},
		{
			Path: "cmd/scranno-central", Door: "the central service",
			Enters: []string{"cmd/assemble", "app/civic", "app/central", "assets"},
		},
		{
			Path: "cmd/scranno-sim", Door: "many desks and a central by seed; whole-system tests",
			Enters: join([]string{"cmd/assemble"}, belowUI), Tests: []string{"storage/storetest", "app/samples"},
		},
	}
}
