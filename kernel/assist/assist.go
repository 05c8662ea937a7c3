package assist

import (
	"cmp"
	"path/filepath"
)

// Assistant completes and explains. It serves any number of callers; gopls works for one at a time.
type Assistant struct {
	server  *server
	exports *exports
}

// New returns an Assistant. It starts nothing.
func New(o Options) *Assistant {
	o = o.withDefaults()
	// gopls compares the names of folders, and the go command follows links.
	real, err := filepath.EvalSymlinks(o.Checkout)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err == nil {
		o.Checkout = real
	}
	return &Assistant{server: newServer(o), exports: newExports(o)}
}

// Close ends gopls and removes its files. Requests that wait are answered without it.
func (a *Assistant) Close() {
	a.server.close()
	a.exports.close()
}

// unique keeps the first match of each text.
func unique(matches []Match) []Match {
	seen := map[string]bool{}
	var list []Match
	for _, m := range matches {
		if !seen[m.Text] {
			seen[m.Text] = true
			m.Type = cmp.Or(m.Type, "text")
			list = append(list, m)
		}
	}
	return list
}
