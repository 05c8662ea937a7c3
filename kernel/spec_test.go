package kernel

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSpecRoundTrip(t *testing.T) {
	data := t.TempDir()
	t.Setenv("JUPYTER_DATA_DIR", data)
	if _, err := FindSpec(); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "setup") {
		t.Fatalf("before: got %v", err)
	}
	path, err := InstallSpec("bin/gensci", "..")
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(data, "kernels", "gensci", "kernel.json"); path != want {
		t.Errorf("wrote %s, want %s", path, want)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any // as Jupyter reads it
	if err = json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	argv, _ := raw["argv"].([]any)
	if raw["display_name"] != "Go (gensci)" || raw["language"] != "go" || len(argv) != 3 || argv[1] != "kernel" || argv[2] != "{connection_file}" || !filepath.IsAbs(argv[0].(string)) {
		t.Errorf("kernel.json: %s", text)
	}
	s, err := FindSpec()
	if err != nil || !isCheckout(s.Checkout()) || !filepath.IsAbs(s.Checkout()) {
		t.Errorf("found %+v, %v", s, err)
	}
	if _, err := InstallSpec("bin/gensci", ".."); err != nil {
		t.Errorf("installing again: %v", err)
	}
	for range 2 {
		if err := RemoveSpec(); err != nil {
			t.Error(err)
		}
	}
	if left, _ := os.ReadDir(filepath.Join(data, "kernels")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSpecFolderFollowsXDG(t *testing.T) {
	for name, c := range map[string][3]string{
		"jupyter": {"/j", "/x", "/j/kernels/gensci"},
		"xdg":     {"", "/x", "/x/jupyter/kernels/gensci"},
		"home":    {"", "", "/h/.local/share/jupyter/kernels/gensci"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("JUPYTER_DATA_DIR", c[0])
			t.Setenv("XDG_DATA_HOME", c[1])
			t.Setenv("HOME", "/h")
			if got, err := SpecFolder(); got != c[2] || err != nil {
				t.Errorf("got %s, %v, want %s", got, err, c[2])
			}
		})
	}
}

func TestFindCheckout(t *testing.T) {
	t.Setenv("JUPYTER_DATA_DIR", t.TempDir())
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	outside := t.TempDir()
	if got, err := FindCheckout(outside, "nb"); got != root || err != nil {
		t.Errorf("from kernel/nb: got %s, %v, want %s", got, err, root)
	}
	if _, err := FindCheckout(outside); err == nil || !strings.Contains(err.Error(), "setup") {
		t.Errorf("from outside: got %v", err)
	}
	if _, err := InstallSpec("gensci", root); err != nil {
		t.Fatal(err)
	}
	if got, err := FindCheckout(outside); got != root || err != nil {
		t.Errorf("recorded: got %s, %v, want %s", got, err, root)
	}
	t.Setenv(CheckoutVariable, outside)
	if _, err := FindCheckout("."); err == nil || !strings.Contains(err.Error(), outside) {
		t.Errorf("wrong variable: got %v", err)
	}
}
