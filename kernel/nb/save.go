package nb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/keep/image"
	"github.com/gensci/gensci/kernel/keep/shape"
)

// savedFolder is where values are saved: beside the notebook, since a cell's program starts in the notebook's folder.
var savedFolder = func() string {
	name := filepath.Join(".gensci", "saved")
	if here, err := os.Getwd(); err == nil {
		return filepath.Join(here, name) // also after the cell has changed its working directory
	}
	return name
}()

// Save keeps a value on purpose: under a name, in a file below .gensci/saved in the notebook's folder, where it is after a restart too, and
// for other notebooks of the folder. All that the value leads to is saved, matrices, tensors and trained models as well:
//
//	nb.Save("moons", m)
//	m := nb.Load[*fit.Model]("moons", flow.RealNVP{})
//
// An older value of the name is replaced when the new one is complete. What cannot be saved (functions, channels, open files) ends the cell
// with the sentence that says where it is, and so does a full disk.
func Save(name string, v any) { OK(TrySave(name, v)) }

// TrySave is Save for who wants to go on after an error.
func TrySave(name string, v any) error {
	path, err := savedFile(name)
	if err != nil {
		return fmt.Errorf("nb.Save: %w", err)
	}
	if err := os.MkdirAll(savedFolder, 0o755); err != nil {
		return fmt.Errorf("nb.Save: the folder for saved values cannot be made: %w", err)
	}
	if err := keep.SaveFile(path, v); err != nil {
		return unwritten(name, err)
	}
	return nil
}

// unwritten says why a value was not saved. Of a file that could not be written (a full disk) the name is that of one that is gone.
func unwritten(name string, err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		return fmt.Errorf("nb.Save: %q cannot be written to %s: %w", name, savedFolder, file.Err)
	}
	return fmt.Errorf("nb.Save: %q: %w", name, err)
}

// Load returns what was saved under a name, as a value of its own each time. The type must be the one that it was saved with; if it is one of yours, its
// fields too. The values of types that stand in interfaces are given as examples, since a program knows no types that it does not name: a
// *fit.Model has its settings in an interface. What goes wrong ends the cell with a sentence.
func Load[T any](name string, inInterfaces ...any) T {
	v, err := TryLoad[T](name, inInterfaces...)
	OK(err)
	return v
}

// TryLoad is Load for who wants to go on after an error. If nothing is saved under the name, it is an fs.ErrNotExist:
//
//	m, err := nb.TryLoad[*fit.Model]("moons", flow.RealNVP{})
//	if errors.Is(err, fs.ErrNotExist) {
//		m = nb.Must(fit.Density(flow.RealNVP{}, source, fit.Options{}))
//		nb.Save("moons", m)
//	}
func TryLoad[T any](name string, inInterfaces ...any) (v T, err error) {
	err = load(name, &v, inInterfaces)
	return v, err
}

// load is TryLoad without its type: what is generic is compiled anew in every cell that uses it.
func load(name string, to any, examples []any) error {
	path, err := savedFile(name)
	if err != nil {
		return fmt.Errorf("nb.Load: %w", err)
	}
	var known []reflect.Type
	for _, e := range examples {
		if e != nil {
			known = append(known, reflect.TypeOf(e))
		}
	}
	err = keep.LoadFile(path, to, known...)
	var lacks image.Unknown
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return missing(name)
	case errors.As(err, &lacks):
		return fmt.Errorf("nb.Load: %q: %w", name, explain(lacks, name, reflect.TypeOf(to).Elem()))
	}
	return fmt.Errorf("nb.Load: %q: %w", name, err)
}

// explain says how a type is given that stands in an interface.
func explain(lacks image.Unknown, name string, to reflect.Type) error {
	key, isType := strings.CutPrefix(lacks.What, "the type ")
	if !isType {
		return lacks
	}
	typ := shape.Short(key)
	example := typ + "{}"
	if rest, pointer := strings.CutPrefix(typ, "*"); pointer {
		example = "&" + rest + "{}"
	}
	return fmt.Errorf("it has a %s in an interface; give one for its type: nb.Load[%s](%q, %s)", typ, shape.Short(shape.Key(to)), name, example)
}

// missing is the error of a name under which nothing is saved.
func missing(name string) error {
	known := ""
	if list := names(); len(list) > 0 {
		known = " (there is " + strings.Join(list, ", ") + ")"
	}
	return fmt.Errorf("nb.Load: nothing is saved as %q in %s%s: %w", name, savedFolder, known, fs.ErrNotExist)
}

// longestName is that of files, less what is added while one is written.
const longestName = 200

// savedFile is the file of a name. A name is part of a path, and is to be read and typed on any system.
func savedFile(name string) (string, error) {
	invalid := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
	}
	if name == "" || name[0] == '.' || len(name) > longestName || !utf8.ValidString(name) || strings.ContainsFunc(name, invalid) {
		return "", fmt.Errorf("%.40q is no name: take letters, digits, - and _, such as \"moons-2\"", name)
	}
	return filepath.Join(savedFolder, name), nil
}
