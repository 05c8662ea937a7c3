// Package points counts points exactly: they are rational numbers, never floats, so that exactly half is exactly half.
//
//	a := points.Must("2.5")
//	b := points.Must("1/3")
//	a.Plus(b).String() // "17/6"
//
// Points are written as decimals where that is exact ("2.5") and as fractions where it is not ("1/3"). A decimal comma, signs in front of a
// sum, exponents and anything else that a table might contain by mistake are refused.
package points
