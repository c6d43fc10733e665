//go:build !unix

package main

import "os"

func peakMB(*os.ProcessState) float64 { return 0 }

// ownCPU and ownRSS are not told by this system.
func ownCPU() float64 { return 0 }
func ownRSS() float64 { return 0 }
