package hint

import (
	"go/token"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// nameRules are for names that nothing declares.
var nameRules = []rule{
	whenSay(`^undefined: (?P<pkg>\w+)\.(?P<name>\w+)(?: \(but have (?P<have>\w+)\))?$`, inPackage),
	whenSay(`^name (?P<name>\w+) not exported by package (?P<pkg>\w+)$`, inPackage),
	whenSay(`^undefined: (?P<pkg>\w+)$`, notImported),
	whenSay(`^undefined: (?P<name>\w+)$`, ended),
	whenSay(`^undefined: (?P<name>\w+)$`, python),
	whenSay(`^undefined: (?P<name>\w+)$`, firstUse).on(`^(for )?\w+(, ?\w+)* = `),
	whenSay(`^undefined: (?P<name>\w+)$`, parameter),
	whenSay(`^undefined: (?P<name>\w+)$`, anywhere),
	whenSay(`^undefined: (?P<name>\w+)$`, notYet),
	when(`^"(?P<path>[^"]+)" imported and not used`, "delete the line that imports it: Go wants imports to be used"),
	whenSay(`^could not import (?P<path>\S+)`, missing),
	whenSay(`^package (?P<path>\S+) is not in std`, missing),
	whenSay(`no required module provides package (?P<path>[^\s;]+)`, missing),
	when(`^(?P<name>[\w.]+) redeclared in this block`, "there are two declarations of $name: delete one of them, or give it another name"),
}

// firstUse is about a line that assigns to a variable which there is not.
func firstUse(f found) string {
	left, right, _ := strings.Cut(strings.TrimPrefix(f.code, "for "), " = ")
	right, _, _ = strings.Cut(right, ";")
	if name := f.words["name"]; !slices.Contains(words(left), name) || slices.Contains(words(right), name) {
		return ""
	}
	advice := f.fill("write `$name := …` where a variable is used first: `=` changes one that exists")
	if better := f.known(); better != "" {
		advice += "; or did you mean `" + better + "`?"
	}
	return advice
}

// known is the declared name that the name of the message is probably misspelt for.
func (f found) known() string {
	above, here := Declared(f.Above), Declared(f.Line)
	others := slices.DeleteFunc(f.names(""), func(n string) bool { return slices.Contains(here, n) && n != f.words["name"] })
	candidates := append(above, others...) // what the line itself makes is not meant by it
	if strings.Contains(f.code, f.words["name"]+".") {
		candidates = append(candidates, common...)
	}
	return nearest(f.words["name"], candidates)
}

// words are the names in code.
func words(code string) []string {
	return strings.FieldsFunc(code, func(c rune) bool { return c != '_' && !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}

// ended is about a name that is declared above, but in braces.
func ended(f found) string {
	if !slices.Contains(Declared(f.Above), f.words["name"]) {
		return ""
	}
	return f.fill("$name is known only inside of the braces where it was made: declare it before them, `var $name float64`, and assign to it by `=`")
}

// parameter is about a function that does not say the types of its parameters, or says them first.
func parameter(f found) string {
	name := regexp.QuoteMeta(f.words["name"])
	if !strings.Contains(f.code, "func") {
		return ""
	}
	if m := regexp.MustCompile(`[(,] ?(int|float64|float32|string|bool) ` + name + `\b`).FindStringSubmatch(f.code); m != nil {
		return "the name comes first, then its type: `" + f.words["name"] + " " + m[1] + "`"
	}
	if regexp.MustCompile(`\bfunc\b[^(]*\((\w+, ?)*`+name+`(, ?\w+)*\)`).MatchString(f.code) && !token.IsExported(f.words["name"]) {
		return f.fill("a parameter has a name and a type: `$name float64`, for example")
	}
	return ""
}

// inPackage is about a name that a package does not have.
func inPackage(f found) string {
	pkg, name := f.words["pkg"], f.words["name"]
	exports := f.names(pkg)
	switch better := pythonIn[pkg+"."+name]; {
	case better != "":
		return "in Go it is `" + better + "`"
	case f.words["have"] != "":
		if token.IsExported(name) {
			return f.fill("write `$pkg.$have`")
		}
		return f.fill("write `$pkg.$have`: what a package offers begins with a capital letter")
	}
	if better := nearest(name, exports); better != "" {
		return "did you mean `" + pkg + "." + better + "`?"
	}
	if !token.IsExported(name) {
		return "what a package offers begins with a capital letter: press Tab behind `" + pkg + ".` to see it"
	}
	if len(exports) == 0 {
		return ""
	}
	return "package " + pkg + " has no " + name + ": press Tab behind `" + pkg + ".` to see what it has" + among(name, exports)
}

// among are a few names that are made of a name and more.
func among(name string, exports []string) string {
	var like []string
	for _, e := range exports {
		if len(name) > 2 && len(like) < 3 && strings.Contains(strings.ToLower(e), strings.ToLower(name)) {
			like = append(like, e)
		}
	}
	if like == nil {
		return ""
	}
	return ", among others " + strings.Join(like, ", ")
}

// notImported is about a package that was not imported by itself, since it has no such name.
func notImported(f found) string {
	for _, m := range regexp.MustCompile(`\b`+f.words["pkg"]+`\.(\w+)`).FindAllStringSubmatch(f.code, -1) {
		f.words["name"] = m[1]
		if exports := f.names(f.words["pkg"]); len(exports) > 0 && !slices.Contains(exports, m[1]) {
			return inPackage(f)
		}
		if better := pythonIn[f.words["pkg"]+"."+m[1]]; better != "" {
			return "in Go it is `" + better + "`"
		}
	}
	return ""
}

// common are the packages in which a name without one is looked for.
var common = []string{"fmt", "math", "strings", "strconv", "slices", "sort", "os", "time", "errors", "nb", "rand", "bufio", "log", "maps", "graph", "plots"}

// anywhere is about a name without a package.
func anywhere(f found) string {
	name := f.words["name"]
	if strings.Contains(f.code, name+".") && len(f.names(name)) > 0 {
		return "" // a package, which lacks what is wanted of it
	}
	if token.IsExported(name) {
		for _, pkg := range common {
			if slices.Contains(f.names(pkg), name) {
				return "did you mean `" + pkg + "." + name + "`?"
			}
		}
	}
	if better := f.known(); better != "" {
		return "did you mean `" + better + "`?"
	}
	return ""
}

// notYet is about a name of a reader's own that no cell has made since the kernel began.
func notYet(f found) string {
	name := f.words["name"]
	if regexp.MustCompile(`\b` + name + `\{`).MatchString(f.code) {
		return f.fill("no cell has made the type $name since the kernel began: run the one that does, after it has been mended if it failed")
	}
	if token.IsExported(name) || strings.Contains(f.code, name+".") || strings.Contains(f.code, name+"(") {
		return "" // it may be meant for a package's, or for one of another language
	}
	return f.fill("no cell has made $name since the kernel began: run the one that does")
}

// missing is about an import that cannot be found.
func missing(f found) string {
	path := strings.Trim(f.words["path"], `";:`)
	if better := modules[path]; better != "" {
		return "Go has no " + path + ": " + better
	}
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
		return "a notebook can import what the checkout's go.mod lists: look there for the path"
	}
	return "check the path: packages of the standard library need no import in a cell, others begin with a host, as in `gonum.org/v1/gonum/mat`"
}

// modules is where Go has what a module of Python is imported for.
var modules = map[string]string{
	"numpy": "matrices are in `gonum.org/v1/gonum/mat`, sums and the like of slices in `gonum.org/v1/gonum/floats`, tensors in `github.com/gomlx/gomlx/core/graph`",
	"scipy": "look into `gonum.org/v1/gonum/stat`, `integrate` and `optimize` beside it",
	"torch": "graphs and tensors are in `github.com/gomlx/gomlx/core/graph`", "tensorflow": "graphs and tensors are in `github.com/gomlx/gomlx/core/graph`",
	"jax": "graphs and tensors are in `github.com/gomlx/gomlx/core/graph`", "matplotlib": "pictures are made by package plots, `plots.Line(x, y)`, or by `gonum.org/v1/plot` and shown by `nb.Plot`",
	"random": "random numbers are in `math/rand/v2`", "pandas": "package `data` reads tables",
}
