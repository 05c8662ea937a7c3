package display

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
)

// Variable is set in the environment of a cell's program: what the names of both pipes begin with.
const Variable = "GENSCI_DISPLAY"

// Names of the pipes are the variable's value with these.
const (
	There = "-there" // messages to the kernel
	Back  = "-back"  // a byte for each of them that has been handed on
)

// InNotebook says whether somebody sees what this program sends.
func InNotebook() bool { return os.Getenv(Variable) != "" }

// NewID is an identifier that nobody else has. Nobody needs to be kept from guessing it, and crypto/rand takes the linker longer than all the rest here.
func NewID() string { return strconv.FormatUint(rand.Uint64(), 36) }

// Send shows data by MIME type: each a string, a []byte or [JSON]. With an id it replaces what was shown under that id. It does nothing outside a notebook.
func Send(id string, data map[string]any) {
	if path := os.Getenv(Variable); path != "" {
		kernel.send(path, Message{ID: id, Data: data})
	}
}

// kernel is the way to the kernel that runs this program.
var kernel link

// link sends one message at a time.
type link struct {
	mu          sync.Mutex
	there, back *os.File // nil before the first message
	err         error    // why nothing can be sent any more
}

func (l *link) send(path string, m Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.there == nil && l.err == nil {
		l.err = l.open(path)
	}
	if l.err != nil {
		return
	}
	var b bytes.Buffer
	m.write(&b)
	if _, l.err = l.there.Write(b.Bytes()); l.err == nil {
		_, l.err = io.ReadFull(l.back, make([]byte, 1))
	}
	if l.err != nil {
		_, _ = os.Stderr.WriteString("gensci: displays do not reach the kernel any more: " + l.err.Error() + "\n")
	}
}

func (l *link) open(path string) (err error) {
	if l.there, err = os.OpenFile(path+There, os.O_WRONLY, 0); err != nil {
		return err
	}
	l.back, err = os.Open(path + Back)
	return err
}
