package assemble

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"scranno/app/civic"
)

// DiskState says whether the disk that holds a profile is encrypted.
type DiskState string

// The states of a disk.
const (
	DiskEncrypted DiskState = "encrypted"
	DiskOpen      DiskState = "open"
	DiskUnknown   DiskState = "unknown" // the system does not say
)

// diskPatience bounds what the system is asked.
const diskPatience = 5 * time.Second

// Disk asks the system whether the disk under a folder is encrypted. It changes
// nothing and needs no rights.
func Disk(ctx context.Context, home string) DiskState {
	ctx, cancel := context.WithTimeout(ctx, diskPatience)
	defer cancel()
	switch runtime.GOOS {
	case "linux":
		return linuxDisk("/", home)
	case "darwin":
		out, err := exec.CommandContext(ctx, "/usr/bin/fdesetup", "status").Output()
		return fileVault(string(out), err)
	case "windows":
		volume := filepath.VolumeName(home)
		if len(volume) != 2 || volume[1] != ':' {
			return DiskUnknown
		}
		ask := fmt.Sprintf("(New-Object -ComObject Shell.Application).NameSpace('%s').Self.ExtendedProperty('System.Volume.BitLockerProtection')", volume)
		out, err := exec.CommandContext(ctx, "powershell", "-NoProfile", "-NonInteractive", "-Command", ask).Output() //nolint:gosec // a drive's letter
		return bitLocker(string(out), err)
	}
	return DiskUnknown
}

// fileVault reads the answer of fdesetup.
func fileVault(said string, err error) DiskState {
	switch {
	case err != nil:
		return DiskUnknown
	case strings.Contains(said, "FileVault is On"):
		return DiskEncrypted
	case strings.Contains(said, "FileVault is Off"):
		return DiskOpen
	}
	return DiskUnknown
}

// bitLocker reads the shell's property of a volume: 1 on, 2 off, 3 encrypting,
// 4 decrypting, 5 suspended, 6 on and locked.
func bitLocker(said string, err error) DiskState {
	if err != nil {
		return DiskUnknown
	}
	switch strings.TrimSpace(said) {
	case "1", "3", "6":
		return DiskEncrypted
	case "2", "4", "5":
		return DiskOpen
	}
	return DiskUnknown
}

// linuxDisk looks for an encrypted layer (dm-crypt, as LUKS makes it) under the
// folder's file system. root is where /proc and /sys are.
func linuxDisk(root, home string) DiskState {
	real, err := filepath.EvalSymlinks(home)
	if err != nil {
		real = home
	}
	kind, number, source := mountOf(root, real)
	switch kind {
	case "":
		return DiskUnknown
	case "ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs":
		return DiskEncrypted
	}
	dev := filepath.Join(root, "sys/dev/block", number)
	if _, err := os.Stat(dev); err != nil {
		// btrfs and others have a number of their own: the source names the device.
		name, err := filepath.EvalSymlinks(filepath.Join(root, source))
		if !strings.HasPrefix(source, "/dev/") || err != nil {
			return DiskUnknown
		}
		if dev = filepath.Join(root, "sys/class/block", filepath.Base(name)); !isThere(dev) {
			return DiskUnknown
		}
	}
	if crypted(dev, 0) {
		return DiskEncrypted
	}
	return DiskOpen
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// deepest bounds how many layers of devices are looked through.
const deepest = 8

// crypted tells whether a device, or all that it is made of, is encrypted. A
// partition is as its disk.
func crypted(dev string, depth int) bool {
	if id, err := os.ReadFile(filepath.Join(dev, "dm/uuid")); err == nil && bytes.HasPrefix(id, []byte("CRYPT-")) {
		return true
	}
	below, err := os.ReadDir(filepath.Join(dev, "slaves"))
	if err != nil || len(below) == 0 || depth == deepest {
		return false
	}
	for _, b := range below {
		if !crypted(filepath.Join(dev, "slaves", b.Name()), depth+1) {
			return false
		}
	}
	return true
}

// mountOf finds the file system that holds a folder: its kind, its device's
// number and its source, as /proc/self/mountinfo says them (proc(5)).
func mountOf(root, folder string) (kind, number, source string) {
	f, err := os.Open(filepath.Join(root, "proc/self/mountinfo"))
	if err != nil {
		return "", "", ""
	}
	defer func() { _ = f.Close() }() // only read
	best := -1
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		before, after, ok := strings.Cut(lines.Text(), " - ")
		left, right := strings.Fields(before), strings.Fields(after)
		if !ok || len(left) < 5 || len(right) < 2 {
			continue
		}
		at := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(left[4])
		if !within(folder, at) || len(at) < best {
			continue
		}
		best, kind, number, source = len(at), right[0], left[2], right[1]
	}
	return kind, number, source
}

// within tells whether a folder is, or is below, a mount point.
func within(folder, at string) bool {
	return folder == at || strings.HasPrefix(folder, strings.TrimSuffix(at, "/")+"/")
}

// machine says what a person should know of their computer.
func machine(disk DiskState) []civic.Finding {
	switch disk {
	case DiskOpen:
		return []civic.Finding{{Code: "doctor.disk_open", Severity: civic.Hint}}
	case DiskUnknown:
		return []civic.Finding{{Code: "doctor.disk_unknown", Severity: civic.Hint}}
	}
	return nil
}
