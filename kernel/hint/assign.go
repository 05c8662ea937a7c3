package hint

import (
	"regexp"
	"slices"
	"strings"
)

// assignRules are for variables: made twice, never used, never made.
var assignRules = []rule{
	whenSay(`^declared and not used: (?P<x>\w+)$`, unused),
	whenSay(`^no new variables on left side of :=$`, again),
	when(`^cannot assign to struct field (?P<m>.+)\.(?P<field>\w+) in map$`, "take it out, change it, and put it back: `v := $m`, then `v.$field = …`, then `$m = v`"),
	when(`^cannot assign to (?P<s>[A-Za-z_]\w*)\[[^\[\]]*\] \(neither addressable nor a map index expression\)$`,
		"the letters of a text can't be changed: make bytes of it, `b := []byte($s)`, change those, and go back with `$s = string(b)`"),
	when(`^cannot assign to (?P<x>[A-Za-z_]\w*) \((neither addressable|constant)`, "$x is no variable: declare it with `var $x = …`, not with const or func"),
	when(`^non-name (?P<x>.+) on left side of :=`, "`:=` makes variables; a field or an element is set by `$x = …`"),
	when(`^use of untyped nil in `, "nil alone has no type: give the variable one, `var x []float64`"),
	when(`^missing return$`, "whatever way is taken, a function with a result must come to a `return`: add one before this brace"),
	when(`^assignment mismatch: 1 variable but (?P<n>[2-9]\d*) values$`, "several values make a slice, `x := []int{1, 2}`, or have a name each, `x, y := 1, 2`"),
	when(`^assignment mismatch: (?P<n>\d+) variables? but (?P<m>\d+) values?$`, "left and right of the sign must stand as many: `x, y := 1, 2`"),
}

var (
	defines = regexp.MustCompile(`^(?:if |for |switch )?((?:\w+, ?)*\w+) :=`)
	ranges  = regexp.MustCompile(`^for (\w+), ?(\w+) :?= range (.+?) ?\{$`)
)

// unused is about a variable that nothing reads.
func unused(f found) string {
	x := f.words["x"]
	if m := ranges.FindStringSubmatch(f.Line); m != nil {
		switch x {
		case m[1]:
			return "write `for _, " + m[2] + " := range " + m[3] + " {`: _ stands for what is not needed"
		case m[2]:
			return "write `for " + m[1] + " := range " + m[3] + " {`"
		}
	}
	if outer := hidden(f, x); outer {
		return "`:=` makes a new " + x + " inside of these braces; to change the one outside write `" + x + " = …`"
	}
	if x == "err" {
		return "look whether it went wrong, `if err != nil { panic(err) }`, or write `_` in place of err"
	}
	return f.fill("use $x, or write `_ = $x` if it is there for later: Go wants variables to be used")
}

// hidden says whether the line makes a variable whose name is known already in the lines around it.
func hidden(f found, x string) bool {
	m := defines.FindStringSubmatch(f.code)
	if m == nil || m[1] != x {
		return false
	}
	return slices.ContainsFunc(enclosing(f.Above), func(line string) bool { return slices.Contains(Declared(line), x) })
}

// again is about := where everything on its left exists.
func again(f found) string {
	m := regexp.MustCompile(`((?:[\w.\[\]]+, ?)*\w+) :=`).FindStringSubmatch(f.code)
	if m == nil {
		return "these variables exist already: write `=`"
	}
	verb := "exists"
	if strings.Contains(m[1], ",") {
		verb = "exist"
	}
	return m[1] + " " + verb + " already: write `" + m[1] + " = …`"
}

// Loops over indices, whose variable was meant to be the element.
var indexLoop = regexp.MustCompile(`^\s*for (\w+) := range ([A-Za-z_][\w.\[\]]*) ?\{`)

// overIndices returns what the loop around the line runs over if x is its index; "" if x is not.
func overIndices(f found, x string) string {
	if strings.Contains(f.code, "["+x+"]") {
		return "" // it is meant to be the index
	}
	lines := enclosing(f.Above)
	for _, line := range lines {
		m := indexLoop.FindStringSubmatch(line)
		switch {
		case m != nil && m[1] == x && !isCount(m[2], lines):
			return m[2]
		case slices.Contains(Declared(line), x):
			return ""
		}
	}
	return ""
}

// isCount says whether a variable is a number as far as the lines tell.
func isCount(x string, lines []string) bool {
	number := regexp.MustCompile(`\b` + regexp.QuoteMeta(x) + `( :?= -?\d| u?int\d*\b|, err := strconv\.Atoi)`)
	return slices.ContainsFunc(lines, number.MatchString)
}
