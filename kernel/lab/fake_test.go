package lab

import (
	"os"
	"path/filepath"
	"testing"
)

// fakePython answers the probe, makes environments whose Python it is itself, and plays pip. What it is asked to do it notes down in calls, in
// its folder; files there change it: version, no-venv, pip-says.
const fakePython = `#!/bin/sh
me=$(dirname "$(readlink -f "$0")")
version=3.12.1 modern=True
if [ -e "$me/version" ]; then version=$(cat "$me/version"); fi
case "$version" in 3.[0-9].*) modern=False;; esac
case "$2 $3" in
"-c "*)
	echo "$version"; echo "$me/python3"; echo $modern
	[ ! -e "$me/no-venv" ] || { echo "ModuleNotFoundError: No module named 'ensurepip'" >&2; exit 1; };;
"-m venv")
	echo venv >>"$me/calls"
	mkdir -p "$4/bin" "$4/share/jupyter/kernels/python3"
	ln -s "$me/python3" "$4/bin/python";;
"-m pip")
	echo pip >>"$me/calls"
	if [ -e "$me/pip-says" ]; then cat "$me/pip-says"; exit 1; fi
	printf 'Collecting anyio==4.16.0 (from -r x (line 1))\n  Downloading anyio.whl (99 kB)\nCollecting jupyterlab==4.6.6\nInstalling collected packages: anyio, jupyterlab\n';;
*) exit 2;;
esac
`

// fake makes such a Python and returns its path.
func fake(t *testing.T) string {
	t.Helper()
	return write(t, filepath.Join(t.TempDir(), "python3"), fakePython)
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// beside writes a file beside the fake Python.
func beside(t *testing.T, python, name, text string) {
	t.Helper()
	write(t, filepath.Join(filepath.Dir(python), name), text)
}

// calls is what the fake Python was asked to do since it was asked last.
func calls(t *testing.T, python string) string {
	t.Helper()
	path := filepath.Join(filepath.Dir(python), "calls")
	text, _ := os.ReadFile(path) // nothing yet
	_ = os.Remove(path)
	return string(text)
}
