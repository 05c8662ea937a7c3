package similar

import (
	"cmp"
	"slices"
)

// Place is where two works are alike.
type Place struct{ A, B Span }

// Span is a part of a text: Work.Texts[Text].Source[From:To].
type Span struct{ Text, From, To int }

// match is a run of lexemes that two works have in common.
type match struct {
	a, b   place
	length int
}

// maxRepeats bounds how often one fingerprint is looked up in each of two works: it may stand there a thousand times, by intent.
const maxRepeats = 8

// compare finds what two works have in common.
func (p *print) compare(q *print) Pair {
	var found []match
	diagonals := map[[3]int][]match{} // by chunk of p, chunk of q and the offset between the two
	for _, hash := range p.sharedWith(q) {
		for _, a := range first(p.at[hash]) {
			for _, b := range first(q.at[hash]) {
				key := [3]int{a.chunk, b.chunk, a.lexeme - b.lexeme}
				if slices.ContainsFunc(diagonals[key], func(m match) bool { return m.a.lexeme <= a.lexeme && a.lexeme < m.a.lexeme+m.length }) {
					continue
				}
				if m := p.extend(q, a, b); m.length > 0 {
					diagonals[key] = append(diagonals[key], m)
					found = append(found, m)
				}
			}
		}
	}
	return p.pair(q, found)
}

// sharedWith are the fingerprints that both have, in the order in which they stand in p.
func (p *print) sharedWith(q *print) (hashes []uint64) {
	for h := range p.at {
		if len(q.at[h]) > 0 {
			hashes = append(hashes, h)
		}
	}
	slices.SortFunc(hashes, func(g, h uint64) int {
		x, y := p.at[g][0], p.at[h][0]
		return cmp.Or(cmp.Compare(x.chunk, y.chunk), cmp.Compare(x.lexeme, y.lexeme))
	})
	return hashes
}

func first(list []place) []place { return list[:min(len(list), maxRepeats)] }

// extend makes a match as long as it can be in both directions. Its length is 0 if hashes are equal and runs are not.
func (p *print) extend(q *print, a, b place) match {
	x, y := p.chunks[a.chunk].lexemes, q.chunks[b.chunk].lexemes
	i, j := a.lexeme, b.lexeme
	for i > 0 && j > 0 && x[i-1].symbol == y[j-1].symbol {
		i, j = i-1, j-1
	}
	n := 0
	for i+n < len(x) && j+n < len(y) && x[i+n].symbol == y[j+n].symbol {
		n++
	}
	if i+n < a.lexeme+p.chunks[a.chunk].run() {
		return match{}
	}
	return match{place{a.chunk, i}, place{b.chunk, j}, n}
}

// pair adds up what was found.
func (p *print) pair(q *print, found []match) Pair {
	mine, theirs := p.blank(), q.blank()
	for _, m := range found {
		fill(mine[m.a.chunk][m.a.lexeme:m.a.lexeme+m.length], true)
		fill(theirs[m.b.chunk][m.b.lexeme:m.b.lexeme+m.length], true)
	}
	a, b := p.alike(mine), q.alike(theirs)
	shares := func(kind int) Shares {
		return Shares{ratio(a[kind], p.total[kind]), ratio(b[kind], q.total[kind]), a[kind]}
	}
	return Pair{A: p.work, B: q.work, Code: shares(1), Words: shares(0), Places: p.places(q, found)}
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func (p *print) blank() [][]bool {
	all := make([][]bool, len(p.chunks))
	for i, c := range p.chunks {
		all[i] = make([]bool, len(c.lexemes))
	}
	return all
}

// alike counts the words and tokens that are covered and count.
func (p *print) alike(covered [][]bool) (n [2]int) {
	for i, c := range p.chunks {
		for j, is := range covered[i] {
			if is && p.counts[i][j] {
				n[kind(c)]++
			}
		}
	}
	return n
}

// places are the matches to look at: the longest first, none within another.
func (p *print) places(q *print, found []match) (list []Place) {
	slices.SortStableFunc(found, func(m, n match) int { return cmp.Compare(n.length, m.length) })
	shown := p.blank()
	for _, m := range found {
		part := shown[m.a.chunk][m.a.lexeme : m.a.lexeme+m.length]
		if 2*count(part) > len(part) { // most of it is shown already
			continue
		}
		fill(part, true)
		list = append(list, Place{p.span(m.a, m.length), q.span(m.b, m.length)})
	}
	return list
}

func (p *print) span(at place, length int) Span {
	c := p.chunks[at.chunk]
	return Span{c.text, c.lexemes[at.lexeme].from, c.lexemes[at.lexeme+length-1].to}
}
