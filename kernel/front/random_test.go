package front

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// author writes random programs: statements that can be split into cells anywhere between two of them.
type author struct {
	*rand.Rand
	vars map[string][]string // by type, in the order in which they were defined
	n    int
}

// types are those of the variables; each has a way to be made and several to be changed.
var authorTypes = []string{
	"int", "float64", "string", "bool", "[]int", "[][]float64", "map[string]int", "map[string]*node", "*node", "point", "[]point", "any", "error",
	"func(int) int", "[3]int", "*big.Int", "*[4]float64", "*int", "time.Duration", "[]*node", "*rand.Rand", "struct{ a int; b []string }", "*strings.Builder",
}

// declarations stand before the statements, in a cell of their own.
const authorDeclarations = `type node struct {
	val  int
	next *node
	tags []string
}

type point struct{ x, y float64; name string }

func (p point) norm() float64 { return p.x*p.x + p.y*p.y }

func (n *node) String() string {
	text := ""
	for i := 0; n != nil && i < 8; i++ {
		text += fmt.Sprint(n.val, n.tags, ">")
		n = n.next
	}
	return text
}

func tell(v any) string {
	switch v := v.(type) {
	case *int:
		return fmt.Sprint(*v)
	case *[4]float64:
		return fmt.Sprint(*v)
	case func(int) int:
		return fmt.Sprint(v(3))
	case *rand.Rand:
		return fmt.Sprint(v.IntN(1000))
	case *strings.Builder:
		return v.String()
	case map[string]*node:
		text := ""
		for _, k := range slices.Sorted(maps.Keys(v)) {
			text += k + v[k].String()
		}
		return text
	}
	return fmt.Sprint(v)
}
`

func newAuthor(seed uint64) *author {
	return &author{Rand: rand.New(rand.NewPCG(seed, 1)), vars: map[string][]string{}}
}

// program is a list of statements.
func (a *author) program(length int) (list []string) {
	for len(list) < length {
		if a.IntN(3) == 0 || len(list) < 4 {
			list = append(list, a.define(authorTypes[a.IntN(len(authorTypes))]))
		} else {
			list = append(list, a.change(authorTypes[a.IntN(len(authorTypes))]))
		}
	}
	return list
}

// all are the variables in order.
func (a *author) all() (names []string) {
	for i := range a.n {
		for _, t := range authorTypes {
			for _, v := range a.vars[t] {
				if v == fmt.Sprintf("v%d", i) {
					names = append(names, v)
				}
			}
		}
	}
	return names
}

// define makes a variable of a type.
func (a *author) define(t string) string {
	value := a.make(t)
	name := fmt.Sprintf("v%d", a.n)
	a.n++
	form := "%s := %s"
	switch {
	case t == "any" || t == "error" || value == "nil" || a.IntN(4) == 0:
		form = "var %s " + t + " = %s"
	case t == "func(int) int":
	case a.IntN(6) == 0:
		form = "var %s = %s"
	}
	a.vars[t] = append(a.vars[t], name)
	use := ""
	if a.IntN(3) == 0 {
		use = "; fmt.Println(tell(" + name + "))"
	}
	return fmt.Sprintf(form, name, value) + use + "; _ = " + name
}

// some is a variable of a type, or a value where there is none.
func (a *author) some(t string) string {
	if known := a.vars[t]; len(known) > 0 && a.IntN(5) > 0 {
		return known[a.IntN(len(known))]
	}
	return a.make(t)
}

// variable is a variable of a type, "" if there is none.
func (a *author) variable(t string) string {
	if known := a.vars[t]; len(known) > 0 {
		return known[a.IntN(len(known))]
	}
	return ""
}

func (a *author) pick(list ...string) string { return list[a.IntN(len(list))] }

