package hint

import (
	"go/token"
	"strconv"
	"strings"
)

// mixRules are for operators between values of different types.
var mixRules = []rule{
	whenSay(`^invalid operation: (?P<expr>.+) \(mismatched types (?P<a>.+?) and (?P<b>.+)\)$`, mixed),
	whenSay(`^invalid argument: mismatched types (?P<a>\w+) \(previous argument\) and (?P<b>\w+) \(type of (?P<y>.+)\)$`, sameType),
	when(`^cannot convert ".*" \(untyped string constant\) to type interface\{Error\(\) string\}`, "an error is no text: its text is `err.Error()`").on(`\+`),
}

// sameType is about min and max of numbers of two types.
func sameType(f found) string {
	a, b := f.words["a"], f.words["b"]
	if !isNumber(a) || !isNumber(b) {
		return ""
	}
	to, which := wider(a, b), "…"
	if to == a {
		which = f.words["y"]
	}
	return "all arguments must be of one type: `" + to + "(" + which + ")`"
}

// mixed is about x op y with types that the operator cannot bring together.
func mixed(f found) string {
	a, b := f.words["a"], f.words["b"]
	o, ok := operationOf(f.words["expr"])
	if !ok && isNumber(a) && isNumber(b) {
		return "Go does not mix number types: convert one side, `" + wider(a, b) + "(…)`"
	} else if !ok {
		return ""
	}
	for _, say := range []func(found, operation, string, string) string{nodes, withNil, pointers, functions, interfaces, texts, elements, durations, numbers, truths} {
		if advice := say(f, o, a, b); advice != "" {
			return advice
		}
	}
	return ""
}

// nodeFunctions are what operators are called in graphs.
var nodeFunctions = map[string]string{
	"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "%": "Mod",
	"<": "LessThan", ">": "GreaterThan", "<=": "LessOrEqual", ">=": "GreaterOrEqual", "==": "Equal", "!=": "NotEqual",
}

// numberFirst is a op x for a number a and a node x.
func numberFirst(o operation) string {
	switch o.op {
	case "-":
		return "graph.AddScalar(graph.Neg(" + o.y + "), " + o.x + ")"
	case "/":
		return "graph.MulScalar(graph.Reciprocal(" + o.y + "), " + o.x + ")"
	}
	return "graph." + nodeFunctions[o.op] + "Scalar(" + o.y + ", " + o.x + ")"
}

func nodes(_ found, o operation, a, b string) string {
	const node = "*graph.Node"
	name := nodeFunctions[o.op]
	if a != node && b != node || name == "" {
		return ""
	}
	call := "graph." + name + "(" + o.x + ", " + o.y + ")"
	switch {
	case b != node && isNumeral(b) && o.compares():
		call = "graph." + name + "(" + o.x + ", graph.ConstAs(" + o.x + ", " + o.y + "))"
	case b != node && isNumeral(b):
		call = "graph." + name + "Scalar(" + o.x + ", " + o.y + ")"
	case a != node && isNumeral(a) && strings.Contains("+-*/", o.op):
		call = numberFirst(o)
	}
	if o.assigns {
		call = o.x + " = " + call
	}
	return inPlace + "`" + call + "`"
}

const inPlace = "nodes of a graph have functions in place of operators: "

func withNil(_ found, o operation, a, b string) string {
	t := a
	if a == "untyped nil" {
		t = b
	} else if b != "untyped nil" {
		return ""
	}
	switch {
	case isNumber(t):
		return "a number is never nil: compare with 0, `" + o.with(o.x, "0") + "`"
	case isText(t):
		return "a text is never nil: compare with the empty one, `" + o.with(o.x, `""`) + "`"
	}
	return "only pointers, slices, maps, functions, channels and interfaces can be nil"
}

func pointers(_ found, o operation, a, b string) string {
	switch {
	case pointsTo(a, b):
		return o.x + " is a pointer: its value is `*" + o.x + "`"
	case pointsTo(b, a):
		return o.y + " is a pointer: its value is `*" + o.y + "`"
	}
	return ""
}

// pointsTo says whether p is a pointer to what may stand beside a value of type t.
func pointsTo(p, t string) bool {
	to, isPointer := strings.CutPrefix(p, "*")
	return isPointer && (to == t || isNumber(to) && isNumeral(t) || isText(to) && isText(t))
}

