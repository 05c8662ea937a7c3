package toolchain

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// checkoutOf makes a small module with cmd/gensci.
func checkoutOf(t *testing.T, program string) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("go is not on PATH")
	}
	checkout := t.TempDir()
	write(t, filepath.Join(checkout, "go.mod"), "module example.org/m\n\ngo 1.26\n")
	write(t, filepath.Join(checkout, "cmd/gensci/main.go"), program)
	return checkout
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func program(says string) string {
	return "package main\n\nfunc main() { println(\"" + says + "\") }\n"
}

func run(t *testing.T, binary string) string {
	t.Helper()
	out, err := exec.Command(binary).CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func checkNoLeftovers(t *testing.T, bin string) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(bin, ".build-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestBinary(t *testing.T) {
	checkout, bin := checkoutOf(t, program("one")), t.TempDir()
	packages := 0
	binary, err := Binary(t.Context(), bin, checkout, func(string, int) { packages++ })
	if err != nil {
		t.Fatal(err)
	}
	if got := run(t, binary); got != "one" || packages == 0 {
		t.Errorf("the program says %q after %d packages", got, packages)
	}
	first, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}

	if _, err = Binary(t.Context(), bin, checkout, nil); err != nil {
		t.Fatal(err)
	}
	if again, statErr := os.Stat(binary); statErr != nil || !os.SameFile(first, again) {
		t.Error("an unchanged program was linked again")
	}

	write(t, filepath.Join(checkout, "cmd/gensci/main.go"), program("two"))
	if _, err = Binary(t.Context(), bin, checkout, nil); err != nil {
		t.Fatal(err)
	}
	if got := run(t, binary); got != "two" {
		t.Errorf("the program says %q after the change", got)
	}

	write(t, filepath.Join(checkout, "cmd/gensci/main.go"), "package main\n\nfunc main() { undefined() }\n")
	_, err = Binary(t.Context(), bin, checkout, nil)
	if err == nil || !strings.Contains(err.Error(), "main.go:3") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a program that does not compile gave %v, want one line with the place", err)
	}
	if got := run(t, binary); got != "two" {
		t.Errorf("a failed build replaced the program: it says %q", got)
	}
	checkNoLeftovers(t, bin)
}

func TestInterrupted(t *testing.T) {
	checkout, bin := checkoutOf(t, program("one")), t.TempDir()
	write(t, filepath.Join(bin, ".build-dead/gensci"), "half a program")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Binary(ctx, bin, checkout, nil); err == nil {
		t.Error("a cancelled build succeeded")
	}
	if _, err := os.Stat(filepath.Join(bin, BinaryName)); err == nil {
		t.Error("a cancelled build left a program")
	}
	if _, err := Binary(t.Context(), bin, checkout, nil); err != nil {
		t.Fatal(err)
	}
	checkNoLeftovers(t, bin)
}

func TestFollow(t *testing.T) {
	var seen []string
	said := follow(strings.NewReader(`go: downloading example.org/m v1.0.0
internal/abi
example.org/m/sub
# example.org/m
./main.go:3:1: undefined: f
`), func(pkg string, _ int) { seen = append(seen, pkg) })
	if want := "downloading example.org/m v1.0.0, internal/abi, example.org/m/sub"; strings.Join(seen, ", ") != want {
		t.Errorf("reported %q, want %q", seen, want)
	}
	if want := "# example.org/m | ./main.go:3:1: undefined: f"; said != want {
		t.Errorf("said %q, want %q", said, want)
	}
	long := follow(strings.NewReader(strings.Repeat("an error\n", 100)), func(string, int) {})
	if strings.Count(long, "an error") != 6 || !strings.HasPrefix(long, "…") {
		t.Errorf("100 lines became %q, want the last six", long)
	}
}

func TestToolsWithoutPins(t *testing.T) {
	checkout := checkoutOf(t, program("one"))
	if err := Tools(t.Context(), t.TempDir(), checkout, nil); err == nil || !strings.Contains(err.Error(), "tools/go.mod") {
		t.Errorf("got %v, want an error that names tools/go.mod", err)
	}
}

func TestInspect(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gonb")
	if _, err := Inspect(path); err == nil || err.Error() != "missing" {
		t.Errorf("got %v for a missing program", err)
	}
	write(t, path, "junk")
	if p, inspectErr := Inspect(path); inspectErr == nil || p.Size != 4 {
		t.Errorf("got %+v, %v for a damaged program", p, inspectErr)
	}
}
