package similar

// print is a work with its fingerprints.
type print struct {
	work   *Work
	chunks []chunk
	counts [][]bool           // lexemes of each chunk that count: neither given nor common
	at     map[uint64][]place // where each fingerprint stands
	total  [2]int             // words and tokens that count
}

// place is where a run begins.
type place struct{ chunk, lexeme int }

// fingerprint makes the prints of all works.
func fingerprint(works []Work, known []Text, common float64) []*print {
	prints := make([]*print, len(works))
	runs := make([][][]uint64, len(works)) // by work and chunk
	holders := map[uint64]int{}            // how many works have a run
	for i := range works {
		p := &print{work: &works[i], chunks: chunks(works[i].Texts), at: map[uint64][]place{}}
		prints[i] = p
		mine := map[uint64]bool{}
		for _, c := range p.chunks {
			hashes := c.hashes()
			runs[i] = append(runs[i], hashes)
			for _, h := range hashes {
				mine[h] = true
			}
		}
		for h := range mine {
			holders[h]++
		}
	}
	most := max(rare, int(common*float64(len(works))))
	given := map[uint64]bool{}
	for _, c := range chunks(known) {
		for _, h := range c.hashes() {
			given[h] = true
		}
	}
	for i, p := range prints {
		p.mark(runs[i], func(h uint64) bool { return given[h] || holders[h] > most })
	}
	return prints
}

// mark finds the fingerprints, and what counts: lexemes in a run that counts, and in none that does not.
func (p *print) mark(runs [][]uint64, idle func(uint64) bool) {
	for i, c := range p.chunks {
		counts := make([]bool, len(c.lexemes))
		for at, h := range runs[i] {
			if !idle(h) {
				fill(counts[at:at+c.run()], true)
			}
		}
		for at, h := range runs[i] {
			if idle(h) {
				fill(counts[at:at+c.run()], false)
			}
		}
		p.counts = append(p.counts, counts)
		p.total[kind(c)] += count(counts)
		for _, at := range winnow(runs[i]) {
			if h := runs[i][at]; !idle(h) {
				p.at[h] = append(p.at[h], place{i, at})
			}
		}
	}
}

func fill(list []bool, value bool) {
	for i := range list {
		list[i] = value
	}
}

func count(list []bool) (n int) {
	for _, v := range list {
		if v {
			n++
		}
	}
	return n
}

// kind is 1 for code, 0 for words.
func kind(c chunk) int {
	if c.code {
		return 1
	}
	return 0
}
