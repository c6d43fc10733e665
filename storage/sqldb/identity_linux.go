package sqldb

import (
	"fmt"
	"os"
	"syscall"

	"scranno/app/civic"
)

// FileIdentity tells a file from any copy of it, also from one put back in its
// place: the moment at which the file system last touched its inode, and the
// inode. It stays the same while nobody writes, renames or changes the file.
// Empty where the system has no such thing.
func FileIdentity(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", civic.WrapError(civic.Internal, "sqldb.identity", err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", nil
	}
	return fmt.Sprintf("%d:%d.%09d", st.Ino, st.Ctim.Sec, st.Ctim.Nsec), nil
}
