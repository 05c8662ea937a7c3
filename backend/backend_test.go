package backend

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// isolate gives a test a user without any plugin.
func isolate(t *testing.T) {
	t.Helper()
	empty := t.TempDir()
	for _, name := range []string{compute.ConfigEnvVar, pluginSearchPath, "XDG_DATA_HOME"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", empty)
	old := systemFolder
	systemFolder = empty
	t.Cleanup(func() { systemFolder = old })
}

// realPlugin returns the XLA plugin of this machine, or skips the test.
func realPlugin(t *testing.T) string {
	t.Helper()
	if !HasXLA {
		t.Skip("this build has no XLA")
	}
	if _, path, _ := strings.Cut(os.Getenv(compute.ConfigEnvVar), ":"); filepath.IsAbs(path) {
		return path
	}
	path, err := FindPlugin()
	if err != nil {
		t.Skip("XLA plugin missing:", err)
	}
	return path
}

// checkSum fails unless the engine computes 2 + 3 = 5.
func checkSum(t *testing.T, engine compute.Backend) {
	t.Helper()
	sum, err := graph.CallOnce(engine, func(x *graph.Node) *graph.Node { return graph.AddScalar(x, 3) }, float32(2))
	if err != nil {
		t.Fatal(err)
	}
	if got := tensors.ToScalar[float32](sum); got != 5 {
		t.Errorf("%s: 2 + 3 = %v", engine.Name(), got)
	}
}

func TestNewErrors(t *testing.T) {
	isolate(t)
	self, err := os.Executable() // a complete ELF file that is no plugin
	if err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(t.TempDir(), "pjrt_c_api_cpu_plugin.so")
	if err := os.WriteFile(text, []byte("not a library"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ config, want string }{
		{"", `no engine is called ""`},
		{"tpu", `no engine is called "tpu"`},
		{"Go", `no engine is called "Go"`},
		{"go:parallelism=many", `"many", want a number`},
		{"go:warp=9", `"warp"`},
		{"xla", "gensci setup"},
		{"xla:cpu", "gensci setup"},
		{"xla:nonsense", "nonsense"},
		{"xla:/no/such/plugin.so", "/no/such/plugin.so"},
		{"xla:" + text, "no XLA plugin"},
		{"xla:" + self, "no XLA plugin"},
		{"xla:" + filepath.Dir(text), "not a file"},
	} {
		if !HasXLA && strings.HasPrefix(c.config, "xla") {
			c.want = "built without it"
		}
		engine, err := New(c.config)
		if engine != nil {
			t.Errorf("New(%q) returned an engine beside its error: %v", c.config, engine)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("New(%q) = %v, want an error with %q", c.config, err, c.want)
		}
	}
}

func TestGo(t *testing.T) {
	for _, config := range []string{"go", "go:", "go:parallelism=1", "go:ops_sequential,parallelism=3"} {
		stdout := capture(t, func() {
			engine, err := New(config)
			if err != nil {
				t.Fatal(err)
			}
			checkSum(t, engine)
		})
		if stdout != "" {
			t.Errorf("New(%q) printed %q", config, stdout)
		}
	}
	engine, err := Go()
	if err != nil {
		t.Fatal(err)
	}
	if want := "parallelism=-1"; !strings.Contains(engine.Description(), want) {
		t.Errorf("Go() is %q, want %s", engine.Description(), want)
	}
	limited, err := New("go:parallelism=3")
	if err != nil {
		t.Fatal(err)
	}
	if want := "parallelism=3"; !strings.Contains(limited.Description(), want) {
		t.Errorf("engine is %q, want %s", limited.Description(), want)
	}
}

// capture returns what f writes to standard output.
func capture(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	old := os.Stdout
	os.Stdout = file
	defer func() { os.Stdout = old }()
	f()
	written, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}

func freshXLA() (compute.Backend, error) { return New("xla") }

func TestDefaultWithoutPlugin(t *testing.T) {
	isolate(t)
	var advice bytes.Buffer
	engine, err := choose(freshXLA, &advice)
	if err != nil {
		t.Fatal(err)
	}
	checkSum(t, engine)
	line := advice.String()
	if strings.Count(line, "\n") != 1 || !strings.Contains(line, "pure Go") || !strings.Contains(line, "gensci setup") {
		t.Errorf("advice is not one line that names pure Go and `gensci setup`: %q", line)
	}
}

func TestDefaultWithBrokenPlugin(t *testing.T) {
	if !HasXLA {
		t.Skip("this build has no XLA")
	}
	isolate(t)
	folder := t.TempDir()
	t.Setenv(pluginSearchPath, folder)
	if err := os.WriteFile(filepath.Join(folder, "pjrt_c_api_cpu_plugin.so"), []byte("junk"), 0o644); err != nil {
		t.Fatal(err)
	}
	var advice bytes.Buffer
	engine, err := choose(freshXLA, &advice)
	if err != nil {
		t.Fatal(err)
	}
	checkSum(t, engine)
	if line := advice.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, "failed") || !strings.Contains(line, folder) {
		t.Errorf("advice is not one line that names the broken plugin: %q", line)
	}
}

func TestDefaultObeysEnvironment(t *testing.T) {
	isolate(t)
	var advice bytes.Buffer
	t.Setenv(compute.ConfigEnvVar, "go:parallelism=3")
	engine, err := choose(freshXLA, &advice)
	if err != nil || !strings.Contains(engine.Description(), "parallelism=3") {
		t.Errorf("got %v, %v, want the engine that the variable names", engine, err)
	}
	t.Setenv(compute.ConfigEnvVar, "abacus")
	engine, err = choose(freshXLA, &advice)
	if engine != nil || err == nil || !strings.Contains(err.Error(), compute.ConfigEnvVar) || !strings.Contains(err.Error(), "abacus") {
		t.Errorf("got %v, %v, want an error that names the variable and its value", engine, err)
	}
	if advice.Len() > 0 {
		t.Errorf("advice in spite of an explicit choice: %q", advice.String())
	}
}

func TestDefaultIsOne(t *testing.T) {
	a, errA := Default()
	b, errB := Default()
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	if a != b {
		t.Error("two calls of Default gave two engines")
	}
}

func TestBothEngines(t *testing.T) {
	plugin := realPlugin(t)
	viaXLA, err := New("xla:" + plugin)
	if err != nil {
		t.Fatal(err)
	}
	viaGo, err := Go()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // one after the other, and back again
		checkSum(t, viaXLA)
		checkSum(t, viaGo)
	}
}

