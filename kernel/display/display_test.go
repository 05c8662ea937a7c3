package display

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
)

func encoded(m Message) []byte {
	var b bytes.Buffer
	m.write(&b)
	return b.Bytes()
}

var some = Message{ID: "id", Data: map[string]any{"text/plain": "ä\n", "image/png": []byte{0, 255, 10}, "empty": "", "application/json": JSON(`{"x": 1}`)}}

func TestMessagesComeBack(t *testing.T) {
	stream := bytes.NewReader(append(encoded(some), encoded(Message{Data: map[string]any{}})...))
	for _, want := range []Message{some, {Data: map[string]any{}}} {
		if got, err := Read(stream); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	if _, err := Read(stream); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
}

func TestBrokenMessages(t *testing.T) {
	whole := encoded(some)
	for n := 1; n < len(whole); n++ {
		if _, err := Read(bytes.NewReader(whole[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut off after %d bytes: %v", n, err)
		}
	}
	for name, b := range map[string]string{"length": "\x01\x00\x00\x00\x05", "kind": "\x04\x00\x00\x00\x00\x01a\x09", "no value": "\x03\x00\x00\x00\x00\x01a", "huge": "\x0a\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"} {
		if m, err := Read(strings.NewReader(b)); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v, %v", name, m, err)
		}
	}
	defer func() {
		if text, _ := recover().(string); !strings.Contains(text, "for number") {
			t.Errorf("a value of another type: %q", text)
		}
	}()
	encoded(Message{Data: map[string]any{"number": 1}})
}

func TestOutsideANotebookNothingIsSent(t *testing.T) {
	t.Setenv(Variable, "")
	if Send("", nil); InNotebook() {
		t.Error("this is no notebook")
	}
	if a, b := NewID(), NewID(); a == b || a == "" {
		t.Errorf("ids %q and %q", a, b)
	}
}

// The order with printed text, and what happens when the kernel's side closes, is tested in package run.
func TestSendWaitsForTheKernel(t *testing.T) {
	path := filepath.Join(t.TempDir(), "display")
	var ends [2]*os.File
	for i, name := range []string{path + There, path + Back} {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		ends[i] = f
	}
	var l link
	done := make(chan bool)
	go func() { l.send(path, some); done <- true }()
	if m, err := Read(ends[0]); err != nil || m.ID != "id" {
		t.Fatalf("%v, %v", m, err)
	}
	select {
	case <-done:
		t.Error("did not wait")
	default:
	}
	if _, err := ends[1].Write([]byte{0}); err != nil {
		t.Fatal(err)
	}
	<-done
	if l.err != nil {
		t.Error(l.err)
	}
}
