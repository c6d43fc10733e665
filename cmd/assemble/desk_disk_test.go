package assemble

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// machineOf makes the parts of /proc and /sys that are looked at: mounts as
// mountinfo lists them, devices with what they are made of.
func machineOf(t *testing.T, mounts string, devices map[string][]string, crypted ...string) string {
	t.Helper()
	root := t.TempDir()
	write := func(path, text string) {
		t.Helper()
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("proc/self/mountinfo", mounts)
	for dev, below := range devices {
		write("sys/dev/block/"+dev+"/size", "1")
		for _, b := range below {
			if err := os.MkdirAll(filepath.Join(root, "sys/dev/block", dev, "slaves"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(filepath.Join(root, "sys/dev/block", b), filepath.Join(root, "sys/dev/block", dev, "slaves", b)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, dev := range crypted {
		write("sys/dev/block/"+dev+"/dm/uuid", "CRYPT-LUKS2-0123\n")
	}
	return root
}

func TestTheDiskUnderAFolder(t *testing.T) {
	const (
		rootFS = "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
		homeFS = "40 22 253:2 / /casa rw - ext4 /dev/mapper/vg-home rw\n"
		overFS = "22 1 0:31 / / rw - overlay overlay rw\n"
		crypFS = "50 22 0:40 / /casa/ada rw - ecryptfs /casa/.ecryptfs/ada rw\n"
	)
	plain := map[string][]string{"8:1": nil, "8:2": nil, "253:1": {"8:2"}, "253:2": {"253:1"}}
	for name, tc := range map[string]struct {
		mounts  string
		crypted []string
		want    DiskState
	}{
		"a plain partition":           {rootFS, nil, DiskOpen},
		"LVM upon LUKS":               {rootFS + homeFS, []string{"253:1"}, DiskEncrypted},
		"LUKS itself":                 {rootFS + homeFS, []string{"253:2"}, DiskEncrypted},
		"the root is, the home isn't": {rootFS + homeFS, []string{"8:1"}, DiskOpen},
		"an encrypted folder":         {rootFS + homeFS + crypFS, nil, DiskEncrypted},
		"a container":                 {overFS, nil, DiskUnknown},
		"nothing readable":            {"", nil, DiskUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			root := machineOf(t, tc.mounts, plain, tc.crypted...)
			if got := linuxDisk(root, "/casa/ada/scranno"); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

func TestWhatOtherSystemsSay(t *testing.T) {
	no := errors.New("no")
	for _, tc := range []struct {
		got, want DiskState
	}{
		{fileVault("FileVault is On.\n", nil), DiskEncrypted},
		{fileVault("FileVault is Off.\n", nil), DiskOpen},
		{fileVault("", no), DiskUnknown},
		{bitLocker("1\r\n", nil), DiskEncrypted},
		{bitLocker("2\r\n", nil), DiskOpen},
		{bitLocker("5", nil), DiskOpen},
		{bitLocker("", nil), DiskUnknown},
		{bitLocker("1", no), DiskUnknown},
	} {
		if tc.got != tc.want {
			t.Errorf("%s, want %s", tc.got, tc.want)
		}
	}
	if len(machine(DiskEncrypted)) != 0 || machine(DiskOpen)[0].Code != "doctor.disk_open" || machine(DiskUnknown)[0].Code != "doctor.disk_unknown" {
		t.Error("what is said of a disk is not what it is")
	}
}
