// Package geom describes where the conditions of a problem hold: bodies and their edges with normals, products with time, what unions,
// intersections and differences make of them, and points that are given.
//
//	square := geom.Rect{{0, 1}, {-1, 1}} // t in [0, 1], x in [-1, 1]
//	start := square.Face("t", 0)         // the edge t = 0
//	walls := square.Faces("x")           // the edges x = -1 and x = 1
//
//	plate := geom.Difference(geom.Rect{{0, 1}, {0, 1}}, geom.Disk{Center: [2]float64{.5, .5}, Radius: .25})
//	rim := plate.Edge() // square and hole
//	heated := geom.SpaceTime{Time: geom.Interval{0, 2}, Space: plate}
//	side := heated.Side() // the rim at all times
//
//	Interval, Rect, Disk, Ball, Ellipse, Star, Polygon, LShape   bodies
//	SpaceTime                                                    an interval of time × a body: Start, End, At, Side
//	Union, Intersection, Difference                              of bodies; Union also of faces and edges
//	Between                                                      the part where a variable lies in an interval
//	Cloud                                                        points that are given, with normals and data
//	Glue, Rect.Periodic                                          points that belong together
//	Kronecker, Uniform, LatinHypercube, Halton, Sobol            how points are laid out
//
// A domain is written down with the names of a problem's variables and bound to their order by Bind. The bound [Set] is
// the image of a unit cube under a map that keeps proportions of volume, so one low-discrepancy sequence in the
// cube serves all of them: point i of n has coordinates frac(s + i·α) (Kronecker's sequence), α from the generalised
// golden ratio, beyond two coordinates from roots of primes, s a random shift. Any run of consecutive points covers the set evenly, so a
// mini-batch does too. With 500 of 10 000
// points a step, Burgers' equation ends at relative errors of .007, .014 and .015 (three seeds, 8000 steps of Adam), with
// independent points at .031, .116 and .010.
//
// What a boolean operation leaves of a set is kept by rejection, which leaves the rest even. Its measure is then estimated, from 32 768 points, and
// MeasureError says how well.
//
// # Distances
//
// A body has a signed distance, positive inside: exact, except for booleans, whose sign is right and whose size is a lower bound.
// In graphs there are smooth functions φ instead, for constraints that a network cannot violate (pinn.Hard), since the distance itself has
// kinks where the nearest point jumps. φ vanishes on the edge, has slope 1 there, and is positive inside; exactly (x − a)(b − x)/(b − a) on
// an interval and (R² − r²)/2R in a ball; w/√((w/l)² + |∇w|²) for an ellipse or a star w = 0; twice the inverse of the mean value potential in
// a polygon; joined by R-functions, a + b ∓ √(a² + b²), in boxes, products and booleans. Limits: no second derivatives at corners and, for a star, at its
// center; where bodies that are united touch, φ vanishes between them, and where
// they share a part of their edges, its slope there is 2 − √2: draw such a body as a polygon.
//
// References: Kuipers and Niederreiter, Uniform Distribution of Sequences, 1974, chapter 2 (Kronecker sequences);
// Roberts, The Unreasonable Effectiveness of Quasirandom Sequences, 2018 (the choice of α); Richtmyer, Los Alamos LA-1342, 1951 (roots of primes);
// Cranley and Patterson, SIAM J. Numer. Anal. 13, 1976 (the random shift); Shapiro, Semi-analytic geometry with R-functions, Acta Numerica 16, 2007;
// Sukumar and Srivastava, Comput. Methods Appl. Mech. Eng. 389, 2022 (distance functions for networks).
package geom
