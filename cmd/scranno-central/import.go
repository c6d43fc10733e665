package main

import (
	"context"
	"fmt"
	"os"

	"scranno/app/central"
	"scranno/cmd/assemble"
)

// importing fails only when nothing of the file went in: what is refused is told
// line by line, and the rest is there.
func importing(ctx context.Context, w world, args []string) error {
	c := newFlags("import")
	foreign := c.flags.Bool("foreign", false, "")
	words, err := c.parse(args)
	if err != nil {
		return err
	}
	if len(words) != 2 || words[0] != "acts" && words[0] != "bodies" {
		return usage("import vuole acts FILE.jsonl oppure bodies FILE.csv.")
	}
	if *foreign && words[0] == "bodies" {
		return usage("--foreign vale solo per import acts.")
	}
	f, err := os.Open(words[1])
	if err != nil {
		return err
	}
	defer f.Close()
	refused, taken := 0, 0
	report := func(line int, err error) {
		refused++
		fmt.Fprintf(w.err, "riga %d: %s\n", line, inWords(err))
	}
	err = opened(ctx, c, func(set *assemble.CentralSet) error {
		if words[0] == "bodies" {
			changed, err := set.Service.ImportBodies(ctx, f, report)
			if err != nil {
				return err
			}
			taken = 1 // what is there already, equal, is not counted
			_, err = fmt.Fprintf(w.out, "bodies: changed %d, refused %d\n", changed, refused)
			return err
		}
		var r central.ImportResult
		r, err := set.Service.ImportActs(ctx, f, *foreign, report)
		if err != nil {
			return err
		}
		taken = r.New + r.Same
		_, err = fmt.Fprintf(w.out, "acts: new %d, same %d, refused %d\n", r.New, r.Same, r.Refused)
		return err
	})
	if err == nil && refused > 0 && taken == 0 {
		return errRefused
	}
	return err
}
