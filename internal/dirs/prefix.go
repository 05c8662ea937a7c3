package dirs

import (
	"os"
	"path/filepath"
)

// PrefixVariable names the folder of an installation for a whole machine, for programs that lie elsewhere.
const PrefixVariable = "GENSCI_PREFIX"

// InstallationFile is in each complete installation for a whole machine. Package system writes it.
const InstallationFile = "installation.json"

// Prefix returns the folder of the installation for a whole machine that this program belongs to, "" if it belongs to none. That is the folder above
// the program's own, or what GENSCI_PREFIX names. Links are followed: who began with one version keeps it when another is installed.
func Prefix() string {
	candidates := []string{}
	if dir := os.Getenv(PrefixVariable); dir != "" {
		candidates = append(candidates, dir, filepath.Join(dir, "current"))
	}
	if self, err := os.Executable(); err == nil {
		if self, err = filepath.EvalSymlinks(self); err == nil {
			candidates = append(candidates, filepath.Dir(filepath.Dir(self)))
		}
	}
	for _, dir := range candidates {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil || !filepath.IsAbs(real) {
			continue
		}
		if _, err = os.Stat(filepath.Join(real, InstallationFile)); err == nil {
			return real
		}
	}
	return ""
}

// Installed returns the folder with what setup has built and fetched for this program: Prefix, or Data if there is none.
func Installed() (string, error) {
	if prefix := Prefix(); prefix != "" {
		return prefix, nil
	}
	return Data()
}
