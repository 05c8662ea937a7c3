package geom

// triangles cuts a polygon that runs counterclockwise into triangles, by cutting off ears (Meisters, Amer. Math. Monthly 82, 1975): corners whose
// triangle holds no other vertex. Of the ears, the one with the largest smallest angle (by its sine) goes first, which avoids slivers.
func (p Polygon) triangles() (out [][3][2]float64) {
	rest := append(Polygon{}, p...)
	for len(rest) > 3 {
		best, at := 0.0, -1
		for i := range rest {
			if q := rest.ear(i); q > best {
				best, at = q, i
			}
		}
		if at < 0 { // corners of 180 degrees alone are left, or rounding hides the ear
			at = rest.straightest()
		} else {
			out = append(out, rest.corner(at))
		}
		rest = append(rest[:at], rest[at+1:]...)
	}
	if c := rest.corner(1); cross(c[0], c[1], c[2]) > 0 {
		out = append(out, c)
	}
	return out
}

// corner is the triangle of vertex i and its neighbours.
func (p Polygon) corner(i int) [3][2]float64 {
	n := len(p)
	return [3][2]float64{p[(i+n-1)%n], p[i], p[(i+1)%n]}
}

// ear is how good the ear at vertex i is: twice its area over its longest side squared; 0 where there is none.
func (p Polygon) ear(i int) float64 {
	t := p.corner(i)
	area := cross(t[0], t[1], t[2])
	if !(area > 0) {
		return 0
	}
	for _, v := range p {
		if v != t[0] && v != t[1] && v != t[2] && cross(t[0], t[1], v) >= 0 && cross(t[1], t[2], v) >= 0 && cross(t[2], t[0], v) >= 0 {
			return 0
		}
	}
	return area / max(dot(t[0], t[1], t[1]), dot(t[1], t[2], t[2]), dot(t[2], t[0], t[0]))
}

// straightest is the vertex whose corner has the least area, of either sign.
func (p Polygon) straightest() (at int) {
	least := -1.0
	for i := range p {
		t := p.corner(i)
		a := cross(t[0], t[1], t[2])
		a = max(a, -a)
		if least < 0 || a < least {
			least, at = a, i
		}
	}
	return at
}
