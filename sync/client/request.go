package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	shortWait  = 20 * time.Second // hello, search
	pushWait   = 90 * time.Second
	pageWait   = 3 * time.Minute // a page at 64 kB/s, and a slow central
	maxProblem = 64 << 10        // bytes of an answer that is no success
	maxRetry   = 5 * time.Minute // the longest Retry-After that is obeyed
	zstdWindow = 8 << 20
)

// NewTransport makes a transport for a desk: few connections, and a limit on
// each step, so that a line that went dead is noticed.
func NewTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		MaxIdleConns: 4, MaxConnsPerHost: 8, IdleConnTimeout: 50 * time.Second,
		TLSHandshakeTimeout: 15 * time.Second, ResponseHeaderTimeout: time.Minute,
		DisableCompression: true, // decoded here, with a limit
	}
}

// newHTTP makes a client that follows no redirect: the central never sends
// one, so it comes from something in between.
func newHTTP(base http.RoundTripper, log *slog.Logger) *resty.Client {
	hc := &http.Client{Transport: base, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	return resty.NewWithClient(hc).SetLogger(quiet{log}).
		SetHeader("User-Agent", "scranno/"+civic.Version).
		SetHeader("Accept-Encoding", "zstd, gzip")
}

// quiet drops what resty would print: it may hold addresses.
type quiet struct{ log *slog.Logger }

func (q quiet) Errorf(string, ...any) { q.log.Debug("http client error") }
func (q quiet) Warnf(string, ...any)  { q.log.Debug("http client warning") }
func (q quiet) Debugf(string, ...any) {}

// address gives a central's base URL without a final slash. Plain http is for
// loopback alone.
func address(central string) (string, error) {
	if central == "" {
		return "", civic.NewError(civic.Unauthenticated, "client.address", keyNotConnected)
	}
	u, err := url.Parse(central)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", civic.NewError(civic.Invalid, "client.address", "connect.address")
	}
	switch {
	case u.Scheme == "https":
	case u.Scheme == "http" && loopback(u.Hostname()):
	default:
		return "", civic.NewError(civic.Invalid, "client.address", "connect.plain_http")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// call is one request; without a body it is a GET.
type call struct {
	path    string
	body    any
	signed  bool
	timeout time.Duration
	accept  string // media type of a good answer; empty: JSON
	fresh   bool   // no cache on the way may answer
}

// cutError is an answer that began well and did not arrive whole.
type cutError struct{ err error }

func (e *cutError) Error() string { return "answer cut: " + e.err.Error() }
func (e *cutError) Unwrap() error { return e.err }

// waitError is a refusal that says when to come back.
type waitError struct {
	err   error
	after time.Duration
}

func (e *waitError) Error() string { return e.err.Error() }
func (e *waitError) Unwrap() error { return e.err }

// askJSON sends a call and decodes its JSON answer.
func (c *Client) askJSON(ctx context.Context, base string, q call, out any) error {
	return c.ask(ctx, base, q, func(r io.Reader) error {
		data, err := io.ReadAll(io.LimitReader(r, wire.MaxAnswer+1))
		if err != nil {
			return civic.WrapError(civic.Offline, "client.read", err)
		}
		if len(data) > wire.MaxAnswer {
			return civic.NewError(civic.Offline, "client.read", "")
		}
		return wire.Decode(data, out)
	})
}

// ask sends a call and hands the decoded body of a good answer to read.
func (c *Client) ask(ctx context.Context, base string, q call, read func(io.Reader) error) error {
	within, cancel := context.WithTimeout(ctx, q.timeout)
	defer cancel()
	if q.accept == "" {
		q.accept = wire.TypeJSON
	}
	resp, err := c.execute(within, base, q)
	if err != nil {
		return transportError(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }() // all that matters of it was read
	if resp.StatusCode != http.StatusOK {
		return refusal(resp)
	}
	if media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err != nil || media != q.accept {
		return civic.NewError(civic.Offline, "client.media", "")
	}
	body, done, err := c.decoded(resp)
	if err != nil {
		return err
	}
	defer done()
	if err := read(body); err != nil {
		if ctx.Err() != nil {
			return civic.WrapError(civic.Offline, "client.ask", ctx.Err())
		}
		return &cutError{err}
	}
	return nil
}

func (c *Client) execute(ctx context.Context, base string, q call) (*http.Response, error) {
	hc := c.bare
	if q.signed {
		hc = c.signed
	}
	r := hc.R().SetContext(ctx).SetDoNotParseResponse(true).SetHeader("Accept", q.accept+", "+wire.TypeProblem)
	if q.fresh {
		r.SetHeader("Cache-Control", "no-cache")
	}
	method := http.MethodGet
	if q.body != nil {
		data, err := json.Marshal(q.body)
		if err != nil {
			return nil, civic.WrapError(civic.Internal, "client.encode", err)
		}
		method = http.MethodPost
		if len(data) > packAbove {
			if data, err = c.packed(data); err != nil {
				return nil, err
			}
			r.SetHeader("Content-Encoding", "zstd")
		}
		r.SetBody(data).SetHeader("Content-Type", wire.TypeJSON)
		// Every POST here may be sent twice: Go's transport then does so by
		// itself on a connection that was closed meanwhile. Nil is not sent.
		r.Header["Idempotency-Key"] = nil
	}
	resp, err := r.Execute(method, base+q.path)
	if err != nil {
		return nil, err
	}
	return resp.RawResponse, nil
}

// packAbove is how large a body must be to be worth compressing.
const packAbove = 200

func (c *Client) packed(data []byte) ([]byte, error) {
	z, _ := c.packers.Get().(*zstd.Encoder)
	if z == nil {
		var err error
		z, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithWindowSize(1<<20))
		if err != nil {
			return nil, civic.WrapError(civic.Internal, "client.encode", err)
		}
	}
	defer c.packers.Put(z)
	return z.EncodeAll(data, nil), nil
}

func transportError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return civic.WrapError(civic.Offline, "client.ask", ctx.Err())
	}
	if e, ok := errors.AsType[*civic.Error](err); ok {
		return e // from the transport that carries the token
	}
	// A url.Error holds the address; only what went wrong is kept.
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return civic.WrapError(civic.Offline, "client.ask", err)
}

