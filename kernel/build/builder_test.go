package build

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// module makes a module with one package and returns a Builder for programs in it, and what that logs.
func module(t *testing.T) (*Builder, *bytes.Buffer) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds programs, which takes a while")
	}
	dir, said := t.TempDir(), &bytes.Buffer{}
	write(t, filepath.Join(dir, "go.mod"), "module example.org/m\n\ngo 1.21\n")
	write(t, filepath.Join(dir, "greet", "greet.go"), greeting("hello"))
	write(t, filepath.Join(dir, "internal", "secret", "secret.go"), "package secret\n")
	write(t, filepath.Join(dir, "greet", "deep", "deep.go"), "package deep\n\nconst Deep = 7\n")
	env := append(os.Environ(), "GOPROXY=off", "GOWORK=off", "CGO_ENABLED=0", "GOFLAGS=-ldflags=-s")
	log := slog.New(slog.NewTextHandler(said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return &Builder{Checkout: dir, Work: filepath.Join(t.TempDir(), "work"), Env: env, Log: log}, said
}

func greeting(word string) string {
	return "package greet\n\nimport \"example.org/m/greet/deep\"\n\nfunc Word() (string, int) { return \"" + word + "\", deep.Deep }\n"
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const greeter = `package main

import (
	"fmt"

	"example.org/m/greet"
)

func main() { fmt.Println(greet.Word()) }
`

// run builds and runs a program, and returns the path of its binary and its output.
func run(t *testing.T, b *Builder, source string) (path, output string) {
	t.Helper()
	path, err := b.Build(t.Context(), []byte(source), "cell")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "an argument").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path, string(out)
}

func TestProgramsAreThoseOfGoBuild(t *testing.T) {
	b, said := module(t)
	const tells = "package main\n\nimport (\n\"fmt\"; \"os\"; \"path/filepath\"; \"runtime\"\n)\n\nfunc main() { fmt.Print(filepath.Base(os.Args[0]), os.Args[1:], runtime.Version()); defer func() { fmt.Print(recover()) }(); panic(nil) }\n"
	_, direct := run(t, b, tells)
	if strings.Contains(said.String(), "left to go build") {
		t.Fatalf("not built directly: %s", said)
	}
	_, fallen := run(t, b, "//go:debug http2client=1\n"+tells)
	if !strings.Contains(said.String(), "left to go build") {
		t.Fatal("not built by go build")
	}
	// In a module of Go 1.20 panic(nil) would be recovered as nil: the setting must come from go.mod.
	if want := "cell[an argument]" + runtime.Version() + "panic called with nil argument"; direct != fallen || !strings.HasPrefix(direct, want) {
		t.Errorf("direct %q, by go build %q, want %q", direct, fallen, want)
	}
	write(t, filepath.Join(b.Checkout, "go.mod"), "module example.org/m\n\ngo 1.20\n")
	if _, old := run(t, b, tells); !strings.HasSuffix(old, "<nil>") {
		t.Errorf("after go.mod asked for Go 1.20: %q", old)
	}
}

func TestAnUnchangedProgramIsNotBuiltAgain(t *testing.T) {
	b, said := module(t)
	settle(t, b) // what was written just now is not relied on
	path, _ := run(t, b, greeter)
	b.Go, b.chain.compile, b.chain.link = "/none", "/none", "/none"
	said.Reset()
	if again, _ := run(t, b, greeter); again != path {
		t.Errorf("got %s, then %s: %s", path, again, said)
	}
	if _, err := b.Build(t.Context(), []byte(greeter), "other"); err == nil {
		t.Error("a program of another name was built without tools")
	}
	if _, err := b.Build(t.Context(), []byte(greeter+"// edited"), "cell"); err == nil {
		t.Error("an edited program was built without tools")
	}
}

// settle makes the module's files older than they are.
func settle(t *testing.T, b *Builder) {
	t.Helper()
	err := filepath.WalkDir(b.Checkout, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		old := info.ModTime().Add(-clockStep - 1e9)
		return os.Chtimes(path, old, old)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEditsOfTheModuleAreSeen(t *testing.T) {
	b, said := module(t)
	for i, c := range []struct{ file, text, want string }{
		{"greet/greet.go", greeting("hello"), "hello 7\n"},
		{"greet/greet.go", greeting("howdy"), "howdy 7\n"}, // of the same length
		{"greet/deep/deep.go", "package deep\n\nconst Deep = 8\n", "howdy 8\n"},
		{"greet/deep/more.go", "package deep\n\nimport \"os\"\n\nfunc init() { os.Stdout.WriteString(\"new \") }\n", "new howdy 8\n"},
	} {
		write(t, filepath.Join(b.Checkout, c.file), c.text)
		if _, got := run(t, b, greeter); got != c.want {
			t.Errorf("edit %d: got %q, want %q", i, got, c.want)
		}
	}
	if strings.Contains(said.String(), "left to go build") {
		t.Errorf("not built directly: %s", said)
	}
}

func TestCompileErrorsAreThoseOfTheCompiler(t *testing.T) {
	b, said := module(t)
	for source, want := range map[string]string{
		"package main\n\nfunc main() {\n//line cell 3:2:5\n\tx := 1\n}\n":       "cell 3:2:6: declared and not used: x\n",
		"package main\n\n//line cell 4:1\nfunc main() { return 1 + }\n":         "cell 4:1: syntax error: unexpected }, expected expression\n",
		"package main\n\n//line cell 5:1\nimport \"fmt\"\nfunc main() {}\n":     "cell 5:1: \"fmt\" imported and not used\n",
		"package main\n\nimport \"example.org/m/none\"\n\nfunc main() {}\n":     "main.go:3:8: no required module provides package example.org/m/none",
		"package main\n\nimport \"example.org/m/internal/secret\"\nvar _ = 1\n": "internal/secret not allowed",
		"package main\n": "function main is undeclared in the main package",
	} {
		_, err := b.Build(t.Context(), []byte(source), "cell")
		var wrong *CompileError
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Output, want) || strings.Contains(wrong.Output, "command-line-arguments") || strings.Contains(wrong.Output, b.Work) {
			t.Errorf("%q: got %v, want %q", source, err, want)
		}
		if strings.HasPrefix(want, "cell") && wrong != nil && wrong.Output != want {
			t.Errorf("%q: got %q, want %q alone", source, wrong.Output, want)
		}
	}
	run(t, b, greeter)
	write(t, filepath.Join(b.Checkout, "greet", "greet.go"), "package greet\n\nfunc Word() int { return x }\n")
	_, err := b.Build(t.Context(), []byte(greeter), "cell")
	var wrong *CompileError
	if !errors.As(err, &wrong) || !strings.Contains(wrong.Output, "greet.go:3:26: undefined: x") {
		t.Errorf("a broken package: got %v", err)
	}
	said.Reset()
	run(t, b, "package main\n\nimport _ \"errors\"\n\nfunc main() {}\n") // the broken package is no business of this one
	if strings.Contains(said.String(), "left to go build") {
		t.Errorf("beside a broken package: %s", said)
	}
}

func TestStackTracesNameTheCell(t *testing.T) {
	b, _ := module(t)
	for source, want := range map[string]string{
		"package main\n\nfunc main() {\n//line cell 7:30\n\tpanic(\"here\")\n}\n": "\tcell 7:30 ",
		"package main\n\nfunc main() { panic(\"here\") }\n":                       "\tmain.go:3 ",
	} {
		path, err := b.Build(t.Context(), []byte(source), "cell")
		if err != nil {
			t.Fatal(err)
		}
		if out, _ := exec.Command(path).CombinedOutput(); !strings.Contains(string(out), want) {
			t.Errorf("want %q in %s", want, out)
		}
	}
}

func TestWhatCannotBeBuiltDirectlyIsLeftToGoBuild(t *testing.T) {
	const hello = "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Print(\"hello\") }\n"
	for name, c := range map[string]struct {
		source string
		spoil  func(*testing.T, *Builder)
		reason string
	}{
		"directive": {"//go:debug http2client=1\n" + hello, func(*testing.T, *Builder) {}, "directive"},
		"flag":      {hello, func(_ *testing.T, b *Builder) { b.Env = append(b.Env, "GOFLAGS=-ldflags=-X=main.x=1") }, "GOFLAGS holds"},
		"compiler": {hello, func(t *testing.T, b *Builder) {
			settle(t, b)
			run(t, b, strings.Replace(hello, "hello", "other", 1))
			b.known.archives["fmt"] = b.chain.compile // there, but no archive
		}, "could not import"},
		"linker": {hello, func(t *testing.T, b *Builder) {
			settle(t, b)
			run(t, b, strings.Replace(hello, "hello", "other", 1))
			b.known.archives["io"] = b.chain.compile
		}, "link"},
	} {
		b, said := module(t)
		c.spoil(t, b)
		if _, got := run(t, b, c.source); got != "hello" {
			t.Errorf("%s: got %q", name, got)
		}
		if _, after, _ := strings.Cut(said.String(), "left to go build"); !strings.Contains(after, c.reason) {
			t.Errorf("%s: want the reason %q in %s", name, c.reason, said)
		}
	}
}

func TestPackagesWithCgoAreAskedForOnce(t *testing.T) {
	if _, err := exec.LookPath("cc"); err != nil {
		t.Skip("needs a C compiler")
	}
	b, said := module(t)
	b.Env = append(b.Env, "CGO_ENABLED=1")
	settle(t, b)
	const resolver = "package main\n\nimport _ \"net\"\n\nfunc main() { print(1) }\n"
	for i, source := range []string{resolver, resolver + "// edited"} {
		said.Reset()
		if _, got := run(t, b, source); got != "1" || !strings.Contains(said.String(), "uses cgo") {
			t.Errorf("got %q, %s", got, said)
		}
		if listed := strings.Contains(said.String(), "listed packages"); listed != (i == 0) {
			t.Errorf("build %d: listed = %v", i, listed)
		}
	}
}

func TestAnArchiveThatVanishedIsAskedForAgain(t *testing.T) {
	b, said := module(t)
	settle(t, b)
	run(t, b, greeter)
	said.Reset()
	b.known.archives["fmt"] = filepath.Join(b.Work, "none")
	if _, got := run(t, b, greeter+"// edited"); got != "hello 7\n" || strings.Contains(said.String(), "left to go build") || !strings.Contains(said.String(), "listed packages") {
		t.Errorf("got %q, %s", got, said)
	}
}

func TestWorkStaysSmall(t *testing.T) {
	b, _ := module(t)
	b.Keep = 2
	var paths []string
	for _, n := range []string{"1", "2", "3"} {
		path, err := b.Build(t.Context(), []byte("package main\n\nfunc main() { println("+n+") }\n"), "cell")
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	_, _ = b.Build(t.Context(), []byte("package main\n\nfunc main() { x }\n"), "cell")
	entries, err := os.ReadDir(b.Work)
	if err != nil || len(entries) != 2 {
		t.Errorf("got %v, %v, want two programs", entries, err)
	}
	if _, err := os.Stat(paths[0]); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the oldest program: got %v", err)
	}
}

func TestContextThatEndedBefore(t *testing.T) {
	b, _ := module(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Build(ctx, []byte(greeter), "cell"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	run(t, b, greeter)
}

// Without the modules that the checkout is built on, an error says what to do.
func TestModulesThatAreGone(t *testing.T) {
	b, _ := module(t)
	write(t, filepath.Join(b.Checkout, "go.mod"), "module example.org/m\n\ngo 1.21\n\nrequire example.org/gone v1.0.0\n")
	write(t, filepath.Join(b.Checkout, "go.sum"), "example.org/gone v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nexample.org/gone v1.0.0/go.mod h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
	write(t, filepath.Join(b.Checkout, "greet", "greet.go"), "package greet\n\nimport \"example.org/gone\"\n\nvar Word = gone.Word\n")
	if _, err := b.Build(t.Context(), []byte(greeter), "cell"); !errors.Is(err, errUprooted) {
		t.Errorf("to build: %v", err)
	}
	if _, err := b.Importer(t.Context(), []string{"example.org/m/greet"}); !errors.Is(err, errUprooted) {
		t.Errorf("to check types: %v", err)
	}
}
