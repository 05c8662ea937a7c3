package server

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/gensci/gensci/backend/session/wire"
)

// disk keeps named state in a folder, one file a name, replaced as a whole.
//
// A file is a line with the format's name, the description's length and the description (a state as in a listing), the tensors' bytes, and the SHA-256 of all that.
type disk struct {
	folder string
	limit  int64 // bytes of all files

	mu   sync.Mutex
	size map[string]int64 // of each file
}

const (
	stateFormat = "gensci state 1\n"
	stateSuffix = ".state"
	unfinished  = "new-" // begins the name of a file that is being written, or that a killed server left
)

// newDisk uses a folder that only the user may enter, and makes it if it is not there.
func newDisk(folder string, limit int64) (*disk, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(folder, 0o700); err != nil {
		return nil, err
	}
	return &disk{folder: folder, limit: limit, size: map[string]int64{}}, nil
}

// file is a name's path; any string may be a name.
func (d *disk) file(name string) string {
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(d.folder, hex.EncodeToString(sum[:12])+stateSuffix)
}

// scan reads the descriptions of all files. Files that cannot be read are removed: they are of a broken disk or another version.
func (d *disk) scan() (all []*named, err error) {
	files, err := os.ReadDir(d.folder)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		path := filepath.Join(d.folder, f.Name())
		if !strings.HasSuffix(path, stateSuffix) {
			if strings.HasPrefix(f.Name(), unfinished) {
				_ = os.Remove(path)
			}
			continue
		}
		v, err := describe(path)
		if err != nil || path != d.file(v.name) {
			fmt.Fprintf(os.Stderr, "gensci session: %s cannot be read and is removed: %v\n", path, err)
			_ = os.Remove(path)
			continue
		}
		if info, err := f.Info(); err == nil {
			d.size[path] = info.Size()
		}
		all = append(all, v)
	}
	return all, nil
}

// describe reads a file's description.
func describe(path string) (*named, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return description(bufio.NewReader(f))
}

func description(r io.Reader) (*named, error) {
	format := make([]byte, len(stateFormat))
	if _, err := io.ReadFull(r, format); err != nil || string(format) != stateFormat {
		return nil, errors.New("not a state file of this version")
	}
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := int64(binary.LittleEndian.Uint32(size[:]))
	body, err := io.ReadAll(io.LimitReader(r, n))
	if err != nil || int64(len(body)) < n {
		return nil, errors.Join(err, errors.New("the description ends too early"))
	}
	dec := wire.NewDecoder(body)
	states := wire.DecodeStates(dec)
	if err := dec.Done(); err != nil || len(states) != 1 {
		return nil, errors.Join(err, errors.New("the description is damaged"))
	}
	v := &named{name: states[0].Name, note: states[0].Note, when: states[0].When, bytes: states[0].Bytes, saved: true}
	for _, e := range states[0].Entries {
		v.entries = append(v.entries, namedEntry{name: e.Name, shape: e.Shape})
	}
	return v, nil
}

// write replaces a name's file.
func (d *disk) write(v *named) (err error) {
	path := d.file(v.name)
	if err = d.reserve(path, int64(v.bytes)); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(d.folder, unfinished+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	sum := sha256.New()
	if err = encodeState(io.MultiWriter(tmp, sum), v); err != nil {
		return err
	}
	if _, err = tmp.Write(sum.Sum(nil)); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// reserve counts n bytes for a file, if they fit.
func (d *disk) reserve(path string, n int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	total := n
	for p, size := range d.size {
		if p != path {
			total += size
		}
	}
	if total > d.limit {
		return fmt.Errorf("%d MB are more than the %d MB that named state may take on disk: drop names that are not needed", total>>20, d.limit>>20)
	}
	d.size[path] = n
	return nil
}

func encodeState(w io.Writer, v *named) error {
	var e wire.Encoder
	wire.EncodeStates(&e, []wire.State{v.state()})
	head := binary.LittleEndian.AppendUint32([]byte(stateFormat), uint32(len(e.B)))
	if _, err := w.Write(append(head, e.B...)); err != nil {
		return err
	}
	for _, x := range v.entries {
		flat, raw := wire.MakeFlat(x.shape)
		if err := x.value.copyTo(flat); err != nil {
			return err
		}
		if _, err := w.Write(raw); err != nil {
			return err
		}
	}
	return nil
}

// read gives the tensors of a file in order, after its checksum was found right.
func (d *disk) read(v *named, each func(i int, flat any) error) error {
	f, err := os.Open(d.file(v.name))
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	flats, err := tensorsIn(bufio.NewReaderSize(f, 1<<20), sum, v)
	if err != nil {
		return err
	}
	for i, flat := range flats {
		if err := each(i, flat); err != nil {
			return err
		}
	}
	return nil
}

func tensorsIn(r io.Reader, sum hash.Hash, v *named) (flats []any, err error) {
	in := io.TeeReader(r, sum)
	found, err := description(in)
	if err != nil {
		return nil, err
	}
	if len(found.entries) != len(v.entries) {
		return nil, errors.New("the file is of another version of the name")
	}
	for _, e := range found.entries {
		flat, raw := wire.MakeFlat(e.shape)
		if _, err := io.ReadFull(in, raw); err != nil {
			return nil, err
		}
		flats = append(flats, flat)
	}
	want := make([]byte, sha256.Size)
	if _, err := io.ReadFull(r, want); err != nil || !bytes.Equal(want, sum.Sum(nil)) {
		return nil, errors.New("the checksum is wrong")
	}
	return flats, nil
}

// remove deletes a name's file.
func (d *disk) remove(name string) error {
	path := d.file(name)
	d.mu.Lock()
	delete(d.size, path)
	d.mu.Unlock()
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
