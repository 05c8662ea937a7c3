package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gensci": main})
}

// TestScripts runs the transcripts. Each has a home of its own, so that no script can touch the user's, and a PATH with nothing but
// gensci and what the script puts into $WORK/bin.
func TestScripts(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"await": await},
		Setup: func(env *testscript.Env) error {
			gensci := filepath.SplitList(env.Getenv("PATH"))[0]
			home := filepath.Join(env.WorkDir, "home")
			for name, value := range map[string]string{
				"HOME": home, "XDG_DATA_HOME": filepath.Join(home, "data"), "XDG_CACHE_HOME": filepath.Join(home, "cache"),
				"JUPYTER_DATA_DIR": filepath.Join(home, "jupyter"), "GENSCI_CHECKOUT": "", "GENSCI_PREFIX": "", "GOMLX_BACKEND": "", "PJRT_PLUGIN_LIBRARY_PATH": "",
				"PATH": filepath.Join(env.WorkDir, "bin") + string(filepath.ListSeparator) + gensci, "A_GO_PROGRAM": self,
			} {
				env.Setenv(name, value)
			}
			for _, folder := range []string{home, filepath.Join(env.WorkDir, "bin")} {
				if err := os.MkdirAll(folder, 0o755); err != nil {
					return err
				}
			}
			for _, folder := range []string{filepath.Dir(env.WorkDir), env.WorkDir} { // as /opt, open to all
				if err := os.Chmod(folder, 0o755); err != nil {
					return err
				}
			}
			return writeFakeGo(filepath.Join(env.WorkDir, "bin"))
		},
	})
}

// await FILE waits until something that runs in the background has made a file.
func await(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("waited a minute for %s", args[0])
		}
	}
}

// fakeGo answers what setup asks the go command. For a build it notes down the packages and makes links to some Go program in their place;
// it fails if the file "broken" is in the working directory. $CGO is its cgo.
const fakeGo = `#!/bin/sh
PATH=/usr/bin:/bin
case "$1 $2" in
"version ") echo "go version go1.99.0 linux/amd64"; exit;;
"env CC") echo cc; exit;;
"env CGO_ENABLED") echo ${CGO:-0}; exit;;
"env GOROOT") echo "$HOME/goroot"; exit;;
"env GOMODCACHE") printf '%s\n' "$HOME/mod" off "$HOME/go-build"; exit;;
"list -deps"|"mod graph") exit;;
"mod download"|"build -v") mkdir -p "${GOMODCACHE:-$HOME/mod}/cache"; echo "$2 with CGO_ENABLED=$CGO_ENABLED" >>"$HOME/cells"; exit;; # what cells import
esac
[ "$1" = build ] || { echo "fake go: $*" >&2; exit 2; }
while [ "$1" != -o ]; do shift; done
out=$2; shift 2
echo "$@" >>"$HOME/builds"
[ ! -e broken ] || { printf 'some/package\n# some/package\nfile.go:7:1: syntax error\n' >&2; exit 1; }
for p; do
	if [ -d "$out" ]; then ln -sf "$A_GO_PROGRAM" "$out/${p##*/}"; else ln -sf "$A_GO_PROGRAM" "$out"; fi
done
`

// writeFakeGo puts it beside bin, as go.fake: scripts that want it copy it to bin/go.
func writeFakeGo(bin string) error {
	return os.WriteFile(filepath.Join(filepath.Dir(bin), "go.fake"), []byte(fakeGo), 0o755)
}
