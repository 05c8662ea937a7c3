package hint

import (
	"go/token"
	"slices"
	"strings"
)

// selectorRules are for fields and methods, and for types that lack a method.
var selectorRules = []rule{
	when(`^(?P<x>.+)\.\w+ undefined \(type .+ has no field or method \w+, but does have (field|method) (?P<have>\w+)\)`, "write `$x.$have`: small and capital letters differ"),
	when(`^unknown field (?P<name>\w+) in struct literal of type .+, but does have (?P<have>\w+)$`, "write `$have:` for `$name:`"),
	whenSay(`^unknown field (?P<name>\w+) in struct literal of type (?P<type>\w+\.\w+)$`, noField),
	when(`^(?P<x>.+)\.(?P<name>\w+) undefined \(cannot refer to unexported (?P<kind>\w+) \w+\)`,
		"a $kind that begins with a small letter belongs to its package alone: press Tab behind `$x.` to see what it offers"),
	whenSay(`^(?P<x>.+)\.(?P<name>\w+) undefined \(type (?P<type>.+) has no field or method \w+\)`, noMethod),
	when(`^cannot call pointer method (?P<name>\w+) on (?P<type>\S+)$`, "the method wants a pointer, which a variable has: `v := $type{…}`, then `v.$name(…)`"),
	when(`: (?P<type>[\w.]+) does not implement \S+ \(method \w+ has pointer receiver\)$`, "the method belongs to pointers: write `&$type{…}`, or `&v` for a variable v"),
	when(`: \*?(?P<type>\w+) does not implement \S+ \((wrong type for|missing) method (?P<name>\w+)\)\s+have .*\s+want (?P<want>.+)$`, "the method must be `func (v $type) $want`"),
	when(`: \*?(?P<type>\w+) does not implement \S+ \(missing method (?P<name>\w+)\)$`, "the type needs a method `func (v $type) $name(…)` to be used here"),
}

// noMethod is about what other languages have as methods.
func noMethod(f found) string {
	name, typ := f.words["name"], f.words["type"]
	var advice string
	switch {
	case f.words["x"] == "string" && token.IsExported(name):
		advice = "the package is called strings: `strings.$name`"
	case token.IsIdentifier(f.words["x"]) && slices.Contains(f.names(f.words["x"]), name):
		advice = "a variable is called $x here, which hides the package: give it another name (%rm $x forgets one of an earlier cell)"
	case typ == "string" || typ == "untyped string":
		advice = textMethods[strings.ToLower(name)]
	case strings.HasPrefix(typ, "[]"):
		advice = sliceMethods[strings.ToLower(name)]
	case strings.HasPrefix(typ, "map["):
		advice = mapMethods[strings.ToLower(name)]
		if advice == "" && strings.HasPrefix(typ, "map[string]") && !strings.Contains(f.code, "."+name+"(") {
			advice = "the values of a map stand in brackets: `$x[\"$name\"]`"
		}
	case typ == "*graph.Node":
		advice = nodeMethod(name)
	}
	if advice == "" && strings.Contains(typ, ".") { // of a package
		return noMember(name, f.names(strings.TrimPrefix(typ, "*")))
	}
	return f.fill(advice)
}

// noMember is about a field or a method that a type of a package does not have.
func noMember(name string, members []string) string {
	for i, m := range members {
		members[i] = strings.TrimSuffix(m, "()")
	}
	if better := nearest(name, members); better != "" {
		return "did you mean `" + better + "`?"
	}
	if like := among(name, members); like != "" {
		return "there is no " + name + ": press Tab behind the point to see what there is" + like
	}
	return ""
}

// noField is about a name in a literal, for which the embedded ones do not count.
func noField(f found) string {
	fields := slices.DeleteFunc(f.names(f.words["type"]), func(m string) bool { return strings.HasSuffix(m, "()") })
	if better := nearest(f.words["name"], fields); better != "" {
		return "did you mean `" + better + ":`?"
	}
	if len(fields) == 0 {
		return ""
	}
	return f.fill("the fields of $type are ") + strings.Join(fields[:min(len(fields), mostFields)], ", ") + strings.Repeat(" and more", min(1, len(fields)/(mostFields+1)))
}

