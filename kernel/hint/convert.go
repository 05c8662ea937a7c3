package hint

import (
	"regexp"
	"strconv"
	"strings"
)

// constant is how messages describe one without a type.
const constant = ` \(untyped (?P<kind>\w+) constant.*\)`

// convertRules are for values of a type that is not the one wanted.
var convertRules = []rule{
	when(`^cannot use (?P<x>.+)`+constant+` as (?P<want>u?int\w*|byte|rune) value in .* \(truncated\)$`,
		"$want holds whole numbers only: make the variable a float64, as in `x := 2.0`, or write a whole number"),
	when(`^(?P<x>.+)`+constant+` truncated to int64$`, "write the number of the smaller unit: `2500 * time.Millisecond`").on(`\btime\.`),
	whenSay(`^(?P<x>.+)`+constant+` truncated to (?P<want>\w+)$`, truncated),
	when(`^cannot use (?P<x>.+)`+constant+` as (int|int64) value in .* \(overflows\)$`,
		"that is too much for 64 bits: compute with float64, or with package math/big"),
	when(`^cannot use (?P<x>.+)`+constant+` as (?P<want>u?int8|u?int16|u?int32|uint|byte|rune) value in .* \(overflows\)$`, "$want does not hold $x: take `int`"),
	whenSay(`^cannot use (?P<x>[\d.]+)`+constant+` as time\.Duration value in .* \(truncated\)$`, seconds),
	when(`^cannot use (?P<x>.+)`+constant+` as \*graph\.Node value in `, "a number becomes a node by `graph.Const(g, $x)`, and there are `graph.MulScalar(x, $x)`, `graph.AddScalar` and so on"),
	when(`^cannot use (?P<x>'.*') \(untyped rune constant.*\) as string value in `, "a text stands in double quotes, single ones are for one character"),
	when(`^cannot use "(?P<c>[^"\\])" \(untyped string constant\) as (byte|rune) value in `, "one character stands in single quotes: `'$c'`"),
	whenSay(`^cannot use (?P<x>".*")`+constant+` as (?P<want>u?int\w*|float\w+) value in (?P<where>.+)$`, textConstant),
	when(`^cannot use (?P<x>.+)`+constant+` as \*(u?int\w*|float\w+|string|bool) value in assignment`, "$p is a pointer: to set what it points to write `*$p = $x`").on(`^(?P<p>\w+) =`),
	when(`^cannot use (?P<x>[-\d.]+)`+constant+` as string value in `, "a text stands in quotes: `\"$x\"`"),
	when(`^cannot use nil as (?P<want>[\w.]+) value in `, "$want is never nil: its empty value is what `var x $want` gives"),
	when(`^cannot use (?P<x>".*")`+constant+` as \[\]string value in argument to strings\.Join`, "the list comes first: `strings.Join(list, $x)`"),
	when(`^in call to [\w.]+, S \(type \[\d+\]\w+\) does not satisfy ~\[\]E`, "an array has a fixed length; all of it as a slice is `$x[:]`").on(`\bslices\.\w+\((?P<x>\w+)`),
	whenSay(`^cannot use (?P<x>.+?) \([\w ]*? of (?:\w+ )?type (?P<have>.+)\) as (?P<want>.+?) value in (?P<where>.+)$`, converted),
	when(`^cannot convert (?P<x>.+) \(.*\bstring\b.*\) to type u?int\w*$`, "a number of a text: `n, err := strconv.Atoi($x)`").on(`\bu?int\d*\(`),
	when(`^cannot convert (?P<x>.+) \(.*\bstring\b.*\) to type float\w+$`, "a number of a text: `v, err := strconv.ParseFloat($x, 64)`").on(`\bfloat\d+\(`),
	when(`^cannot convert (?P<x>.+) \((.* of type |untyped )(float\w*|bool)\b.*\) to type string$`, "a text of a number: `fmt.Sprint($x)`"),
	when(`^cannot convert (?P<x>.+) \(untyped \w+ constant.*\) to type (?P<t>(\w+\.)?[A-Z]\w*)$`, "if $t is a struct, its fields stand in braces: `$t{…}`"),
	when(`^(missing argument|too many arguments) in conversion to (?P<t>(\w+\.)?[A-Z]\w*)$`, "$t is a type: if it is a struct, a value of it is `$t{}`, with its fields in the braces"),
	when(`^(?P<t>(\w+\.)?[A-Z]\w*) \(type\) is not an expression$`, "$t is a type: if it is a struct, a value of it is `$t{}`, with its fields in the braces"),
	when(`^cannot convert (?P<x>-?[\d.]+) \(untyped float constant\) to type u?int\w*( \(truncated\))?$`,
		"Go cuts no decimals off a number that is written there: write a whole number, or take a variable, `x := $x`, then `int(x)`"),
	when(`^cannot convert (?P<x>.+) \(untyped string constant\) to type int$`, "a slice is indexed by whole numbers; names need a map, `map[string]int{}`").on(`\w\[`),
	when(`^cannot convert .* to type \[\]`, "Go has no arithmetic of slices: compute in a loop, `for i := range xs { xs[i] *= 2 }`").on(`[-+*/]`),
}

