package dirs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFolders(t *testing.T) {
	for _, c := range []struct{ name, home, data, cache, wantData, wantCache string }{
		{"defaults", "/home/ada", "", "", "/home/ada/.local/share/gensci", "/home/ada/.cache/gensci"},
		{"xdg", "/home/ada", "/d", "/c", "/d/gensci", "/c/gensci"},
		{"xdg without home", "", "/d", "/c", "/d/gensci", "/c/gensci"},
		{"relative xdg is ignored", "/home/ada", "d", "c", "/home/ada/.local/share/gensci", "/home/ada/.cache/gensci"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("HOME", c.home)
			t.Setenv("XDG_DATA_HOME", c.data)
			t.Setenv("XDG_CACHE_HOME", c.cache)
			data, err := Data()
			if err != nil || data != c.wantData {
				t.Errorf("Data() = %q, %v, want %q", data, err, c.wantData)
			}
			cache, err := Cache()
			if err != nil || cache != c.wantCache {
				t.Errorf("Cache() = %q, %v, want %q", cache, err, c.wantCache)
			}
		})
	}
}

func TestNoHome(t *testing.T) {
	t.Setenv("HOME", "")
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("XDG_CACHE_HOME", "relative")
	for name, folder := range map[string]func() (string, error){"XDG_DATA_HOME": Data, "XDG_CACHE_HOME": Cache} {
		dir, err := folder()
		if err == nil || dir != "" || !strings.Contains(err.Error(), name) {
			t.Errorf("got %q, %v; want an error that names %s", dir, err, name)
		}
	}
}

func TestInstalled(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/d")
	t.Setenv(PrefixVariable, "")
	if got, err := Installed(); err != nil || got != "/d/gensci" || Prefix() != "" {
		t.Errorf("of a user: %q, %v, prefix %q", got, err, Prefix())
	}
	prefix, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(PrefixVariable, prefix)
	if got := Prefix(); got != "" {
		t.Errorf("an empty folder is taken for the installation %q", got)
	}
	version := filepath.Join(prefix, "versions", "1")
	if err = os.MkdirAll(version, 0o755); err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(filepath.Join(version, InstallationFile), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err = os.Symlink(filepath.Join("versions", "1"), filepath.Join(prefix, "current")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{prefix, version} {
		t.Setenv(PrefixVariable, name)
		if got, err := Installed(); err != nil || got != version {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, version)
		}
	}
}
