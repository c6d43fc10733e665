package faultlink

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ErrBroken is the cause of every failure that a link makes up.
var ErrBroken = errors.New("faultlink: the line is broken")

// Link is an http.RoundTripper that breaks exchanges by its plan. It is safe
// for concurrent use.
type Link struct {
	base http.RoundTripper

	mu     sync.Mutex
	plan   Plan
	passed int
	broken int
}

// New puts a link in front of base.
func New(base http.RoundTripper, plan Plan) *Link {
	return &Link{base: base, plan: plan}
}

// Use changes the plan, for the requests that come after.
func (l *Link) Use(plan Plan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.plan = plan
}

// Heal lets everything pass from now on.
func (l *Link) Heal() { l.Use(Healthy) }

// Counts tells how many exchanges passed whole and how many were broken.
func (l *Link) Counts() (passed, broken int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.passed, l.broken
}

func (l *Link) next(r *http.Request) Fault {
	l.mu.Lock()
	plan := l.plan
	l.mu.Unlock()
	f := plan(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.Kind == None {
		l.passed++
	} else {
		l.broken++
	}
	return f
}

// RoundTrip implements http.RoundTripper.
func (l *Link) RoundTrip(r *http.Request) (*http.Response, error) {
	f := l.next(r)
	if f.Wait > 0 {
		if err := wait(r, f.Wait); err != nil {
			return nil, err
		}
	}
	switch f.Kind {
	case LoseReply:
		return l.loseReply(r)
	case CutReply:
		return l.cutReply(r, f.After)
	case Duplicate:
		return l.duplicate(r)
	case Drop:
		closeBody(r)
		return nil, fmt.Errorf("dropped: %w", ErrBroken)
	case BadGateway:
		return page(r, http.StatusBadGateway, "<html><body><h1>502 Bad Gateway</h1></body></html>"), nil
	case Portal:
		return page(r, http.StatusOK, "<html><body>Benvenuto nella rete ospiti: accetta le condizioni</body></html>"), nil
	case Redirect:
		resp := page(r, http.StatusFound, "")
		resp.Header.Set("Location", "http://login.invalid/accesso")
		return resp, nil
	case Missing:
		resp := page(r, http.StatusNotFound, `{"title":"Not Found","status":404,"kind":"not_found"}`)
		resp.Header.Set("Content-Type", "application/problem+json")
		return resp, nil
	case TooMany:
		resp := page(r, http.StatusTooManyRequests, "")
		resp.Header.Set("Retry-After", "7")
		return resp, nil
	}
	return l.base.RoundTrip(r)
}

func wait(r *http.Request, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-r.Context().Done():
		closeBody(r)
		return r.Context().Err()
	}
}

func (l *Link) loseReply(r *http.Request) (*http.Response, error) {
	resp, err := l.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return nil, errors.Join(fmt.Errorf("reply lost: %w", ErrBroken), err, resp.Body.Close())
}

func (l *Link) cutReply(r *http.Request, after int64) (*http.Response, error) {
	resp, err := l.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &cutBody{body: resp.Body, left: after}
	return resp, nil
}

func (l *Link) duplicate(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		closeBody(r)
	}
	again := func() *http.Request {
		c := r.Clone(r.Context())
		if r.Body != nil {
			c.Body = io.NopCloser(bytes.NewReader(body))
		}
		return c
	}
	first, err := l.base.RoundTrip(again())
	if err == nil {
		_, err = io.Copy(io.Discard, first.Body)
		err = errors.Join(err, first.Body.Close())
	}
	if err != nil {
		return nil, err
	}
	return l.base.RoundTrip(again())
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close() // the request is given up: nothing to report to
	}
}

func page(r *http.Request, status int, html string) *http.Response {
	closeBody(r)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body:   io.NopCloser(strings.NewReader(html)), ContentLength: int64(len(html)), Request: r,
	}
}

// cutBody gives some bytes and then fails, as a line that was cut does.
type cutBody struct {
	body io.ReadCloser
	left int64
}

func (b *cutBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("reply cut: %w", io.ErrUnexpectedEOF)
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.body.Read(p)
	b.left -= int64(n)
	return n, err
}

func (b *cutBody) Close() error { return b.body.Close() }

// CutConn gives a connection that dies after so many bytes were read from it:
// headers count too.
func CutConn(c net.Conn, after int64) net.Conn { return &cutConn{Conn: c, left: after} }

type cutConn struct {
	net.Conn
	mu   sync.Mutex
	left int64
}

func (c *cutConn) Read(p []byte) (int, error) {
	c.mu.Lock()
	left := c.left
	c.mu.Unlock()
	if left <= 0 {
		return 0, errors.Join(fmt.Errorf("connection cut: %w", io.ErrUnexpectedEOF), c.Close())
	}
	if int64(len(p)) > left {
		p = p[:left]
	}
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	c.left -= int64(n)
	c.mu.Unlock()
	return n, err
}
