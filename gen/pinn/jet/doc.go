// Package jet carries derivatives of functions of coordinates forward, together with their values: what a residual asks of a network is
// found by the chain rule, layer by layer, and every partial derivative of every layer is computed once.
//
// A [Jet] is a function of the coordinates with several components, known at n points. Networks are put together from
// [Inputs] by Affine, Apply, Plus, Times and so on; the result's derivatives of any order come out by D. Gradients of gradients
// give the same numbers from larger graphs. [Windows] are smooth weights that sum to 1, Blocks a layer of several networks at once.
//
// Inside, points are columns, [width, n]: the products with the small matrices of weights are faster so (a training step of the bench's Burgers
// row takes 13 % less on XLA, the same in pure Go).
//
// References: Faà di Bruno's formula in Constantine and Savits, Trans. AMS 348, 1996; Bettencourt, Johnson, Duvenaud, Taylor-Mode Automatic
// Differentiation for Higher-Order Derivatives in JAX, 2019.
package jet