// refusal reads an answer that is no success. Whatever is not our own problem
// document means that the central was not reached.
func refusal(resp *http.Response) error {
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxProblem))
	if err != nil {
		return civic.WrapError(civic.Offline, "client.problem", err)
	}
	var out error = wire.ReadProblem(resp.StatusCode, resp.Header.Get("Content-Type"), data)
	if resp.StatusCode == http.StatusTooManyRequests && !civic.Is(out, civic.Busy) {
		out = civic.WrapError(civic.Busy, "client.problem", out)
	}
	if after := retryAfter(resp.Header); after > 0 {
		out = &waitError{err: out, after: after}
	}
	return out
}

// retryAfter reads the header in both its forms. A date is measured from the
// answer's own date, never from this machine's clock.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if s, err := strconv.Atoi(v); err == nil && s > 0 {
		return min(time.Duration(min(s, 1<<20))*time.Second, maxRetry)
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	from, err := http.ParseTime(h.Get("Date"))
	if err != nil || !at.After(from) {
		return 0
	}
	return min(at.Sub(from), maxRetry)
}

// decoded undoes the answer's compression.
func (c *Client) decoded(resp *http.Response) (io.Reader, func(), error) {
	const op = "client.decode"
	switch coding := resp.Header.Get("Content-Encoding"); coding {
	case "", "identity":
		return resp.Body, func() {}, nil
	case "gzip":
		z, err := gzip.NewReader(resp.Body)
		if err != nil {
			return nil, nil, &cutError{civic.WrapError(civic.Offline, op, err)}
		}
		return z, func() { _ = z.Close() }, nil // it holds nothing that closing could lose
	case "zstd":
		z, _ := c.zstd.Get().(*zstd.Decoder)
		if z == nil {
			var err error
			z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
			if err != nil {
				return nil, nil, civic.WrapError(civic.Internal, op, err)
			}
		}
		if err := z.Reset(resp.Body); err != nil {
			return nil, nil, &cutError{civic.WrapError(civic.Offline, op, err)}
		}
		return z, func() {
			if z.Reset(nil) == nil {
				c.zstd.Put(z)
			}
		}, nil
	default:
		return nil, nil, civic.WrapError(civic.Offline, op, fmt.Errorf("content coding %q", coding))
	}
}
