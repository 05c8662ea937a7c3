package assist

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	fakeVariable = "GENSCI_ASSIST_FAKE"  // what a fake gopls does
	noteVariable = "GENSCI_ASSIST_NOTES" // the file in which it writes a line for each message
)

// fake is a gopls that misbehaves.
type fake struct {
	how     string
	in      *bufio.Reader
	answers int // to completions
}

func (f *fake) serve() {
	f.note(fmt.Sprint("start ", os.Getpid()))
	_, _ = os.CreateTemp("", "gocommand-") // which a killed one leaves
	f.in = bufio.NewReader(os.Stdin)
	switch f.how {
	case "dies at start":
		return
	case "deaf":
		select {}
	}
	for {
		m, err := readFrame(f.in)
		if err != nil {
			if f.how == "stubborn" {
				select {}
			}
			return
		}
		f.note(m.Method)
		if !f.handle(m) {
			return
		}
	}
}

// handle says whether the fake goes on.
func (f *fake) handle(m message) bool {
	result := any(nil)
	switch m.Method {
	case "initialize":
		if f.how == "asks" {
			f.ask()
		}
	case "textDocument/completion":
		f.answers++
		switch {
		case f.how == "hangs":
			return true
		case f.how == "dies", f.how == "dies second" && f.answers == 2:
			return false
		case f.how == "garbage":
			fmt.Print("HTTP/1.1 200 OK\r\n\r\n<html>")
			return true
		case f.how == "huge":
			fmt.Print("Content-Length: 99999999999\r\n\r\n{")
			return true
		case f.how == "refuses":
			_ = writeFrame(os.Stdout, message{ID: m.ID, Error: &replyError{-32603, "no"}})
			return true
		case f.how == "slow":
			for !exists(os.Getenv(noteVariable) + ".gate") {
				time.Sleep(time.Millisecond)
			}
		}
		result = map[string]any{"items": []any{map[string]any{"label": "faked", "kind": 3, "textEdit": map[string]any{"newText": "faked", "range": f.range0(m)}}}}
	case "textDocument/hover":
		result = map[string]any{"contents": map[string]any{"value": "faked"}}
	}
	if m.ID != nil {
		body, _ := json.Marshal(result)
		_ = writeFrame(os.Stdout, message{ID: m.ID, Result: body})
	}
	return true
}

// range0 is an empty range at the place that a request names.
func (f *fake) range0(m message) span {
	var p struct{ Position position }
	_ = json.Unmarshal(m.Params.(json.RawMessage), &p)
	return span{p.Position, p.Position}
}

// ask asks for settings, and notes the answer.
func (f *fake) ask() {
	body := json.RawMessage(`{"items":[{"section":"gopls"}]}`)
	_ = writeFrame(os.Stdout, message{ID: json.RawMessage(`"x1"`), Method: "workspace/configuration", Params: body})
	m, err := readFrame(f.in)
	f.note(fmt.Sprintf("%s %s %v", m.ID, m.Result, err))
}

func (f *fake) note(line string) {
	if file, err := os.OpenFile(os.Getenv(noteVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		fmt.Fprintln(file, line)
		file.Close()
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// withFake returns an Assistant whose gopls is a fake, and the file of its notes. It waits for the fake, unless o says otherwise.
func withFake(t *testing.T, how string, o Options) (*Assistant, string) {
	t.Helper()
	notes := filepath.Join(t.TempDir(), "notes")
	o.Gopls, o.Checkout = os.Args[0], checkout(t)
	o.Env = []string{fakeVariable + "=" + how, noteVariable + "=" + notes}
	if o.First == 0 {
		o.First, o.Later = time.Minute, time.Minute
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	a := New(o)
	a.exports.patience = time.Minute
	t.Cleanup(a.Close)
	return a, notes
}

// starts counts a fake's processes.
func starts(t *testing.T, notes string) int {
	t.Helper()
	text, err := os.ReadFile(notes)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), "start ")
}

// waitFor waits until something holds.
func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("still waiting: " + what)
		}
	}
}
