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
	return columns(x, m.where(true)), columns(x, m.where(false))
}

// join undoes split.
func (m Mask) join(pass, change *Node) *Node {
	from := append(m.where(true), m.where(false)...) // the coordinate that column j of the concatenation is
	place := make([]int, len(from))
	for j, i := range from {
		place[i] = j
	}
	if from[0] == 0 {
		return columns(Concatenate([]*Node{pass, change}, -1), place)
	}
	for i := range place { // starting with what changes keeps halves in one piece
		place[i] = (place[i] + len(from) - m.Passing()) % len(from)
	}
	return columns(Concatenate([]*Node{change, pass}, -1), place)
}

// columns takes columns of x [b, d] → [b, len(at)]: a slice where they follow each other, else a product with a 0-1
// matrix, which is differentiable to any order on both engines. The latter needs finite x, since 0·∞ is NaN.
func columns(x *Node, at []int) *Node {
	whole := true
	for j := range at {
		whole = whole && at[j] == at[0]+j
	}
	if whole {
		if len(at) == x.Shape().Dim(1) {
			return x
		}
		return Slice(x, AxisRange(), AxisRange(at[0], at[0]+len(at)))
	}
	return pick(x, at)
}
