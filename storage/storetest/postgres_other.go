//go:build !linux

package storetest

import "syscall"

func ordinary(string) (*syscall.SysProcAttr, error) { return nil, nil }
