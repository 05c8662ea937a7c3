package history

import (
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"time"

	"github.com/gensci/gensci/internal/dirs"
)

// flushLimit is how long Close waits for the file.
const flushLimit = 500 * time.Millisecond

// Options says where a history is kept and how much of it.
type Options struct {
	Path       string    // the file; by default history.jsonl in gensci's data folder
	Log        io.Writer // gets the one line that says why the file is not used; by default nobody
	MaxEntries int       // in memory for this and for older sessions, and in the file when it is opened; by default 10 000
	MaxBytes   int       // likewise; by default 10 MB. An input of more than a tenth of it is not kept
}

// Entry is the input of one cell.
type Entry struct {
	Session int // counts up from 1; 0 is the current one as long as its number is not known
	Line    int // the cell's execution count
	Source  string
}

// History is the history of one kernel's session and of those before it. Its methods may be called by several goroutines at once.
type History struct {
	options   Options
	complaint sync.Once
	wake      chan struct{} // holds one token when there is something to write
	closing   chan struct{}
	close     sync.Once
	done      chan struct{} // closed when the goroutine has ended
	loaded    chan struct{} // closed when older is complete
	older     []Entry       // not changed after loaded

	mu      sync.Mutex
	session int // our number, 0 as long as it is not known
	own     bounded
	written int // how many inputs, of all that were ever added, the file has
}

// Open starts a session's history. It returns at once; whatever is wrong with the file is for the log.
func Open(o Options) *History {
	if o.MaxEntries == 0 {
		o.MaxEntries = 10_000
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 10 << 20
	}
	h := &History{
		options: o, own: bounded{maxCount: o.MaxEntries, maxBytes: o.MaxBytes},
		wake: make(chan struct{}, 1), closing: make(chan struct{}), done: make(chan struct{}), loaded: make(chan struct{}),
	}
	go h.keep()
	return h
}

// Add remembers the input of the cell with that execution count, which is 1 or more. It never waits for the file.
func (h *History) Add(line int, source string) {
	h.mu.Lock()
	h.own.add(Entry{Line: line, Source: source}, len(source))
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default: // the goroutine has not taken the last one yet, and takes all at once
	}
}

// Close writes what is not written yet and ends the session. It waits half a second at most: a file that hangs loses the rest.
func (h *History) Close() {
	h.close.Do(func() { close(h.closing) })
	select {
	case <-h.done:
	case <-time.After(flushLimit):
		if batch, _ := h.unwritten(); len(batch) > 0 {
			h.complain(fmt.Errorf("%d inputs were not written within %v", len(batch), flushLimit))
		}
	}
}

// keep is the goroutine that owns the file.
func (h *History) keep() {
	defer close(h.done)
	f, err := h.load()
	for closing := false; err == nil && !closing; {
		select {
		case <-h.wake:
		case <-h.closing:
			closing = true
		}
		err = h.flush(f)
	}
	if err != nil {
		h.complain(err)
	}
}

// load reads older sessions and takes a number for ours. With an error there is nothing to write to, but older may have been read.
func (h *History) load() (file, error) {
	defer close(h.loaded)
	f := file{path: h.options.Path, maxCount: h.options.MaxEntries, maxBytes: h.options.MaxBytes, lockLimit: lockLimit}
	if f.path == "" {
		folder, err := dirs.Data()
		if err != nil {
			return f, err
		}
		f.path = filepath.Join(folder, "history.jsonl")
	}
	older, session, err := f.open()
	h.older = older
	h.mu.Lock()
	defer h.mu.Unlock()
	h.session = session
	return f, err
}

// flush appends what the file does not have yet.
func (h *History) flush(f file) error {
	batch, added := h.unwritten()
	if len(batch) == 0 {
		return nil
	}
	if err := f.append(batch); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.written = added
	return nil
}

// unwritten returns the inputs that the file does not have, as far as memory still has them, and how many were added up to the last.
func (h *History) unwritten() (batch []Entry, added int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.numbered(h.own.last(h.own.added - h.written)), h.own.added
}

// numbered gives own inputs our number. The caller holds mu.
func (h *History) numbered(list []Entry) []Entry {
	for i := range list {
		list[i].Session = h.session
	}
	return list
}

// complain writes one line to the log, the first time it is called.
func (h *History) complain(err error) {
	h.complaint.Do(func() {
		if h.options.Log != nil {
			fmt.Fprintf(h.options.Log, "history: kept in memory alone: %v\n", err)
		}
	})
}
