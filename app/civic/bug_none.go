//go:build !planted

package civic

// Planted tells whether this run carries the bug: this build never does.
func Planted(Bug) bool { return false }