// textConstant is about a text where a number is wanted.
func textConstant(f found) string {
	text, err := strconv.Unquote(f.words["x"])
	if _, wrong := strconv.ParseFloat(text, 64); err == nil && wrong == nil {
		return "leave out the quotes: `" + text + "`"
	}
	if f.words["where"] != "assignment" {
		return ""
	}
	return f.fill("a variable keeps the type that it has from the beginning, here $want: take another one for the text")
}

// operand is a name, a call, or an element.
const operand = `[A-Za-z_][\w.]*(?:\([^()]*\)|\[[^\[\]]*\])?`

// truncated is about a constant with decimals beside a whole number.
func truncated(f found) string {
	x := f.words["x"]
	begin, c := x+" is no whole number: compute with float64, ", regexp.QuoteMeta(x)
	if m := regexp.MustCompile(`(` + operand + `) ?([-+*/]) ?` + c).FindStringSubmatch(f.Line); m != nil {
		return begin + "`float64(" + m[1] + ") " + m[2] + " " + x + "`"
	}
	if m := regexp.MustCompile(c + ` ?([-+*/]) ?(` + operand + `)`).FindStringSubmatch(f.Line); m != nil {
		return begin + "`" + x + " " + m[1] + " float64(" + m[2] + ")`"
	}
	if m := regexp.MustCompile(`^(\w+) [-+*/]= ` + c).FindStringSubmatch(f.code); m != nil {
		return m[1] + " is a whole number: begin with `" + m[1] + " := 0.0` to make it a float64"
	}
	return f.fill("a whole number is wanted here, and $x is none")
}

// converted is about a variable or a value.
func converted(f found) string {
	for _, say := range []func(found, string, string) string{numberFor, textFor, called, addressed, sliced, asserted, noded} {
		if advice := say(f, f.words["have"], f.words["want"]); advice != "" {
			return f.fill(advice)
		}
	}
	return ""
}

func numberFor(f found, have, want string) string {
	x := f.words["x"]
	switch xs := overIndices(f, x); {
	case want == duration && isWhole(have):
		return "say of what: `time.Duration($x) * time.Second`"
	case !isNumber(have) || xs == "":
	case isNumber(want):
		return isIndex(x, xs, want+"("+x+")")
	default:
		return element(x, xs)
	}
	switch {
	case isFloat(want) && isWhole(have) && quotient(x):
		o, _ := operationOf(x)
		return "`" + want + "(" + o.x + ") / " + o.y + "` keeps the decimals, `" + want + "(" + x + ")` drops them"
	case isWhole(want) && isFloat(have):
		return "`$want($x)` cuts off the decimals, `$want(math.Round($x))` rounds"
	case isNumber(want) && isNumber(have):
		return "convert it: `$want($x)`"
	}
	return ""
}

