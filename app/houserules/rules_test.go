package houserules_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"scranno/app/houserules"
)

// sound is a small house that breaks no rule.
func sound() map[string]string {
	return map[string]string{
		"go.mod":       "module scranno\n",
		"FyneApp.toml": "[Details]\n  Name = \"Scranno\"\n  ID = \"it.scranno.Scranno\"\n  Version = \"1.2.3\"\n",
		"app/civic/doc.go": "// Package civic is the vocabulary.\npackage civic\n\nconst Version = \"1.2.3\"\n\n" +
			"func Fail() error { return NewError(0, \"op\", \"error.offline\") }\n",
		"GLOSSARY.md": "| TUEL | d.lgs. 267/2000 |\n",
		"app/desk/doc.go": "// Package desk is the desk.\npackage desk\n\nimport _ \"scranno/app/civic\"\n\n" +
			"// all joins two parts, each within the ceiling (d.lgs. 267/2000).\ntype all interface {\n\ta\n\tb\n}\n\n" +
			"type a interface {\n" + methods("A", 13) + "}\n\ntype b interface {\n" + methods("B", 13) + "}\n\n" +
			"func drop() { panic(http.ErrAbortHandler) }\n",
		"storage/sqldb/doc.go": "// Package sqldb opens.\npackage sqldb\n\nimport (\n\t\"database/sql\"\n\n" +
			"\t_ \"modernc.org/sqlite\"\n)\n\nconst read = `SELECT id FROM t ORDER BY seq LIMIT 3`\n\nvar _ sql.DB\n",
		"assets/doc.go":         "// Package assets is embedded.\npackage assets\n",
		"assets/locale/it.json": `{"error.offline": "Manca la rete {{.n}}"}`,
		"assets/locale/en.json": `{"error.offline": "No network {{.n}}"}`,
	}
}

// smallPlan is the plan of this repository, without what a fixture lacks.
func smallPlan() houserules.Plan {
	p := houserules.House()
	p.MustStand = []string{"go.mod"}
	p.KeyPrefixes = nil
	p.Exceptions = nil
	return p
}

func check(t *testing.T, p houserules.Plan, files map[string]string) []string {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, err := houserules.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range houserules.Check(p, tree) {
		out = append(out, v.String())
	}
	return out
}

func TestASoundHouseHasNoViolation(t *testing.T) {
	for _, v := range check(t, smallPlan(), sound()) {
		t.Error(v)
	}
}

// fault is a sound house with something wrong in it.
type fault struct {
	name  string
	files map[string]string // over the sound house; an empty text takes the file away
	want  string            // words of the one sentence
}

func tellsEach(t *testing.T, faults []fault) {
	t.Helper()
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			files := sound()
			maps.Copy(files, tt.files)
			maps.DeleteFunc(files, func(_, text string) bool { return text == "" })
			got := check(t, smallPlan(), files)
			if len(got) != 1 || !strings.Contains(got[0], tt.want) {
				t.Errorf("want one violation with %q, got:\n%s", tt.want, strings.Join(got, "\n"))
			}
		})
	}
}

func TestFaultsOfRoomsAndLibraries(t *testing.T) {
	tellsEach(t, []fault{
		{
			"a room enters one above it",
			map[string]string{"app/civic/x.go": "package civic\n\nimport _ \"scranno/app/desk\"\n"},
			"app/civic/x.go (line 3) breaks the rule of imports: app/civic may not enter app/desk; it may enter nothing of ours",
		},
		{
			"a test enters a room of another floor",
			map[string]string{"app/desk/x_test.go": "package desk\n\nimport _ \"scranno/storage/sqldb\"\n"},
			"whole-system tests live in cmd/scranno-sim",
		},
		{
			"a library leaves its owner",
			map[string]string{"app/desk/x.go": "package desk\n\nimport _ \"modernc.org/sqlite\"\n"},
			"only storage/sqldb may see modernc.org/sqlite",
		},
		{
			"a library that nobody owns",
			map[string]string{"app/desk/x.go": "package desk\n\nimport _ \"example.org/thing\"\n"},
			"example.org/thing is in no line of the plan's libraries",
		},
		{
			"a test library in product code",
			map[string]string{"app/desk/x.go": "package desk\n\nimport _ \"pgregory.net/rapid\"\n"},
			"pgregory.net/rapid is for test files only",
		},
		{
			"SQL outside the stores",
			map[string]string{"app/desk/x.go": "package desk\n\nimport _ \"database/sql\"\n"},
			"may see database/sql",
		},
		{
			"Go files in a top folder",
			map[string]string{"app/x.go": "// Package app is an attic.\npackage app\n"},
			"a top folder holds rooms",
		},
		{
			"a room two steps down",
			map[string]string{"app/desk/deep/x.go": "// Package deep is too deep.\npackage deep\n"},
			"exactly one step below",
		},
		{
			"a room that is not in the plan",
			map[string]string{"app/attic/x.go": "// Package attic holds the rest.\npackage attic\n"},
			`no room "attic" below "app"`,
		},
	})
}

