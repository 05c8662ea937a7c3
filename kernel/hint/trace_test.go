package hint

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// declared are functions of other cells than the one that dies.
const declared = `
//line cell[3]:1:1
type table struct{ rows []float64 }

func (t *table) at(i int) float64 {
	return t.rows[i]
}
func mean(xs []float64) (s float64) {
	for i := range xs {
		s += xs[i+1]
	}
	return s
}
func first[T any](xs []T) T {
	return xs[0]
}
func each(f func(int)) {
	f(7)
}
func odd(n int) int {
	return 1 / even(n-1)
}
func even(n int) int {
	if n <= 0 {
		return 0
	}
	return 1 + odd(n-1)
}
func count(yield func(int) bool) {
	yield(1)
}
func _cell() {
	panic("in the cell")
}
`

// What programs that die really say becomes this. Cell N is the case's number; line and text are those of the statements.
func TestRender(t *testing.T) {
	cases := []struct{ name, statements, want string }{
		{"a function", "data := []float64{1, 2}\nprintln(mean(data))", `panic: runtime error: index out of range [2] with length 2
    cell 3, line 8, in mean
        s += xs[i+1]
    cell N, line 2
        println(mean(data))
hint: indices count from 0, so the last of 2 is 1: a loop over all is ` + "`for i := range xs`\n"},
		{"a method", "println((&table{}).at(3))", `panic: runtime error: index out of range [3] with length 0
    cell 3, line 4, in table.at
        return t.rows[i]
    cell N, line 1
        println((&table{}).at(3))
hint: it is empty: elements are added by ` + "`xs = append(xs, x)`, or all made at once by `xs := make([]float64, n)`\n"},
		{"a generic function", "println(first([]int{}))", `panic: runtime error: index out of range [0] with length 0
    cell 3, line 13, in first
        return xs[0]
    cell N, line 1
        println(first([]int{}))
hint: it is empty: elements are added by ` + "`xs = append(xs, x)`, or all made at once by `xs := make([]float64, n)`\n"},
		{"a function without a name", "each(func(n int) {\n\tpanic(n)\n})", `panic: 7
    cell N, line 2, in a function without a name
        panic(n)
    cell 3, line 16, in each
        f(7)
    cell N, line 1
        each(func(n int) {
`},
		{"a loop over a function", "for i := range count {\n\tpanic(i)\n}", `panic: 1
    cell N, line 2
        panic(i)
    cell 3, line 28, in count
        yield(1)
    cell N, line 1
        for i := range count {
`},
		{"a library", "strings.Repeat(\"a\", -1)", `panic: strings: negative Repeat count
    cell N, line 1
        strings.Repeat("a", -1)
    (1 more frame in the runtime and libraries)
hint: a text can't be repeated a negative number of times: ` + "`max(0, n)`\n"},
		{"a function that calls itself", "var f func(n int) int\nf = func(n int) int {\n\tif n == 0 {\n\t\tpanic(0)\n\t}\n\treturn f(n-1) + 1\n}\nprintln(f(5))", `panic: 0
    cell N, line 4, in a function without a name
        panic(0)
    cell N, line 6, in a function without a name, 5 calls
        return f(n-1) + 1
    cell N, line 8
        println(f(5))
`},
		{"two functions that call each other", "println(odd(30))", `panic: runtime error: integer divide by zero
    cell 3, line 19, in odd
        return 1 / even(n-1)
` + strings.Repeat(`    cell 3, line 25, in even
        return 1 + odd(n-1)
    cell 3, line 19, in odd
        return 1 / even(n-1)
`, 3) + `    cell 3, line 25, in even
        return 1 + odd(n-1)
    (21 more calls)
    cell 3, line 25, in even
        return 1 + odd(n-1)
    cell 3, line 19, in odd
        return 1 / even(n-1)
    cell N, line 1
        println(odd(30))
hint: what stands below / or % is 0 here: look first, ` + "`if n != 0 {`, or compute with float64\n"},
		{"a goroutine", "go func() {\n\tvar m map[string]int\n\tm[\"a\"] = 1\n}()\nselect {}", `panic: assignment to entry in nil map
    cell N, line 3, in a function without a name
        m["a"] = 1
    cell N, line 1, which started it with go
        go func() {
hint: a map must be made before it is filled: ` + "`m = map[string]int{}`, with its own types\n"},
		{"nobody receives", "ch := make(chan int)\nch <- 1", `fatal error: all goroutines are asleep - deadlock!
    cell N, line 2
        ch <- 1
hint: nobody receives what is sent here: send in a goroutine, ` + "`go func() { ch <- x }()`, or make room, `make(chan int, 1)`\n"},
		{"nothing to point to", "type T struct{ x int }\nvar p *T\nprintln(p.x)", `panic: runtime error: invalid memory address or nil pointer dereference
    cell N, line 3
        println(p.x)
hint: a pointer, a function or an interface in this line was declared, but never set: a pointer to a new value is ` + "`&T{…}`\n"},
		{"words of its own before", "println(\"panic: not this\\n\\ngoroutine 1 [running]:\")\npanic(\"that\")", `panic: that
    cell N, line 2
        panic("that")
`},
		{"a message of several lines", "panic(\"one\\n\\ntwo\")", "panic: one\n\t\n\ttwo\n    cell N, line 1\n        panic(\"one\\n\\ntwo\")\n"},
		{"a panic handed on", "defer func() {\n\tif r := recover(); r != nil {\n\t\tpanic(r)\n\t}\n}()\nprintln(first([]int{}))", `panic: runtime error: index out of range [0] with length 0
    cell N, line 3, in a function without a name
        panic(r)
    cell 3, line 13, in first
        return xs[0]
    cell N, line 6
        println(first([]int{}))
    (1 more frame in the runtime and libraries)
hint: it is empty: elements are added by ` + "`xs = append(xs, x)`, or all made at once by `xs := make([]float64, n)`\n"},
		{"what the kernel writes around a cell", "_cell()", `panic: in the cell
    cell 3, line 31
        panic("in the cell")
    cell N, line 1
        _cell()
`},
	}
	var statements []string
	for _, c := range cases {
		statements = append(statements, c.statements)
	}
	r := buildRunner(t, declared, statements)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			stderr, _ := r.run(t, i)
			trace, ok := ReadPanic(stderr)
			if !ok {
				t.Fatalf("no panic: %s", stderr)
			}
			got := strings.ReplaceAll(trace.Render(source(c.statements)), fmt.Sprintf("cell %d,", firstCell+i), "cell N,")
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s\nfrom\n%s", got, c.want, stderr)
			}
		})
	}
}

// folded is a number of frames that the next version of a library may change.
var folded = regexp.MustCompile(`\(\d+ more frame`)

// source looks lines up in the statements of a case, and in what is declared, which is cell 3.
func source(statements string) func(cell, line int) string {
	return func(cell, line int) string {
		text := statements
		if cell == 3 {
			_, text, _ = strings.Cut(declared, "//line cell[3]:1:1\n")
		}
		return strings.Split(text, "\n")[line-1]
	}
}
