package lab_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/lab"
)

const (
	venvVariable = "GENSCI_LAB_VENV" // a virtual environment in which requirements.txt is installed
	limit        = 3 * time.Minute   // for what takes seconds on a quiet machine
)

// TestJupyterLab starts `gensci lab` on a prepared environment, as a user does, and runs a cell through JupyterLab's own interface. At its end
// nothing is left: no process, no file in the user's folders but our own.
func TestJupyterLab(t *testing.T) {
	if testing.Short() {
		t.Skip("starts JupyterLab and compiles a cell, which takes a while")
	}
	u := newUser(t)
	cmd, url := u.start(t)
	if shown := u.shown(t); shown != url {
		t.Errorf("the browser shows %s, want %s", shown, url)
	}
	base, token, _ := strings.Cut(url, "lab?token=")
	ask := func(method, path string, body string, want int, into any) {
		t.Helper()
		request(t, method, base+path, token, body, want, into)
	}
	request(t, "GET", base+"api/status", "", "", http.StatusForbidden, nil) // the token is needed
	ask("GET", "api/status", "", http.StatusOK, nil)
	var specs struct {
		Default     string
		Kernelspecs map[string]any
	}
	if ask("GET", "api/kernelspecs", "", http.StatusOK, &specs); specs.Default != "gensci" || specs.Kernelspecs["gensci"] == nil {
		t.Errorf("kernels: %+v", specs)
	}
	var notification struct {
		Schema struct {
			Properties map[string]struct{ Default any }
		}
	}
	ask("GET", "lab/api/settings/@jupyterlab/apputils-extension:notification", "", http.StatusOK, &notification)
	if news := notification.Schema.Properties["fetchNews"].Default; news != "false" {
		t.Errorf("JupyterLab would ask about news: %v", news)
	}
	var shows struct{ Name string } // what shows sliders
	ask("GET", "lab/extensions/@jupyter-widgets/jupyterlab-manager/package.json", "", http.StatusOK, &shows)
	if shows.Name != "@jupyter-widgets/jupyterlab-manager" {
		t.Errorf("JupyterLab has no widgets: %+v", shows)
	}
	var running struct{ ID string }
	ask("POST", "api/kernels", `{"name": "gensci"}`, http.StatusCreated, &running)
	out, err := exec.Command(u.python, "-I", "testdata/cell.py", base, token, running.ID, "%%\nfmt.Println(6 * 7)").CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "42" {
		t.Errorf("the cell: %v\n%s", err, out)
	}
	ask("POST", "api/terminals", "{}", http.StatusOK, nil)
	if n := len(u.processes(t)); n < 4 { // gensci, JupyterLab, the kernel, the terminal's shell
		t.Errorf("%d processes", n)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v", err)
	}
	u.checkNothingIsLeft(t)
}

// user is somebody with a home of their own, and the installation under test.
type user struct {
	home, python, mark string
	shows              string // the file in which the browser writes where it is
}

func newUser(t *testing.T) *user {
	t.Helper()
	venv := os.Getenv(venvVariable)
	if venv == "" {
		t.Skipf("%s does not name a virtual environment with kernel/lab/requirements.txt, that is JupyterLab %s", venvVariable, lab.Version())
	}
	u := &user{home: t.TempDir(), python: filepath.Join(venv, "bin", "python"), mark: "GENSCI_TEST_LAB=" + jupyter.Token()}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} { // which have their place in the home folder otherwise
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, strings.TrimSpace(string(value)))
	}
	for _, name := range []string{"JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", kernel.CheckoutVariable} {
		t.Setenv(name, "")
		os.Unsetenv(name) // t.Setenv puts it back
	}
	t.Setenv("HOME", u.home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(u.home, "data"))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(u.home, "cache"))
	t.Setenv("TMPDIR", filepath.Join(u.home, "tmp"))
	if err := os.Mkdir(filepath.Join(u.home, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	lab.Adopt(t, filepath.Join(u.home, "cache", "gensci", "lab"), venv)
	return u
}

// start builds and registers gensci and starts its lab. It returns the address that it prints.
func (u *user) start(t *testing.T) (*exec.Cmd, string) {
	t.Helper()
	binary := filepath.Join(u.home, "gensci")
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/gensci").CombinedOutput(); err != nil {
		t.Fatalf("building gensci: %v\n%s", err, out)
	}
	if _, err := kernel.InstallSpec(binary, "../.."); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "lab", "--port", "0")
	cmd.Env = append(os.Environ(), u.mark, "BROWSER="+u.browser(t))
	var log bytes.Buffer
	cmd.Stderr = &log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err = cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() {
		if timer.Stop(); t.Failed() {
			_ = cmd.Process.Kill() // JupyterLab ends with it
			t.Logf("what it wrote:\n%s", log.String())
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "http://localhost:") {
		t.Fatalf("it printed %q, %v\n%s", line, err, log.String())
	}
	return cmd, strings.TrimSpace(line)
}

// browser makes a browser that goes where it is sent, and writes down where that is.
func (u *user) browser(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "browser")
	const visit = `
import os, sys, urllib.request
at = urllib.request.urlopen(sys.argv[1]).geturl()
with open(__file__ + ".new", "w") as f:
    f.write(at)
os.rename(__file__ + ".new", __file__ + ".shows")
`
	if err := os.WriteFile(path, []byte("#!"+u.python+visit), 0o700); err != nil {
		t.Fatal(err)
	}
	u.shows = path + ".shows"
	return path
}

// shown waits for the browser's page.
func (u *user) shown(t *testing.T) string {
	t.Helper()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if at, err := os.ReadFile(u.shows); err == nil {
			return string(at)
		}
	}
	t.Fatal("no browser came")
	return ""
}

// request asks JupyterLab.
func request(t *testing.T, method, url, token, body string, want int, into any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "token "+token)
	}
	reply, err := (&http.Client{Timeout: limit}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != want {
		t.Fatalf("%s %s: %s, %v, want %d\n%s", method, url, reply.Status, err, want, text)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatalf("%s: %v\n%s", url, err, text)
		}
	}
}

// processes are those that carry the user's mark.
func (u *user) processes(t *testing.T) (found []string) {
	t.Helper()
	files, _ := filepath.Glob("/proc/[0-9]*/environ") // errs on bad patterns only
	for _, path := range files {
		env, _ := os.ReadFile(path) // it may have ended
		if bytes.Contains(env, []byte(u.mark)) {
			line, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
			found = append(found, fmt.Sprintf("%s: %s", filepath.Base(filepath.Dir(path)), bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return found
}

func (u *user) checkNothingIsLeft(t *testing.T) {
	t.Helper()
	if left := u.processes(t); len(left) > 0 {
		t.Errorf("still running: %q", left)
		for _, p := range left {
			var pid int
			if n, _ := fmt.Sscan(p, &pid); n == 1 {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	}
	if err := os.MkdirAll(filepath.Join(u.home, ".config", "go"), 0o700); err != nil { // the go command's, unless its telemetry is off
		t.Fatal(err)
	}
	for folder, want := range map[string]string{"tmp": "", ".": ".config cache data gensci tmp", ".config": "go", "data": "gensci jupyter", "data/jupyter": "kernels"} {
		var names []string
		entries, _ := os.ReadDir(filepath.Join(u.home, folder))
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("in the folder %s: %q, want %q", folder, got, want)
		}
	}
}
