// Package ode solves initial value problems dx/dt = f(t, x) in graphs, for neural and continuous flows, and on the host.
package ode
