package hint

// tensorRules are for running graphs of GoMLX, and for the tensors that go in and come out.
var tensorRules = []rule{
	when(`\bTensor shape is invalid$`, "the tensor has been finalized, or given away (donated): make it anew, or keep a copy, `c, err := t.Clone()`"),
	when(`^# of arguments to call \(#args=(?P<have>\d+), .*graph function \(#args=(?P<want>\d+)\)`, "the graph function takes $want, the call gives $have: one argument for each node of it"),
	when(`^no arguments passed to Exec for .* expects (?P<want>\d+) inputs`, "the graph function takes $want: give one argument for each node of it"),
	when(`^maximum cache size of \d+ reached for`,
		"each new shape of an argument compiles a graph anew: keep the batch size the same, drop or pad the last batch; if the shapes are meant, `exec.SetMaxCache(-1)`"),
	when(`sub-slices have irregular shapes, found shapes`, "all rows must have the same length: compare `len(x[0])` and `len(x[1])`"),
	when(`^ToScalar\[(?P<t>\w+)\] requires scalar Tensor, got shape`, "it holds more than one number: `tensors.MustCopyFlatData[$t](t)` gives all of them"),
	whenSay(`^(ToScalar|MustConstFlatData|MustMutableFlatData)\[(?P<want>\w+)\] is incompatible with Tensor's dtype (?P<dtype>\w+)`, flatData),
	when(`^can't find backend .* for configuration .* backends available: (?P<list>.*)$`, "take one of those that there are, or leave the choice open: `engine, err := backend.Default()`"),
	when(`backend cannot be nil or finalized$`, "an engine is missing: `engine, err := backend.Default()`"),
	when(`^no registered compute\.Backend\b`, "an engine is missing: `engine, err := backend.Default()`"),
	when(`^parameter #\d+ \(".*"\) is nil or invalid, maybe a variable value not set`,
		"graphs with variables are run by package model: `model.MustCallOnce(engine, store, f, x)`, or `model.NewExec`"),
	when(`cannot create shape from \S*: cannot convert type "(?P<t>\w+)" to a valid GoMLX shape`, "a graph computes with numbers: a $t must become one first"),
	when(`\bop(eration)? "?(?P<op>\w+)"?(:| not implemented in the "go" backend).*op not implemented$`,
		"the engine has no $op: if it is pure Go, XLA may have it, and `gensci doctor` says how to get that; else build it from other operations"),
	when(`batch loss is (NaN|infinity)`, "lower the learning rate, scale the inputs to about 1, and look for logarithms and divisions near 0"),
}

// flatData is about the numbers of a tensor, asked for by another type.
func flatData(f found) string {
	types := map[string]string{
		"Float32": "float32", "Float64": "float64", "Int32": "int32", "Int64": "int64", "Int8": "int8", "Int16": "int16", "Uint8": "uint8", "Bool": "bool",
	}
	t := types[f.words["dtype"]]
	if t == "" {
		return ""
	}
	return "its numbers are " + t + ": write `[" + t + "]` for `[" + f.words["want"] + "]`"
}