// TestTruncatedPlugin would end the process with SIGBUS if the loader ever saw the file.
func TestTruncatedPlugin(t *testing.T) {
	whole, err := os.Open(realPlugin(t))
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	start, err := io.ReadAll(io.LimitReader(whole, 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(t.TempDir(), "pjrt_c_api_cpu_plugin.so")
	if err = os.WriteFile(half, start, 0o644); err != nil {
		t.Fatal(err)
	}
	engine, err := New("xla:" + half)
	if engine != nil || err == nil || !strings.Contains(err.Error(), "not a complete") {
		t.Errorf("got %v, %v, want an error that says the plugin is not complete", engine, err)
	}
}

// TestBuilds builds a program as machines without a C compiler do, without any tag, and runs it.
func TestBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program twice")
	}
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Skip("go is not on PATH")
	}
	for name, extra := range map[string][]string{"no C compiler": {"CGO_ENABLED=0"}, "tag noxla": {"GOFLAGS=-tags=noxla -buildvcs=false"}} {
		t.Run(name, func(t *testing.T) {
			binary := filepath.Join(t.TempDir(), "add")
			build := exec.Command(goCommand, "build", "-o", binary, "./testdata/add")
			build.Env = append(os.Environ(), extra...)
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			run := exec.Command(binary)
			run.Env = append(os.Environ(), compute.ConfigEnvVar+"=")
			var stderr bytes.Buffer
			run.Stderr = &stderr
			stdout, err := run.Output()
			if err != nil || string(stdout) != "Go Backend 5\n" {
				t.Errorf("got %q, %v, want the sum alone", stdout, err)
			}
			if line := stderr.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, "C compiler") {
				t.Errorf("advice is not one line that names the C compiler: %q", line)
			}
		})
	}
}