// make is an expression for a new value, which may share memory with older ones.
func (a *author) make(t string) string {
	n := a.IntN(50)
	switch t {
	case "int":
		return a.pick(fmt.Sprint(n), a.some2("int")+"*3%1000 + 1", fmt.Sprintf("len(%q)", strings.Repeat("x", n)))
	case "float64":
		return a.pick(fmt.Sprintf("%d.5", n), fmt.Sprintf("float64(%s) / 2", a.some2("int")), "math.Pi", "math.NaN()", "math.Inf(-1)")
	case "string":
		return a.pick(fmt.Sprintf("%q", strings.Repeat("äb", n%5)), fmt.Sprintf("strconv.Itoa(%s)", a.some2("int")), "\"\\x00\\xff\"")
	case "bool":
		return a.pick("true", "false", a.some2("int")+" > 20")
	case "[]int":
		if v := a.variable("[]int"); v != "" && a.IntN(2) == 0 {
			return fmt.Sprintf("%s[:len(%s)/2]", v, v)
		}
		return a.pick("[]int{1, 2, 3}", fmt.Sprintf("make([]int, %d, %d)", n%7, n), "[]int(nil)", "slices.Repeat([]int{4, 5}, 20)")
	case "[][]float64":
		return a.pick("[][]float64{{1, 2}, {3}}", "make([][]float64, 2)", "func() [][]float64 { r := []float64{1, 2}; return [][]float64{r, r, r[1:]} }()")
	case "map[string]int":
		return a.pick("map[string]int{\"a\": 1, \"b\": 2}", "map[string]int{}", a.some2("map[string]int"))
	case "map[string]*node":
		return a.pick("map[string]*node{}", fmt.Sprintf("map[string]*node{\"k\": %s, \"l\": %s}", a.some2("*node"), a.some2("*node")))
	case "*node":
		return a.pick(fmt.Sprintf("&node{val: %d}", n), fmt.Sprintf("&node{val: %d, next: %s, tags: []string{\"t\"}}", n, a.some2("*node")), a.some2("*node"))
	case "point":
		return fmt.Sprintf("point{%d, 2, %q}", n, "p")
	case "[]point":
		return a.pick("[]point{{1, 2, \"a\"}, {3, 4, \"b\"}}", "make([]point, 3)")
	case "any":
		return a.pick(a.some2("int"), a.some2("point"), a.some2("[]int"), "\"text\"", a.some2("*node"), "any(nil)", a.some2("map[string]int"), "[2]string{\"x\"}", "3.25", "io.EOF")
	case "error":
		return a.pick("error(nil)", "errors.New(\"bad\")", fmt.Sprintf("fmt.Errorf(\"wrapped: %%w\", %s)", a.pick("io.EOF", "errors.New(\"inner\")")), "io.EOF", "errors.Join(io.EOF, errors.New(\"two\"))", "strconv.ErrRange")
	case "func(int) int":
		body := "x * 2"
		if v := a.variable("int"); v != "" {
			body = a.pick("x + "+v, "func() int { "+v+"++; return "+v+" }()")
		}
		return "func(x int) int { return " + body + " }"
	case "[3]int":
		return a.pick("[3]int{1, 2, 3}", "[3]int{}")
	case "*big.Int":
		return a.pick(fmt.Sprintf("big.NewInt(%d)", n), "new(big.Int).Exp(big.NewInt(7), big.NewInt(90), nil)")
	case "*[4]float64":
		return "&[4]float64{1, 2, 3, 4}"
	case "*int":
		if v := a.variable("[]int"); v != "" && a.IntN(2) == 0 {
			return fmt.Sprintf("func() *int { if len(%s) > 1 { return &%s[1] }; return new(int) }()", v, v)
		}
		if v := a.variable("int"); v != "" {
			return "&" + v
		}
		if v := a.variable("*node"); v != "" {
			return "&" + v + ".val"
		}
		return "new(int)"
	case "time.Duration":
		return fmt.Sprintf("%d * time.Second", n)
	case "[]*node":
		return fmt.Sprintf("[]*node{%s, %s}", a.some2("*node"), a.some2("*node"))
	case "*rand.Rand":
		return a.pick(fmt.Sprintf("rand.New(rand.NewPCG(%d, 2))", n), a.some2("*rand.Rand"))
	case "struct{ a int; b []string }":
		return fmt.Sprintf("struct{ a int; b []string }{%d, []string{\"q\"}}", n)
	case "*strings.Builder":
		return "new(strings.Builder)"
	}
	panic("no value of type " + t)
}

// some2 is a variable of a type, or a simple value where there is none, so that make ends.
func (a *author) some2(t string) string {
	if v := a.variable(t); v != "" {
		return v
	}
	return map[string]string{
		"int": "7", "map[string]int": "map[string]int{}", "*node": "&node{}", "point": "point{}", "[]int": "[]int{9, 8, 7}", "*rand.Rand": "rand.New(rand.NewPCG(1, 2))",
	}[t]
}

