package keep

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/gensci/gensci/kernel/keep/image"
	"github.com/gensci/gensci/kernel/keep/shape"
)

// value is the name of the variable in what Marshal writes.
const value = "value"

// Marshal encodes a value with all that it leads to. An error names what cannot be saved.
func Marshal(v any) ([]byte, error) {
	e, err := encodeOne(world(true), v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(int(e.Size()))
	err = e.Write(&b)
	return b.Bytes(), err
}

func encodeOne(w *image.World, v any) (*image.Encoded, error) {
	if v == nil {
		return nil, errors.New("nil without a type cannot be saved")
	}
	box := reflect.New(reflect.TypeOf(v))
	box.Elem().Set(reflect.ValueOf(v))
	root := image.Root{Name: value, Ptr: box.Interface()}
	w.Variable(root)
	c := w.Walk([]image.Root{root}, nil).Components()[0]
	if why, bad := c.Why[root.Name]; bad {
		return nil, errors.New("the value cannot be saved: " + why)
	}
	return c.Encode()
}

// Unmarshal decodes into what ptr points to. The types must be those that the value was saved with; types lists those of values in interfaces
// that do not follow from it, as [Program] does.
func Unmarshal(b []byte, ptr any, types ...reflect.Type) error {
	return unmarshal(world(true), image.Bytes{All: bytes.Clone(b)}, ptr, types...)
}

func unmarshal(w *image.World, b image.Bytes, ptr any, types ...reflect.Type) error {
	for _, t := range types {
		w.Type(t)
	}
	_, err := w.Load(b, []image.Root{{Name: value, Ptr: ptr}})
	var changed image.Changed
	if !errors.As(err, &changed) {
		return err
	}
	was, has := readable(changed.Type), readable(shape.Key(reflect.TypeOf(ptr).Elem()))
	if changed.Name == value && was != has {
		return errors.New("it holds a value of type " + was + ", not " + has)
	}
	return errors.New("it was saved with another definition of the type " + was)
}

// readable is the key of a type with whole paths, so that two packages of one name are told apart; the program's own types have none.
func readable(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, `"main".`, ""), `"`, "")
}

// SaveFile is Marshal into a file, which is replaced as a whole or not at all.
func SaveFile(path string, v any) error {
	e, err := encodeOne(world(true), v)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	err = e.Write(f)
	for _, step := range []func() error{func() error { return f.Chmod(0o644) }, f.Sync, f.Close} {
		if failed := step(); err == nil {
			err = failed
		}
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// FileType returns the type of the value in a file as it is written in Go, []mat.Dense, without loading it.
func FileType(path string) (string, error) {
	b, err := image.Open(path)
	if err != nil {
		return "", err
	}
	key, err := b.TypeOf(value)
	return shape.Short(key), err
}

// LoadFile is Unmarshal from a file. Large slices of numbers are read as they are used.
func LoadFile(path string, ptr any, types ...reflect.Type) error {
	b, err := image.Open(path)
	if err != nil {
		return err
	}
	return unmarshal(world(true), b, ptr, types...)
}
