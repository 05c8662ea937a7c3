// Package gen is what every model of the library is built with.
//
// A model is a struct of settings (flow.RealNVP{Couplings: 8}). Building it in a graph binds its variables and
// returns a value that knows nothing of training: a [Density] returns a dist.Distribution, a [Generator] gives a
// loss and samples. Package fit trains both. Packages below gen (dist, bijector, nets, diffop) know no models.
//
// Host-side functions that run something take an engine, or use [DefaultEngine].
package gen
