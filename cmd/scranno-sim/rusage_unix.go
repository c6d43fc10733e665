//go:build unix

package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

// peakMB is the most memory that an ended process held, in megabytes; 0 where
// the system does not tell.
func peakMB(p *os.ProcessState) float64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(u.Maxrss) / (1 << 20)
	}
	return float64(u.Maxrss) / (1 << 10)
}

// ownCPU is what this process has taken, in seconds.
func ownCPU() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// ownRSS is the memory that this process holds now, in megabytes; its most so
// far where the system does not tell.
func ownRSS() float64 {
	data, err := os.ReadFile("/proc/self/statm")
	var size, resident float64
	if err == nil {
		_, err = fmt.Sscan(string(data), &size, &resident)
	}
	if err == nil {
		return resident * float64(os.Getpagesize()) / (1 << 20)
	}
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Maxrss) / (1 << 10)
}