func quotient(x string) bool {
	o, ok := operationOf(x)
	return ok && o.op == "/" && !o.assigns
}

func textFor(_ found, have, want string) string {
	switch {
	case isText(want) && have == "error":
		return "the text of an error is `$x.Error()`"
	case isText(want) && (have == "rune" || have == "byte"):
		return "a text of one character: `string($x)`"
	case isText(want) && (isNumber(have) || have == "bool"):
		return "a text of a number: `fmt.Sprint($x)`"
	case isText(want) && have == "[]byte":
		return "convert it: `string($x)`"
	case want == "[]byte" && isText(have):
		return "convert it: `[]byte($x)`"
	case isWhole(want) && isText(have):
		return "a number of a text: `n, err := strconv.Atoi($x)`"
	case isFloat(want) && isText(have):
		return "a number of a text: `v, err := strconv.ParseFloat($x, 64)`"
	}
	return ""
}

// called is about a function in place of its result.
func called(_ found, have, want string) string {
	if rest, ok := strings.CutPrefix(have, "func("); ok && strings.HasSuffix(rest, ") "+want) {
		if rest == ") "+want {
			return "$x is a function: call it, `$x()`"
		}
		return "$x is a function: call it, `$x(…)`"
	}
	return ""
}

// addressable are variables, their fields, and literals, which may stand behind &.
var addressable = regexp.MustCompile(`^[A-Za-z_][\w.]*$|\}$`)

func addressed(f found, have, want string) string {
	switch {
	case have == "*"+want:
		return "$x is a pointer: its value is `*$x`"
	case want == "*"+have && addressable.MatchString(f.words["x"]):
		return "a pointer is wanted: `&$x`"
	case want == "*"+have:
		return "a pointer is wanted: `v := $x`, then `&v`"
	case strings.HasPrefix(want, "*") && isNumber(want[1:]):
		return "to set what a pointer points to, write a star before it: `*x = $x`"
	}
	return ""
}

func sliced(f found, have, want string) string {
	element, isSlice := strings.CutPrefix(have, "[]")
	array := regexp.MustCompile(`^\[\d+\](.*)$`).FindStringSubmatch(have)
	switch where := f.words["where"]; {
	case isSlice && element == want && strings.HasPrefix(where, "argument to math."):
		return "functions of math take one number: call it in a loop, `for i, v := range $x`"
	case have == "[]string" && where == "argument to strings.Contains":
		return "of slices it is `slices.Contains`"
	case isSlice && element == want && strings.HasPrefix(where, "argument to"):
		return "that is a slice: `$x[0]` is one element, and a function that takes any number of them takes all by `$x...`"
	case isSlice && element == want:
		return "that is a slice: `$x[0]` is its first element"
	case array != nil && want == "[]"+array[1]:
		return "an array has a fixed length; all of it as a slice is `$x[:]`"
	case isSlice && strings.HasPrefix(want, "[]"):
		return "slices are not converted as a whole: make a `$want` and fill it in a loop, `for _, v := range $x`"
	}
	return ""
}

func asserted(f found, _, want string) string {
	if strings.HasSuffix(f.words["where"], "need type assertion") {
		return "$x may hold other types too: take out what it holds, `$x.(" + want + ")`"
	}
	return ""
}

// noded is about what a graph is made of.
func noded(_ found, have, want string) string {
	switch {
	case want != "*graph.Node":
		return ""
	case have == "*graph.DotBuilder":
		return "Dot is not finished: `graph.Dot(x, y).Product()`, or `graph.MatMul(x, y)`"
	case isNumber(have):
		return "a number becomes a node by `graph.Const(g, $x)`, and there are `graph.MulScalar(x, $x)`, `graph.AddScalar` and so on"
	case strings.HasPrefix(have, "[]"):
		return "numbers become a node by `graph.Const(g, $x)`; what changes from call to call is better an argument of the function"
	case have == "*tensors.Tensor":
		return "a tensor is computed already; pass it to the graph function as an argument, or write `graph.ConstTensor(g, $x)`"
	}
	return ""
}
