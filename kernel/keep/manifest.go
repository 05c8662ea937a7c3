package keep

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Manifest says what a state consists of. Files that it does not name do not belong to the state.
type Manifest struct {
	Generation int // one more with each commit
	Cell       int // that ran last
	Variables  []Variable
	Components []Component
	Lost       []Loss   // variables that have no value any more, and why
	Dir        string   // where programs start; "" is where they always did
	Env        Env      // what is changed in their environment
	Outcome    string   // how the cell ended
	Notes      []string // sentences that the user should read after it
}

// How a cell ended.
const (
	Done        = "done"
	Panicked    = "panicked" // the values are those at the panic
	Interrupted = "interrupted"
	Refused     = "refused" // it was not run, for Notes say what
)

// Variable is one that has a value.
type Variable struct {
	Name string
	Type string // as [Var] had it
	Cell int    // that defined it last
	File string // of its component
	// Bytes is what it leads to; memory that several variables share counts for one of them.
	Bytes int64
}

// Component is a set of variables that share memory. They are restored together or not at all.
type Component struct {
	File  string
	Bytes int64
	Vars  []string // by name
	// What a program must know to restore it: Types as [Source] translates them, Funcs and Globals by their names with the path of the package,
	// math.Sin and io.EOF.
	Types, Funcs, Globals []string
	External              []string // what is kept elsewhere by hooks
}

// Loss is a variable that is not kept.
type Loss struct {
	Name string
	Why  string // a sentence for who uses it all the same
	Cell int    // that made the value that was lost
}

// Variable returns the variable of a name, or nil.
func (m *Manifest) Variable(name string) *Variable {
	for i := range m.Variables {
		if m.Variables[i].Name == name {
			return &m.Variables[i]
		}
	}
	return nil
}

// Loss returns why a variable has no value, or nil.
func (m *Manifest) Loss(name string) *Loss {
	for i := range m.Lost {
		if m.Lost[i].Name == name {
			return &m.Lost[i]
		}
	}
	return nil
}

// Component returns the component of a file, or nil.
func (m *Manifest) Component(file string) *Component {
	for i := range m.Components {
		if m.Components[i].File == file {
			return &m.Components[i]
		}
	}
	return nil
}

// Needs returns the components of the variables: a program that uses these must declare all variables of them, and give their types,
// functions and globals.
func (m *Manifest) Needs(names ...string) []Component {
	var list []Component
	for _, c := range m.Components {
		if slices.ContainsFunc(c.Vars, func(v string) bool { return slices.Contains(names, v) }) {
			list = append(list, c)
		}
	}
	return list
}

const (
	manifestFile  = "manifest"
	proposalFile  = "proposal"
	componentTail = ".keep"
)

// Read returns the manifest of a folder. A folder without one is an empty state.
func Read(folder string) (*Manifest, error) { return readManifest(folder, manifestFile) }

func readManifest(folder, name string) (*Manifest, error) {
	b, err := os.ReadFile(filepath.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return &Manifest{}, nil
	}
	if err != nil {
		return nil, err
	}
	m, err := parse(string(b))
	if err != nil {
		return nil, errors.New("the values of this notebook cannot be read, restart it: " + err.Error())
	}
	return m, nil
}

// write puts a manifest under a name, whole or not at all.
func (m *Manifest) write(folder, name string) error {
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path+".new", m.text(), 0o600); err != nil {
		_ = os.Remove(path + ".new")
		return err
	}
	return os.Rename(path+".new", path)
}

// ErrNoProposal says that a program ended without saying how: it was killed, or called os.Exit.
var ErrNoProposal = errors.New("the program ended without saving its values: they are as they were before")

// Commit makes the proposal of a program that has ended the state, and returns its manifest.
func Commit(folder string) (*Manifest, error) {
	if _, err := os.Stat(filepath.Join(folder, proposalFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoProposal
	}
	old, err := Read(folder)
	if err != nil {
		return nil, err
	}
	m, err := readManifest(folder, proposalFile)
	if err != nil {
		return nil, err
	}
	if m.Generation != old.Generation+1 {
		_ = os.Remove(filepath.Join(folder, proposalFile))
		return nil, ErrNoProposal
	}
	return m, os.Rename(filepath.Join(folder, proposalFile), filepath.Join(folder, manifestFile))
}

// Drop forgets variables. What others share with them stays.
func Drop(folder string, names ...string) error {
	m, err := Read(folder)
	if err != nil {
		return err
	}
	for _, name := range names {
		m.forget(name)
	}
	m.Generation++
	return m.write(folder, manifestFile)
}

// forget removes a variable, and its component if it was the last in it.
func (m *Manifest) forget(name string) {
	m.Variables = slices.DeleteFunc(m.Variables, func(v Variable) bool { return v.Name == name })
	m.Lost = slices.DeleteFunc(m.Lost, func(l Loss) bool { return l.Name == name })
	for i := range m.Components {
		c := &m.Components[i]
		c.Vars = slices.DeleteFunc(slices.Clone(c.Vars), func(v string) bool { return v == name })
	}
	m.Components = slices.DeleteFunc(m.Components, func(c Component) bool { return len(c.Vars) == 0 })
}

// Clear forgets all variables.
func Clear(folder string) error {
	m, err := Read(folder)
	if err != nil {
		m = &Manifest{} // it cannot be read: all the more reason
	}
	if err := (&Manifest{Generation: m.Generation + 1, Dir: m.Dir, Env: m.Env}).write(folder, manifestFile); err != nil {
		return err
	}
	return Collect(folder)
}

// Collect removes files that do not belong to the state. No program may be running.
func Collect(folder string) error {
	m, err := Read(folder)
	if err != nil {
		return err
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var failed []error
	for _, f := range files {
		name := f.Name()
		stray := strings.HasSuffix(name, componentTail) && m.Component(name) == nil
		if stray || name == proposalFile || strings.HasSuffix(name, ".new") {
			failed = append(failed, os.Remove(filepath.Join(folder, name)))
		}
	}
	return errors.Join(failed...)
}
