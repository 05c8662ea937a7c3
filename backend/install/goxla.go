package install

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	goxla "github.com/gomlx/go-xla/installer"
)

// goXLA lets go-xla's installer put its CPU plugin of the version it was tested with into a folder. It cannot be interrupted; its
// download goes to the system's folder for temporary files.
func goXLA(_ context.Context, folder string) (version, library string, err error) {
	if err := goxla.CPUAutoInstall(folder, false, goxla.Quiet); err != nil {
		return "", "", fmt.Errorf("go-xla could not install its CPU plugin: %w", err)
	}
	return goXLAResult(folder)
}

var versioned = regexp.MustCompile(`^pjrt_c_api_cpu_(v[0-9.]+)_plugin\.(so|dylib)$`)

// goXLAResult finds the one library that go-xla's installer left, and its version.
func goXLAResult(folder string) (version, library string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", "", err
	}
	for _, entry := range entries {
		if match := versioned.FindStringSubmatch(entry.Name()); match != nil && entry.Type().IsRegular() {
			return match[1], filepath.Join(folder, entry.Name()), nil
		}
	}
	return "", "", fmt.Errorf("go-xla's installer left no CPU plugin")
}
