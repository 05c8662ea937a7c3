package lab

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestADoorOpensOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	door, came, err := openDoor(ctx, "http://localhost:1/lab?token=secret")
	if err != nil {
		t.Fatal(err)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(url string) *http.Response {
		t.Helper()
		reply, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		return reply
	}
	if r := get(door + "x"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a wrong address: %s", r.Status)
	}
	select {
	case <-came:
		t.Error("somebody came who was not let in")
	default:
	}
	if r := get(door); r.StatusCode != http.StatusFound || r.Header.Get("Location") != "http://localhost:1/lab?token=secret" {
		t.Errorf("the first visitor: %s to %q", r.Status, r.Header.Get("Location"))
	}
	<-came
	if r := get(door); r.StatusCode != http.StatusGone || r.Header.Get("Location") != "" {
		t.Errorf("the second visitor: %s", r.Status)
	}
	cancel()
	for {
		if _, err := client.Get(door); err != nil {
			return // closed
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		at    address
		local string
	}{
		{address{Host: "localhost", Port: 8888, Base: "/"}, "http://localhost:8888/"},
		{address{Host: "0.0.0.0", Port: 1, Base: "/user/ada/"}, "http://127.0.0.1:1/user/ada/"},
		{address{Host: "::", Port: 1, Base: "/"}, "http://127.0.0.1:1/"},
		{address{Host: "::1", Port: 1, Base: "/"}, "http://[::1]:1/"},
	} {
		if got := c.at.local(); got != c.local {
			t.Errorf("%+v: %s, want %s", c.at, got, c.local)
		}
	}
	at := address{URL: "http://localhost:8888/"}
	if got, want := at.page("", "t"), "http://localhost:8888/lab?token=t"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := at.page("my #1 notebook?.ipynb", "t"), "http://localhost:8888/lab/tree/my%20%231%20notebook%3F.ipynb?token=t"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestSettingsAreOurs: those of the user, and of a Jupyter that we may have been started by, do not come through.
func TestSettingsAreOurs(t *testing.T) {
	for _, name := range []string{"JUPYTER_CONFIG_DIR", "JUPYTER_TOKEN", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR"} {
		t.Setenv(name, "/the/user's")
	}
	t.Setenv("KEPT", "1")
	t.Setenv("JUPYTER_PATH", "/their:/kernels")
	s := &Server{o: Options{Settings: "/data/lab", Folder: "/a", Kernels: []string{"/ours"}}, runtime: "/tmp/private"}
	env := s.environment()
	for _, want := range []string{"KEPT=1", "JUPYTER_PATH=/ours:/their:/kernels", "JUPYTER_CONFIG_DIR=/data/lab/config", "JUPYTER_RUNTIME_DIR=/tmp/private", "JUPYTER_TOKEN_FILE=/tmp/private/token"} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if all := strings.Join(env, "\n"); strings.Contains(all, "/the/user's") {
		t.Errorf("the user's settings are in %s", all)
	}
	if workspace("/a") == workspace("/b") {
		t.Error("two folders have one workspace")
	}
}

// TestAServerThatEnds: JupyterLab ends before it serves, and nothing is left.
func TestAServerThatEnds(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dead := filepath.Join(temp, runtimePrefix+"999999999-1")
	if err := os.Mkdir(dead, 0o700); err != nil {
		t.Fatal(err)
	}
	e := Environment{t.TempDir()}
	if err := os.Mkdir(filepath.Join(e.folder, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	for script, want := range map[string]string{"#!/bin/sh\nexit 1\n": errEnded.Error(), "no program": "JupyterLab does not start"} {
		write(t, e.Python(), script)
		if _, err := Start(t.Context(), Options{Environment: e, Settings: t.TempDir(), Folder: temp}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	write(t, e.Python(), "#!/bin/sh\nexec sleep 1000\n")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(ctx, Options{Environment: e, Settings: t.TempDir(), Folder: temp}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
