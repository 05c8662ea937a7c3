package install

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gofrs/flock"
)

var library = bytes.Repeat([]byte("a shared library\n"), 1000)

// smallWheel returns a wheel that pip accepts, with our library in it, and its pins.
func smallWheel(t *testing.T) ([]byte, wheel) {
	t.Helper()
	w := wheel{project: "xla-cpu-pjrt", version: "0.0.1", member: "xla_plugins/xla_cpu_pjrt/xla_cpu_pjrt.so"}
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, member := range []struct{ name, content string }{
		{w.member, string(library)},
		{"xla_cpu_pjrt-0.0.1.dist-info/METADATA", "Metadata-Version: 2.1\nName: xla-cpu-pjrt\nVersion: 0.0.1\n"},
		{"xla_cpu_pjrt-0.0.1.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
		{"xla_cpu_pjrt-0.0.1.dist-info/RECORD", ""},
	} {
		out, err := archive.Create(member.name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(out, member.content)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	w.sha256, w.librarySHA256 = hashOf(file.Bytes()), hashOf(library)
	return file.Bytes(), w
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// fakePip puts a pip alone on PATH: a script whose `download` runs body with the folder of --dest in $dest.
func fakePip(t *testing.T, name, body string) {
	t.Helper()
	bin := t.TempDir()
	script := `#!/bin/sh
PATH=/usr/bin:/bin
for a; do case $a in --version) echo pip 99; exit 0;; esac; done
while [ $# -gt 0 ]; do case $1 in --dest) dest=$2;; esac; shift; done
` + body + "\n"
	if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
}

// servePip makes a fake pip that delivers the given wheel.
func servePip(t *testing.T, content []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "xla_cpu_pjrt-0.0.1-py3-none-any.whl")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	fakePip(t, "pip", "cp '"+file+"' \"$dest\"")
}

func neverGoXLA(context.Context, string) (string, string, error) {
	return "", "", errors.New("go-xla's installer was called")
}

func newInstaller(t *testing.T, w wheel) installer {
	t.Helper()
	return installer{folder: filepath.Join(t.TempDir(), "xla"), wheel: w, usePip: true, goXLA: neverGoXLA}
}

// checkInstalled fails unless path is the library, in its place, and nothing else is in the folder.
func checkInstalled(t *testing.T, in installer, path string, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(in.folder, in.wheel.version, "pjrt_c_api_cpu_plugin.so"); path != want {
		t.Errorf("installed at %s, want %s", path, want)
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, library) {
		t.Errorf("the installed file differs from the library (%v)", err)
	}
	checkFiles(t, in.folder, in.wheel.version+"/pjrt_c_api_cpu_plugin.so")
}

// checkFiles fails unless these are the files below folder, apart from the lock.
func checkFiles(t *testing.T, folder string, want ...string) {
	t.Helper()
	var got []string
	filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if name, _ := filepath.Rel(folder, path); err == nil && name != ".lock" && name != "." {
			if empty, _ := filepath.Glob(filepath.Join(path, "*")); !info.IsDir() || len(empty) == 0 {
				got = append(got, name)
			}
		}
		return nil
	})
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("files are %q, want %q", got, want)
	}
}

// checkError fails unless err is one sentence that contains want.
func checkError(t *testing.T, path string, err error, want string) {
	t.Helper()
	if err == nil || path != "" || !strings.Contains(err.Error(), want) {
		t.Fatalf("got %q, %v; want an error with %q", path, err, want)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is more than one line: %q", err)
	}
}

func TestFetch(t *testing.T) {
	content, w := smallWheel(t)
	for _, name := range []string{"pip", "pip3", "python3"} {
		t.Run(name, func(t *testing.T) {
			servePip(t, content)
			bin := os.Getenv("PATH")
			if err := os.Rename(filepath.Join(bin, "pip"), filepath.Join(bin, name)); err != nil {
				t.Fatal(err)
			}
			in := newInstaller(t, w)
			var steps []string
			var last int64
			in.report = func(step string, n int64) { last, steps = n, append(steps, step) }
			path, err := in.run(t.Context())
			checkInstalled(t, in, path, err)
			if steps[0] != Downloading || steps[len(steps)-1] != Unpacking || last != int64(len(library)) {
				t.Errorf("steps were %q, the last with %d bytes", steps, last)
			}
		})
	}
}

func TestFetchedOnce(t *testing.T) {
	content, w := smallWheel(t)
	servePip(t, content)
	in := newInstaller(t, w)
	path, err := in.run(t.Context())
	checkInstalled(t, in, path, err)
	fakePip(t, "pip", "exit 1")
	path, err = in.run(t.Context())
	checkInstalled(t, in, path, err)
}

