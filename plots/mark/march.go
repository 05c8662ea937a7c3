package mark

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

// crossings are the lines in a cell, from a side to a side: 0 at the bottom, 1 at the right, 2 at the top, 3 at the left. The number is the sum of
// 1 for a high lower left corner, 2, 4, 8 for the others around. With 16 added the mean of a cell whose corners alternate is high.
var crossings = [32][][2]int{
	1: {{0, 3}}, 2: {{1, 0}}, 3: {{1, 3}}, 4: {{2, 1}}, 6: {{2, 0}}, 7: {{2, 3}},
	8: {{3, 2}}, 9: {{0, 2}}, 11: {{1, 2}}, 12: {{3, 1}}, 13: {{0, 1}}, 14: {{3, 0}},
	5: {{0, 3}, {2, 1}}, 10: {{1, 0}, {3, 2}},
	16 + 5: {{2, 3}, {0, 1}}, 16 + 10: {{3, 0}, {1, 2}},
}

// cell is the pieces in the cell whose lower left corner is point (i, j).
func (t Table) cell(i, j int, value float64) (out [][2]side) {
	n := len(t.Y)
	z := [4]float64{t.Z[i*n+j], t.Z[(i+1)*n+j], t.Z[(i+1)*n+j+1], t.Z[i*n+j+1]} // around, from the lower left
	number, sum := 0, 0.0
	for k, v := range z {
		if !finite(v) {
			return nil
		}
		if v >= value {
			number |= 1 << k
		}
		sum += v
	}
	if (number == 5 || number == 10) && sum/4 >= value {
		number += 16
	}
	sides := [4]side{t.right(i, j), t.up(i+1, j), t.right(i, j+1), t.up(i, j)}
	for _, p := range crossings[number] {
		out = append(out, [2]side{sides[p[0]], sides[p[1]]})
	}
	return out
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
