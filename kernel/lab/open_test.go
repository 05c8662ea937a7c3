package lab

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestOpenSaysWhyNoBrowserCame: the Python that looks for one is a script here.
func TestOpenSaysWhyNoBrowserCame(t *testing.T) {
	s := &Server{URL: "http://localhost:1/", o: Options{Environment: Environment{t.TempDir()}}}
	if err := os.Mkdir(filepath.Join(s.o.Environment.folder, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"} {
		t.Setenv(name, "")
	}
	check := func(ctx context.Context, script, want string) {
		t.Helper()
		write(t, s.o.Environment.Python(), "#!/bin/sh\n"+script+"\n")
		if err := s.Open(ctx); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", script, err, want)
		}
	}
	if runtime.GOOS == "linux" {
		check(t.Context(), "exit 0", "there is no display")
	}
	t.Setenv("BROWSER", "some")
	check(t.Context(), "exit 1", "no browser was found")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	check(ctx, "exit 0", "context canceled")
}
