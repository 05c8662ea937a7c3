package front

import (
	"context"
	"fmt"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/keep"
)

// ownMagics does what concerns declarations, which we alone remember: %ls and %list show them, %rm and %remove forget some, %reset all; and what
// concerns the notebook's module, %get, or where cells run, %cd and %env. It returns the lines that are not ours.
func (f *Front) ownMagics(ctx context.Context, r *request, o order, lines []cell.Special) (rest []cell.Special, err error) {
	for _, s := range lines {
		words := strings.Fields(s.Text)
		switch s.Name {
		case "ls", "list":
			r.publish("stream", dict{"name": "stdout", "text": f.listing()})
		case "who":
			r.publish("stream", dict{"name": "stdout", "text": f.who()})
		case "rm", "remove":
			if err := f.forget(words[1:]); err != nil {
				return nil, err
			}
		case "reset":
			if err := keep.Clear(f.values.folder); err != nil {
				return nil, fmt.Errorf("%%reset: %w", err)
			}
			f.closeBoxes(r, func(*box) bool { return true })
			m, err := keep.Read(f.values.folder)
			if err != nil {
				return nil, fmt.Errorf("%%reset: %w", err)
			}
			f.remember(func() { f.memory = cell.Memory{Packages: f.memory.Packages, Importer: f.memory.Importer, Kept: m} })
			f.sweep(m)
		case "cd":
			if err := f.cd(r, words[1:]); err != nil {
				return nil, err
			}
		case "env":
			if err := f.setenv(r, words[1:]); err != nil {
				return nil, err
			}
		case "get":
			if err := f.get(ctx, r, o, words[1:]); err != nil {
				return nil, err
			}
		default:
			rest = append(rest, s)
		}
	}
	return rest, nil
}

// forget forgets declarations, and values with them.
func (f *Front) forget(names []string) error {
	for _, name := range names {
		known := false
		if f.remember(func() { known = f.memory.Forget(name) }); !known {
			return fmt.Errorf("%%rm: nothing is declared as %q; %%ls shows what is", name)
		}
	}
	if err := keep.Drop(f.values.folder, names...); err != nil {
		return fmt.Errorf("%%rm: %w", err)
	}
	m, err := keep.Read(f.values.folder)
	if err == nil {
		f.remember(func() { f.memory.Kept = m })
		f.sweep(m)
	}
	return err
}

// listing is a line for each declaration.
func (f *Front) listing() string {
	var b strings.Builder
	for _, d := range f.memory.Declared() {
		fmt.Fprintf(&b, "%-7s %-24s cell %d, line %d\n", strings.ToLower(d.Kind.String()), d.Name, d.Cell, d.Line)
	}
	if b.Len() == 0 {
		return "nothing is declared\n"
	}
	return b.String()
}
