package geom

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
)

// Sobol lays out points by Sobol's sequence in base 2 with Owen's nested uniform scrambling: the first 2^k points, and each later 2^k of them that
// begin at a multiple of it, have exactly one in each of 2^k equal slices of every coordinate, and nearly so in boxes. Up to 21
// coordinates of the cube.
//
// Sobol, USSR Comput. Math. Math. Phys. 7, 1967; Antonov and Saleev, ibid. 19, 1979 (the order by Gray's code); Joe and Kuo, SIAM J. Sci.
// Comput. 30, 2008 (polynomials and initial numbers); Owen, J. Complexity 14, 1998 (scrambling).
type Sobol struct {
	Plain bool // without scrambling: the same points for every seed, beginning at the corner 0
}

var _ Sequence = Sobol{}

// directions are, for each coordinate after the first, a primitive polynomial over GF(2) with all its coefficients as bits, and the initial
// numbers m_1, m_2, … of Joe and Kuo's new-joe-kuo-6.
var directions = []struct {
	poly uint
	m    []uint32
}{
	{3, []uint32{1}},
	{7, []uint32{1, 3}},
	{11, []uint32{1, 3, 1}},
	{13, []uint32{1, 1, 1}},
	{19, []uint32{1, 1, 3, 3}},
	{25, []uint32{1, 3, 5, 13}},
	{37, []uint32{1, 1, 5, 5, 17}},
	{41, []uint32{1, 1, 5, 5, 5}},
	{47, []uint32{1, 1, 7, 11, 19}},
	{55, []uint32{1, 1, 5, 1, 1}},
	{59, []uint32{1, 1, 1, 3, 11}},
	{61, []uint32{1, 3, 5, 5, 31}},
	{67, []uint32{1, 3, 3, 9, 7, 49}},
	{91, []uint32{1, 1, 1, 15, 21, 21}},
	{97, []uint32{1, 3, 1, 13, 27, 49}},
	{103, []uint32{1, 1, 1, 15, 7, 5}},
	{109, []uint32{1, 3, 1, 15, 13, 25}},
	{115, []uint32{1, 1, 5, 5, 19, 61}},
	{131, []uint32{1, 3, 7, 11, 23, 15, 103}},
	{137, []uint32{1, 3, 7, 13, 13, 15, 69}},
}

// Start begins the sequence; points repeat after 2³².
func (s Sobol) Start(rng *rand.Rand, dim, _ int) (func(u []float64), error) {
	if dim > len(directions)+1 {
		return nil, fmt.Errorf("geom: Sobol's sequence is tabulated for %d coordinates, not for %d: take geom.Kronecker or geom.Halton", len(directions)+1, dim)
	}
	v, keys := make([][32]uint32, dim), make([]uint64, dim)
	for j := range v {
		v[j], keys[j] = direction(j), rng.Uint64()
	}
	x, i := make([]uint32, dim), uint32(0)
	return func(u []float64) {
		for j := range u {
			y := x[j]
			if !s.Plain {
				y = scramble(y, keys[j])
			}
			u[j] = float64(y) / (1 << 32)
			x[j] ^= v[j][min(bits.TrailingZeros32(^i), 31)]
		}
		i++
	}, nil
}

// direction are the direction numbers of coordinate j, the first digit in the highest bit:
// m_k = 2a_1 m_(k−1) ⊕ … ⊕ 2^s a_s m_(k−s) ⊕ m_(k−s) for the polynomial x^s + a_1 x^(s−1) + … + a_s, a_s = 1.
func direction(j int) (v [32]uint32) {
	if j == 0 {
		for k := range v {
			v[k] = 1 << (31 - k)
		}
		return v
	}
	d := directions[j-1]
	s := len(d.m)
	for k := range v {
		if k < s {
			v[k] = d.m[k] << (31 - k)
			continue
		}
		v[k] = v[k-s] ^ v[k-s]>>s
		for i := 1; i < s; i++ {
			if d.poly>>(s-i)&1 == 1 {
				v[k] ^= v[k-i]
			}
		}
	}
	return v
}

// scramble flips each binary digit at random, by a bit that the digits before it choose.
func scramble(x uint32, key uint64) (y uint32) {
	for k := range 32 {
		before := uint64(x)>>(32-k) | 1<<k // the digits before number k, and how many
		y |= (x>>(31-k)&1 ^ uint32(mix(key^before*0x9e3779b97f4a7c15)&1)) << (31 - k)
	}
	return y
}

// mix makes all bits of the result depend on all bits of x (the finaliser of SplitMix64: Steele, Lea and Flood, OOPSLA 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
