package program

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Missing imports of all packages of gen/ are filled in, as in notebooks.
func TestLibrariesAreTheModules(t *testing.T) {
	root := checkout()
	for _, path := range libraries {
		if folder, isOurs := strings.CutPrefix(path, ours); isOurs {
			if _, err := os.Stat(filepath.Join(root, folder)); err != nil {
				t.Errorf("%s is not there: %v", path, err)
			}
		}
	}
	err := filepath.WalkDir(filepath.Join(root, "gen"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) != "doc.go" {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err == nil && !slices.Contains(libraries, ours+filepath.ToSlash(folder)) {
			t.Errorf("%s is not among the libraries", folder)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
