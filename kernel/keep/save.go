package keep

import (
	"cmp"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/gensci/gensci/kernel/keep/image"
	"github.com/gensci/gensci/kernel/keep/shape"
)

// save writes the components that have changed, and proposes a manifest.
func (r *run) save(outcome string) (err error) {
	if r.folder == "" || r.dry {
		return nil
	}
	defer func() {
		if v := recover(); v != nil {
			err = errors.New("an error of the program that saves: " + text(v))
		}
		if err != nil {
			err = errors.New("the values could not be saved, they are as they were before the cell: " + err.Error())
			r.discard()
		}
	}()
	next := r.next(outcome)
	next.Notes = append(next.Notes, r.quiet()...)
	r.started.changes(next)
	components := r.encode(next)
	if err := r.room(next, components); err != nil {
		return err
	}
	for _, c := range components {
		if err := r.store(next, c); err != nil {
			return err
		}
	}
	return next.write(r.folder, proposalFile)
}

func text(v any) string {
	if err, ok := v.(error); ok {
		return err.Error()
	}
	s, _ := v.(string)
	return s
}

// encoded is a component that has changed.
type encoded struct {
	Component
	*image.Encoded
}

// encode finds what has changed since the values were restored, takes it out of the manifest, and enters its variables anew.
func (r *run) encode(next *Manifest) (list []encoded) {
	components, lost := r.divide(r.changed())
	for _, name := range slices.Sorted(maps.Keys(lost)) {
		next.forget(name)
		next.lose(name, lost[name], r.program.Cell)
	}
	for _, c := range components {
		e, err := encodeComponent(c)
		if err != nil {
			c.Why = map[string]string{}
			for _, name := range c.Names {
				c.Why[name] = err.Error()
			}
		}
		for i, name := range c.Names {
			v := Variable{Name: name, Type: r.typeOf(name), Cell: r.program.Cell}
			if old := next.Variable(name); old != nil {
				v.Cell, v.Type = old.Cell, cmp.Or(v.Type, old.Type)
			}
			next.forget(name)
			if c.Why != nil {
				next.lose(name, c.Why[name], r.program.Cell)
				continue
			}
			v.Bytes = e.Sizes[i]
			next.Variables = append(next.Variables, v)
		}
		if c.Why == nil {
			list = append(list, encoded{describe(c, e), e})
		}
	}
	return list
}

// divide finds what the variables share. One that cannot be kept takes no other with it: without it, what it shared is the others' alone.
func (r *run) divide(roots []image.Root, clean []*image.Loaded) (list []*image.Component, lost map[string]string) {
	lost = map[string]string{}
	for {
		list = r.world.Walk(roots, clean).Components()
		var without []image.Root
		for _, root := range roots {
			if why := blamed(list, root.Name); why != "" {
				lost[root.Name] = why
			} else {
				without = append(without, root)
			}
		}
		if len(without) == len(roots) {
			return list, lost
		}
		roots = without
	}
}

// blamed says why a variable cannot be kept that shares memory with others which might be, "" for all others.
func blamed(list []*image.Component, name string) string {
	for _, c := range list {
		if len(c.Culprits) < len(c.Names) && slices.Contains(c.Culprits, name) {
			return c.Why[name]
		}
	}
	return ""
}

func encodeComponent(c *image.Component) (*image.Encoded, error) {
	if c.Why != nil {
		return nil, nil
	}
	return c.Encode()
}

func describe(c *image.Component, e *image.Encoded) Component {
	d := Component{Bytes: e.Size(), Vars: c.Names, Funcs: e.Funcs, Globals: e.Globals, External: e.External}
	for _, t := range e.Types {
		d.Types = append(d.Types, shape.Key(t))
	}
	return d
}

// lose enters a variable that cannot be kept, and tells the user.
func (m *Manifest) lose(name, why string, cell int) {
	m.Notes = append(m.Notes, name+" is not kept for later cells: "+why)
	m.Lost = append(m.Lost, Loss{name, name + " can't be used in a later cell: " + why + "; make it again there", cell})
}

// typeOf is the type of a variable as it is shown: of one that was to get another one and did not, that which it had.
func (r *run) typeOf(name string) string {
	v, old := r.variable(name), r.old.Variable(name)
	if v.Old != nil && !v.replaced() && old != nil {
		return old.Type
	}
	return v.Type
}

// changed returns the variables that have to be looked at: those of components that were changed and those that were defined; and the
// components that are as they were.
func (r *run) changed() (roots []image.Root, clean []*image.Loaded) {
	restored := map[string]bool{}
	for _, l := range r.loaded {
		same := l.Same()
		if same {
			clean = append(clean, l)
		}
		for _, root := range l.Roots() {
			if r.variable(root.Name).replaced() {
				continue
			}
			restored[root.Name] = true
			if !same {
				roots = append(roots, root)
			}
		}
	}
	for _, v := range r.program.Vars {
		if v.Set != nil && *v.Set && !restored[v.Name] {
			roots = append(roots, image.Root{Name: v.Name, Ptr: v.Ptr})
		}
	}
	return roots, clean
}

// store writes a component, unless there is a file with the same bytes, and enters it.
func (r *run) store(next *Manifest, c encoded) error {
	for _, old := range r.old.Components {
		if slices.Equal(old.Vars, c.Vars) && old.Bytes == c.Bytes && c.IsFile(filepath.Join(r.folder, old.File)) {
			c.File = old.File
		}
	}
	if c.File == "" {
		if err := r.create(&c); err != nil {
			return err
		}
	}
	next.Components = append(next.Components, c.Component)
	for _, name := range c.Vars {
		next.Variable(name).File = c.File
	}
	return nil
}

// create writes a new file.
func (r *run) create(c *encoded) error {
	for i := len(r.created) + 1; ; i++ {
		c.File = strconv.Itoa(r.program.Cell) + "-" + strconv.Itoa(i) + componentTail
		f, err := os.OpenFile(filepath.Join(r.folder, c.File), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if os.IsExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		r.created = append(r.created, f.Name())
		return errors.Join(c.Write(f), f.Close())
	}
}

// discard removes what was written in vain.
func (r *run) discard() {
	for _, path := range r.created {
		_ = os.Remove(path)
	}
}
