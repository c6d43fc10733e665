//go:build unix

package main

import (
	"os"
	"syscall"
)

// hold stops a process where it is, as a machine that goes to sleep does, and
// release lets it go on.
func hold(p *os.Process) error    { return p.Signal(syscall.SIGSTOP) }
func release(p *os.Process) error { return p.Signal(syscall.SIGCONT) }
