package hint

import (
	"slices"
	"strings"
)

// python is about names that only Python knows.
func python(f found) string {
	name := f.words["name"]
	if module := aliases[name]; module != "" {
		return "Go has no " + module + ": " + modules[module]
	}
	if advice := pythonWords[name]; advice != "" {
		return advice
	}
	known := f.known()
	called := strings.Contains(f.code, name+"(") && !strings.EqualFold(known, name) // sin is meant, not a variable bin
	if strings.Contains(f.code, name+".") && name != "self" || !called && known != "" {
		return "" // it is meant to be a package, or a name that is declared
	}
	if advice := pythonFunctions[name]; advice != "" && called {
		return f.fill(advice + "; if $name is a function of your own, run the cell that makes it")
	}
	return f.fill(pythonNames[name])
}

// aliases are what modules of Python are called in programs.
var aliases = map[string]string{
	"np": "numpy", "numpy": "numpy", "pd": "pandas", "pandas": "pandas", "plt": "matplotlib", "torch": "torch", "jnp": "jax", "jax": "jax", "tf": "tensorflow", "random": "random",
	"scipy": "scipy",
}

// pythonWords are keywords of Python that nobody calls a variable; class and lambda are left out.
var pythonWords = map[string]string{
	"try": noExceptions, "except": noExceptions, "finally": noExceptions,
	"raise": "Go has no exceptions: return an error, `return fmt.Errorf(\"…\")`, or end with `panic(\"…\")`",
	"elif":  "write `} else if x < 0 {`, with both braces on one line", "while": "there is no while: write `for x < 3 {`",
	"def": "a function is written `func f(x float64) float64 { … }`", "nonlocal": "no word is needed: functions see the variables around them",
}

const noExceptions = "Go has no exceptions: functions return errors, `v, err := f(); if err != nil { … }`"

// pythonNames are names of Python, and what Go has for them.
var pythonNames = map[string]string{
	"None": "in Go it is `nil`, and numbers, texts and structs can't be nil", "True": "in Go it is `true`", "False": "in Go it is `false`",
	"str": "write `fmt.Sprint(x)`", "float": "the type is called `float64`", "double": "the type is called `float64`", "long": "the type is called `int64`", "char": "a character is a `rune`",
	"boolean": "in Go it is `bool`", "String": "in Go it is `string`",
	"abs": "write `math.Abs(x)`", "round": "write `math.Round(x)`", "pow": "write `math.Pow(x, y)`", "sqrt": "write `math.Sqrt(x)`", "exp": "write `math.Exp(x)`",
	"log": "write `math.Log(x)`", "sin": "write `math.Sin(x)`", "cos": "write `math.Cos(x)`", "pi": "write `math.Pi`",
	"sum": "add in a loop, `for _, x := range xs { s += x }`, or `floats.Sum(xs)` of gonum", "sorted": "write `slices.Sort(xs)`, which sorts in place",
	"reversed": "write `slices.Reverse(xs)`, which works in place", "enumerate": "write `for i, x := range xs`",
	"zip": "use one index for both: `for i := range xs`", "list": "a list is a slice: `[]int{1, 2, 3}`", "dict": "a dictionary is a map: `map[string]int{}`",
	"set": "a set is a map: `map[string]bool{}`", "tuple": "Go has no tuples: write a `struct`, or return several values",
	"input": "write `nb.Input(\"x? \")`, which is a text; `strconv.Atoi` makes a number of it", "open": "write `os.Open(name)`, or `os.ReadFile(name)` for the whole file",
	"isinstance": "write `_, ok := x.(T)`", "filter": "write a loop with an `if`",
	"assert": "write `if !ok { panic(\"…\") }`", "pass": "an empty block `{}` needs no word", "self": "a method names its receiver: `func (s *T) Name() { … }`",
	"Exception": "write `errors.New(\"…\")`", "ValueError": "write `errors.New(\"…\")`", "exit": "write `os.Exit(1)`",
	"console": "write `fmt.Println(x)`", "printf": "write `fmt.Printf(\"%d\\n\", x)`", "nullptr": "in Go it is `nil`", "null": "in Go it is `nil`", "NULL": "in Go it is `nil`",
}

// pythonFunctions are functions of Python and NumPy whose names variables have too, and functions of one's own.
var pythonFunctions = map[string]string{
	"linspace": "write `floats.Span(make([]float64, n), from, to)` of gonum", "arange": "fill a slice in a loop, `for i := range n { xs[i] = float64(i) }`",
	"zeros": "write `make([]float64, n)`, or `mat.NewDense(r, c, nil)` for a matrix", "array": "write `[]float64{1, 2, 3}`",
	"mean": "write `stat.Mean(xs, nil)`", "std": "write `stat.StdDev(xs, nil)`",
	"help": "press Shift-Tab behind a name: it explains it, and Tab shows what there is", "dir": "press Tab behind a name and a point to see what it has",
}

