package kernel

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/system"
)

// installation makes a folder that is taken for the installation for a whole machine that this program belongs to.
func installation(t *testing.T) system.Version {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	v := system.Version{Folder: folder}
	for path, text := range map[string]string{
		filepath.Join(folder, dirs.InstallationFile): "{}", filepath.Join(v.Checkout(), "go.mod"): "module " + modulePath + "\n",
		v.Replacements(): "example.org/a v1.0.0 => \"/a\"\n",
	} {
		if err = os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err = os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(dirs.PrefixVariable, folder)
	return v
}

func TestGoEnv(t *testing.T) {
	t.Setenv(dirs.PrefixVariable, "")
	if got := goEnv(t.TempDir()); !slices.Equal(got, []string{"GOPROXY=off"}) {
		t.Errorf("of a user: %q", got)
	}
	v := installation(t)
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	own := filepath.Join(cache, "gensci", "go-build")
	got := strings.Join(goEnv(t.TempDir()), "\n")
	for _, want := range []string{
		"GOPROXY=off", "GOMODCACHE=" + v.Modules(), "GOCACHE=" + own,
		"GOCACHEPROG='" + v.Bin() + "/gensci' gocache '" + own + "' '" + v.Compiled() + "'",
	} {
		if !strings.Contains(got+"\n", want+"\n") {
			t.Errorf("%s is missing in %q", want, got)
		}
	}
	// A home folder that cannot be written is no reason to fail.
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CACHE_HOME", file)
	workdir := t.TempDir()
	if all := strings.Join(goEnv(workdir), "\n"); !strings.Contains(all, "GOCACHE="+workdir) {
		t.Errorf("without a cache folder: %q", all)
	}
}

func TestWith(t *testing.T) {
	got := with([]string{"A=1", "B=2", "AA=3"}, []string{"A=4", "C=5"})
	if want := []string{"B=2", "AA=3", "A=4", "C=5"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if quoted("/a b") != "'/a b'" || quoted("/o'b") != `"/o'b"` {
		t.Errorf("quoted: %s, %s", quoted("/a b"), quoted("/o'b"))
	}
}

func TestGoFlags(t *testing.T) {
	for flags, want := range map[string]string{
		"": "[] []", "-trimpath -buildvcs=false -p=1": "[] []", "-mod=vendor -modfile=x.mod": "[-mod=vendor -modfile=x.mod] []",
		"-race '-gcflags=-N -l' -tags=mine": "[] [-race '-gcflags=-N -l']",
	} {
		dropped, slow := GoFlags(flags)
		if got := "[" + strings.Join(dropped, " ") + "] [" + strings.Join(slow, " ") + "]"; got != want {
			t.Errorf("%q: got %s, want %s", flags, got, want)
		}
	}
}

// In an installation for a whole machine cells import from its sources, wherever the notebook is; set-up does not.
func TestCheckoutOfAnInstallation(t *testing.T) {
	v := installation(t)
	t.Setenv(CheckoutVariable, "")
	t.Setenv("JUPYTER_DATA_DIR", t.TempDir())
	if got, err := FindCheckout("."); err != nil || got != v.Checkout() {
		t.Errorf("got %s, %v, want %s", got, err, v.Checkout())
	}
	here, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := FindSources("."); err != nil || got != here {
		t.Errorf("sources: got %s, %v, want %s", got, err, here)
	}
	t.Setenv(CheckoutVariable, here)
	if got, err := FindCheckout(t.TempDir()); err != nil || got != here {
		t.Errorf("by the variable: got %s, %v, want %s", got, err, here)
	}
}

func TestReplacements(t *testing.T) {
	with, without := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(with, "go.mod"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	used := "\nexample.org/a v1.0.0 => " + with + "\nexample.org/old v1.0.0+incompatible => " + without + "\nexample.org/a v1.0.0 => " + with + "\n"
	if got, want := replacements(used), "example.org/a v1.0.0 => \""+with+"\"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