// change changes a variable of a type, or tells what it is, or defines one where there is none.
func (a *author) change(t string) string {
	v := a.variable(t)
	if v == "" {
		return a.define(t)
	}
	if a.IntN(6) == 0 {
		return "fmt.Println(tell(" + v + "))"
	}
	switch t {
	case "int":
		return a.pick(v+"++", v+" += 3", fmt.Sprintf("for i := range 5 { %s += i }", v), fmt.Sprintf("if %s %% 2 == 0 { %s = 1 } else { %s -= 2 }", v, v, v), v+" %= 1000")
	case "float64", "time.Duration":
		return a.pick(v+" *= 2", v+" = -"+v)
	case "string":
		return a.pick(v+" += \"z\"", fmt.Sprintf("for _, c := range %q { %s += string(c) }", "ab", v), v+" = strings.ToUpper("+v+")")
	case "bool":
		return v + " = !" + v
	case "[]int":
		return a.pick(
			fmt.Sprintf("%s = append(%s, len(%s))", v, v, v), fmt.Sprintf("if len(%s) > 1 { %s[1] = 77 }", v, v), fmt.Sprintf("for i := range %s { %s[i] += i }", v, v),
			fmt.Sprintf("if len(%s) > 2 { %s = %s[1:] }", v, v, v), fmt.Sprintf("%s = append(%s, %s...)", v, a.some("[]int"), v), v+" = "+a.some("[]int"), fmt.Sprintf("%s = %s[:len(%s)]", v, v, v),
		)
	case "[][]float64":
		return a.pick(fmt.Sprintf("if len(%s) > 0 && len(%s[0]) > 0 { %s[0][0] = 9 }", v, v, v), fmt.Sprintf("%s = append(%s, []float64{7})", v, v))
	case "map[string]int":
		return a.pick(v+"[\"c\"]++", "delete("+v+", \"a\")", fmt.Sprintf("for k := range %s { %s[k] *= 2 }", v, v))
	case "map[string]*node":
		return a.pick(fmt.Sprintf("%s[\"n\"] = %s", v, a.some("*node")), fmt.Sprintf("if n := %s[\"k\"]; n != nil { n.val++ }", v))
	case "*node":
		return a.pick(v+".val += 5", v+".next = "+a.some("*node"), v+".tags = append("+v+".tags, \"u\")", "if "+v+".next != nil { "+v+".next.val = 1 }")
	case "point":
		return a.pick(v+".x++", v+".name += \"!\"", "fmt.Println("+v+".norm())")
	case "[]point":
		return fmt.Sprintf("for i := range %s { %s[i].y += %s[i].norm() }", v, v, v)
	case "any":
		return a.pick(v+" = "+a.some("int"), v+" = "+a.some("point"), fmt.Sprintf("if n, ok := %s.(*node); ok && n != nil { n.val = 99 }", v), fmt.Sprintf("fmt.Println(%s == io.EOF)", a.pick(v, "any(io.EOF)")))
	case "error":
		return a.pick("fmt.Println(errors.Is("+v+", io.EOF))", v+" = "+a.some("error"), v+" = fmt.Errorf(\"again: %w\", "+a.some("error")+")")
	case "func(int) int":
		return "fmt.Println(" + v + "(4))"
	case "[3]int":
		return a.pick(v+"[1]++", v+"[2] = "+a.some2("int"))
	case "*big.Int":
		return fmt.Sprintf("%s.Add(%s, %s)", v, v, a.some("*big.Int"))
	case "*[4]float64":
		return a.pick(v+"[3]++", "func() { s := "+v+"[1:3]; s[0] = 5 }()")
	case "*int":
		return a.pick("*"+v+" += 2", "fmt.Println(*"+v+")")
	case "[]*node":
		return fmt.Sprintf("%s[0].val++; %s = append(%s, %s)", v, v, v, a.some("*node"))
	case "*rand.Rand":
		return "fmt.Println(" + v + ".IntN(1000))"
	case "struct{ a int; b []string }":
		return v + ".b = append(" + v + ".b, \"r\"); " + v + ".a++"
	case "*strings.Builder":
		return v + ".WriteString(\"w\")"
	}
	panic("no change of type " + t)
}

// cells splits statements at random.
func (a *author) cells(list []string) (cells []string) {
	for len(list) > 0 {
		n := 1 + a.IntN(min(len(list), 5))
		cells = append(cells, strings.Join(list[:n], "\n")+";")
		list = list[n:]
	}
	return cells
}
