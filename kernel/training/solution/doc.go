// Package solution keeps solutions of differential equations (package gen/pinn) for later cells and in files, and says how they look: the fields and
// their box, the network, how it was trained, its parameters.
//
// It is imported for its effect, by cells that import gen/pinn (package kernel adds it as a companion). A solution is kept
// without its problem, which is code, but with what is exact if that is a value and not a function.
package solution
