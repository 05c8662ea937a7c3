package pinn

import "reflect"

// The equations of a system stand on one domain. They get the same points, so that the fields and their derivatives are computed there once.

// first is the first condition with the points of condition i: on the same domain, as many, in the same sequence.
func (c *checked) first(i int) int {
	k := c.Conditions[i]
	for j, o := range c.Conditions[:i] {
		if o.N == k.N && reflect.DeepEqual(o.On, k.On) && reflect.DeepEqual(o.Sequence, k.Sequence) {
			return j
		}
	}
	return i
}

// named is d for another condition at the same points.
func (d D) named(condition string) D {
	d.condition = condition
	if d.partner != nil {
		p := d.partner.named(condition)
		d.partner = &p
	}
	return d
}
