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