func functions(_ found, o operation, a, b string) string {
	name, t := o.x, a
	if strings.HasPrefix(b, "func(") {
		name, t = o.y, b
	}
	if strings.HasPrefix(t, "func() ") {
		return name + " is a function: call it, `" + name + "()`"
	}
	if strings.HasPrefix(t, "func(") {
		return name + " is a function: call it, `" + name + "(…)`"
	}
	return ""
}

func interfaces(_ found, o operation, a, b string) string {
	for _, p := range [][3]string{{a, b, o.x}, {b, a, o.y}} {
		if p[0] == "any" || p[0] == "interface{}" {
			t := strings.TrimPrefix(p[1], "untyped ")
			if t == "float" {
				t = "float64"
			}
			return p[2] + " may hold anything: take out what it holds, `" + p[2] + ".(" + t + ")`"
		}
	}
	return ""
}

// texts is about a text beside a number.
func texts(_ found, o operation, a, b string) string {
	text, other, kind := o.x, o.y, b
	if isText(b) {
		text, other, kind = o.y, o.x, a
	} else if !isText(a) {
		return ""
	}
	switch {
	case kind == "untyped rune":
		return "single quotes are for one character, which is a number; a text stands in double quotes: `" + doubled(other) + "`"
	case o.op == "%" && text == o.x:
		return "write `fmt.Sprintf(" + text + ", " + other + ")`"
	case !isNumeral(kind):
		return ""
	case token.IsIdentifier(text) && !o.assigns && (o.op == "*" && isFloat(kind) || strings.Contains("-/", o.op)):
		return text + " is a text here: look where it was set, or make a number of it, `v, err := strconv.ParseFloat(" + text + ", 64)`"
	case o.op == "*" && !isFloat(kind) && kind != "untyped float":
		return "write `strings.Repeat(" + text + ", " + whole(other, kind) + ")`"
	case o.op == "+" && (kind == "rune" || kind == "byte"):
		return other + " is one character: make a text of it, `" + o.with(as("string", other, text, o)) + "`"
	case o.op == "+" && o.assigns:
		return "make a text of the number: `" + o.x + " += fmt.Sprint(" + o.y + ")`"
	case o.op == "+":
		return "make a text of the number: `fmt.Sprint(" + o.x + ", " + o.y + ")`"
	case o.compares() && (kind == "byte" || kind == "rune") && len(text) == len(`"a"`):
		return "one character stands in single quotes: `" + o.with(as("", other, "'"+text[1:2]+"'", o)) + "`"
	case o.compares():
		return "a number is no text: compare `fmt.Sprint(" + other + ")` with it, or make a number of the text with `strconv.Atoi`"
	}
	return ""
}

// as are the operands, in their order, with one converted: as(t, x, y) are t(x) and y.
func as(t, converted, other string, o operation) (x, y string) {
	c := converted
	if t != "" {
		c = t + "(" + converted + ")"
	}
	if converted == o.x {
		return c, other
	}
	return other, c
}

// whole is a number as an int.
func whole(x, kind string) string {
	if kind == "int" || strings.HasPrefix(kind, "untyped") {
		return x
	}
	return "int(" + x + ")"
}

// doubled is a literal in single quotes in double ones.
func doubled(literal string) string {
	if r, err := strconv.Unquote(literal); err == nil {
		return strconv.Quote(r)
	}
	return `"…"`
}

// elements is about arithmetic of a slice and a number.
func elements(_ found, o operation, a, b string) string {
	const begin = "Go has no arithmetic of slices: compute in a loop, "
	switch {
	case o.compares() || isNumeral(a) && isNumeral(b):
		return ""
	case isNumber(strings.TrimPrefix(a, "[]")) && isNumeral(b):
		return begin + "`for i := range " + o.x + " { " + o.x + "[i] " + o.op + "= " + o.y + " }`"
	case isNumber(strings.TrimPrefix(b, "[]")) && isNumeral(a):
		return begin + "`for i := range " + o.y + " { " + o.y + "[i] = " + o.with(o.x, o.y+"[i]") + " }`"
	}
	return ""
}

func truths(_ found, o operation, a, b string) string {
	switch {
	case (a == "bool" || a == "untyped bool") && isNumeral(b), (b == "bool" || b == "untyped bool") && isNumeral(a):
		number := o.y
		if isNumeral(a) {
			number = o.x
		}
		return "numbers are neither true nor false: compare, `" + number + " != 0`"
	}
	return ""
}
