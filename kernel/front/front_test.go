package front

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
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

// never is a time that no test waits for.
const never = time.Hour

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
	f.partly = never
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
		data, _ := c["data"].(dict)
		if state, ok := data["state"].(dict); ok {
			line += fmt.Sprint(" ", state["_model_name"])
		} else {
			for _, kind := range slices.Sorted(maps.Keys(data)) {
				text, isText := data[kind].(string)
				if !isText {
					text = "…"
				}
				line += " " + kind + "=" + text
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

// upTo waits until a cell has written something.
func (k *talk) upTo(id string) {
	k.Helper()
	for m := k.take(k.Published, id); m.Header.Type != "stream"; m = k.take(k.Published, id) {
	}
}

// deaf is a cell that handles interrupts, by doing nothing.
const deaf = "%%\nsignal.Notify(make(chan os.Signal, 1), os.Interrupt)\nfmt.Println(\"up\")\ntime.Sleep(time.Hour)"

// A second interrupt ends a cell that takes its time over the first, and a double click is one.
func TestASecondInterruptEndsACell(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	k.front.grace = time.Hour
	id := k.send("execute_request", dict{"code": deaf})
	k.upTo(id)
	k.front.Interrupt()
	k.front.Interrupt()
	k.front.mu.Lock()
	left := len(k.front.interrupts)
	k.front.interrupted = time.Now().Add(-2 * doubleClick)
	k.front.mu.Unlock()
	if left != 1 {
		t.Errorf("%d interrupts are left after a double click, want 1", left)
	}
	k.front.Interrupt()
	if reply := k.reply(id); reply["ename"] != "interrupted" {
		t.Errorf("got %v", reply)
	}
}

// The end of a kernel ends a cell too, however it takes interrupts.
func TestTheEndOfTheKernelEndsACell(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	k.front.grace = time.Hour
	k.upTo(k.send("execute_request", dict{"code": deaf}))
	if _, err := k.RequestControl("shutdown_request", dict{}); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-k.ended:
		if k.ended <- err; err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("the kernel does not end")
	}
}

// A kernel waits for the sockets of the one before.
func TestASocketThatIsStillInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := jupyter.Connection{Transport: "tcp", IP: "127.0.0.1", Control: l.Addr().(*net.TCPAddr).Port, Key: "key"}
	listened := make(chan error)
	go func() {
		f, wrong := Listen(Options{Connection: c, Work: t.TempDir()})
		if wrong == nil {
			f.close()
		}
		listened <- wrong
	}()
	select {
	case err = <-listened:
		t.Errorf("did not wait: %v", err)
	case <-time.After(takeover / 10):
		l.Close()
		if err = <-listened; err != nil {
			t.Error(err)
		}
	}
}
