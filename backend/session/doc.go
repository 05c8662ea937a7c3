// Package session is a compute.Backend whose engine lives in another process, the session server (package server). It is pure Go and small, so
// that the cells of a notebook link fast; computations are compiled once for all of them, and named tensors outlive them.
//
// [Connect] reaches the server on its socket. Programs built on GoMLX need no change. What they build is recorded with shapes inferred on this side,
// and sent when it is compiled. Uploads and executions don't wait; what goes wrong with them comes out where a result is asked for,
// with the line of the program that built the computation.
//
// [Engine.Publish], [Engine.Open], [Engine.List] and [Engine.Drop] keep tensors under names.
package session
