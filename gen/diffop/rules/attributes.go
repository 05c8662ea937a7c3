package rules

import (
	"reflect"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// attribute reads a static parameter of a node (axes, paddings, …). GoMLX keeps them in unexported
// fields; reflection may read those, and fails loudly here if a new version renames them.
func attribute(node *Node, name string) reflect.Value {
	inputs := reflect.ValueOf(node).Elem().FieldByName("inputs")
	if !inputs.IsValid() {
		exceptions.Panicf("diffop/rules: GoMLX's graph.Node has no field \"inputs\" any more; adapt rules.attribute")
	}
	a := inputs.Elem().Elem().FieldByName(name)
	if !a.IsValid() {
		exceptions.Panicf("diffop/rules: GoMLX's %s node has no parameter %q any more; adapt its rule", node.Type(), name)
	}
	return a
}

func ints(v reflect.Value) []int {
	out := make([]int, v.Len())
	for i := range out {
		out[i] = int(v.Index(i).Int())
	}
	return out
}

// intsOr reads a slice that GoMLX leaves empty for "n times fallback".
func intsOr(v reflect.Value, n, fallback int) []int {
	if v.Len() > 0 {
		return ints(v)
	}
	out := make([]int, n)
	for i := range out {
		out[i] = fallback
	}
	return out
}

// pairsOr0 reads a list of (start, end) paddings that GoMLX leaves empty for "none".
func pairsOr0(v reflect.Value, n int) [][2]int {
	out := make([][2]int, n)
	for i := range v.Len() {
		out[i] = [2]int{int(v.Index(i).Index(0).Int()), int(v.Index(i).Index(1).Int())}
	}
	return out
}
