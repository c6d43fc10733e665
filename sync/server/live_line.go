package server

import (
	"bytes"
	"net"
	"net/http"
	"time"
)

// eventLine is where events go.
type eventLine interface {
	// say sends bytes before the deadline.
	say(data []byte, until time.Time) error
	// patient takes away the times that the server sets for requests that end.
	patient() error
	hangUp()
}

// plainLine is the answer to a request that goes on.
type plainLine struct {
	w   http.ResponseWriter
	ctl *http.ResponseController
}

func (p plainLine) say(data []byte, until time.Time) error {
	if err := p.ctl.SetWriteDeadline(until); err != nil {
		return err
	}
	if _, err := p.w.Write(data); err != nil {
		return err
	}
	return p.ctl.Flush()
}

func (p plainLine) patient() error { return p.ctl.SetReadDeadline(time.Time{}) }

func (plainLine) hangUp() {}

// ownLine is a connection that the library has handed over: what it holds for a
// request, its buffers and two deep stacks, is most of what a stream would cost.
// Nobody reads from it: that the peer has gone is seen at the next ping.
type ownLine struct{ net.Conn }

func (o ownLine) say(data []byte, until time.Time) error {
	if err := o.SetWriteDeadline(until); err != nil {
		return err
	}
	_, err := o.Write(data)
	return err
}

func (o ownLine) patient() error { return o.SetDeadline(time.Time{}) }

func (o ownLine) hangUp() { _ = o.Close() } // nothing follows

// takeOver takes the connection from the library and begins the answer, which
// ends where the connection does; false: it stays with the library.
func (l *listening) takeOver(w http.ResponseWriter) bool {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return false
	}
	line := ownLine{conn}
	l.out = line
	var head bytes.Buffer
	head.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\n")
	_ = w.Header().Write(&head) // a buffer takes all
	head.WriteString("\r\n")
	if line.patient() != nil || line.say(head.Bytes(), time.Now().Add(liveWrite)) != nil {
		_ = conn.Close() // whatever listens will see it at its first event
	}
	return true
}
