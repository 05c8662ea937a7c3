package front

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/run"
	"github.com/gensci/gensci/kernel/show"
)

// values are those of variables, which programs restore and save in a folder.
type values struct{ folder string }

func newValues(work string) (values, error) {
	v := values{filepath.Join(work, "values")}
	return v, os.MkdirAll(v.folder, 0o700)
}

// liveGrace is how long a program that keeps values may take to notice that it is interrupted: at the next round of a loop, or after the present
// call of the engine. Saving may take longer.
const liveGrace = 900 * time.Millisecond

// lend lets a program restore and save them.
func (v values) lend(p *run.Program) error {
	if err := keep.Prepare(v.folder); err != nil {
		return fmt.Errorf("the values of the notebook: %w", err)
	}
	p.Env = append(slices.Clip(p.Env), keep.StateVar+"="+v.folder)
	p.Ask = func() error { return keep.Interrupt(v.folder) }
	p.Heard = func() bool { return keep.Heard(v.folder) }
	p.Grace = cmp.Or(p.Grace, liveGrace)
	return nil
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
		f.sweep(f.memory.Kept)
		out.text("stderr", []byte(err.Error()+"\n"))
		return failed
	}
	if err != nil {
		return errors.Join(failed, err)
	}
	leans := len(external(m))+len(external(f.memory.Kept)) > 0
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
	if leans {
		f.sweep(m)
	}
	if err := keep.Collect(f.values.folder); err != nil {
		fmt.Fprintln(f.o.Log, "gensci: values of earlier cells could not be removed:", err)
	}
	return failed
}

// external are the names of what values lean on outside of their files: in the session server.
func external(m *keep.Manifest) (names []string) {
	if m == nil {
		return nil
	}
	for _, c := range m.Components {
		names = append(names, c.External...)
	}
	return names
}

// sweep has what no value leans on any more dropped.
func (f *Front) sweep(m *keep.Manifest) {
	if f.o.Sweep != nil {
		if err := f.o.Sweep(external(m)); err != nil {
			fmt.Fprintln(f.o.Log, "gensci: the session server keeps what nobody needs:", err)
		}
	}
}

// who is a line for each variable: name, type, size, cell.
func (f *Front) who() string {
	m := f.memory.Kept
	if m == nil || len(m.Variables) == 0 {
		return "no variable has a value\n"
	}
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, v := range m.Variables {
		size := ""
		if c := m.Component(v.File); c != nil {
			size = show.Size(c.Bytes)
			if len(c.Vars) > 1 {
				size += " with " + strings.Join(others(c.Vars, v.Name), ", ")
			}
		}
		fmt.Fprintf(table, "%s\t%s\tcell %d\t%s\n", v.Name, v.Type, v.Cell, size)
	}
	_ = table.Flush() // to memory
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