func TestDamagedPluginIsReplaced(t *testing.T) {
	content, w := smallWheel(t)
	servePip(t, content)
	in := newInstaller(t, w)
	path, err := in.run(t.Context())
	checkInstalled(t, in, path, err)
	if err = os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	path, err = in.run(t.Context())
	checkInstalled(t, in, path, err)
}

func TestWrongHash(t *testing.T) {
	content, w := smallWheel(t)
	content[len(content)/2] ^= 1
	servePip(t, content)
	in := newInstaller(t, w)
	path, err := in.run(t.Context())
	checkError(t, path, err, "SHA-256 "+hashOf(content))
	checkFiles(t, in.folder)
}

func TestBogusWheel(t *testing.T) {
	fakePip(t, "pip", `echo bogus > "$dest/xla_cpu_pjrt-0.0.1-py3-none-any.whl"`)
	in := newInstaller(t, cpuWheel) // with the real pins
	in.wheel.bytes = 0
	path, err := in.run(t.Context())
	checkError(t, path, err, cpuWheel.sha256)
	checkFiles(t, in.folder)
}

func TestFailedUpdateKeepsTheOldVersion(t *testing.T) {
	content, w := smallWheel(t)
	servePip(t, content)
	in := newInstaller(t, w)
	path, err := in.run(t.Context())
	checkInstalled(t, in, path, err)
	in.wheel.version, in.wheel.sha256 = "0.0.2", "other"
	path, err = in.run(t.Context())
	checkError(t, path, err, "want other")
	checkFiles(t, in.folder, "0.0.1/pjrt_c_api_cpu_plugin.so")
}

func TestPipFails(t *testing.T) {
	_, w := smallWheel(t)
	for name, c := range map[string]struct{ says, want string }{
		"offline": {`WARNING: Retrying after connection broken by 'NewConnectionError'
ERROR: Could not find a version that satisfies the requirement
ERROR: No matching distribution found for xla-cpu-pjrt==0.0.1`, "no connection to the package index"},
		"not there": {"ERROR: Could not find\nERROR: No matching distribution found for xla-cpu-pjrt==0.0.1", "No matching distribution"},
		"full disk": {"ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"},
		"silent":    {"", "exit status 1"},
	} {
		t.Run(name, func(t *testing.T) {
			fakePip(t, "pip", "echo half > \"$dest/half.whl\"; cat >&2 <<'.'\n"+c.says+"\n.\nexit 1")
			in := newInstaller(t, w)
			path, err := in.run(t.Context())
			checkError(t, path, err, c.want)
			checkFiles(t, in.folder)
		})
	}
}

func TestNoRoom(t *testing.T) {
	content, w := smallWheel(t)
	servePip(t, content)
	w.bytes = 1 << 60
	in := newInstaller(t, w)
	path, err := in.run(t.Context())
	checkError(t, path, err, "XDG_DATA_HOME")
	checkFiles(t, in.folder)
}

func TestUnwritableTarget(t *testing.T) {
	content, w := smallWheel(t)
	servePip(t, content)
	in := newInstaller(t, w)
	file := filepath.Join(t.TempDir(), "file") // permission bits do not bind root, a file in the place of a folder does
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	in.folder = filepath.Join(file, "xla")
	path, err := in.run(t.Context())
	checkError(t, path, err, file)

	in = newInstaller(t, w)
	if err = os.MkdirAll(in.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(filepath.Join(in.folder, w.version), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	path, err = in.run(t.Context())
	checkError(t, path, err, "put in place")
	checkFiles(t, in.folder, w.version)
}

// TestInterrupted cancels while pip, which would never end, has half a wheel.
func TestInterrupted(t *testing.T) {
	_, w := smallWheel(t)
	fakePip(t, "pip", `echo half > "$dest/half.whl"; exec tail -f /dev/null`)
	in := newInstaller(t, w)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in.report = func(_ string, n int64) {
		if n > 0 {
			cancel()
		}
	}
	path, err := in.run(ctx)
	checkError(t, path, err, "interrupted")
	checkFiles(t, in.folder)
}

func TestKilledRunIsCleanedUp(t *testing.T) {
	content, w := smallWheel(t)
	servePip(t, content)
	in := newInstaller(t, w)
	dead := filepath.Join(in.folder, ".fetch-123", "wheel")
	if err := os.MkdirAll(dead, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dead, "half.whl"), []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	path, err := in.run(t.Context())
	checkInstalled(t, in, path, err)
}

func TestOnlyOneAtATime(t *testing.T) {
	content, w := smallWheel(t)
	servePip(t, content)
	in := newInstaller(t, w)
	if err := os.MkdirAll(in.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	other := flock.New(filepath.Join(in.folder, ".lock"))
	if err := other.Lock(); err != nil {
		t.Fatal(err)
	}
	var waited atomic.Bool
	in.report = func(step string, _ int64) {
		if step == Waiting {
			waited.Store(true)
			other.Unlock()
		} else if !waited.Load() {
			t.Errorf("%s while another installation holds the lock", step)
		}
	}
	path, err := in.run(t.Context())
	checkInstalled(t, in, path, err)
}

func TestWithoutPip(t *testing.T) {
	_, w := smallWheel(t)
	for _, c := range []struct {
		name   string
		usePip bool
	}{{"no pip on PATH", true}, {"another platform", false}} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("PATH", t.TempDir())
			in := newInstaller(t, w)
			in.usePip = c.usePip
			path, err := in.run(t.Context())
			checkError(t, path, err, "go-xla's installer was called")
			checkFiles(t, in.folder)

			calls := 0
			in.goXLA = func(_ context.Context, folder string) (string, string, error) {
				calls++
				for _, name := range []string{"pjrt_c_api_cpu_v0.104.0_plugin.so", "LICENSE"} {
					if err = os.WriteFile(filepath.Join(folder, name), library, 0o755); err != nil {
						return "", "", err
					}
				}
				return goXLAResult(folder)
			}
			in.wheel.version = "v0.104.0" // where the library is expected now
			for range 2 {
				path, err = in.run(t.Context())
				checkInstalled(t, in, path, err)
			}
			if calls != 1 {
				t.Errorf("go-xla's installer was called %d times, want once", calls)
			}
		})
	}
}

