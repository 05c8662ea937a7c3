package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Mask says which coordinates pass a coupling unchanged (true) and which it maps (false). Images are flattened row by
// row, channels last.
type Mask []bool

// Halves lets the first ⌈dim/2⌉ coordinates pass.
func Halves(dim int) Mask {
	m := make(Mask, dim)
	for i := range m {
		m[i] = i < dim-dim/2
	}
	return m
}

// Alternating lets every second coordinate pass, the first one among them.
func Alternating(dim int) Mask {
	m := make(Mask, dim)
	for i := range m {
		m[i] = i%2 == 0
	}
	return m
}

// Checkerboard lets the pixels of one colour pass, all channels of them, in images [height, width, channels].
//
// Reference: Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP, ICLR 2017, figure 3.
func Checkerboard(height, width, channels int) Mask {
	m := make(Mask, height*width*channels)
	for i := range m {
		pixel := i / channels
		m[i] = (pixel/width+pixel%width)%2 == 0
	}
	return m
}

// Channels lets the first half of the channels pass at every pixel of images [height, width, channels]; the number of
// channels must be even.
func Channels(height, width, channels int) Mask {
	if channels < 2 || channels%2 != 0 {
		exceptions.Panicf("bijector.Channels: want an even number of channels, at least 2, got %d: squeeze the image first", channels)
	}
	m := make(Mask, height*width*channels)
	for i := range m {
		m[i] = i%channels < channels/2
	}
	return m
}

// Flip lets the others pass.
func (m Mask) Flip() Mask {
	out := make(Mask, len(m))
	for i := range m {
		out[i] = !m[i]
	}
	return out
}

// Passing is the number of coordinates that pass.
func (m Mask) Passing() int { return len(m.where(true)) }

// Changed is the number of coordinates that are mapped.
func (m Mask) Changed() int { return len(m.where(false)) }

func (m Mask) where(pass bool) []int {
	var at []int
	for i := range m {
		if m[i] == pass {
			at = append(at, i)
		}
	}
	return at
}

// split takes rows apart: [b, d] → [b, passing], [b, changed].
func (m Mask) split(x *Node) (pass, change *Node) {
	n, first, ok := m.blocks()
	if !ok {
		return pick(x, m.where(true)), pick(x, m.where(false))
	}
	x = inBlocks(x, n)
	pass, change = inRows(SliceAxis(x, -1, AxisRange(0, first)), n), inRows(SliceAxis(x, -1, AxisRange(first)), n)
	if !m[0] {
		return change, pass
	}
	return pass, change
}

// join undoes split.
func (m Mask) join(pass, change *Node) *Node {
	if n, _, ok := m.blocks(); ok {
		if !m[0] {
			pass, change = change, pass
		}
		return inRows(Concatenate([]*Node{inBlocks(pass, n), inBlocks(change, n)}, -1), n)
	}
	from := append(m.where(true), m.where(false)...) // the coordinate that column j of the concatenation is
	place := make([]int, len(from))
	for j, i := range from {
		place[i] = j
	}
	return pick(Concatenate([]*Node{pass, change}, -1), place)
}

// inBlocks takes rows to n blocks each, [b, d] → [b, n, d/n], and one block to the row itself.
func inBlocks(x *Node, n int) *Node {
	if n == 1 {
		return x
	}
	return Reshape(x, x.Shape().Dim(0), n, x.Shape().Dim(1)/n)
}

// inRows undoes inBlocks.
func inRows(x *Node, n int) *Node {
	if n == 1 {
		return x
	}
	return Reshape(x, x.Shape().Dim(0), n*x.Shape().Dim(2))
}

// blocks finds out whether the mask is n equal blocks, each a run of first coordinates like m[0] and a run of others, so
// that it takes slices alone: halves, channels, and alternating coordinates of even number.
func (m Mask) blocks() (n, first int, ok bool) {
	run := func(at int) int {
		end := at
		for end < len(m) && m[end] == m[at] {
			end++
		}
		return end - at
	}
	first = run(0)
	if first == len(m) {
		return 0, 0, false
	}
	size := first + run(first)
	for i := range m {
		if len(m)%size != 0 || m[i] != m[i%size] {
			return 0, 0, false
		}
	}
	return len(m) / size, first, true
}
