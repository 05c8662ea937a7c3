package hint

import (
	"fmt"
	"regexp"
	"strings"
)

// matrixRules are for matrices of gonum's mat, which have methods where NumPy has operators, indices and attributes.
var matrixRules = []rule{
	whenSay(`^cannot index (?P<x>\S+) \(variable of (struct )?type \*?mat\.(?P<type>(Vec)?Dense)\)`, ofMatrix),
	whenSay(`^invalid operation: operator (?P<op>[-+*/]) not defined on (?P<x>\S+) \(variable of (struct )?type \*?mat\.(?P<type>(Vec)?Dense)\)`, matrixOperator),
	whenSay(`^invalid operation: (?P<expr>.+) \(mismatched types (?P<a>.+?) and (?P<b>.+)\)$`, matrixOperands),
	whenSay(`^(?P<x>.+)\.(?P<name>\w+) undefined \(type \*?mat\.(Vec)?Dense has no field or method \w+\)`, matrixMethod),
}

// ofMatrix is about an index.
func ofMatrix(f found) string {
	x := f.words["x"]
	if f.words["type"] == "VecDense" {
		return fmt.Sprintf("an element of a vector is read by `%[1]s.AtVec(i)`, and set by `%[1]s.SetVec(i, …)`", x)
	}
	i, j := "i", "j"
	if m := regexp.MustCompile(`\b` + regexp.QuoteMeta(x) + `\[([^\[\]]+)(?:\]\[|, ?)([^\[\]]+)\]`).FindStringSubmatch(f.code); m != nil {
		i, j = m[1], m[2]
	}
	return fmt.Sprintf("an element of a matrix is read by `%[1]s.At(%[2]s, %[3]s)`, and set by `%[1]s.Set(%[2]s, %[3]s, …)`", x, i, j)
}

// matrixFunctions are what operators between two matrices of one type are called.
var matrixFunctions = map[string]map[string]string{
	"Dense":    {"+": "Add", "-": "Sub", "*": "Mul", "/": "DivElem"},
	"VecDense": {"+": "AddVec", "-": "SubVec", "*": "MulElemVec", "/": "DivElemVec"},
}

// matrixOperator is about an operator between two of one type.
func matrixOperator(f found) string {
	x, op, typ := f.words["x"], f.words["op"], f.words["type"]
	y := "…"
	between := regexp.MustCompile(`\b` + regexp.QuoteMeta(x) + ` ?` + regexp.QuoteMeta(op) + `=? ?(` + operand + `)([^\w.(\[]|$)`)
	if all := between.FindAllStringSubmatch(f.code, -1); len(all) == 1 {
		y = all[0][1]
	}
	advice := computed(typ, matrixFunctions[typ][op], x, y)
	if op == "*" && typ == "Dense" {
		advice += "; `MulElem` multiplies each element by the other's"
	}
	return advice
}

// computed is how a matrix is made of others.
func computed(typ, method, x, y string) string {
	return fmt.Sprintf("matrices have methods in place of operators: `var c mat.%s`, then `c.%s(%s, %s)`", typ, method, x, y)
}

// matrixOperands is about a matrix beside a number or a vector.
func matrixOperands(f found) string {
	o, ok := operationOf(f.words["expr"])
	a, b := matrixType(f.words["a"]), matrixType(f.words["b"])
	switch {
	case !ok || o.op != "*":
		return ""
	case a == "Dense" && b == "VecDense":
		return computed("VecDense", "MulVec", o.x, o.y)
	case a == "Dense" && isNumeral(f.words["b"]):
		return computed(a, "Scale", o.y, o.x)
	case b == "Dense" && isNumeral(f.words["a"]):
		return computed(b, "Scale", o.x, o.y)
	case a == "VecDense" && isNumeral(f.words["b"]):
		return computed(a, "ScaleVec", o.y, o.x)
	case b == "VecDense" && isNumeral(f.words["a"]):
		return computed(b, "ScaleVec", o.x, o.y)
	}
	return ""
}

func matrixType(t string) string {
	if name, ok := strings.CutPrefix(strings.TrimPrefix(t, "*"), "mat."); ok && matrixFunctions[name] != nil {
		return name
	}
	return ""
}

// matrixMethods are what arrays of NumPy have.
var matrixMethods = map[string]string{
	"shape": "write `r, c := $x.Dims()`", "size": "write `r, c := $x.Dims()`", "len": "write `r, c := $x.Dims()`", "transpose": "write `$x.T()`",
	"sum": "write `mat.Sum($x)`", "max": "write `mat.Max($x)`", "min": "write `mat.Min($x)`", "trace": "write `mat.Trace($x)`", "det": "write `mat.Det($x)`",
	"inv": "write `var c mat.Dense`, then `err := c.Inverse($x)`", "print": "write `fmt.Println(mat.Formatted($x))`",
	"matmul": "write `var c mat.Dense`, then `c.Mul($x, …)`", "dot": "write `var c mat.Dense`, then `c.Mul($x, …)`; of two vectors it is `mat.Dot($x, …)`",
}

func matrixMethod(f found) string { return f.fill(matrixMethods[strings.ToLower(f.words["name"])]) }