// pythonIn are functions that have another name in Go's package than in Python's module of the same name, or in what users of NumPy try first.
var pythonIn = map[string]string{
	"math.pi": "math.Pi", "math.e": "math.E", "math.inf": "math.Inf(1)", "math.nan": "math.NaN()", "math.fabs": "math.Abs", "math.isnan": "math.IsNaN",
	"math.isinf": "math.IsInf(x, 0)", "math.factorial": "math.Gamma(n + 1)", "math.Fabs": "math.Abs", "math.PI": "math.Pi",
	"rand.random": "rand.Float64()", "rand.randint": "rand.IntN(n)", "time.time": "time.Now()", "time.sleep": "time.Sleep", "os.getcwd": "os.Getwd()",
	"stat.Average": "stat.Mean", "stat.Std": "stat.StdDev", "stat.Var": "stat.Variance", "plots.Plot": "plots.Line(x, y)", "plots.Hist": "plots.Histogram(xs)",
	"plots.Imshow": "plots.HeatMap", "data.ReadCSV": "data.CSV{}.File(path)",
	"graph.Sum": "graph.ReduceAllSum", "graph.Mean": "graph.ReduceAllMean", "graph.Multiply": "graph.Mul", "graph.Subtract": "graph.Sub",
	"graph.Divide": "graph.Div", "graph.Power": "graph.Pow", "graph.Matmul": "graph.MatMul", "graph.Concat": "graph.Concatenate", "graph.Cast": "graph.ConvertDType",
	"graph.Unsqueeze": "graph.ExpandDims", "graph.View": "graph.Reshape", "graph.Permute": "graph.TransposeAllDims", "graph.Grad": "graph.Gradient",
	"graph.MustCallOnce": "graph.MustExecOnce", "graph.MulConst": "graph.MulScalar", "graph.AddConst": "graph.AddScalar",
}

// wrongSyntax is how the parser and the compiler begin when they do not understand the code at all.
const wrongSyntax = `^(expected |missing |unexpected |illegal |import path must|statements need |label \w+ (declared|defined) and not used|` +
	`.* is not an expression|.* not terminated|middle index)`

