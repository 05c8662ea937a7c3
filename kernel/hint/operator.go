package hint

import "regexp"

// ofType is how messages go on until the type of an operand.
const ofType = ` \(.*\b(?:type |untyped )`

// operatorRules are for operators and conditions with one type that does not have them, and for indices.
var operatorRules = []rule{
	whenSay(`^invalid operation: operator (?P<op>[-+*/]) not defined on (?P<x>\S+) \(variable of type \*graph\.Node\)`, nodeOperator),
	whenSay(`^invalid operation: operator % not defined on .*`+ofType+`float`, remainder),
	whenSay(`^invalid operation: operator \^ not defined on .*`+ofType+`float`, power),
	when(`^invalid operation: operator ! not defined on (?P<x>.+)`+ofType+`(u?int|float|rune|byte)`, "numbers are neither true nor false: compare, `$x == 0`"),
	when(`^invalid operation: operator (&&|\|\|) not defined on (?P<x>.+)`+ofType+`(u?int|float|rune|byte)`, "numbers are neither true nor false: compare, `$x != 0`"),
	when(`^invalid operation: operator \+ not defined on (?P<x>\S+) \(variable of type \[\]`, "slices are joined by append: `$x = append($x, ys...)`; sums of elements need a loop"),
	when(`^invalid operation: operator [-*/] not defined on (?P<x>\S+) \(variable of type \[\]`, "Go has no arithmetic of slices: compute in a loop, `for i := range $x { $x[i] *= 2 }`"),
	when(`^invalid operation: operator . not defined on (?P<x>\S+) \(variable of type (?P<t>\w+) constrained by any\)`,
		"any type has no operators: name those that do, `[$t int | float64]`"),
	when(`^invalid operation: cannot indirect (?P<x>\S+) \(`, "Go has no operator for powers: write `math.Pow(x, $x)`").on(`\w ?\*\* ?[\w(]`),
	when(`^invalid operation: cannot indirect (?P<x>\S+) \(variable of`, "$x is no pointer: leave out the star"),
	whenSay(`^non-boolean condition in (if|for) statement$`, condition),
	when(`\((?P<x>slice) can only be compared to nil\)$`, "slices are compared by `slices.Equal(a, b)`"),
	when(`\(map can only be compared to nil\)$`, "maps are compared by `maps.Equal(a, b)`"),
	when(`\(func can only be compared to nil\)$`, "functions can't be compared, only their results: call them, or compare with nil"),
	when(`\(struct containing .* cannot be compared\)$`, "structs with slices or maps are compared by `reflect.DeepEqual(a, b)`"),
	when(`^invalid map key type \[\]`, "a slice can't be a key: take a string, or an array of fixed length, `[2]int`"),
	when(`^invalid argument: index -1 \(constant of type int\) must not be negative$`, "indices count from the front: the last element is `$s[len($s)-1]`").on(`(?P<s>[\w.]+)\[-1\]`),
	when(`^invalid argument: index -\d+ \(constant of type int\) must not be negative$`, "indices count from the front: write `$s[$from:len($s)-$n]`").
		on(`^([^-]*[^-\w.])?(?P<s>[\w.]+)\[(?P<from>\w*):-(?P<n>\d+)\][^-]*$`),
	when(`^invalid argument: index -\d+ \(constant of type int\) must not be negative$`, "indices count from the front: the last n elements are `$s[len($s)-n:]`").on(`(?P<s>[\w.]+)\[-`),
	when(`^invalid argument: index (?P<x>.+) \(.*\bfloat(32|64)\) must be integer$`, "a whole number is wanted: `int($x)`"),
	when(`^invalid argument: index (?P<i>\d+) out of bounds \[0:(?P<n>\d+)\]$`, "indices begin with 0, so the last one is one less than $n, as in `x[len(x)-1]`"),
	when(`^cannot range over (?P<x>.+) \(.*\bfloat`, "loops count whole numbers: `for i := range int($x)`, or `for t := 0.0; t < $x; t += 0.1`"),
	when(`^range over (?P<n>.+) \(.*\biter\.Seq\[.*\) permits only one iteration variable$`, "it gives one value each round: `for i := range $n`"),
	when(`^range over (?P<n>.+) \(.*int.*\) permits only one iteration variable$`, "a number has no elements: `for i := range $n`; a slice has both, `for i, x := range xs`"),
	when(`^index \d+ is out of bounds \(>= (?P<n>\d+)\)$`, "there is room for $n: `[...]` counts the values by itself, `[]` makes a slice"),
	when(`^invalid argument: (?P<x>.+) \(.*\) for built-in len$`, "len counts the elements of slices and maps and the bytes of texts; $x has none"),
	when(`^invalid append: argument must be a slice; have (?P<x>\S+) \(variable of type \[\d+\](?P<t>\w+)\)`, "an array has a fixed length: make it a slice, `[]$t{…}`"),
	when(`^cannot index (?P<x>\S+) \(variable of (struct type|type struct\{)`, "the fields of a struct follow a point: `$x.$f`").on(`\w\["(?P<f>~+)"\]`),
	when(`^cannot index (?P<x>\S+) \(variable of type (u?int|float)`, "$x is one number and has no elements"),
	when(`^invalid argument: (?P<x>.+) \(.*\[\].*\) cannot be ordered$`, "max and min take single numbers; of a slice it is `slices.Max(xs)`, `slices.Min(xs)`"),
	when(`^too many arguments in conversion to (?P<t>\[\]\w+)$`, "the elements of a slice stand in braces: `$t{1, 2}`"),
	when(`^in call to .*, cannot infer (?P<t>\w+)`, "say which type is meant, in brackets: `f[float64]()`"),
	when(`^invalid operation: (?P<t>u?int\d*|float\d+|string)\[(?P<n>\w+)\] \(\w+ is not a generic type\)`, "write `make([]$t, $n)` for a slice, or `[$n]$t{}` for an array"),
}