func TestFaultsOfPlacesCommentsAndSizes(t *testing.T) {
	tellsEach(t, []fault{
		{"a stranger at the top", map[string]string{"Makefile": "all:\n"}, "not in the plan's list"},
		{"something missing at the top", map[string]string{"go.mod": ""}, "go.mod breaks the rule of places: the plan asks for it"},
		{"no package comment", map[string]string{"app/desk/doc.go": "package desk\n"}, "package desk has no comment"},
		{
			"two package comments",
			map[string]string{"app/desk/x.go": "// Package desk again.\npackage desk\n"},
			"has 2 comments",
		},
		{"a comment of another form", map[string]string{"app/desk/doc.go": "// The desk.\npackage desk\n"}, `must begin with "Package desk "`},
		{
			"a long file",
			map[string]string{"app/desk/x.go": "package desk\n" + strings.Repeat("\n", 501)},
			"it has 502 lines, the ceiling is 500",
		},
		{
			"a long function",
			map[string]string{"app/desk/x.go": "package desk\n\nfunc f() {\n" + strings.Repeat("\n", 80) + "}\n"},
			"app/desk/x.go:f (line 3) breaks the rule of sizes: the function has 82 lines",
		},
		{
			"many parameters",
			map[string]string{"app/desk/x.go": "package desk\n\nfunc f(a, b, c int, d, e, g string) {}\n"},
			"takes 6 parameters",
		},
		{
			"a wide interface, by embedding",
			map[string]string{"app/desk/x.go": "package desk\n\ntype wide interface {\n\tpart\n" + methods("A", 7) + "}\n\ntype part interface {\n" + methods("B", 7) + "}\n"},
			"app/desk/x.go:wide (line 3) breaks the rule of sizes: the interface has 14 methods",
		},
	})
}

func TestFaultsOfTranslationKeys(t *testing.T) {
	tellsEach(t, []fault{
		{
			"the locale lacks a key",
			map[string]string{"assets/locale/en.json": `{}`},
			`assets/locale/en.json breaks the rule of translation keys: it lacks "error.offline"`,
		},
		{
			"the parameters differ",
			map[string]string{"assets/locale/en.json": `{"error.offline": "No network"}`},
			"has other parameters",
		},
		{
			"a key that nobody uses",
			map[string]string{
				"assets/locale/it.json": `{"error.offline": "Manca la rete {{.n}}", "a.b": {"one": "Uno", "other": "Molti"}}`,
				"assets/locale/en.json": `{"error.offline": "No network {{.n}}", "a.b": {"one": "One", "other": "Many"}}`,
			},
			`no code asks for "a.b"`,
		},
		{
			"a key that is in no language",
			map[string]string{"app/desk/x.go": "package desk\n\nvar x = lang.T(\"no.such\")\n"},
			`the key "no.such" is in no language`,
		},
		{
			"a text of a family of keys",
			map[string]string{"app/desk/x.go": "package desk\n\nvar help = []string{\"ctl.help.none\"}\n"},
			`the key "ctl.help.none" is in no language`,
		},
		{
			"an error's hint that is in no language",
			map[string]string{"app/desk/x.go": "package desk\n\nvar x = civic.Error{Hint: \"no.such_hint\"}\n"},
			`the key "no.such_hint" is in no language`,
		},
		{
			"a key put together, not in the plan",
			map[string]string{"app/desk/x.go": "package desk\n\nvar x = lang.T(\"error.\" + kind)\n"},
			"are put together here: list it in plan.go",
		},
	})
}