// mostFields is how many fields are named.
const mostFields = 12

var textMethods = map[string]string{
	"upper": "write `strings.ToUpper($x)`", "lower": "write `strings.ToLower($x)`", "split": "write `strings.Split($x, \",\")`, or `strings.Fields($x)` at blanks",
	"strip": "write `strings.TrimSpace($x)`", "trim": "write `strings.TrimSpace($x)`", "join": "write `strings.Join(list, $x)`",
	"replace": "write `strings.ReplaceAll($x, \"a\", \"b\")`", "startswith": "write `strings.HasPrefix($x, \"a\")`", "endswith": "write `strings.HasSuffix($x, \"a\")`",
	"find": "write `strings.Index($x, \"a\")`", "index": "write `strings.Index($x, \"a\")`", "count": "write `strings.Count($x, \"a\")`",
	"contains": "write `strings.Contains($x, \"a\")`", "format": "write `fmt.Sprintf(\"%v\", x)`", "len": "write `len($x)`", "length": "write `len($x)`", "size": "write `len($x)`",
}

var sliceMethods = map[string]string{
	"append": "write `$x = append($x, …)`", "push": "write `$x = append($x, …)`", "add": "write `$x = append($x, …)`", "extend": "write `$x = append($x, ys...)`",
	"pop": "take the last, `$x[len($x)-1]`, then cut it off, `$x = $x[:len($x)-1]`", "insert": "write `$x = slices.Insert($x, i, v)`",
	"remove": "write `$x = slices.Delete($x, i, i+1)`", "sort": "write `slices.Sort($x)`", "reverse": "write `slices.Reverse($x)`", "index": "write `slices.Index($x, v)`",
	"contains": "write `slices.Contains($x, v)`", "copy": "write `slices.Clone($x)`", "len": "write `len($x)`", "length": "write `len($x)`", "size": "write `len($x)`",
	"shape": "a slice has a length only: `len($x)`", "max": "write `slices.Max($x)`", "min": "write `slices.Min($x)`",
	"sum": "add in a loop: `for _, v := range $x { s += v }`", "mean": "add in a loop, `for _, v := range $x { s += v }`, and divide by `float64(len($x))`",
}

var mapMethods = map[string]string{
	"keys": "write `for k := range $x`", "values": "write `for _, v := range $x`", "items": "write `for k, v := range $x`",
	"get": "write `v, ok := $x[k]`", "pop": "write `delete($x, k)`", "remove": "write `delete($x, k)`", "delete": "write `delete($x, k)`",
	"has": "write `_, ok := $x[k]`", "contains": "write `_, ok := $x[k]`", "has_key": "write `_, ok := $x[k]`",
	"len": "write `len($x)`", "length": "write `len($x)`", "size": "write `len($x)`", "clear": "write `clear($x)`", "copy": "write `maps.Clone($x)`",
}

// nodeMethod is about operations of a graph that were written as methods.
func nodeMethod(name string) string {
	for of, list := range map[string]string{
		"graph.%($x)":            "Exp Log Sqrt Square Abs Neg Sin Cos Tanh Sigmoid ReduceAllSum ReduceAllMean ReduceAllMax StopGradient Softmax",
		"graph.%($x, …)":         "Add Sub Mul Div Pow Max Min MatMul Reshape Transpose Slice Concatenate ConvertDType ExpandDims Squeeze MulScalar AddScalar",
		"graph.ReduceAllSum($x)": "Sum", "graph.ReduceAllMean($x)": "Mean",
	} {
		for _, n := range strings.Fields(list) {
			if strings.EqualFold(n, name) {
				return "operations are functions, not methods: `" + strings.ReplaceAll(of, "%", n) + "`"
			}
		}
	}
	if slices.Contains([]string{"T", "t"}, name) {
		return "operations are functions, not methods: `graph.Transpose($x, 0, 1)`"
	}
	return ""
}
