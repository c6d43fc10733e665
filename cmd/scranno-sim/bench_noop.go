package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// quietSyncs is how many syncs without news are measured.
const quietSyncs = 30

// library is a desk with so many records, and the central that it keeps up with.
type library struct {
	m      *measured
	data   string
	space  civic.ID
	desk   *assemble.DeskSet
	road   *road
	thread civic.ID
}

// road is a desk's way to the central, counted.
type road struct {
	base         http.RoundTripper
	asked, bytes atomic.Int64
}

// newRoad speaks HTTP/2 to who has that certificate, as desks do.
func newRoad(trust *x509.CertPool) *road {
	r := &road{}
	dialer := &net.Dialer{Timeout: 15 * time.Second}
	conf := &tls.Config{RootCAs: trust, MinVersion: tls.VersionTLS12}
	r.base = &http.Transport{DisableCompression: true, ForceAttemptHTTP2: true, TLSClientConfig: conf, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &countedConn{c, &r.bytes}, nil
	}}
	return r
}

func (r *road) RoundTrip(q *http.Request) (*http.Response, error) {
	r.asked.Add(1)
	return r.base.RoundTrip(q)
}

// countedConn counts what passes, headers included.
type countedConn struct {
	net.Conn
	bytes *atomic.Int64
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.bytes.Add(int64(n))
	return n, err
}

func (c *countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.bytes.Add(int64(n))
	return n, err
}

// certify makes a certificate for this machine's own address, with its key in
// the same file.
func certify(file string) (*x509.CertPool, error) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, public, private)
	if err != nil {
		return nil, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	trust := x509.NewCertPool()
	trust.AppendCertsFromPEM(text)
	return trust, os.WriteFile(file, append(text, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...), 0o600)
}

// openLibrary fills a central with so many posts and a few acts, and lets a
// desk fetch all of it. Each measurement has a library of its own, by its name.
func (b *bencher) openLibrary(ctx context.Context, name string, records int) (l *library, err error) {
	cert := b.path(fmt.Sprintf("%s-%d.pem", name, records))
	trust, err := certify(cert)
	if err != nil {
		return nil, err
	}
	l = &library{data: b.path(fmt.Sprintf("%s-central-%d", name, records)), road: newRoad(trust)}
	set, err := assemble.OpenCentral(ctx, assemble.CentralOptions{Data: l.data})
	if err != nil {
		return nil, err
	}
	_, err = set.AddPerson(ctx, central.NewPerson{Email: deskEmail, Name: "Banco di prova"}, deskSecret)
	if err == nil {
		err = fillActs(ctx, set, 100)
	}
	if err == nil {
		l.space, l.thread, err = fillPosts(ctx, set, records)
	}
	if err = errors.Join(err, set.Close()); err != nil {
		return nil, err
	}
	if l.m, err = serveMeasured(ctx, l.data, cert); err != nil {
		return nil, err
	}
	l.desk, err = assemble.OpenDesk(ctx, assemble.DeskOptions{
		Home: b.path(fmt.Sprintf("%s-home-%d", name, records)), NoKeychain: true, Transport: l.road,
	})
	if err == nil {
		err = l.fetch(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

func (l *library) fetch(ctx context.Context) error {
	if _, err := l.desk.Desk.Connect(ctx, l.m.url, civic.SignInHow{Email: deskEmail, Password: deskSecret}); err != nil {
		return err
	}
	if err := l.desk.Desk.Keep(ctx, []civic.Region{"08", "09"}, 5); err != nil {
		return err
	}
	if err := l.desk.Desk.Join(ctx, civic.SpaceChannel(l.space)); err != nil {
		return err
	}
	for range 3 { // the last ones find nothing
		if _, err := l.desk.Desk.Sync(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

func (l *library) close() error {
	var err error
	if l.desk != nil {
		err = l.desk.Close()
	}
	return errors.Join(err, l.m.stop())
}

// noop measures a sync that finds nothing new.
func (b *bencher) noop(ctx context.Context) error {
	for _, records := range b.records {
		if err := b.noopAt(ctx, records); err != nil {
			return err
		}
	}
	return nil
}

func (b *bencher) noopAt(ctx context.Context, records int) (err error) {
	l, err := b.openLibrary(ctx, "noop", records)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	st, err := l.desk.Desk.Status(ctx)
	if err != nil {
		return err
	}
	before, err := l.m.tell("now")
	if err != nil {
		return err
	}
	var took []float64
	asked, bytes, cpu := l.road.asked.Load(), l.road.bytes.Load(), ownCPU()
	for range quietSyncs {
		began := time.Now()
		if _, err := l.desk.Desk.Sync(ctx, nil); err != nil {
			return err
		}
		took = append(took, float64(time.Since(began).Microseconds())/1000)
	}
	asked, bytes, cpu = l.road.asked.Load()-asked, l.road.bytes.Load()-bytes, ownCPU()-cpu
	after, err := l.m.tell("now")
	if err != nil {
		return err
	}
	b.add(measure{
		what: fmt.Sprintf("sync without news, %d channels, %d records", len(st.Channels), records), ours: ms(median(took)), limit: "≤ 10 ms",
	})
	b.add(measure{what: "  requests", ours: fmt.Sprintf("%.1f", float64(asked)/quietSyncs), limit: "1"})
	b.add(measure{what: "  bytes on the wire, headers and TLS included", ours: fmt.Sprint(bytes / quietSyncs), limit: "≤ 1,024"})
	b.add(measure{what: "  CPU of the desk and of the central", ours: ms(cpu*1000/quietSyncs) + ", " + ms((after.CPU-before.CPU)*1000/quietSyncs)})
	return nil
}
