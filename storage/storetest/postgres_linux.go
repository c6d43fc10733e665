package storetest

import (
	"errors"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// ordinary gives the user of the folder, which becomes theirs: this one, or
// nobody where this one is root.
func ordinary(dir string) (*syscall.SysProcAttr, error) {
	// Whatever ends this process ends the server.
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2, os.Chown(dir, int(uid), int(gid))); err != nil { //nolint:gosec // of 32 bits
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, nil
}
