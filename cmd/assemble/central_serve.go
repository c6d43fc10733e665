package assemble

import (
	"context"
	"errors"
	"net"
	"strings"

	"scranno/app/civic"
	"scranno/sync/server"
)

// ServeOptions say how a central listens.
type ServeOptions struct {
	CentralOptions
	Listen  string // host:port
	TLSCert string
	TLSKey  string
	Proxied bool // a proxy that speaks TLS stands in front
	Demo    bool // load the demo world
	// Ready is told, once, that requests are answered; it may be nil.
	Ready func(Serving) error
}

// Serving is what a central that answers says of itself.
type Serving struct {
	URL      string        // as desks reach it
	Address  string        // that it listens on
	Accounts []DemoAccount // of the demo world
}

// ServeCentral answers requests until the context ends, and then lets what is
// under way finish.
func ServeCentral(ctx context.Context, o ServeOptions) (err error) {
	ln, err := server.Listen{Address: o.Listen, Cert: o.TLSCert, Key: o.TLSKey, Proxied: o.Proxied}.Open(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := ln.Close(); !errors.Is(cerr, net.ErrClosed) {
			err = errors.Join(err, cerr)
		}
	}()
	if o.PublicURL == "" {
		o.PublicURL = addressURL(ln.Addr().String(), o.TLSCert != "")
	}
	c, err := OpenCentral(ctx, o.CentralOptions)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if err := c.Start(ctx); err != nil {
		return err
	}
	said := Serving{URL: c.o.PublicURL, Address: ln.Addr().String()}
	if o.Demo {
		if said.Accounts, err = c.LoadDemo(ctx); err != nil {
			return err
		}
	}
	h, err := c.Handler()
	if err != nil {
		return err
	}
	c.o.Log.Info("serving", "address", said.Address, "version", civic.Version)
	if o.Ready != nil {
		if err := o.Ready(said); err != nil {
			return err
		}
	}
	return server.Serve(ctx, ln, h, c.o.Log)
}

// addressURL is how this machine reaches what listens on the address.
func addressURL(address string, tls bool) string {
	scheme := "http://"
	if tls {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return scheme + address
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return scheme + host + ":" + port
}
