//go:build planted

package civic

import "os"

// Planted tells whether this run carries the bug: SCRANNO_PLANTED names it.
func Planted(b Bug) bool { return os.Getenv("SCRANNO_PLANTED") == string(b) }
