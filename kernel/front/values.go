package front

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/keep"
)

// values are those of variables, which programs restore and save in a folder.
type values struct{ folder string }

func newValues(work string) (values, error) {
	v := values{filepath.Join(work, "values")}
	return v, os.MkdirAll(v.folder, 0o700)
}

// environment tells a program where they are.
func (v values) environment(env []string) []string {
	if env == nil {
		env = os.Environ()
	}
	return append(env[:len(env):len(env)], keep.StateVar+"="+v.folder)
}

// settle makes the values that a program has saved those of the notebook, and remembers its variables. failed is how the program ended; it
// comes back, or what is wrong with the values.
func (f *Front) settle(p *cell.Program, out *output, failed error) error {
	if !p.Live {
		f.remember(func() { p.Settle(func(string) (bool, string) { return false, "" }) })
		return failed
	}
	m, err := keep.Commit(f.values.folder)
	if errors.Is(err, keep.ErrNoProposal) {
		out.text("stderr", []byte(err.Error()+"\n"))
		return failed
	}
	if err != nil {
		return errors.Join(failed, err)
	}
	f.remember(func() {
		f.memory.Kept = m
		p.Settle(func(name string) (bool, string) {
			if l := m.Loss(name); l != nil {
				return false, l.Why
			}
			return m.Variable(name) != nil, ""
		})
	})
	if m.Outcome == keep.Refused && len(m.Notes) > 0 {
		failed = &cellError{"value", m.Notes[0], []string{m.Notes[0]}}
	} else {
		for _, note := range m.Notes {
			out.text("stderr", []byte(note+"\n"))
		}
	}
	if err := keep.Collect(f.values.folder); err != nil {
		fmt.Fprintln(f.o.Log, "gensci: values of earlier cells could not be removed:", err)
	}
	return failed
}

// who is a line for each variable: name, type, size, cell.
func (f *Front) who() string {
	m := f.memory.Kept
	if m == nil || len(m.Variables) == 0 {
		return "no variable has a value\n"
	}
	var b strings.Builder
	for _, v := range m.Variables {
		size := ""
		if c := m.Component(v.File); c != nil {
			size = sizeText(c.Bytes)
			if len(c.Vars) > 1 {
				size += " with " + strings.Join(others(c.Vars, v.Name), ", ")
			}
		}
		fmt.Fprintf(&b, "%-16s %-28s cell %-4d %s\n", v.Name, v.Type, v.Cell, size)
	}
	return b.String()
}

func others(names []string, name string) (rest []string) {
	for _, n := range names {
		if n != name {
			rest = append(rest, n)
		}
	}
	return rest
}

func sizeText(n int64) string {
	switch {
	case n < 1e3:
		return fmt.Sprintf("%d B", n)
	case n < 1e6:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
