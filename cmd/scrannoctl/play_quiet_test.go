package main

import (
	"context"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"scranno/app/civic"
)

// playSilence declares an election silence that began yesterday ("silence REGION
// DAYS"), until so many days from now, which is $QUIET; "silence REGION off" takes
// it back.
func playSilence(ts *testscript.TestScript, _ bool, args []string) {
	central, region := stageOf(ts).set.Service, civic.Region(args[0])
	today := civic.DateOf(time.Now().UTC())
	window := civic.QuietWindow{From: today.Plus(-1), Why: "Elezioni regionali"}
	if args[1] == "off" {
		ts.Check(central.EndQuiet(context.Background(), region, window.From))
		return
	}
	days, err := strconv.Atoi(args[1])
	ts.Check(err)
	window.To = today.Plus(days)
	ts.Check(central.DeclareQuiet(context.Background(), region, window))
	ts.Setenv("QUIET", string(window.To))
}

// playModerator gives somebody the role for a region ("moderator NAME REGION").
func playModerator(ts *testscript.TestScript, _ bool, args []string) {
	r := civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope(civic.Region(args[1]))}
	ts.Check(stageOf(ts).set.Service.Grant(context.Background(), args[0]+"@esempio.it", r))
}