// pythonRules are for code that Go does not understand at all.
var pythonRules = slices.Concat([]rule{
	whenSay(wrongSyntax, imported).on(`^from (?P<module>[a-zA-Z]\w*)\b.* import (?P<name>\w+)`),
	whenSay(wrongSyntax, imported).on(`^import (?P<module>[a-zA-Z]\w*)(\.\w+)*( as \w+)?$`),
}, lines([][2]string{
	{`^def (?P<name>\w+) ?\(`, "a function is written `func $name(x float64) float64 { … }`"},
	{`^(fn|function|fun) (?P<name>\w+) ?\(.*\{`, "a function is written `func $name(x float64) float64 { … }`"},
	{`^class (?P<name>\w+) ?[:({]`, "a class is a struct, `type $name struct { … }`, and functions with a receiver, `func (s *$name) Method() { … }`"},
	{`^struct (?P<name>\w+) ?\{`, "write `type $name struct { … }`"},
	{`^@\w+`, "Go has no decorators: call the function with the other one as an argument"},
	{`^(from .* import .*|import [\w.]+( as \w+)?)$`, "imports have their path in quotes, and most need none in a cell: `import \"math/rand/v2\"`"},
	{`^import .* as `, "the other name goes before the path: `import m \"gonum.org/v1/gonum/mat\"`"},
	{`(^|} ?)elif\b`, "write `} else if x < 0 {`, with both braces on one line"},
	{`^else:`, "write `} else {`, with both braces on one line"},
	{`^(try|except\b.*|finally):`, noExceptions},
	{`^(raise|throw) ["'\w]`, "Go has no exceptions: return an error, `return fmt.Errorf(\"…\")`, or end with `panic(\"…\")`"},
	{`^with\b.*\bas\b.*:`, "open it, and close it with defer: `defer file.Close()`"},
	{`^del (?P<x>\w+)$`, "write `%rm $x` on a line of its own, which forgets it"},
	{`^del \w`, "write `delete(m, key)` for maps, `xs = slices.Delete(xs, i, i+1)` for slices"},
	{`^(global|nonlocal) \w`, "no word is needed: functions see the variables around them"},
	{`^while\b[ (]*(?P<cond>.*?)[) ]*[:{]`, "there is no while: write `for $cond {`"},
	{`^\} ?while\b`, "there is no do … while: write `for {`, and leave it by `if x > 3 { break }`"},
	{`^if .* then$`, "a block stands in braces: `if x > 0 {` in this line, `}` after the block"},
	{`^(do ?\{|(until|foreach) \w)`, "every loop begins with for: `for i := range 10 {`, `for x < 3 {`, `for _, x := range xs {`"},
	{`^for \(?(?P<i>\w+) (in|of) range\((?P<n>[^,()]+)\) ?[:{]`, "write `for $i := range $n {`"},
	{`^for \(?(?P<i>\w+) (in|of) range\((?P<from>[^,()]+), ?(?P<to>[^,()]+)\) ?[:{]`, "write `for $i := $from; $i < $to; $i++ {`"},
	{`^for (?P<i>\w+), ?(?P<x>\w+) in enumerate\((?P<xs>[^()]+)\) ?[:{]`, "write `for $i, $x := range $xs {`"},
	{`^for (?P<k>\w+), ?(?P<v>\w+) in (?P<m>\w+)\.items\(\) ?[:{]`, "write `for $k, $v := range $m {`"},
	{`^for \w+, ?\w+ in zip\((?P<x>\w+),.*\) ?[:{]`, "use one index for both: `for i := range $x {`"},
	{`^for \(?(?P<i>\w+) (in|of) range (?P<n>[^:{]+?) ?[:{]`, "write `for $i := range $n {`"},
	{`^for \(?(?P<i>\w+) (in|of) (?P<n>(nb\.Range|\w+\.Steps)\(.*\)|\d+) ?[:{]`, "write `for $i := range $n {`"},
	{`^for \(?(?P<x>\w+) (in|of) (?P<xs>[^:{]+?) ?[:{]`, "write `for _, $x := range $xs {`; without `_,` it is the index"},
	{`[\[({].*\bfor \w+(, ?\w+)* in `, "Go has no comprehensions: write a loop, `for _, x := range xs { ys = append(ys, x*x) }`"},
	{`\blambda\b`, "a function without a name is written `func(x float64) float64 { return x + 1 }`"},
	{`\bfunc\b.*\) ?-> ?`, "the result's type follows the parentheses without an arrow: `func f(x int) int {`"},
	{`\w->\w`, "fields and methods follow a point, for pointers too: `p.x`"},
	{`[\w)] (=>|->) `, "a function without a name is written `func(x float64) float64 { return x + 1 }`"},
	{`(=|\(|,|\breturn) ?[^{}=]*\bif\b[^{}]*\belse\b`, "Go has no conditional expressions: write `if` and `else` as statements"},
	{`^\?+[\w.]+$|^[\w.]+\?+$`, "press Shift-Tab behind a name: it explains it, and Tab shows what there is"},
	{`\?`, "Go has no operator `?`: write `if` and `else` as statements"},
	{`[\w)\]"'] (not )?in [\w(\["']`, "write `slices.Contains(xs, x)` for slices, `_, ok := m[x]` for maps"},
	{`[\w)\]] is (not )?\w`, "write `==` or `!=`, and `nil` for None"},
	{`[\w)\]"'] (and|or) [\w(!"']`, "write `&&` for and, `||` for or"},
	{`\bnot \w`, "write `!` for not: `!ok`"},
	{`\b[fF]["']`, "write `fmt.Sprintf(\"%v\", x)` or `fmt.Println(\"x =\", x)`: Go has no f-strings"},
	{`^(if|for|switch|match)\b.*:$`, "a block stands in braces: `{` at the end of this line, `}` after the block"},
	{`^else\b`, "write `} else {` on one line: a line that ends with } ends the if"},
	{`^#`, "a comment begins with `//`"},
	{`^\w+ ?: ?(int|float|str|bool|list|dict)(\[.*\])? ?(=|$)`, "write `x := 3`, or `var x float64 = 3`: no colon before a type"},
	{`^(int|float|float64|double|string|bool) (?P<name>\w+)\b`, "write `$name := …`, or `var $name float64`: the name comes first"},
	{`^(let|auto|val) (?P<name>\w+) ?=`, "write `$name := …`"},
	{`[\w)\]](\*\*| \*\* )[\w(]`, "Go has no operator for powers: write `math.Pow(x, 2)`, or `x * x`"},
	{`\[\w*::\w*\]`, "Go's slices have no step: write a loop, `for i := 0; i < len(xs); i += 2`"},
	{`^assert \w`, "write `if !ok { panic(\"…\") }`"},
	{`^print (?P<x>["'\w].*)`, "a call needs parentheses: `fmt.Println($x)`"},
}), []rule{whenSay(`^(missing|expected) `, otherBlock)})

// imported is about an import of Python: of a module that Go does not have, or of a package that cells import by themselves.
func imported(f found) string {
	module, name := f.words["module"], f.words["name"]
	if has := modules[module]; has != "" {
		return "Go has no " + module + ": " + has
	}
	exports := f.names(module)
	if !slices.Contains(common, module) || len(exports) == 0 {
		return ""
	}
	begin := "package " + module + " needs no import in a cell: "
	if better := pythonIn[module+"."+name]; better != "" {
		return begin + "write `" + better + "`"
	}
	if better := nearest(name, exports); better != "" {
		return begin + "write `" + module + "." + better + "`"
	}
	return begin + "press Tab behind `" + module + ".` to see what it offers"
}

// lines makes rules of what a line looks like, and what to do.
func lines(table [][2]string) (list []rule) {
	for _, r := range table {
		list = append(list, rule{message: wrongSyntax, line: r[0], advice: r[1]})
	}
	return list
}

// otherBlock is about code in a block of another language, which the parser takes for a list of values.
func otherBlock(f found) string {
	lines := enclosing(f.Above)
	if len(lines) == 0 {
		return ""
	}
	switch strings.TrimSpace(lines[0]) {
	case "do {":
		return "there is no do … while: write `for {`, and leave it by `if x > 3 { break }`"
	case "try {":
		return noExceptions
	}
	return ""
}
