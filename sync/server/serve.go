package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"scranno/app/civic"
)

// What stands against listening, for the program to say in words.
var (
	ErrPlainHTTP = errors.New("plain http is for this machine or behind a declared proxy")
	ErrTLSPair   = errors.New("a certificate and its key go together")
	ErrTLSFiles  = errors.New("the certificate or its key cannot be read")
	ErrTaken     = errors.New("the address cannot be listened on")
)

// Listen says where and how a central is reached.
type Listen struct {
	Address string // host:port
	Cert    string // files of the certificate and its key; both or none
	Key     string
	Proxied bool // a proxy in front speaks TLS
}

// Open binds the address. Plain HTTP beyond this machine, with no proxy
// declared, is refused: passwords would travel in the open.
func (l Listen) Open(ctx context.Context) (net.Listener, error) {
	const op = "server.listen"
	if (l.Cert == "") != (l.Key == "") {
		return nil, civic.WrapError(civic.Invalid, op, ErrTLSPair)
	}
	if l.Cert == "" && !l.Proxied && !loopback(l.Address) {
		return nil, civic.WrapError(civic.Invalid, op, ErrPlainHTTP)
	}
	var conf *tls.Config
	if l.Cert != "" {
		pair, err := tls.LoadX509KeyPair(l.Cert, l.Key)
		if err != nil {
			return nil, civic.WrapError(civic.Invalid, op, fmt.Errorf("%w: %w", ErrTLSFiles, err))
		}
		conf = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", l.Address)
	if err != nil {
		return nil, civic.WrapError(civic.Busy, op, fmt.Errorf("%w: %w", ErrTaken, err))
	}
	if conf != nil {
		ln = tls.NewListener(ln, conf)
	}
	return ln, nil
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// Times that bound a connection: a slow reader or writer holds nothing long.
const (
	headerTime = 10 * time.Second
	readTime   = 90 * time.Second
	writeTime  = 3 * time.Minute
	idleTime   = 2 * time.Minute
	closeTime  = 20 * time.Second
	maxHeader  = 32 << 10
)

// closingKey is under which a request's context has a *closing.
type closingKey struct{}

// closing tells those who listen that the server is about to end.
type closing struct {
	done    <-chan struct{}
	streams sync.WaitGroup // on connections that are the server's no more
}

// Serve answers on the listener until the context ends, then lets what is
// under way finish.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, log *slog.Logger) error {
	end := &closing{done: ctx.Done()}
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		// What is under way finishes, but who only listens is told to go.
		BaseContext: func(net.Listener) context.Context {
			return context.WithValue(context.WithoutCancel(ctx), closingKey{}, end)
		},
		// The library's own lines hold peers' addresses.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	select {
	case err := <-done:
		return civic.WrapError(civic.Internal, "server.serve", err)
	case <-ctx.Done():
	}
	log.Info("closing: no new requests")
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	err := srv.Shutdown(late)
	if errors.Is(err, context.DeadlineExceeded) {
		log.Warn("closing: some requests were cut off")
		err = srv.Close()
	}
	end.streams.Wait() // each has but one event to write, in its time
	<-done
	return civic.WrapError(civic.Internal, "server.close", err)
}
