package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"scranno/cmd/assemble"
)

// opened runs do with the data folder open; the service may be serving it.
func opened(ctx context.Context, c *common, do func(set *assemble.CentralSet) error) (err error) {
	o, _, err := c.centralOptions()
	if err != nil {
		return err
	}
	if o.PublicURL == "" {
		o.PublicURL = "http://" + defaultListen
	}
	set, err := assemble.OpenCentral(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	return do(set)
}

func oneFile(c *common, name string, args []string) (string, error) {
	words, err := c.parse(args)
	if err != nil {
		return "", err
	}
	if len(words) != 1 || words[0] == "" {
		return "", usage(name + " vuole un file.")
	}
	return words[0], nil
}

func backup(ctx context.Context, w world, args []string) error {
	c := newFlags("backup")
	file, err := oneFile(c, "backup", args)
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); err == nil {
		return usage("il file c’è già: scegli un altro nome.")
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		if err := set.Service.Backup(ctx, file); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w.err, "Salvato.\n")
		return err
	})
}

func restore(ctx context.Context, w world, args []string) error {
	c := newFlags("restore")
	force := c.flags.Bool("force", false, "anche se è vecchio")
	file, err := oneFile(c, "restore", args)
	if err != nil {
		return err
	}
	o, _, err := c.centralOptions()
	if err != nil {
		return err
	}
	if err := assemble.RestoreCentral(ctx, o, file, *force); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.err, "Ripristinato. I programmi dei consiglieri offriranno di nuovo ciò che manca.\n")
	return err
}

func check(ctx context.Context, w world, args []string) error {
	c := newFlags("check")
	if words, err := c.parse(args); err != nil || len(words) > 0 {
		return errors.Join(err, usageIf(len(words) > 0, "check non vuole altre parole."))
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		if err := set.Service.Check(ctx); err != nil {
			return err
		}
		_, err := fmt.Fprintln(w.out, "ok")
		return err
	})
}

// epoch begins a new epoch, for a database that the server's own tools have put
// back.
func epoch(ctx context.Context, w world, args []string) error {
	c := newFlags("epoch")
	begin := c.flags.Bool("new", false, "comincia una nuova epoca")
	words, err := c.parse(args)
	if err != nil {
		return err
	}
	if len(words) > 0 || !*begin {
		return usage("epoch vuole --new, dopo che la base di dati è stata rimessa a posto da altri.")
	}
	return opened(ctx, c, func(set *assemble.CentralSet) error {
		if err := set.NewEpoch(ctx); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w.err, "Una nuova epoca è cominciata. I programmi dei consiglieri offriranno di nuovo ciò che manca.\n")
		return err
	})
}

func usageIf(bad bool, text string) error {
	if bad {
		return usage(text)
	}
	return nil
}
