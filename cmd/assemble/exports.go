package assemble

import (
	"os"
	"path/filepath"
)

// ExportsFolder is where documents for the person go: Documenti/Scranno, as the
// system names the first.
func ExportsFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "Scranno"
	}
	for _, name := range []string{"Documenti", "Documents"} {
		if fi, err := os.Stat(filepath.Join(home, name)); err == nil && fi.IsDir() {
			return filepath.Join(home, name, "Scranno")
		}
	}
	return filepath.Join(home, "Documenti", "Scranno")
}
