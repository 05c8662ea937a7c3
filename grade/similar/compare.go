package similar

import (
	"cmp"
	"slices"
)

// Text is one cell of a hand-in.
type Text struct {
	Cell   string // its id
	Code   bool   // Go; else words
	Source string
}

// Work is what one student, or a group, handed in.
type Work struct {
	Who      string   // as it is shown
	Students []string // ids of all who handed it in
	Texts    []Text
}

// Options say what is listed. The zero value is for a course.
type Options struct {
	Least  float64 // share that one of two must have in common with the other to be listed, 0 to 1; zero: 0.6
	Common float64 // what more than this share of all hand-ins have weighs nothing; zero: 0.1; what no more than three have always weighs
}

// The least that says something: so much must be alike.
const (
	leastTokens = 60
	leastWords  = 25
	// rare is how many hand-ins may have something alike without its being common, however few there are.
	rare = 3
)

// Pair are two works that are alike.
type Pair struct {
	A, B   *Work
	Code   Shares
	Words  Shares
	Places []Place // the longest first
}

// Shares say how much of each of two works the other has, 0 to 1, of what is neither given nor common.
type Shares struct {
	A, B  float64
	Alike int // tokens or words of A
}

// most is the larger share; zero if too little is alike to say something.
func (s Shares) most(least int) float64 {
	if s.Alike < least {
		return 0
	}
	return max(s.A, s.B)
}

// rank is by what pairs are listed.
func (p Pair) rank() float64 { return max(p.Code.most(leastTokens), p.Words.most(leastWords)) }

// Compare returns the pairs that are alike, the most alike first. Known is what everybody has: the release, the reference. Works that a student shares are not compared.
func Compare(works []Work, known []Text, o Options) (pairs []Pair) {
	o.Least, o.Common = cmp.Or(o.Least, 0.6), cmp.Or(o.Common, 0.1)
	prints := fingerprint(works, known, o.Common)
	for pair := range candidates(prints) {
		a, b := prints[pair[0]], prints[pair[1]]
		if shared(a.work.Students, b.work.Students) {
			continue
		}
		if p := a.compare(b); p.rank() >= o.Least {
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(p, q Pair) int {
		return cmp.Or(cmp.Compare(q.rank(), p.rank()), cmp.Compare(q.Code.Alike+q.Words.Alike, p.Code.Alike+p.Words.Alike), cmp.Compare(p.A.Who, q.A.Who), cmp.Compare(p.B.Who, q.B.Who))
	})
	return pairs
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
}

// candidates are the pairs that have a fingerprint in common.
func candidates(prints []*print) map[[2]int]bool {
	holders := map[uint64][]int{}
	for i, p := range prints {
		for hash := range p.at {
			holders[hash] = append(holders[hash], i)
		}
	}
	pairs := map[[2]int]bool{}
	for _, list := range holders {
		for i, a := range list {
			for _, b := range list[i+1:] {
				pairs[[2]int{a, b}] = true
			}
		}
	}
	return pairs
}