func TestFaultsOfOrderVersionsAndPaths(t *testing.T) {
	tellsEach(t, []fault{
		{
			"rows ordered by id",
			map[string]string{"storage/sqldb/x.go": "package sqldb\n\nconst q = `SELECT r.id FROM r ORDER BY r.born, r.id DESC`\n"},
			"rows are never ordered by id",
		},
		{
			"rows ordered by id in a migration",
			map[string]string{"storage/sqldb/x.sql": "CREATE VIEW v AS SELECT id FROM r ORDER BY id;\n"},
			"rows are never ordered by id",
		},
		{
			"the versions differ",
			map[string]string{"FyneApp.toml": "Name = \"Scranno\"\nID = \"it.scranno.Scranno\"\nVersion = \"1.2.4\"\n"},
			`Version is "1.2.4", the program says "1.2.3"`,
		},
		{
			"a path of a machine",
			map[string]string{"docs/x.md": "Look into " + "/ho" + "me/someone/x.\n"},
			"it names a path of one machine",
		},
	})
}

func TestFaultsOfHabits(t *testing.T) {
	tellsEach(t, []fault{
		{
			"a law that the glossary lacks",
			map[string]string{"app/desk/x.go": "package desk\n\n// f follows l. 28/2000 art. 9.\nfunc f() {}\n"},
			"the law 28/2000 is cited here and is not in GLOSSARY.md",
		},
		{
			"unfinished product code",
			map[string]string{"app/desk/x.go": "package desk\n\n// TO" + "DO: more\n"},
			"product code is finished",
		},
		{"a panic", map[string]string{"app/desk/x.go": "package desk\n\nfunc f() { panic(1) }\n"}, "it does not panic"},
		{"an init", map[string]string{"app/desk/x.go": "package desk\n\nfunc init() {}\n"}, "no init functions"},
		{
			"a context in a struct",
			map[string]string{"app/desk/x.go": "package desk\n\nimport \"context\"\n\ntype d struct{ ctx context.Context }\n"},
			"never stored in a struct",
		},
		{
			"a context that comes late",
			map[string]string{"app/desk/x.go": "package desk\n\nimport \"context\"\n\nfunc f(a int, ctx context.Context) {}\n"},
			"context.Context is the first parameter",
		},
		{
			"a clock in a pure room",
			map[string]string{"app/civic/x.go": "package civic\n\nimport \"time\"\n\nvar now = time.Now()\n"},
			"the time is an argument here",
		},
		{
			"a skip without a reason",
			map[string]string{"app/desk/x_test.go": "package desk\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) { t.Skip() }\n"},
			"must say what is missing",
		},
	})
}

func TestAnExceptionAllowsOneThing(t *testing.T) {
	files := sound()
	files["app/desk/x.go"] = "package desk\n\nfunc f(a, b, c, d, e, g int) {}\n\nfunc h(a, b, c, d, e, g int) {}\n"
	p := smallPlan()
	p.Exceptions = []houserules.Exception{{Rule: "sizes", Where: "app/desk/x.go:f", Reason: "a test of exceptions"}}
	if got := check(t, p, files); len(got) != 1 || !strings.Contains(got[0], "x.go:h") {
		t.Errorf("only h should be told, got:\n%s", strings.Join(got, "\n"))
	}
}

func TestAPlanInACircleIsTold(t *testing.T) {
	p := houserules.Plan{Rooms: []houserules.Room{
		{Path: "app/a", Enters: []string{"app/b"}},
		{Path: "app/b", Enters: []string{"app/a"}},
	}}
	if _, err := houserules.Floors(p); err == nil || !strings.Contains(err.Error(), "app/a > app/b > app/a") {
		t.Errorf("the circle is not told: %v", err)
	}
}

func methods(prefix string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("\t" + prefix + string(rune('a'+i)) + "()\n")
	}
	return b.String()
}