func nodeOperator(f found) string {
	name := nodeFunctions[f.words["op"]]
	m := regexp.MustCompile(regexp.QuoteMeta(f.words["x"]) + ` ?[-+*/]=? ?(` + operand + `)([^\w.(\[]|$)`).FindStringSubmatch(f.code)
	y := "…"
	if m != nil {
		y = m[1]
	}
	return inPlace + "`graph." + name + "(" + f.words["x"] + ", " + y + ")`"
}

func remainder(f found) string {
	if m := regexp.MustCompile(`([\w.]+) ?% ?([\w.]+)`).FindStringSubmatch(f.code); m != nil {
		return "the remainder of a float64 is `math.Mod(" + m[1] + ", " + m[2] + ")`"
	}
	return "the remainder of a float64 is `math.Mod(x, y)`"
}

func power(f found) string {
	if m := regexp.MustCompile(`([\w.]+) ?\^ ?([\w.]+)`).FindStringSubmatch(f.code); m != nil {
		return "`^` is exclusive or, for bits; a power is `math.Pow(" + m[1] + ", " + m[2] + ")`"
	}
	return "`^` is exclusive or, for bits; a power is `math.Pow(x, y)`"
}

// condition is about if x and for x, where x is no bool.
func condition(f found) string {
	m := regexp.MustCompile(`\b(if|for) (?:.*; )?!?(\w+) ?\{`).FindStringSubmatch(f.code)
	switch {
	case m == nil:
		return "a condition is true or false, so compare: `x != 0` for numbers, `len(xs) > 0` for slices and texts, `err != nil` for errors"
	case m[2] == "err":
		return "a condition is true or false: write `" + m[1] + " err != nil {`"
	}
	x := m[2]
	return "a condition is true or false, so compare: `" + x + " != 0` for a number, `len(" + x + ") > 0` for a slice or a text, `" + x + " != nil` for a pointer"
}
