package backend

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestFindPlugin(t *testing.T) {
	isolate(t)
	if path, err := FindPlugin(); path != "" || !errors.Is(err, errNoPlugin) {
		t.Errorf("FindPlugin() = %q, %v without any plugin", path, err)
	}
	home := os.Getenv("HOME")
	// each line is found in preference to those above it
	for _, file := range []string{
		".local/lib/go-xla/pjrt_c_api_cpu_v0.1_plugin.so",
		".local/lib/go-xla/pjrt_c_api_cpu_v0.2_plugin.so",
		".local/lib/go-xla/pjrt_c_api_cpu_plugin.so",
		".local/share/gensci/xla/0.0.1/pjrt_c_api_cpu_plugin.so",
		".local/share/gensci/xla/0.0.2/pjrt_c_api_cpu_plugin.so",
		"mine/pjrt_c_api_cpu_plugin.so",
	} {
		want := filepath.Join(home, file)
		write(t, want)
		write(t, filepath.Join(filepath.Dir(want), "pjrt_c_api_cuda_plugin.so")) // never found: not for CPU
		if filepath.Base(filepath.Dir(want)) == "mine" {
			t.Setenv(pluginSearchPath, "/no/such/folder:"+filepath.Dir(want))
		}
		if got, err := FindPlugin(); got != want || err != nil {
			t.Errorf("FindPlugin() = %q, %v, want %q", got, err, want)
		}
	}
}

func TestUnfinishedDownloadIsNoPlugin(t *testing.T) {
	isolate(t)
	write(t, filepath.Join(os.Getenv("HOME"), ".local/share/gensci/xla/.fetch-1-2/pjrt_c_api_cpu_plugin.so"))
	if path, err := FindPlugin(); err == nil {
		t.Errorf("FindPlugin() = %q, a file of an unfinished download", path)
	}
}

func TestDescribe(t *testing.T) {
	isolate(t)
	if d := Describe(); d.Plugin != "" || d.Err == nil || d.String() != "pure Go" {
		t.Errorf("Describe() without a plugin = %+v (%s)", d, d)
	}
	path := filepath.Join(os.Getenv("HOME"), ".local/lib/go-xla/pjrt_c_api_cpu_plugin.so")
	write(t, path)
	if d := Describe(); d.Plugin != path || d.Size != 4 || d.Err == nil {
		t.Errorf("Describe() with a broken plugin = %+v, want its path, its size and an error", d)
	}
	t.Setenv("GOMLX_BACKEND", "go")
	if d := Describe(); d.String() != "go, from GOMLX_BACKEND" {
		t.Errorf("Describe() = %s, want the explicit choice", d)
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("junk"), 0o644); err != nil {
		t.Fatal(err)
	}
}
