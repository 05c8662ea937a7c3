package hint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// callRules are for calls: what goes in, and what comes out.
var callRules = []rule{
	whenSay(`^assignment mismatch: (?P<n>\d+) variables? but (?P<f>.+) returns (?P<m>\d+) values?$`, results),
	when(`^multiple-value (?P<x>.+) \(value of type \([^,]+, (\w+ )?error\)\) in `, "it returns a value and an error: `nb.Must($x)` stops at the error; or take both first, `v, err := $x`, then use v"),
	when(`^multiple-value (?P<x>.+) \(value of type \((.*, )?(\w+ )?error\)\) in `, "it returns several values: take them first, `v, err := $x`, then use v"),
	when(`^multiple-value (?P<x>.+) \(value of type \(.*\)\) in `, "it returns several values: take them first, `v, w := $x`, then use v"),
	whenSay(`^too many arguments in call to (?P<f>.+)\s+have (?P<have>\(.*\))\s+want (?P<want>\(.*\))`, arguments),
	whenSay(`^not enough arguments in call to (?P<f>.+)\s+have (?P<have>\(.*\))\s+want (?P<want>\(.*\))`, arguments),
	when(`^(?P<f>.+)\(.*\) \(no value\) used as value$`, "$f returns nothing: call it on a line of its own, or let it return something"),
	whenSay(`^too many return values\s+have \((?P<have>.*)\)\s+want \(\)`, returned),
	when(`^too many return values\s+have \((?P<have>.*)\)\s+want \(\)`, "say what the function returns, `func f(x int) int {`: nothing stands between its parentheses and the brace"),
	when(`^(too many|not enough) return values\s+have \(.*\)\s+want \((?P<want>.*)\)`, "return what the function promises: `($want)`"),
	when(`^(?P<x>append\((?P<s>[^,()]+),.*\)) \(value of type .*\) is not used$`, "append returns the longer slice: write `$s = $x`"),
	when(`^(?P<x>.+) == (?P<y>.+) \(untyped bool value\) is not used$`, "`==` compares; to assign write `$x = $y`"),
	when(`^(?P<f>.+) \(.* of type func\(.*\) is not used$`, "a call needs parentheses: `$f(…)`"),
	when(`^(?P<x>\w+) \(.*\) is not used$`, "`//` begins a comment; for whole numbers `$x /= y` divides and drops the rest").within(`//=`),
	when(`^(?P<x>.+) \(.*\) is not used$`, "a line must do something: print it, `fmt.Println($x)`, or keep it, `y := $x`"),
	whenSay(`cannot call (?:non-function )?(?P<x>\w+) \(variable of (?:\w+ )?type`, noFunction),
}

// results is about calls that return more or less than there are variables.
func results(f found) string {
	n, m, call := f.words["n"], f.words["m"], f.words["f"]
	if n == "1" && m == "2" {
		left := regexp.MustCompile(`(\w+) ?(:?=) ?` + regexp.QuoteMeta(call) + `\(`).FindStringSubmatch(f.code)
		if left == nil {
			return f.fill("$f returns 2 values, the second is mostly an error: take both")
		}
		return fmt.Sprintf("%s returns 2 values: if the second is an error, `%[2]s %[3]s nb.Must(%[1]s(…))` stops at it and `%[2]s, err %[3]s %[1]s(…)` takes it; `%[2]s, _` drops what it is",
			call, left[1], left[2])
	}
	if m == "1" {
		return f.fill("$f returns one value: leave one name on the left")
	}
	return f.fill("$f returns $m values: write as many names on the left, and `_` for what is not needed")
}

// returned is about a return outside of functions.
func returned(f found) string {
	m := regexp.MustCompile(`^return (.+)$`).FindStringSubmatch(strings.TrimSpace(f.Line[:len(f.code)])) // without a comment
	if m == nil || slices.ContainsFunc(enclosing(f.Above), func(line string) bool { return strings.Contains(blank(line), "func") }) {
		return ""
	}
	return "a cell shows its last line without a return, which only functions have: write `" + m[1] + "`"
}

// arguments is about a call with too many or too few of them.
func arguments(f found) string {
	have, want := f.words["have"], f.words["want"]
	switch {
	case strings.HasSuffix(have, ", error)") && strings.TrimSuffix(have, ", error)")+")" == want:
		return "the call in the parentheses returns an error too: take both first, `v, err := …`, then pass v"
	case want == "()":
		return f.fill("$f takes no arguments: `$f()`")
	case weighted(f):
		return "the last argument are the weights of the values, nil for none: `" + f.words["f"] + "(" + passed(f) + ", nil)`"
	case strings.HasPrefix(have, "([]") && !strings.Contains(have, ",") && !strings.Contains(want, "[]"):
		return f.fill("$f takes single values, $want, not a slice: pass its elements")
	}
	return f.fill("$f takes $want: all of them and no more, since Go has no default arguments")
}

// weighs are the functions of gonum's stat whose last argument are weights.
var weighs = strings.Fields("stat.Mean stat.StdDev stat.Variance stat.PopStdDev stat.PopVariance stat.MeanStdDev stat.MeanVariance stat.PopMeanStdDev stat.PopMeanVariance " +
	"stat.GeometricMean stat.HarmonicMean stat.Mode stat.Skew stat.ExKurtosis stat.Correlation stat.Covariance stat.Kendall")

// weighted says whether only the weights are missing.
func weighted(f found) bool {
	return slices.Contains(weighs, f.words["f"]) && f.words["want"] == strings.TrimSuffix(f.words["have"], ")")+", []float64)"
}

// passed are the arguments of the call, as far as the line tells which call it is.
func passed(f found) string {
	n := strings.Count(f.words["have"], ",")
	calls := regexp.MustCompile(`\b`+regexp.QuoteMeta(f.words["f"])+`\(([\w., ]+)\)`).FindAllStringSubmatch(f.code, -1)
	calls = slices.DeleteFunc(calls, func(m []string) bool { return strings.Count(m[1], ",") != n })
	if len(calls) == 0 {
		return "…"
	}
	return calls[0][1]
}

// noFunction is about a variable that hides a function, or was never one.
func noFunction(f found) string {
	x := f.words["x"]
	if strings.Contains(" len cap append copy make new max min print println delete string int float64 ", " "+x+" ") {
		return f.fill("a variable called $x hides Go's own $x: give it another name, and run the cell again")
	}
	return f.fill("$x is no function: an element is `$x[i]`, and a product needs its sign, `$x * (…)`")
}
