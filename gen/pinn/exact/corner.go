package exact

import "math"

// scraped is the stream function of slow flow in a corner, one of whose walls (X > 0, Y = 0) slides along itself with ∂ψ/∂Y = −1
// (Taylor, in Miscellany dedicated to G. I. Finch, 1962):
//
//	s(X, Y) = A Y + (C Y + D X) θ,   tan θ = Y/X,
//
// zero and without slope at the wall X = 0. Velocities jump in the corner. It returns a derivative, a times by X and b times by Y.
func scraped(a, b int, x, y float64) float64 {
	const d = -1 / (1 - math.Pi*math.Pi/4)
	const c, lin = d * math.Pi / 2, -d * math.Pi * math.Pi / 4
	s := (c*y + d*x) * angle(a, b, x, y)
	if a > 0 {
		s += float64(a) * d * angle(a-1, b, x, y)
	}
	if b > 0 {
		s += float64(b) * c * angle(a, b-1, x, y)
	}
	switch {
	case a == 0 && b == 0:
		s += lin * y
	case a == 0 && b == 1:
		s += lin
	}
	return s
}

// angle is a derivative of θ = Im ln z, z = X + iY: Im i^b (−1)^(n−1) (n−1)!/z^n, n = a + b.
func angle(a, b int, x, y float64) float64 {
	if a+b == 0 {
		return math.Atan2(y, x)
	}
	v := 1 / complex(x, y)
	for k := 1; k < a+b; k++ {
		v *= complex(-float64(k), 0) / complex(x, y)
	}
	return imag(v * [4]complex128{1, 1i, -1, -1i}[b%4])
}

// lidded is a stream function on the unit square that is zero on all walls, with ψ_y = 1 on the lid y = 1 and no slope on the other walls, and
// behaves in the lid's corners as slow flow does: the flow of both corners, less a smooth interpolation of what these do at the other
// walls (by cubic Hermite polynomials across: Coons, MIT report MAC-TR-41, 1967). It returns a derivative; without corners, that
// of the smooth part alone.
func lidded(a, b int, x, y float64, corners bool) (psi float64) {
	if corners {
		psi = leftCorner(a, b, x, y) + rightCorner(a, b, x, y)
	}
	hx, hy := hermiteCubics(a, x), hermiteCubics(b, y)
	for k := range 4 {
		psi += hx[k]*sideWall(k, b, y) + hy[k]*flatWall(k, a, x)
		for l := range 4 {
			psi -= hx[k] * hy[l] * sideWall(k, l%2, float64(l/2))
		}
	}
	return psi
}

// leftCorner and rightCorner are the flows in the lid's corners.
func leftCorner(a, b int, x, y float64) float64 { return sign(b) * scraped(a, b, x, 1-y) }

func rightCorner(a, b int, x, y float64) float64 { return sign(a+b) * scraped(a, b, 1-x, 1-y) }

// sideWall is minus the value (k = 0, 2) or slope (1, 3) that the other corner's flow has at the wall x = 0 (k < 2) or 1, b times differentiated by y.
func sideWall(k, b int, y float64) float64 {
	if k < 2 {
		return -rightCorner(k%2, b, 0, y)
	}
	return -leftCorner(k%2, b, 1, y)
}

// flatWall is the same for both corners at the bottom (k < 2) and at the lid, where both slide.
func flatWall(k, a int, x float64) float64 {
	switch {
	case k < 2:
		return -leftCorner(a, k%2, x, 0) - rightCorner(a, k%2, x, 0)
	case k == 3 && a == 0:
		return 1 - 2
	}
	return 0
}

// hermiteCubics are the polynomials of values and slopes at 0 and at 1, differentiated.
func hermiteCubics(order int, x float64) [4]float64 {
	switch order {
	case 0:
		return [4]float64{1 - x*x*(3-2*x), x * (1 - x) * (1 - x), x * x * (3 - 2*x), x * x * (x - 1)}
	case 1:
		return [4]float64{6 * x * (x - 1), 1 - x*(4-3*x), 6 * x * (1 - x), x * (3*x - 2)}
	case 2:
		return [4]float64{12*x - 6, 6*x - 4, 6 - 12*x, 6*x - 2}
	case 3:
		return [4]float64{12, 6, -12, 6}
	}
	return [4]float64{}
}

// sign is (−1)^n.
func sign(n int) float64 { return 1 - 2*float64(n%2) }
