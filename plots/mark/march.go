package mark

import "math"

// Polyline is a path; it is closed if it ends where it began.
type Polyline struct{ X, Y []float64 }

// Table is values of a function at the points of a grid: Z[i·len(Y) + j] at X[i], Y[j].
type Table struct{ X, Y, Z []float64 }

// side is a side of a cell, numbered: from point (i, j) to the right, or up.
type side int

func (t Table) right(i, j int) side { return side(2 * (i*len(t.Y) + j)) }
func (t Table) up(i, j int) side    { return side(2*(i*len(t.Y)+j) + 1) }

// Contour is the lines on which the function, linear along the sides of cells, has a value (marching squares). A cell whose
// corners alternate is decided by their mean; cells with a corner that is not finite have no line. Lines run with higher values to their left and come
// in the order of the cells they begin in, so that equal input gives equal pictures.
func (t Table) Contour(value float64) (lines []Polyline) {
	next, sides := t.segments(value)
	entered := make(map[side]bool, len(next))
	for _, s := range next {
		entered[s] = true
	}
	follow := func(s side) {
		var p Polyline
		for {
			x, y := t.cross(s, value)
			p.X, p.Y = append(p.X, x), append(p.Y, y)
			to, ok := next[s]
			if !ok {
				break
			}
			delete(next, s)
			s = to
		}
		lines = append(lines, p)
	}
	for _, s := range sides { // lines that end at the edge of the table first, then rings
		if _, ok := next[s]; ok && !entered[s] {
			follow(s)
		}
	}
	for _, s := range sides {
		if _, ok := next[s]; ok {
			follow(s)
		}
	}
	return lines
}

// segments are the pieces of lines, one or two a cell, from a side to a side; sides are those where pieces begin, in order.
func (t Table) segments(value float64) (next map[side]side, sides []side) {
	next = map[side]side{}
	for i := range len(t.X) - 1 {
		for j := range len(t.Y) - 1 {
			for _, s := range t.cell(i, j, value) {
				if _, twice := next[s[0]]; !twice {
					next[s[0]] = s[1]
					sides = append(sides, s[0])
				}
			}
		}
	}
	return next, sides
}

// cell is the pieces in the cell whose lower left corner is point (i, j).
func (t Table) cell(i, j int, value float64) [][2]side {
	n := len(t.Y)
	z := [4]float64{t.Z[i*n+j], t.Z[(i+1)*n+j], t.Z[(i+1)*n+j+1], t.Z[i*n+j+1]} // around, from the lower left
	corner, sum := 0, 0.0
	for k, v := range z {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		if v >= value {
			corner |= 1 << k
		}
		sum += v
	}
	bottom, right, top, left := t.right(i, j), t.up(i+1, j), t.right(i, j+1), t.up(i, j)
	switch corner {
	case 1:
		return [][2]side{{bottom, left}}
	case 2:
		return [][2]side{{right, bottom}}
	case 3:
		return [][2]side{{right, left}}
	case 4:
		return [][2]side{{top, right}}
	case 6:
		return [][2]side{{top, bottom}}
	case 7:
		return [][2]side{{top, left}}
	case 8:
		return [][2]side{{left, top}}
	case 9:
		return [][2]side{{bottom, top}}
	case 11:
		return [][2]side{{right, top}}
	case 12:
		return [][2]side{{left, right}}
	case 13:
		return [][2]side{{bottom, right}}
	case 14:
		return [][2]side{{left, bottom}}
	case 5, 10:
		high := sum/4 >= value
		if (corner == 5) == high { // the lower left and the upper right lie together, or the others lie apart
			if corner == 5 {
				return [][2]side{{top, left}, {bottom, right}}
			}
			return [][2]side{{right, bottom}, {left, top}}
		}
		if corner == 5 {
			return [][2]side{{bottom, left}, {top, right}}
		}
		return [][2]side{{left, bottom}, {right, top}}
	}
	return nil
}

// cross is where on a side the function has the value.
func (t Table) cross(s side, value float64) (x, y float64) {
	n := len(t.Y)
	i, j := int(s)/2/n, int(s)/2%n
	if s%2 == 0 {
		return mixed(t.X[i], t.X[i+1], t.Z[i*n+j], t.Z[(i+1)*n+j], value), t.Y[j]
	}
	return t.X[i], mixed(t.Y[j], t.Y[j+1], t.Z[i*n+j], t.Z[i*n+j+1], value)
}

// mixed is where between a and b a value lies, if the function is f at a and g at b.
func mixed(a, b, f, g, value float64) float64 { return a + (b-a)*(value-f)/(g-f) }
