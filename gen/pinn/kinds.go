package pinn

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// The usual kinds of conditions, as residuals of a Condition. field is a field's name; a value is a function of the points, such as
// func(d pinn.D) *Node { return Sin(d.X("x")) }, and nil means 0.

// Dirichlet is u − value.
func Dirichlet(field string, value func(d D) *Node) func(d D) *Node { return Initial(field, value) }

// Initial is u − value, or with variables the derivative by them minus value: Initial("u", speed, "t") is u_t − speed.
func Initial(field string, value func(d D) *Node, by ...string) func(d D) *Node {
	return func(d D) *Node { return less(d, d.Field(field, by...), value) }
}

// Neumann is ∂u/∂n − value, n the outward normal.
func Neumann(field string, value func(d D) *Node) func(d D) *Node {
	return func(d D) *Node { return less(d, d.Dn(field), value) }
}

// Robin is a u + b ∂u/∂n − value.
func Robin(field string, a, b float64, value func(d D) *Node) func(d D) *Node {
	return func(d D) *Node {
		return less(d, Add(MulScalar(d.Field(field), a), MulScalar(d.Dn(field), b)), value)
	}
}

// Periodic is the difference of u, or of its derivative by the named variables, between a point and its partner: on geom.Rect.Periodic, or on
// any geom.Glue. An equation of second order across the seam takes it for u and for its first derivative. See Problem.Periods for periods that hold
// exactly.
func Periodic(field string, by ...string) func(d D) *Node {
	return func(d D) *Node { return Sub(d.Field(field, by...), d.Partner().Field(field, by...)) }
}

// Jump is u_a − u_b − value: what two fields, each of its own side, have to do with each other on an interface.
func Jump(a, b string, value func(d D) *Node) func(d D) *Node {
	return func(d D) *Node { return less(d, Sub(d.Field(a), d.Field(b)), value) }
}

// FluxJump is ka ∂u_a/∂n − kb ∂u_b/∂n − value on an interface, ka and kb the conductivities of both sides.
func FluxJump(a string, ka float64, b string, kb float64, value func(d D) *Node) func(d D) *Node {
	return func(d D) *Node {
		return less(d, Sub(MulScalar(d.Dn(a), ka), MulScalar(d.Dn(b), kb)), value)
	}
}

// Measured is u minus the column of that name in the data of a geom.Cloud; without a name of its own, the column is called as the field.
func Measured(field string, column ...string) func(d D) *Node {
	return func(d D) *Node {
		name := field
		if len(column) > 0 {
			name = column[0]
		}
		return Sub(d.Field(field), d.Data(name))
	}
}

// less is y − value.
func less(d D, y *Node, value func(d D) *Node) *Node {
	if value == nil {
		return y
	}
	v := value(d)
	d.wantColumn(v)
	return Sub(y, Reshape(v, y.Shape().Dimensions...))
}
