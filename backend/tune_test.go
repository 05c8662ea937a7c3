//go:build cgo && !noxla && ((linux && (amd64 || arm64)) || (darwin && arm64))

package backend

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTuned(t *testing.T) {
	pinned := filepath.Join(t.TempDir(), "plugin.so") // a file with a hole
	if err := os.WriteFile(pinned, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(pinned, tunedSize); err != nil {
		t.Fatal(err)
	}
	other, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ plugin, before, during string }{
		{pinned, "", noPackedProducts},
		{pinned, "--xla_dump_to=/nowhere", "--xla_dump_to=/nowhere"},
		{other, "", ""},
		{"/no/such/plugin.so", "", ""},
	} {
		t.Setenv(xlaFlags, c.before)
		err := tuned(c.plugin, func() error {
			if got := os.Getenv(xlaFlags); got != c.during {
				t.Errorf("%s with %q: flags are %q, want %q", c.plugin, c.before, got, c.during)
			}
			return nil
		})
		if got := os.Getenv(xlaFlags); err != nil || got != c.before {
			t.Errorf("%s: afterwards flags are %q (%v), want %q", c.plugin, got, err, c.before)
		}
	}
}
