package assist

import (
	"context"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// Complete says how the code of a cell can go on at a place, given in code points. The memory is not changed, and nobody else may change it
// meanwhile: callers pass a clone. The answer comes within Options.First of gopls' start, later within Options.Later; what remains to be done
// without gopls then takes milliseconds, or a tenth of a second for a package that was not looked at before.
func (a *Assistant) Complete(ctx context.Context, m *cell.Memory, code string, position int) Completion {
	c := newCursor(code, position)
	answer := Completion{Start: codePoints(code, c.start), End: codePoints(code, c.at)}
	if c.magic || c.quoted {
		answer.Matches = append(magics(c), importPaths(&c, m.Packages)...)
		answer.Start = codePoints(code, c.start)
		return answer
	}
	s := m.Sketch(code)
	paths := a.packagesOf(c, m, s)
	if !a.server.isReady() {
		a.exports.prepare(paths)
	}
	found, err := a.fromServer(ctx, s, c)
	switch {
	case err == nil && len(found.matches) > 0:
		answer.Matches = found.matches
		answer.Start = codePoints(code, c.at-found.width)
		if !c.selects && found.width == len(c.name) {
			answer.Matches = append(answer.Matches, beginning(c.name, keywords())...)
		}
	case c.selects:
		answer.Matches = a.members(ctx, c, paths)
	default:
		answer.Matches = names(c, m, s)
	}
	answer.Matches = unique(answer.Matches)
	return answer
}

// packagesOf are the packages that p may mean, in p.Name.
func (a *Assistant) packagesOf(c cursor, m *cell.Memory, s cell.Sketch) []string {
	switch path, known := s.Imports[c.qualifier]; {
	case !c.selects || c.qualifier == "":
		return nil
	case known:
		return []string{path}
	}
	for _, d := range m.Declared() {
		if d.Name == c.qualifier { // a variable
			return nil
		}
	}
	return m.Packages.Paths(c.qualifier)
}

// members are what the packages export.
func (a *Assistant) members(ctx context.Context, c cursor, paths []string) (matches []Match) {
	ctx, cancel := context.WithTimeout(ctx, a.exports.patience)
	defer cancel()
	for _, path := range paths {
		for _, e := range a.exports.of(ctx, path) {
			matches = append(matches, e.Match)
		}
	}
	return beginning(c.name, matches)
}

// beginning are the matches that begin with what is typed, whatever the case, those in its case first.
func beginning(typed string, all []Match) []Match {
	var same, other []Match
	for _, m := range all {
		switch {
		case strings.HasPrefix(m.Text, typed):
			same = append(same, m)
		case len(m.Text) >= len(typed) && strings.EqualFold(m.Text[:len(typed)], typed):
			other = append(other, m)
		}
	}
	return append(same, other...)
}
