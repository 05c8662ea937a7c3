package resident

import (
	"errors"
	"slices"
	"strings"

	"github.com/gensci/gensci/backend/session"
)

// Drop drops the named states that begin with a prefix, but for those that are needed.
func (p *Owner) Drop(prefix string, needed []string) error {
	if p.Pid() == 0 {
		return nil // nothing has been named yet, or it will be read again when somebody asks
	}
	e, err := session.Connect(p.Socket())
	if err != nil {
		return err
	}
	defer e.Finalize()
	states, err := e.List()
	for _, s := range states {
		if strings.HasPrefix(s.Name, prefix) && !slices.Contains(needed, s.Name) {
			err = errors.Join(err, e.Drop(s.Name))
		}
	}
	return err
}