func TestGoXLALeavesNothing(t *testing.T) {
	if _, _, err := goXLAResult(t.TempDir()); err == nil {
		t.Error("an empty folder passed for an installation")
	}
}

// TestMirror serves a package index (PEP 503) to the real pip, which learns of it from its own setting alone.
func TestMirror(t *testing.T) {
	pip, err := findPip(t.Context())
	if err != nil {
		t.Skip("pip is missing")
	}
	content, w := smallWheel(t)
	const file = "xla_cpu_pjrt-0.0.1-py3-none-any.whl"
	var served atomic.Int32
	mirror := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/simple/xla-cpu-pjrt/":
			out.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(out, "<!DOCTYPE html><html><body><a href=\"/files/%s\">%s</a></body></html>", file, file)
		case "/files/" + file:
			served.Add(1)
			out.Write(content)
		default:
			http.NotFound(out, r)
		}
	}))
	defer mirror.Close()
	for name, value := range map[string]string{
		"PIP_INDEX_URL": mirror.URL + "/simple", "PIP_CONFIG_FILE": os.DevNull, "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": "",
		"PIP_NO_INDEX": "", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "HTTP_PROXY": "", "http_proxy": "",
	} {
		t.Setenv(name, value)
		if value == "" {
			os.Unsetenv(name)
		}
	}
	in := newInstaller(t, w)
	path, err := in.run(t.Context())
	checkInstalled(t, in, path, err)
	if served.Load() != 1 {
		t.Errorf("%v fetched the wheel %d times from the mirror, want once", pip, served.Load())
	}
}

func TestFindPipSkipsStubs(t *testing.T) {
	fakePip(t, "pip3", "")
	bin := os.Getenv("PATH")
	if err := os.WriteFile(filepath.Join(bin, "pip"), []byte("#!/bin/sh\necho no version selected >&2; exit 127\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	got, err := findPip(t.Context())
	if err != nil || len(got) != 1 || filepath.Base(got[0]) != "pip3" {
		t.Errorf("findPip = %v, %v, want the pip3 that works", got, err)
	}
}

// A plugin that lies elsewhere is copied, unless it is damaged.
func TestCopied(t *testing.T) {
	_, w := smallWheel(t)
	in := newInstaller(t, w)
	t.Setenv("PATH", t.TempDir()) // without pip
	elsewhere := t.TempDir()
	there := filepath.Join(elsewhere, in.wheel.version, libraryName)
	if err := os.MkdirAll(filepath.Dir(there), 0o755); err != nil {
		t.Fatal(err)
	}
	in.others = []string{t.TempDir(), elsewhere}
	if err := os.WriteFile(there, []byte("damaged"), 0o644); err != nil {
		t.Fatal(err)
	}
	if path, err := in.run(t.Context()); err == nil {
		t.Errorf("a damaged plugin was copied to %s", path)
	}
	if err := os.WriteFile(there, library, 0o644); err != nil {
		t.Fatal(err)
	}
	path, err := in.run(t.Context())
	checkInstalled(t, in, path, err)
}
