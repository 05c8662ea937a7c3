package build

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

const secretive = `package main

import "example.org/m/internal/secret"

func main() { print(secret.Seven) }
`

// A program that stands for a file in the module imports what that file might, whoever builds it.
func TestProgramsStandForAFile(t *testing.T) {
	b, said := module(t)
	write(t, filepath.Join(b.Checkout, "internal", "secret", "secret.go"), "package secret\n\nconst Seven = 7\n")
	b.As = filepath.Join(b.Checkout, "note books", "cell.go")
	for _, source := range []string{secretive, "//go:debug http2client=1\n" + secretive} {
		if _, got := run(t, b, source); got != "7" {
			t.Errorf("got %q, %s", got, said)
		}
	}
	_, err := b.Build(t.Context(), []byte("//go:debug http2client=1\n"+strings.Replace(secretive, "Seven", "Eight", 1)), "cell")
	var wrong *CompileError
	if !errors.As(err, &wrong) || !strings.HasPrefix(wrong.Output, "main.go:6:") {
		t.Errorf("got %v", err)
	}
	outside := &Builder{Checkout: b.Checkout, Work: t.TempDir(), Env: b.Env, As: filepath.Join(filepath.Dir(b.Checkout), "elsewhere", "cell.go")}
	if _, err = outside.Build(t.Context(), []byte(secretive), "cell"); err == nil || !strings.Contains(err.Error(), "not allowed") || strings.Contains(err.Error(), "elsewhere") {
		t.Errorf("from outside: got %v", err)
	}
}

func TestWatchedAndFixedFiles(t *testing.T) {
	b, said := module(t)
	other := filepath.Join(t.TempDir(), "other.mod")
	write(t, other, "1")
	b.Watch = []string{other}
	b.Fixed = []string{filepath.Join(b.Checkout, "greet")} // what is below
	settle(t, b)
	run(t, b, greeter)
	listed := func() bool {
		t.Helper()
		said.Reset()
		run(t, b, greeter)
		return strings.Contains(said.String(), "listed packages")
	}
	for listed() { // until the clock has moved past the file that was written just now
	}
	write(t, filepath.Join(b.Checkout, "greet", "deep", "deep.go"), "package deep\n\nconst Deep = 1\n")
	if listed() {
		t.Error("a file that never changes is looked at")
	}
	write(t, other, "22")
	if !listed() {
		t.Error("a watched file is not looked at")
	}
}
