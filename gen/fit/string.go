package fit

import "fmt"

// String is one line: the settings, the number of weights, and how the training went, if there was one.
func (m *Model) String() string {
	text, weights := fmt.Sprintf("%T%+v", m.Spec, m.Spec), 0
	if m.Store != nil {
		for v := range m.Store.IterVariables() {
			if v.Trainable {
				weights += v.Shape().Size()
			}
		}
	}
	if weights > 0 { // those of a loaded model come when they are asked for
		text += fmt.Sprintf(", %d weights", weights)
	}
	if m.History.Steps() > 0 {
		text += ", " + m.History.String()
	}
	return text
}
