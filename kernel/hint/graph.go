package hint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// graphRules are for graphs of GoMLX that cannot be built: shapes, types of numbers, nodes and scopes.
var graphRules = []rule{
	when(`does not satisfy (graph|model)\.ExecGraphFn`,
		"a graph function takes nodes, or a []*graph.Node, and returns nodes; put others into one that does, `func(x *graph.Node) *graph.Node { return … }`"),
	whenSay(`^(dimension of axis #\d+ doesn't match and cannot be broadcast|if operands are not scalars, their rank must match) `+
		`for \w+ \((?P<op>\w+)\)[,;] got shapes (?P<shapes>.*)$`, mismatch),
	whenSay(`^data types \(DType\) for \w+ \w+ must match, got (?P<shapes>.*)$`, dtypes),
	when(`^DotGeneral requires inputs with the same DType, got lhs=(?P<a>\w+) and rhs=(?P<b>\w+)$`, "both must be of one type: `graph.ConvertDType(y, x.DType())`"),
	when(`^DotGeneral contracting dimensions do not match: lhs\[(?P<i>\d+)\]=(?P<m>\d+), rhs\[(?P<k>\d+)\]=(?P<n>\d+)$`,
		"axis $i of the left has $m, axis $k of the right $n, and they must be equal: look at both with `x.Shape()`; `graph.Transpose(y, 0, 1)` turns a matrix"),
	when(`^invalid input\[\d+\]: Graph ".*" has been finalized already$|^combining nodes from different graphs not allowed|^output node \d+ is part of a different graph`,
		"a node belongs to the graph of one call: don't keep it in a variable outside, make it in the function, `graph.Const(x.Graph(), …)`, or pass its value as an argument"),
	when(`^invalid input\[\d+\]: Node is nil$`, "an operand is a `*graph.Node` that was declared, but never set"),
	when(`^only gradients of a non-complex scalar`, "only one number has a gradient: take the sum or the mean first, `graph.ReduceAllSum(y)`, `graph.ReduceAllMean(y)`"),
	whenSay(`^total requested size \d+ \(dimensions=\[(?P<want>[-\d ]+)\]\) doesnt match original size (?P<size>\d+) `, reshaped),
	whenSay(`^labels(?:\[0\])? ?\((?P<shapes>.*)\) (must have (the )?same shapes?|have incompatible shapes)$`, labels),
	when(`^labels0\(.*\) and logits0\(.*\) must have the same rank$`, "labels need a last axis of 1: `graph.ExpandDims(labels, -1)`"),
	when(`^labels0 indices dtype \(\w+\), it must be integer$`, "labels are numbers of classes: `graph.ConvertDType(labels, dtypes.Int32)`"),
	when(`^(can only use Embedding on integer inputs|Gather requires indices to have an integer type|invalid indices dtype \(\w+\), it must be integer)`, "indices are whole numbers: `graph.ConvertDType(x, dtypes.Int32)`"),
	when(`^float(/complex)? UnaryOp (?P<op>\w+) must have a float .* got \(U?[Ii]nt`, "$op wants decimals: `graph.ConvertDType(x, dtypes.Float32)` before it"),
	when(`FusedDense: dtype U?[Ii]nt\d+: op not implemented`, "layers compute with decimals: `graph.ConvertDType(x, dtypes.Float32)` before them"),
	when(`^Where\(condition, onTrue, onFalse\) requires condition to be of dtype Bool`, "a condition comes from a comparison, `graph.GreaterThan(x, y)`"),
	when(`^logical BinaryOp \w+ must have boolean`, "its operands are true or false: they come from comparisons, `graph.GreaterThan(x, y)`"),
	whenSay(`^invalid axis (?P<axis>-?\d+), operand rank is (?P<rank>\d+)$`, axes),
	whenSay(`but got invalid axis (?P<axis>-?\d+) for shape (?P<shapes>.*)$`, axes),
	when(`^Concatenate operand #\d+ has different rank \((?P<r>\d+)\) than operand 0's rank`,
		"all must have as many axes: `graph.ExpandDims(y, 0)` adds one at the front, and `graph.Stack` puts equal shapes along a new one"),
	when(`^sub-scope "(?P<name>[^"]*)" already visited from`,
		"a graph visits each scope once: another layer needs another name, the same weights `scope.Shared(\"$name\")`; a scope kept from outside the function needs `scope.ResetVisited()`"),
	when(`^sub-scope "(?P<name>[^"]*)" not yet visited from`, "the first use is `scope.In(\"$name\")`, Shared comes after it"),
	when(`^name "(?P<a>[^"/]+)/(?P<b>[^"/]+)" cannot contain ScopeSeparator`, "one step after the other: `scope.In(\"$a\").In(\"$b\")`"),
	when(`^requested to reuse variable "(?P<name>[^"]*)", but with`,
		"the store has it from before with another shape: begin with a new one, `store := model.NewStore()`, or use another scope"),
	when(`^model\.Variable is nil$`, "the store has no variable of that name: `for v := range store.IterVariables() { fmt.Println(v.Path()) }` lists them"),
}

