package show

import "fmt"

// fail ends the cell; tests replace it.
var fail = Fail

// Value shows the value of a cell's last expression. Of nil, as an error is that did not happen, nothing is shown. A picture that could not
// be made ends the cell.
func Value(v any) {
	if err := Broken(v); err != nil {
		fail(err)
		return
	}
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
			fail(err)
			return
		case nil:
			results = results[:n-1]
		}
	}
	switch len(results) {
	case 0:
	case 1:
		Value(results[0])
	default:
		Values(results...)
	}
}

// Values shows a list of expressions.
func Values(values ...any) {
	for _, v := range values {
		if err := Broken(v); err != nil {
			fail(err)
			return
		}
	}
	result(several(values))
}

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
