package keep

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gensci/gensci/kernel/keep/image"
)

// run is a program at work.
type run struct {
	program    Program
	folder     string
	dry        bool // nothing is saved
	world      *image.World
	old        *Manifest
	loaded     []*image.Loaded
	dropped    []Loss   // variables that could not be restored, and never will be
	created    []string // files
	goroutines int      // that run before the statements
	started    place
	finished   bool
}

// restore reads the components that the cell needs.
func (r *run) restore() error {
	r.learn()
	if r.folder == "" {
		r.old = &Manifest{}
	} else if err := r.readState(); err != nil {
		return err
	}
	for _, v := range r.program.Vars {
		if err := r.hasValue(v); err != nil {
			return err
		}
	}
	for _, c := range r.old.Components {
		if !r.needs(c) {
			continue
		}
		if err := r.load(c); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) readState() (err error) {
	if !r.dry {
		_ = os.Remove(filepath.Join(r.folder, proposalFile)) // of a program whose end nobody saw
	}
	r.old, err = Read(r.folder)
	return err
}

// learn tells the world what the program knows.
func (r *run) learn() {
	r.world = world(false)
	for name, ptr := range r.program.Globals {
		r.world.Global(name, ptr)
	}
	for name, f := range r.program.Funcs {
		r.world.Func(name, f)
	}
	for _, t := range r.program.Types {
		r.world.Type(t)
	}
	for _, v := range r.program.Vars {
		r.world.Variable(image.Root{Name: v.Name, Ptr: v.Ptr})
	}
}

// hasValue returns why a variable that is used cannot be.
func (r *run) hasValue(v Var) error {
	if !v.used() || r.old.Variable(v.Name) != nil {
		return nil
	}
	if l := r.old.Loss(v.Name); l != nil {
		return errors.New(l.Why)
	}
	if r.folder == "" {
		return errors.New(v.Name + " has no value: " + StateVar + " does not name the folder of the state")
	}
	return errors.New(v.Name + " has no value")
}

// needs reports whether a component must be in memory: the cell uses a variable of it, or sets one that others lead to.
func (r *run) needs(c Component) bool {
	for _, name := range c.Vars {
		if v := r.variable(name); v != nil && (v.used() || (v.Set != nil && len(c.Vars) > 1)) {
			return true
		}
	}
	return false
}

// variable returns the program's variable of a name, or nil.
func (r *run) variable(name string) *Var {
	for i := range r.program.Vars {
		if r.program.Vars[i].Name == name {
			return &r.program.Vars[i]
		}
	}
	return nil
}

// used reports whether the cell needs the value that the variable had.
func (v *Var) used() bool { return v.Kept || v.Old != nil }

// former makes room for the value that a variable had with another type.
func (v *Var) former() any {
	old := reflect.ValueOf(v.Old).Elem()
	old.Set(reflect.New(old.Type().Elem()))
	return old.Interface()
}

// replaced reports whether the variable has another type by now.
func (v *Var) replaced() bool { return v != nil && v.Old != nil && v.Set != nil && *v.Set }

// load restores a component. A variable that the cell redefines with another type is not restored; what pointed to it keeps the old one.
func (r *run) load(c Component) error {
	var roots []image.Root
	var used string
	for _, name := range c.Vars {
		v := r.variable(name)
		if v == nil {
			return errors.New("the program lacks " + name + ", which shares memory with " + c.Vars[0])
		}
		if v.used() && used == "" {
			used = name
		}
		if v.Old != nil {
			roots = append(roots, image.Root{Name: name, Ptr: v.former()})
		} else {
			roots = append(roots, image.Root{Name: name, Ptr: v.Ptr, Redefined: !v.Kept})
		}
	}
	l, err := r.open(c, roots)
	if err == nil {
		r.loaded = append(r.loaded, l)
		return nil
	}
	return r.unreadable(c, used, err)
}

func (r *run) open(c Component, roots []image.Root) (*image.Loaded, error) {
	b, err := image.Open(filepath.Join(r.folder, c.File))
	if err != nil {
		return nil, err
	}
	return r.world.Load(b, roots)
}

// unreadable deals with a component that was not restored. If it never will be, it is dropped, so that each of its variables says so from now
// on. If the cell uses one of them, it is not run.
func (r *run) unreadable(c Component, used string, err error) error {
	var unknown image.Unknown
	if errors.As(err, &unknown) {
		return errors.New(c.Vars[0] + " can't be restored: " + err.Error())
	}
	losses, blamed := r.losses(c, err)
	r.dropped = append(r.dropped, losses...)
	if used == "" {
		return nil
	}
	if r.variable(blamed).used() {
		used = blamed
	}
	return errors.New(r.next(Refused).Loss(used).Why)
}

// refuse ends the program before its statements. Whoever started it reads why in the proposal, or on standard error if that cannot be written.
func (r *run) refuse(err error) {
	written := false
	if r.folder != "" && r.old != nil && !r.dry {
		next := r.next(Refused)
		next.Notes = []string{err.Error()}
		written = next.write(r.folder, proposalFile) == nil
	}
	if !written {
		say(err.Error())
	}
	os.Exit(ExitRefused)
}

// losses says, for each variable of a component that cannot be restored, why, and which of them is to blame.
func (r *run) losses(c Component, err error) (list []Loss, first string) {
	first, what := c.Vars[0], " can't be read: "+err.Error()
	var changed image.Changed
	if errors.As(err, &changed) {
		what = " holds a value that was made with an older definition of its type " + strings.ReplaceAll(changed.Type, `"`, "")
		if changed.Name != "" {
			first = changed.Name
			what = " was made with an older definition of its type " + r.old.Variable(first).Type
		}
	}
	for _, name := range c.Vars {
		cell := r.old.Variable(name).Cell
		why := first + what + "; run cell " + strconv.Itoa(cell) + " again"
		if name != first {
			why = name + " shares memory with " + first + ", and " + why
		}
		list = append(list, Loss{name, why, cell})
	}
	return list, first
}

// next returns a copy of the manifest for the next state.
func (r *run) next(outcome string) *Manifest {
	m := *r.old
	m.Generation++
	m.Cell, m.Outcome, m.Notes = r.program.Cell, outcome, nil
	m.Variables, m.Components, m.Lost = slices.Clone(m.Variables), slices.Clone(m.Components), slices.Clone(m.Lost)
	for _, l := range r.dropped {
		m.forget(l.Name)
		if v := r.variable(l.Name); v.Set == nil || !*v.Set { // who has a new value does not miss the old one
			m.Lost = append(m.Lost, l)
			m.Notes = append(m.Notes, l.Why)
		}
	}
	for i := range m.Variables {
		if v := r.variable(m.Variables[i].Name); v != nil && v.Set != nil && *v.Set {
			m.Variables[i].Cell = r.program.Cell
		}
	}
	return &m
}
