//go:build !linux

package sqldb

// FileIdentity is empty on this system: the change count alone guards there.
func FileIdentity(string) (string, error) { return "", nil }
