package front

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/assist"
	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/history"
	"github.com/gensci/gensci/kernel/jupyter"
)

// patience bounds waits for what takes a second at most on a quiet machine.
const patience = 30 * time.Second

// talk is a front and a client of it.
type talk struct {
	*testing.T
	*jupyter.Client
	front *Front
	c     jupyter.Connection
	ended chan error
}

func listen(t *testing.T) *talk {
	t.Helper()
	dir, err := os.MkdirTemp("", "front") // paths of sockets are short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	c := jupyter.Private(dir, "gensci")
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-tags=noxla,cells -ldflags=-s", "GOPROXY=off")
	past := history.Open(history.Options{Path: filepath.Join(dir, "history.jsonl")})
	t.Cleanup(past.Close)
	assistant := assist.New(assist.Options{Gopls: filepath.Join(dir, "none"), Checkout: checkout})
	t.Cleanup(assistant.Close)
	known := cell.Packages{Module: map[string][]string{"nb": {"github.com/gensci/gensci/kernel/nb"}}}
	f, err := Listen(Options{Connection: c, Version: "1", Checkout: checkout, Dir: dir, Work: filepath.Join(dir, "work"), Env: env, Packages: known, History: past, Assistant: assistant})
	if err != nil {
		t.Fatal(err)
	}
	k := &talk{T: t, front: f, c: c, ended: make(chan error, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { k.ended <- f.Serve(ctx) }()
	t.Cleanup(func() { cancel(); <-k.ended })
	if k.Client, err = jupyter.Dial(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	for subscribed := false; !subscribed; { // a subscription takes effect at an unknown moment
		id := k.send("kernel_info_request", dict{})
		k.reply(id)
		select {
		case <-k.Published:
			subscribed = true
		case <-time.After(10 * time.Millisecond):
		}
	}
	return k
}

func (k *talk) send(kind string, content dict) string {
	k.Helper()
	id, err := k.Request(kind, content)
	if err != nil {
		k.Fatal(err)
	}
	return id
}

// take returns the next message of a channel that answers id.
func (k *talk) take(from chan jupyter.Message, id string) jupyter.Message {
	k.Helper()
	deadline := time.After(patience)
	for {
		select {
		case m := <-from:
			if m.Parent.ID == id {
				return m
			}
		case <-deadline:
			k.Fatal("no answer")
		}
	}
}

func read(t *testing.T, m jupyter.Message) (content dict) {
	t.Helper()
	if err := json.Unmarshal(m.Content, &content); err != nil {
		t.Fatal(err)
	}
	return content
}

func (k *talk) reply(id string) dict { k.Helper(); return read(k.T, k.take(k.Replies, id)) }

// published are the messages about id until idle, as "kind text".
func (k *talk) published(id string) (all []string) {
	k.Helper()
	for {
		m := k.take(k.Published, id)
		c := read(k.T, m)
		line := m.Header.Type
		for _, key := range []string{"execution_state", "name", "text", "code", "ename", "evalue", "wait"} {
			if c[key] != nil {
				text, _ := json.Marshal(c[key])
				line += " " + strings.Trim(string(text), `"`)
			}
		}
		if data, ok := c["data"].(dict); ok {
			for kind, v := range data {
				line += " " + kind + "=" + v.(string)
			}
		}
		all = append(all, line)
		if m.Header.Type == "status" && c["execution_state"] == "idle" {
			return all
		}
	}
}

// execute runs a cell and returns its reply and what was published between busy, execute_input and idle.
func (k *talk) execute(code string) (reply dict, shown []string) {
	k.Helper()
	id := k.send("execute_request", dict{"code": code, "allow_stdin": false})
	all := k.published(id)
	if all[0] != "status busy" || !strings.HasPrefix(all[1], "execute_input ") {
		k.Errorf("published %q", all)
	}
	return k.reply(id), all[2 : len(all)-1]
}

func TestCells(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	const svg = `gonbui.DisplayHTML("<svg></svg>")`
	for _, c := range []struct{ code, status, shown string }{
		{"func twice(x int) int { return 2 * x }", "ok", ""},
		{"%%\nfmt.Println(twice(21))", "ok", `stream stdout 42\n`},
		{"%%\nfmt.Println(twice(21)", "error", `error compile error cell 3, line 2: missing ','`},
		{"%%\nvar x int = \"a\"", "error", `error compile error cell 4, line 2:`},
		{"%%\npanic(\"boom\")", "error", `error panic panic: boom`},
		{"%%\nlog.Fatal(\"bad luck\")", "error", `bad luck (exit status 1)`},
		{"%%\nos.Stdout.Write([]byte{255, 65, 10})", "ok", "stream stdout \ufffdA\\n"},
		{"import \"github.com/janpfeifer/gonb/gonbui\"\n%%\n" + svg, "ok", "display_data image/svg+xml=<svg></svg>"},
		{"%%\nnb.ClearBeforeNext(); nb.ExecuteResult(7)", "ok", "clear_output true"},
		{"%%\ngonbui.RequestInput(\"name\", false); var s string; _, err := fmt.Scanln(&s); fmt.Println(err)", "ok", `stream stdout EOF\n`},
		{"%ls", "ok", "twice"},
		{"%rm twice", "ok", ""},
		{"%%\nfmt.Println(twice(1))", "error", "undefined: twice"},
		{"!true", "error", "need GoNB"},
	} {
		reply, shown := k.execute(c.code)
		if reply["status"] != c.status || !strings.Contains(strings.Join(shown, "|"), c.shown) {
			t.Errorf("%q: %v, published %q, want %s, %q", c.code, reply, shown, c.status, c.shown)
		}
		if reply["execution_count"] == nil {
			t.Errorf("%q: the reply has no number: %v", c.code, reply)
		}
		if n := slices.IndexFunc(shown, func(s string) bool { return strings.HasPrefix(s, "error ") }); c.status == "error" && n != len(shown)-1 {
			t.Errorf("%q: the error is not the last thing shown: %q", c.code, shown)
		}
	}
}

// An error shows the place in the cell, once: what the runtime says of a panic is not on standard error too.
func TestTraceback(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	reply, shown := k.execute("%%\nfmt.Fprintln(os.Stderr, \"before\")\nvar m map[string]int\nm[\"a\"]++")
	if len(shown) != 2 || shown[0] != `stream stderr before\n` {
		t.Errorf("published %q", shown)
	}
	lines, _ := reply["traceback"].([]any)
	if len(lines) < 2 || lines[0] != "cell 1, line 4: panic: assignment to entry in nil map" || !strings.Contains(lines[1].(string), `m["a"]++`) {
		t.Errorf("traceback %q", lines)
	}
}

func TestQueueIsAbortedAfterAnError(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	for _, code := range []string{"%%\ntime.Sleep(300*time.Millisecond); panic(1)", "%%\nfmt.Println(2)", "%%\nfmt.Println(3)"} {
		k.send("execute_request", dict{"code": code, "stop_on_error": true})
	}
	var got []string
	for range 3 {
		select {
		case m := <-k.Replies:
			got = append(got, read(t, m)["status"].(string))
		case <-time.After(patience):
			t.Fatal("no reply")
		}
	}
	if want := []string{"error", "aborted", "aborted"}; !slices.Equal(got, want) {
		t.Errorf("replies %v, want %v", got, want)
	}
}

func TestInterrupt(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	id := k.send("execute_request", dict{"code": "%%\nfmt.Println(\"up\")\nselect {}"})
	for m := k.take(k.Published, id); m.Header.Type != "stream"; m = k.take(k.Published, id) {
	}
	begin := time.Now()
	if _, err := k.RequestControl("interrupt_request", dict{}); err != nil {
		t.Fatal(err)
	}
	if reply := k.reply(id); reply["ename"] != "interrupted" || time.Since(begin) > 2*time.Second {
		t.Errorf("after %s: %v", time.Since(begin), reply)
	}
	if reply, _ := k.execute("%%\nfmt.Println(1)"); reply["status"] != "ok" {
		t.Errorf("the next cell: %v", reply)
	}
}

func TestInput(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	code := "import \"github.com/janpfeifer/gonb/gonbui\"\n%%\ngonbui.RequestInput(\"name?\", false)\nvar s string\nfmt.Scanln(&s)\nfmt.Println(\"hello\", s)"
	id := k.send("execute_request", dict{"code": code, "allow_stdin": true})
	q := k.take(k.Questions, id)
	if c := read(t, q); c["prompt"] != "name?" {
		t.Errorf("asked %v", c)
	}
	if err := k.Answer(q, "Ada"); err != nil {
		t.Fatal(err)
	}
	if shown := strings.Join(k.published(id), "|"); !strings.Contains(shown, "hello Ada") {
		t.Errorf("published %s", shown)
	}
}

func TestRequestsWithoutCells(t *testing.T) {
	k := listen(t)
	for _, c := range []struct {
		kind    string
		content dict
		want    string
	}{
		{"kernel_info_request", dict{}, `"protocol_version":"5.4"`},
		{"is_complete_request", dict{"code": "%%\nfor {"}, `"status":"incomplete"`},
		{"is_complete_request", dict{"code": "%%\nx := 1"}, `"status":"complete"`},
		{"comm_info_request", dict{}, `"comms":{}`},
		{"history_request", dict{"hist_access_type": "tail", "n": 3, "output": false, "raw": true}, `"history":[]`},
		{"complete_request", dict{"code": "%%\nstrings.ToUp", "cursor_pos": 15}, `"ToUpper"`},
		{"inspect_request", dict{"code": "%%\nnothing", "cursor_pos": 5, "detail_level": 0}, `"found":false`},
		{"debug_request", dict{}, `"success":false`},
	} {
		id := k.send(c.kind, c.content)
		if got := string(k.take(k.Replies, id).Content); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.kind, got, c.want)
		}
		if all := k.published(id); !slices.Equal(all, []string{"status busy", "status idle"}) {
			t.Errorf("%s: published %q", c.kind, all)
		}
	}
}

// Messages that are not signed with the key do nothing, and the next one is served.
func TestForgedMessages(t *testing.T) {
	k := listen(t)
	forged := k.c
	forged.Key = "another"
	other, err := jupyter.Dial(forged)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err = other.RequestControl("shutdown_request", dict{}); err != nil {
		t.Fatal(err)
	}
	k.reply(k.send("kernel_info_request", dict{}))
	select {
	case err := <-k.ended:
		t.Fatalf("the kernel ended: %v", err)
	default:
	}
}

func TestShutdown(t *testing.T) {
	k := listen(t)
	id, err := k.RequestControl("shutdown_request", dict{"restart": true})
	if err != nil {
		t.Fatal(err)
	}
	if c := read(t, k.take(k.Control, id)); c["restart"] != true || c["status"] != "ok" {
		t.Errorf("got %v", c)
	}
	select {
	case err := <-k.ended:
		k.ended <- err
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("the kernel does not end")
	}
}
