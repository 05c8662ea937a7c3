package show

import "fmt"

// Value shows the value of a cell's last expression. Of nil, as an error is that did not happen, nothing is shown.
func Value(v any) {
	if v != nil {
		result(Bundle(v))
	}
}

// Result shows the results of a call that is a cell's last statement. A last result that is an error is not shown if it is nil, and ends
// the cell if it is not.
func Result(results ...any) {
	if n := len(results); n > 0 {
		switch err := results[n-1].(type) {
		case error:
			Fail(err)
		case nil:
			results = results[:n-1]
		}
	}
	switch len(results) {
	case 0:
	case 1:
		Value(results[0])
	default:
		result(several(results))
	}
}

// Values shows a list of expressions.
func Values(values ...any) { result(several(values)) }

// several are values side by side.
func several(values []any) map[string]any {
	text := ""
	for i, v := range values {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(Bundle(v)[Text])
	}
	return map[string]any{Text: text}
}
