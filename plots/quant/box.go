package quant

import "slices"

// box is colours with the corners of the smallest cuboid that holds them.
type box struct {
	colors []tally
	lo, hi rgb
	n      int // pixels
}

func newBox(colors []tally) box {
	b := box{colors: colors, lo: rgb{255, 255, 255}}
	for _, t := range colors {
		b.n += t.n
		for k, v := range t.c {
			b.lo[k], b.hi[k] = min(b.lo[k], v), max(b.hi[k], v)
		}
	}
	return b
}

// longest is the channel with the largest extent.
func (b box) longest() (k int) {
	for i := range 3 {
		if b.hi[i]-b.lo[i] > b.hi[k]-b.lo[k] {
			k = i
		}
	}
	return k
}

func (b box) width() int {
	k := b.longest()
	return int(b.hi[k]) - int(b.lo[k])
}

// widest is the box to cut next. Pixels count by their square root, so that rare colours such as those of thin lines keep a place.
func widest(boxes []box) (k int) {
	best := -1
	for i, b := range boxes {
		if w := b.width() * b.width() * root(b.n); w > best {
			best, k = w, i
		}
	}
	return k
}

// root is the whole part of the square root.
func root(n int) int {
	r := n
	for r > 1 && r > n/r {
		r = (r + n/r) / 2
	}
	return r
}

// cut divides the box at the median of its pixels along its longest side.
func (b box) cut() (low, high box) {
	k := b.longest()
	slices.SortStableFunc(b.colors, func(x, y tally) int { return int(x.c[k]) - int(y.c[k]) })
	half, at := 0, 0
	for half+b.colors[at].n <= b.n/2 || at == 0 {
		half += b.colors[at].n
		at++
		if at == len(b.colors)-1 {
			break
		}
	}
	return newBox(b.colors[:at]), newBox(b.colors[at:])
}

func (b box) mean() tally {
	var sum [3]int
	for _, t := range b.colors {
		for k, v := range t.c {
			sum[k] += t.n * int(v)
		}
	}
	var c rgb
	for k := range c {
		c[k] = uint8((sum[k] + b.n/2) / max(b.n, 1))
	}
	return tally{c, b.n}
}
