package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockLimit = 5 * time.Second // a holder needs milliseconds; one that was stopped must not stop us
	lockPoll  = 10 * time.Millisecond
)

// file is the file that all kernels share.
type file struct {
	path               string
	maxCount, maxBytes int
	lockLimit          time.Duration // how long another kernel may hold the lock
}

// open returns the newest inputs and the next session's number, which no other session gets. With an error the number is not ours to
// write with, but what could be read is returned.
func (f file) open() (older []Entry, session int, err error) {
	err = f.locked(func() (err error) {
		older, session, err = f.claim()
		return err
	})
	if session == 0 { // no lock, in a folder that others own for one; reading needs none
		c, _ := f.read() // whatever fails here too, err says it already
		older, session = c.inputs.last(f.maxCount), c.highest+1
	}
	return older, session, err
}

// claim reads the file and puts the next session's number in. A file that has grown beyond its bounds is trimmed.
func (f file) claim() (older []Entry, session int, err error) {
	c, err := f.read()
	older, session = c.inputs.last(f.maxCount), c.highest+1
	if err != nil {
		return older, session, err
	}
	begin := record{Session: session}
	if c.bytes > f.maxBytes || len(c.inputs.list) < c.inputs.added {
		return older, session, f.replace(older, begin)
	}
	return older, session, f.write([]record{begin})
}

// append adds inputs of our session.
func (f file) append(list []Entry) error {
	return f.locked(func() error { return f.write(records(list)) })
}

// locked calls do while no other kernel reads or writes. The lock is on a file of its own, since the other one is replaced.
func (f file) locked(do func() error) error {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", f.path, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), f.lockLimit)
	defer cancel()
	lock := flock.New(f.path+".lock", flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return fmt.Errorf("locking %s: %w", f.path, err)
	}
	defer lock.Close()
	return do()
}

// write appends records in one piece. If the last line is torn it is ended first.
func (f file) write(list []record) error {
	out, err := os.OpenFile(f.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	text, err := lines(list)
	if err != nil {
		return err
	}
	torn, err := endsTorn(out)
	if err != nil {
		return err
	}
	if torn {
		text = append([]byte{'\n'}, text...)
	}
	if _, err = out.Write(text); err != nil {
		return err
	}
	return out.Close() // network file systems report here what they could not store
}

func endsTorn(f *os.File) (bool, error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false, err
	}
	last := []byte{0}
	_, err = f.ReadAt(last, info.Size()-1)
	return last[0] != '\n', err
}

// replace makes a new file of these inputs and the beginning of our session. It takes the name when it is whole and on disk. The lock makes
// the name of the unfinished one ours, so what a killed kernel left of it is overwritten.
func (f file) replace(list []Entry, begin record) error {
	text, err := lines(append(records(list), begin))
	if err != nil {
		return err
	}
	out, err := os.OpenFile(f.path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err = out.Write(text); err != nil {
		return err
	}
	if err = out.Sync(); err != nil {
		return err
	}
	if err = out.Close(); err != nil {
		return err
	}
	return os.Rename(f.path+".new", f.path)
}

// contents is what a file holds.
type contents struct {
	inputs  bounded
	highest int // of all sessions' numbers
	bytes   int
}

// read reads the file; one that does not exist is empty. Lines that are no records are skipped. With an error, what was read until then is
// returned.
func (f file) read() (contents, error) {
	c := contents{inputs: bounded{maxCount: f.maxCount, maxBytes: f.maxBytes}}
	in, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	defer in.Close()
	return c, eachLine(in, f.maxBytes, func(line []byte, size int) {
		c.bytes += size
		var r record
		if json.Unmarshal(line, &r) != nil || r.Session <= 0 {
			return
		}
		c.highest = max(c.highest, r.Session)
		if r.Line > 0 {
			c.inputs.add(Entry(r), size)
		}
	})
}
