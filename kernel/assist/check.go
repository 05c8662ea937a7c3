package assist

import (
	"context"
	"errors"

	"github.com/gensci/gensci/kernel/cell"
)

// Check errs if gopls does not complete a name before ctx ends.
func (a *Assistant) Check(ctx context.Context) error {
	const code = "%%\nfmt.Printl"
	s := (&cell.Memory{}).Sketch(code)
	answers := make(chan error, 1)
	go func() {
		a.server.turn <- struct{}{}
		defer func() { <-a.server.turn }()
		answers <- a.server.run(func(p *process) error {
			place, err := a.place(p, s, s.At(len(code)))
			if err != nil {
				return err
			}
			var list struct{ Items []item }
			if err = p.call("textDocument/completion", place, &list); err == nil && len(list.Items) == 0 {
				err = errors.New("it knows no packages")
			}
			return err
		})
	}()
	select {
	case err := <-answers:
		return err
	case <-ctx.Done():
		return errors.New("no answer")
	}
}
