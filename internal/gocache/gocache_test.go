package gocache

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary be the cache that the go command starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "gocache" {
		args := append(os.Args[2:], "", "")
		if err := (Cache{Own: args[0], Shared: args[1], Seed: args[2]}).Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// client speaks as the go command does.
type client struct {
	*testing.T
	in  io.WriteCloser
	out *json.Decoder
	end chan error
	id  int64
}

func dial(t *testing.T, c Cache) *client {
	t.Helper()
	reader, in := io.Pipe()
	out, writer := io.Pipe()
	k := &client{T: t, in: in, out: json.NewDecoder(out), end: make(chan error, 1)}
	go func() { k.end <- c.Serve(reader, writer); writer.Close(); reader.Close() }()
	t.Cleanup(func() { in.Close() })
	if hello := k.read(); strings.Join(hello.KnownCommands, " ") != "get put close" {
		t.Fatalf("got %+v", hello)
	}
	return k
}

func (k *client) read() (r response) {
	k.Helper()
	if err := k.out.Decode(&r); err != nil {
		k.Fatal(err)
	}
	return r
}

func (k *client) ask(q request, body []byte) response {
	k.Helper()
	k.id++
	q.ID, q.BodySize = k.id, int64(len(body))
	line, err := json.Marshal(q)
	if err != nil {
		k.Fatal(err)
	}
	text := string(line) + "\n\n"
	if len(body) > 0 {
		text += `"` + base64.StdEncoding.EncodeToString(body) + "\"\n"
	}
	if _, err = io.WriteString(k.in, text); err != nil {
		k.Fatal(err)
	}
	r := k.read()
	if r.ID != k.id {
		k.Fatalf("answered %d, want %d", r.ID, k.id)
	}
	return r
}

func hash(s string) []byte { h := sha256.Sum256([]byte(s)); return h[:] }

func (k *client) put(action, body string) response {
	k.Helper()
	return k.ask(request{Command: "put", ActionID: hash(action), OutputID: hash(body)}, []byte(body))
}

// get is the content that an action has made, "" if none has.
func (k *client) get(action string) string {
	k.Helper()
	r := k.ask(request{Command: "get", ActionID: hash(action)}, nil)
	if r.Miss {
		return ""
	}
	text, err := os.ReadFile(r.DiskPath)
	if err != nil || int64(len(text)) != r.Size || !bytes.Equal(r.OutputID, hash(string(text))) || r.Time == nil {
		k.Errorf("%s: %+v holds %q, %v", action, r, text, err)
	}
	return string(text)
}

func TestTwoLayers(t *testing.T) {
	shared, own := t.TempDir(), t.TempDir()
	k := dial(t, Cache{Own: shared})
	k.put("common", "compiled once")
	if r := k.ask(request{Command: "close"}, nil); r.Err != "" {
		t.Error(r.Err)
	}
	if err := <-k.end; err != nil {
		t.Error(err)
	}
	before := list(t, shared)
	k = dial(t, Cache{Own: own, Shared: shared})
	if got := k.get("common"); got != "compiled once" {
		t.Errorf("shared: got %q", got)
	}
	if got := k.get("mine"); got != "" {
		t.Errorf("nobody's: got %q", got)
	}
	if r := k.put("mine", "my own"); !strings.HasPrefix(r.DiskPath, own) || r.Err != "" {
		t.Errorf("put: %+v", r)
	}
	k.put("empty", "")
	if got := k.get("mine"); got != "my own" {
		t.Errorf("own: got %q", got)
	}
	k.put("common", "of mine") // what is shared wins, whatever a user has
	if got := k.get("common"); got != "compiled once" {
		t.Errorf("got %q instead of what is shared", got)
	}
	if r := k.ask(request{Command: "get", ActionID: hash("empty")}, nil); r.Miss || r.Size != 0 {
		t.Errorf("an empty output: %+v", r)
	}
	if after := list(t, shared); after != before {
		t.Errorf("the shared folder has changed: %s, before %s", after, before)
	}
}

func list(t *testing.T, dir string) (all string) {
	t.Helper()
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		all += fmt.Sprintln(path, info.Size(), info.ModTime())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What was cut off by a full disk or a power cut is compiled again.
func TestDamagedEntriesAreNone(t *testing.T) {
	own := t.TempDir()
	k := dial(t, Cache{Own: own})
	path := k.put("a", "content").DiskPath
	for _, damage := range []func() error{
		func() error { return os.WriteFile(path, []byte("cont"), 0o644) },
		func() error { return os.Remove(path) },
		func() error { return os.WriteFile(folder(own).file(hash("a"), "action"), []byte("junk"), 0o644) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if got := k.get("a"); got != "" {
			t.Errorf("got %q", got)
		}
		if k.put("a", "content"); k.get("a") != "content" {
			t.Error("it cannot be put again")
		}
	}
}

func TestNowhereToWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := dial(t, Cache{Own: file}).put("a", "b"); !strings.Contains(r.Err, file) {
		t.Errorf("got %+v", r)
	}
}

func TestNonsenseEndsIt(t *testing.T) {
	var out bytes.Buffer
	if err := (Cache{Own: t.TempDir()}).Serve(strings.NewReader("what?"), &out); err == nil {
		t.Error("nonsense was understood")
	}
	if err := (Cache{Own: t.TempDir()}).Serve(strings.NewReader(""), &out); err != nil {
		t.Errorf("the end of a go command: %v", err)
	}
	k := dial(t, Cache{Own: t.TempDir()})
	for _, q := range []request{{Command: "get"}, {Command: "put", ActionID: hash("a")}, {Command: "put2", ActionID: hash("a")}} {
		if r := k.ask(q, nil); r.Err == "" {
			t.Errorf("%+v: %+v", q, r)
		}
	}
}

func TestTrim(t *testing.T) {
	own := folder(t.TempDir())
	now := time.Now()
	for _, action := range []string{"old", "young"} {
		if _, err := own.put(hash(action), hash(action+"'s"), []byte(action)); err != nil {
			t.Fatal(err)
		}
	}
	there := func(action string) bool { _, ok := own.get(hash(action)); return ok }
	age := func(action string, by time.Duration) {
		t.Helper()
		e, _ := own.get(hash(action))
		for _, path := range []string{e.path, own.file(hash(action), "action")} {
			if err := os.Chtimes(path, now.Add(-by), now.Add(-by)); err != nil {
				t.Fatal(err)
			}
		}
	}
	age("old", 2*lifetime)
	if own.trim(now); !there("old") {
		t.Error("trimmed before the first day is over")
	}
	age("young", 2*lifetime)
	e, _ := own.get(hash("young"))
	own.used(hash("young"), e, now)
	if own.trim(now.Add(trimEvery / 2)); !there("old") {
		t.Error("trimmed twice a day")
	}
	if own.trim(now.Add(2 * trimEvery)); there("old") || !there("young") {
		t.Errorf("after a day: old %v, young %v", there("old"), there("young"))
	}
}

// The go command itself: what one cache has compiled the other one gives, and the seed what the go command has kept for itself.
func TestWithTheGoCommand(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles packages")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	module := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.org/m\n\ngo 1.24\n", "a/a.go": "package a\n\nconst A = 1\n", "b/b.go": "package b\n\nimport _ \"example.org/m/a\"\n"} {
		if err = os.MkdirAll(filepath.Join(module, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err = os.WriteFile(filepath.Join(module, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	export := func(pkg, cache string, env ...string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, "go", "list", "-export", "-f", "{{.Export}}", pkg)
		cmd.Dir = module
		cmd.Env = append(os.Environ(), append([]string{"GOFLAGS=-trimpath", "GOWORK=off", "GOCACHE=" + cache}, env...)...)
		var said bytes.Buffer
		cmd.Stderr = &said
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, &said)
		}
		return strings.TrimSpace(string(out))
	}
	shared, own, seeded := t.TempDir(), t.TempDir(), t.TempDir()
	ask := func(dirs ...string) string { return "GOCACHEPROG=" + self + " gocache " + strings.Join(dirs, " ") }
	if got := export("./a", shared, ask(shared)); !strings.HasPrefix(got, shared) {
		t.Errorf("first compiled: %s", got)
	}
	if got := export("./a", own, ask(own, shared)); !strings.HasPrefix(got, shared) {
		t.Errorf("compiled before: %s, want it in %s", got, shared)
	}
	if got := export("./b", own, ask(own, shared)); !strings.HasPrefix(got, own) {
		t.Errorf("new: %s, want it in %s", got, own)
	}
	gos := t.TempDir()
	export("./a", gos)
	if s := (Cache{Own: seeded, Seed: gos}); !seeds(t, s, gos) {
		t.Error("nothing was taken from the go command's cache: has its form changed?")
	}
}

// seeds says whether any action that the go command's cache holds is found.
func seeds(t *testing.T, c Cache, gos string) bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(gos, "*", "*-a"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		var action []byte
		if _, err = fmt.Sscanf(filepath.Base(name), "%x-a", &action); err == nil && !c.get(action).Miss {
			return true
		}
	}
	return false
}
