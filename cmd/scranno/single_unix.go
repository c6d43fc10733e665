//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	doorName  = "window.sock"
	doorReply = "ok\n"
	doorWait  = 2 * time.Second // for a window that hangs
	maxLink   = 4 << 10
)

// door is where later starts of the program on the same profile hand over their
// link: a socket in the profile's folder, that only this user may enter.
type door struct {
	path string
	ln   *net.UnixListener
	own  os.FileInfo // the socket as this process made it
}

// handOver gives the link to the window that is open on this profile, if there
// is one, and tells whether it took it.
func handOver(ctx context.Context, home, link string) bool {
	d := net.Dialer{Timeout: doorWait}
	conn, err := d.DialContext(ctx, "unix", filepath.Join(home, doorName))
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }() // the reply has been read, or will never come
	if conn.SetDeadline(time.Now().Add(doorWait)) != nil {
		return false
	}
	if _, err := io.WriteString(conn, link+"\n"); err != nil {
		return false
	}
	reply, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && reply == doorReply
}

// openDoor makes the socket, in the place of one that nobody answers at. Two
// starts in the same instant both open a window; the later one has the door.
func openDoor(home string) (*door, error) {
	d := &door{path: filepath.Join(home, doorName)}
	fresh := d.path + "." + strconv.Itoa(os.Getpid())
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	// Nobody else may enter between making the socket and its chmod.
	mask := syscall.Umask(0o177)
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: fresh, Net: "unix"})
	syscall.Umask(mask)
	if err != nil {
		return nil, err
	}
	ln.SetUnlinkOnClose(false)
	d.ln = ln
	if err := os.Rename(fresh, d.path); err != nil {
		return nil, errors.Join(err, ln.Close(), os.Remove(fresh))
	}
	if d.own, err = os.Lstat(d.path); err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	return d, nil
}

// serve hands each link to follow until the door is closed.
func (d *door) serve(follow func(link string)) {
	for {
		conn, err := d.ln.Accept()
		if err != nil {
			return
		}
		if link, ok := receive(conn); ok {
			follow(link)
		}
	}
}

func receive(conn net.Conn) (string, bool) {
	defer func() { _ = conn.Close() }() // who knocked has its answer
	if conn.SetDeadline(time.Now().Add(doorWait)) != nil {
		return "", false
	}
	line, err := bufio.NewReader(io.LimitReader(conn, maxLink)).ReadString('\n')
	if err != nil {
		return "", false
	}
	_, err = io.WriteString(conn, doorReply)
	return strings.TrimSpace(line), err == nil
}

// close removes the socket, unless another window has put its own there.
func (d *door) close() error {
	err := d.ln.Close()
	if now, lerr := os.Lstat(d.path); lerr == nil && os.SameFile(now, d.own) {
		err = errors.Join(err, os.Remove(d.path))
	}
	return err
}
