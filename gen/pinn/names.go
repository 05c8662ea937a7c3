package pinn

import "strings"

// Names are those of the variables and of the conditions.
func (p Problem) Names() (variables, conditions []string) {
	for _, c := range p.Conditions {
		conditions = append(conditions, c.Name)
	}
	return strings.Fields(p.Vars), conditions
}
