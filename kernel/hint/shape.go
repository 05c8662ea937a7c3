package hint

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// shape is a tensor's, as GoMLX writes it: (Float32)[2, 3].
type shape struct {
	dtype string
	dims  []int
}

var shapePattern = regexp.MustCompile(`\((\w+)\)(?:\[([\d, ]*)\])?`)

// shapesIn are the shapes in a text.
func shapesIn(text string) (list []shape) {
	for _, m := range shapePattern.FindAllStringSubmatch(text, -1) {
		s := shape{dtype: m[1]}
		for d := range strings.SplitSeq(m[2], ",") {
			if n, err := strconv.Atoi(strings.TrimSpace(d)); err == nil {
				s.dims = append(s.dims, n)
			}
		}
		list = append(list, s)
	}
	return list
}

func (s shape) size() int {
	n := 1
	for _, d := range s.dims {
		n *= d
	}
	return n
}

func (s shape) String() string { return join(s.dims) }

func join(dims []int) string { return "[" + list(dims) + "]" }

func list(dims []int) string {
	words := make([]string, len(dims))
	for i, d := range dims {
		words[i] = strconv.Itoa(d)
	}
	return strings.Join(words, ", ")
}

// fits says whether an elementwise operation takes both: of each axis the dimensions are equal, or one is 1.
func fits(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && a[i] != 1 && b[i] != 1 {
			return false
		}
	}
	return true
}

// fitted is how an operand y (or x, if that has fewer axes) comes to fit the other one; "" if no simple way does.
func fitted(x, y shape) string {
	small, big, name := y, x, "y"
	if len(x.dims) < len(y.dims) {
		small, big, name = x, y, "x"
	}
	if len(big.dims) == len(small.dims)+1 {
		for _, axis := range []int{0, len(small.dims)} { // as in NumPy first
			if dims := slices.Insert(slices.Clone(small.dims), axis, 1); fits(big.dims, dims) {
				if axis > 0 {
					axis = -1
				}
				return fmt.Sprintf("`graph.ExpandDims(%s, %d)` makes %s of it", name, axis, join(dims))
			}
		}
	}
	if len(x.dims) == 2 && len(y.dims) == 2 && fits(x.dims, []int{y.dims[1], y.dims[0]}) {
		return "`graph.Transpose(y, 0, 1)` turns it"
	}
	if x.size() == y.size() && len(x.dims) > 0 {
		return fmt.Sprintf("`graph.Reshape(y, %s)`, if the numbers are in that order", list(x.dims))
	}
	return ""
}
