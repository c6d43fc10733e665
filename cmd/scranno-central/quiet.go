package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// quiet declares the election silences of territories.
func quiet(ctx context.Context, w world, args []string) error {
	const wants = usage("quiet vuole add, list o remove.")
	if len(args) == 0 {
		return wants
	}
	do, ok := map[string]command{"add": quietAdd, "list": quietList, "remove": quietRemove}[args[0]]
	if !ok {
		return wants
	}
	return do(ctx, w, args[1:])
}

// territory reads a territory as it is typed: the two digits of a region, or all.
func territory(word string) (civic.Region, error) {
	r := civic.Region(word)
	if word == "all" {
		r = civic.NationWide
	}
	if !slices.Contains(civic.QuietRegions(), r) {
		return "", usage("--region vuole le due cifre di una regione (08), oppure all per tutta Italia.")
	}
	return r, nil
}

func quietAdd(ctx context.Context, _ world, args []string) error {
	c := newFlags("quiet add")
	region, from, to := c.flags.String("region", "", ""), c.flags.String("from", "", ""), c.flags.String("to", "", "")
	why := c.flags.String("why", "", "")
	if err := c.only(args, nil); err != nil {
		return err
	}
	r, err := territory(*region)
	if err != nil {
		return err
	}
	window := civic.QuietWindow{From: civic.Date(*from), To: civic.Date(*to), Why: *why}
	return opened(ctx, c, func(set *assemble.CentralSet) error { return set.Service.DeclareQuiet(ctx, r, window) })
}

func quietRemove(ctx context.Context, _ world, args []string) error {
	c := newFlags("quiet remove")
	region, from := c.flags.String("region", "", ""), c.flags.String("from", "", "")
	if err := c.only(args, nil); err != nil {
		return err
	}
	r, err := territory(*region)
	if err != nil {
		return err
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error { return set.Service.EndQuiet(ctx, r, civic.Date(*from)) })
}

func quietList(ctx context.Context, w world, args []string) error {
	c := newFlags("quiet list")
	asJSON := c.flags.Bool("json", false, "")
	if err := c.only(args, nil); err != nil {
		return err
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		all, err := set.Service.Quiets(ctx)
		if err != nil {
			return err
		}
		if all == nil {
			all = []civic.Quiet{}
		}
		if *asJSON {
			return json.NewEncoder(w.out).Encode(map[string]any{"quiet": all})
		}
		return printQuiets(w.out, all)
	})
}

func printQuiets(out io.Writer, all []civic.Quiet) error {
	texts := italian()
	for _, q := range all {
		where := texts["region."+string(q.Region)]
		if q.Region == civic.NationWide {
			where = texts["call.to.national"]
		}
		for _, x := range q.Windows {
			if _, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", q.Region, where, x.From, x.To, x.Why); err != nil {
				return err
			}
		}
	}
	return nil
}