// mismatch is about an elementwise operation on shapes that do not fit.
func mismatch(f found) string {
	s := shapesIn(f.words["shapes"])
	if len(s) != 2 {
		return ""
	}
	begin := "in " + f.words["op"] + "(x, y) x is " + s[0].String() + ", y " + s[1].String() + ": "
	if how := fitted(s[0], s[1]); how != "" {
		return begin + how
	}
	return begin + "axis by axis the dimensions must be equal, or one of them 1"
}

// dtypes is about an operation on two types of numbers.
func dtypes(f found) string {
	s := shapesIn(f.words["shapes"])
	if len(s) != 2 {
		return ""
	}
	begin := s[0].dtype + " and " + s[1].dtype + " do not mix: "
	if len(s[1].dims) == 0 {
		return begin + "a constant gets x's type by `graph.ConstAs(x, 2)`, and there are `graph.MulScalar(x, 2)` and the like"
	}
	return begin + "`graph.ConvertDType(y, x.DType())`, or begin with `[]float32{…}` for both"
}

// reshaped is about a shape with another number of elements.
func reshaped(f found) string {
	size, _ := strconv.Atoi(f.words["size"]) // digits
	var want []int
	for w := range strings.FieldsSeq(f.words["want"]) {
		n, _ := strconv.Atoi(w)
		want = append(want, n)
	}
	for i := range want {
		others := shape{dims: slices.Concat(want[:i], want[i+1:])}.size()
		if others > 0 && size%others == 0 {
			want[i] = -1
			return f.fill("there are $size numbers; -1 stands for what fits: `graph.Reshape(x, " + list(want) + ")`")
		}
	}
	return f.fill("there are $size numbers, and the dimensions must multiply to that")
}

// labels is about a loss of arrays that differ in shape.
func labels(f found) string {
	s := shapesIn(f.words["shapes"])
	if len(s) != 2 {
		return ""
	}
	label, prediction := s[0].dims, s[1].dims
	switch {
	case s[0].dtype != s[1].dtype && slices.Equal(label, prediction):
		return "labels are " + s[0].dtype + ", predictions " + s[1].dtype + ": `graph.ConvertDType(labels, predictions.DType())`"
	case len(label)+1 == len(prediction) && slices.Equal(append(slices.Clone(label), 1), prediction):
		return "labels lack the last axis: `graph.ExpandDims(labels, -1)`"
	case len(prediction)+1 == len(label) && slices.Equal(append(slices.Clone(prediction), 1), label):
		return "predictions lack the last axis: `graph.ExpandDims(predictions, -1)`"
	}
	return "labels are " + s[0].String() + ", predictions " + s[1].String() + ": the last layer must give as many numbers for an example as a label has"
}

var lastDims = regexp.MustCompile(`\[.*\]`)

// axes is about an axis that is not there.
func axes(f found) string {
	rank, err := strconv.Atoi(f.words["rank"])
	if dims := lastDims.FindString(f.words["shapes"]); dims != "" {
		rank, err = strings.Count(dims, ",")+1, nil
	}
	switch {
	case err != nil || rank == 0:
		return "a single number has no axes"
	case rank == 1:
		return "there is one axis only, 0"
	}
	return "axes count from 0: of " + strconv.Itoa(rank) + " the last is " + strconv.Itoa(rank-1) + ", or -1"
}
