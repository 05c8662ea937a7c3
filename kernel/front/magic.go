package front

import (
	"context"
	"fmt"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// ownMagics does what concerns declarations, which we alone remember: %ls and %list show them, %rm and %remove forget some, %reset all; and what
// concerns the notebook's module, %get. It returns the lines that are not ours.
func (f *Front) ownMagics(ctx context.Context, r *request, o order, lines []cell.Special) (rest []cell.Special, err error) {
	for _, s := range lines {
		words := strings.Fields(s.Text)
		switch s.Name {
		case "ls", "list":
			r.publish("stream", dict{"name": "stdout", "text": f.listing()})
		case "rm", "remove":
			for _, name := range words[1:] {
				known := false
				if f.remember(func() { known = f.memory.Forget(name) }); !known {
					return nil, fmt.Errorf("%%rm: nothing is declared as %q; %%ls shows what is", name)
				}
			}
		case "reset":
			f.remember(func() { f.memory = cell.Memory{Packages: f.memory.Packages} })
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
