package pinn

import (
	"fmt"
	"strings"
)

// String is one line: the fields and their variables, and how the training went, if there was one.
func (s *Solution) String() string {
	text := strings.Join(s.about.Fields, ", ") + "(" + strings.Join(s.about.Vars, ", ") + ")"
	if s.History.Steps() > 0 {
		text += fmt.Sprint(", ", &s.History)
	}
	return text
}

// String names the settings that are not zero, as Go code does.
func (n Net) String() string {
	parts := []string{fmt.Sprintf("Hidden: %v, Activation: %s", n.Hidden, n.Activation)}
	for _, p := range []struct {
		set   bool
		shown string
	}{
		{n.Kind != Plain, fmt.Sprintf("Kind: %s", n.Kind)},
		{n.Fourier != 0, fmt.Sprintf("Fourier: %g", n.Fourier)},
		{n.Features != 0, fmt.Sprintf("Features: %d", n.Features)},
		{n.Factorized, "Factorized: true"},
		{n.Adaptive, "Adaptive: true"},
		{len(n.Windows) > 0, fmt.Sprintf("Windows: %v", n.Windows)},
		{n.Overlap != 0, fmt.Sprintf("Overlap: %g", n.Overlap)},
	} {
		if p.set {
			parts = append(parts, p.shown)
		}
	}
	return "Net{" + strings.Join(parts, ", ") + "}"
}
