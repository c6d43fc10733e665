package main

import (
	"context"
	"fmt"
	"log/slog"

	"scranno/cmd/assemble"
)

const defaultListen = "127.0.0.1:8420"

func serve(ctx context.Context, w world, args []string) error {
	c := newFlags("serve")
	demo := c.flags.Bool("demo", false, "carica il mondo di esempio")
	for _, name := range []string{"listen", "tls-cert", "tls-key", "trusted-proxy"} {
		c.flags.String(name, "", "")
	}
	words, err := c.parse(args)
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return usage("serve non vuole altre parole.")
	}
	o, v, err := c.centralOptions()
	if err != nil {
		return err
	}
	o.Log = slog.New(slog.NewTextHandler(w.err, nil))
	listen := v["listen"]
	if listen == "" {
		listen = defaultListen
	}
	return assemble.ServeCentral(ctx, assemble.ServeOptions{
		CentralOptions: o, Listen: listen, TLSCert: v["tls_cert"], TLSKey: v["tls_key"],
		Proxied: len(o.Proxies) > 0, Demo: *demo,
		Ready: func(s assemble.Serving) error { return announce(w, s) },
	})
}

// announce prints what scripts wait for: the address, and the accounts of the
// demo world.
func announce(w world, s assemble.Serving) error {
	if _, err := fmt.Fprintf(w.out, "listening: %s\n", s.URL); err != nil {
		return err
	}
	for _, a := range s.Accounts {
		if _, err := fmt.Fprintf(w.out, "account: %s  password: %s  role: %s\n", a.Email, a.Password, a.Role); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w.out, "ready")
	return err
}
