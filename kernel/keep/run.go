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
	world      *image.World
	old        *Manifest
	loaded     []*image.Loaded
	created    []string  // files
	refusal    *Manifest // the state if values turn out to be lost for good
	goroutines int       // that run before the statements
	finished   bool
}

// restore reads the components of all variables that are to be restored.
func (r *run) restore() error {
	r.learn()
	names := r.kept()
	if r.folder == "" {
		r.old = &Manifest{}
		if len(names) > 0 {
			return errors.New(names[0] + " has no value: " + StateVar + " does not name the folder of the state")
		}
		return nil
	}
	_ = os.Remove(filepath.Join(r.folder, proposalFile)) // of a program whose end nobody saw
	var err error
	if r.old, err = Read(r.folder); err != nil {
		return err
	}
	for _, name := range names {
		if l := r.old.Loss(name); l != nil {
			return errors.New(l.Why)
		}
		if r.old.Variable(name) == nil {
			return errors.New(name + " has no value")
		}
	}
	for _, c := range r.old.Needs(names...) {
		if err := r.load(c); err != nil {
			return err
		}
	}
	return nil
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

// kept returns the variables that are to be restored.
func (r *run) kept() []string {
	var names []string
	for _, v := range r.program.Vars {
		if v.Kept || v.Old != nil {
			names = append(names, v.Name)
		}
	}
	return names
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

// load restores a component. A variable that the program redefines with another type is not restored; what pointed to it keeps the old one.
func (r *run) load(c Component) error {
	var roots []image.Root
	for _, name := range c.Vars {
		v := r.variable(name)
		if v == nil {
			return errors.New("the program lacks " + name + ", which shares memory with " + c.Vars[0])
		}
		switch {
		case v.Kept:
			roots = append(roots, image.Root{Name: name, Ptr: v.Ptr})
		case v.Old != nil:
			roots = append(roots, image.Root{Name: name, Ptr: v.former()})
		}
	}
	b, err := image.Open(filepath.Join(r.folder, c.File))
	if err != nil {
		return r.unreadable(c, err)
	}
	l, err := r.world.Load(b, roots)
	if err != nil {
		return r.unreadable(c, err)
	}
	r.loaded = append(r.loaded, l)
	return nil
}

// former makes room for the value that a variable had with another type.
func (v *Var) former() any {
	old := reflect.ValueOf(v.Old).Elem()
	old.Set(reflect.New(old.Type().Elem()))
	return old.Interface()
}

// replaced says whether the variable has another type by now.
func (v *Var) replaced() bool { return v != nil && v.Old != nil && v.Set != nil && *v.Set }

// unreadable says why a component was not restored. If it never will be, it is dropped, so that each of its variables says so from now on.
func (r *run) unreadable(c Component, err error) error {
	var unknown image.Unknown
	if errors.As(err, &unknown) {
		return errors.New(c.Vars[0] + " can't be restored: " + err.Error())
	}
	next := r.next(Refused)
	why, first := r.sentences(c, err)
	for _, name := range c.Vars {
		cell := next.Variable(name).Cell
		next.forget(name)
		next.lose(name, why[name], cell)
	}
	r.refusal = next
	return errors.New(why[first])
}

// refuse ends the program before its statements. Whoever started it reads why in the proposal, or if that cannot be written on standard error.
func (r *run) refuse(err error) {
	next := r.refusal
	if next == nil && r.old != nil {
		next = r.next(Refused)
	}
	if next == nil || r.folder == "" {
		say(err.Error())
		os.Exit(ExitRefused)
	}
	next.Notes = []string{err.Error()}
	if next.write(r.folder, proposalFile) != nil {
		say(err.Error())
	}
	os.Exit(ExitRefused)
}

// sentences says, for each variable of a component that cannot be restored, why, and which of them is to blame.
func (r *run) sentences(c Component, err error) (why map[string]string, first string) {
	first = c.Vars[0]
	what := " can't be read: " + err.Error()
	var changed image.Changed
	if errors.As(err, &changed) {
		what = " holds a value that was made with an older definition of its type " + strings.ReplaceAll(changed.Type, `"`, "")
		if changed.Name != "" {
			first = changed.Name
			what = " was made with an older definition of its type " + r.old.Variable(first).Type
		}
	}
	why = map[string]string{}
	for _, name := range c.Vars {
		again := "; run cell " + strconv.Itoa(r.old.Variable(name).Cell) + " again"
		if name == first {
			why[name] = name + what + again
		} else {
			why[name] = name + " shares memory with " + first + ", and " + first + what + again
		}
	}
	return why, first
}

// next returns a copy of the manifest for the next state.
func (r *run) next(outcome string) *Manifest {
	m := *r.old
	m.Generation++
	m.Cell, m.Outcome, m.Notes = r.program.Cell, outcome, nil
	m.Variables, m.Components, m.Lost = slices.Clone(m.Variables), slices.Clone(m.Components), slices.Clone(m.Lost)
	for i := range m.Variables {
		if v := r.variable(m.Variables[i].Name); v != nil && v.Set != nil && *v.Set {
			m.Variables[i].Cell = r.program.Cell
		}
	}
	return &m
}
