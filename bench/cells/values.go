package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// values is a cell whose variables are kept: statements alone, five variables of earlier cells that change, 100 MB of floats, and a list of 1e5
// nodes that is only read; beside go build and running of the same statements as a program, and an ipykernel.
func values() row {
	return row{
		name: "values", what: "cells that use variables of earlier cells, to the end of the cell",
		open: openValues,
		compare: []comparison{
			{"statements, edited", "statements", "statements, go build and run", "go build and run", statementsAim},
			{"five variables change", "five", "five, go build and run", "go build and run", fiveAim},
			{"one of 12.5 million floats changes", "large", "small", "one of ten", 0},
			{"a list of 1e5 nodes is read", "list", "short", "ten nodes", 0},
			{"a cell that ran before, five variables", "again", "", "", 0},
			{"ipykernel: statements", "ipykernel statements", "", "", 0},
			{"ipykernel: five variables change", "ipykernel five", "", "", 0},
			{"ipykernel: one of 12.5 million floats changes", "ipykernel large", "", "", 0},
			{"ipykernel: a list of 1e5 nodes is read", "ipykernel list", "", "", 0},
		},
		differences: []difference{
			{"100 MB that change, on top", "large", "small", largeAim},
			{"a list of 1e5 nodes, on top", "list", "short", listAim},
		},
	}
}

// What cells are in Go and in Python; ROUND is a number that no round had before.
var (
	valuesFirst = pair{
		`a := 1
b := 2.5
c := "text"
d := []float64{1, 2, 3}
e := map[string]int{"x": 1}
large := make([]float64, 12_500_000)
for i := range large {
	large[i] = float64(i)
}
small := make([]float64, 10)
type node struct {
	value int
	next  *node
}
func chain(n int) (list *node) {
	for i := range n {
		list = &node{i, list}
	}
	return list
}
long, short := chain(100_000), chain(10)`,
		`import math
import numpy as np
a, b, c, d, e = 1, 2.5, "text", [1.0, 2.0, 3.0], {"x": 1}
large, small = np.arange(12_500_000, dtype=float), np.zeros(10)
class Node:
    def __init__(self, value, next): self.value, self.next = value, next
def chain(n):
    list = None
    for i in range(n): list = Node(i, list)
    return list
long, short = chain(100_000), chain(10)`,
	}
	statements = pair{
		"sum := 0.0\nfor k := range 1000 {\n\tsum += math.Sin(float64(k) / ROUND)\n}\nfmt.Println(\"sum\", sum)",
		"sum = 0.0\nfor k in range(1000):\n    sum += math.sin(k / ROUND)\nprint('sum', sum)",
	}
	five = pair{
		"a++\nb *= 1.01\nc += \".\"\nd = append(d, b)\ne[c] = a + ROUND\nfmt.Println(\"sum\", len(d))",
		"a += 1\nb *= 1.01\nc += '.'\nd.append(b)\ne[c] = a + ROUND\nprint('sum', len(d))",
	}
	ofLarge = pair{"large[ROUND] += 1\nfmt.Println(\"sum\", large[ROUND])", "large[ROUND] += 1\nprint('sum', large[ROUND])"}
	ofSmall = pair{"small[ROUND%10] += 1\nfmt.Println(\"sum\", small[ROUND%10])", ""}
	ofLong  = pair{
		"k := ROUND\nfor p := long; p != nil; p = p.next {\n\tk++\n}\nfmt.Println(\"sum\", k)",
		"k, p = ROUND, long\nwhile p is not None: k, p = k + 1, p.next\nprint('sum', k)",
	}
	ofShort = pair{"k := ROUND\nfor p := short; p != nil; p = p.next {\n\tk++\n}\nfmt.Println(\"sum\", k)", ""}
)

// pair is a cell in Go and the same in Python.
type pair struct{ golang, python string }

func numbered(source string, round int) string {
	return strings.ReplaceAll(source, "ROUND", fmt.Sprint(5+round))
}

// asProgram is what somebody would write to a file who does not use notebooks.
func asProgram(before, statements string) string {
	source := "package main\n\nimport \"fmt\"\n"
	if strings.Contains(statements, "math.") {
		source = "package main\n\nimport (\n\t\"fmt\"\n\t\"math\"\n)\n"
	}
	return source + "\nfunc main() {\n" + before + "\n" + statements + "\n}\n"
}

func openValues(ctx context.Context, l *lab) ([]step, func(), error) {
	n, err := l.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	steps, end := []step{}, n.close
	if _, _, err = n.execute(ctx, valuesFirst.golang, ""); err != nil {
		end()
		return nil, nil, err
	}
	for name, c := range map[string]pair{"statements": statements, "five": five, "large": ofLarge, "small": ofSmall, "list": ofLong, "short": ofShort} {
		steps = append(steps, n.whole(name, func(round int) string { return numbered(c.golang, round) }))
	}
	steps = append(steps, n.whole("again", func(int) string { return numbered(five.golang, -2) }))
	variables, _, _ := strings.Cut(valuesFirst.golang, "large")
	for name, source := range map[string]string{"statements": asProgram("", statements.golang), "five": asProgram(variables, five.golang)} {
		steps = append(steps, l.buildAndRun(name+", go build and run", source))
	}
	more, endPython, err := l.python(ctx)
	if err != nil {
		end()
		return nil, nil, err
	}
	return append(steps, more...), func() { end(); endPython() }, nil
}

// whole measures a cell from its request until the kernel is idle again: what is printed comes before values are kept.
func (n *notebook) whole(name string, source func(round int) string) step {
	return func(ctx context.Context, round int, into taken) error {
		began := time.Now()
		first, _, err := n.execute(ctx, source(round), "sum ")
		if err == nil && first == 0 {
			err = errors.New("the cell " + name + " published no sum")
		}
		into[name] = milliseconds(time.Since(began))
		return err
	}
}

// buildAndRun measures a program to its first line.
func (l *lab) buildAndRun(name, source string) step {
	return func(ctx context.Context, round int, into taken) error {
		began := time.Now()
		path, err := l.goBuild(ctx, numbered(source, round), cellSettings)
		if err != nil {
			return err
		}
		took, err := start(ctx, path, "sum ", began)
		into[name] = milliseconds(took)
		return err
	}
}

// python measures the same cells in an ipykernel. Without one, there is nothing beside.
func (l *lab) python(ctx context.Context) ([]step, func(), error) {
	none := func() {}
	if l.ipython == "" {
		return nil, none, nil
	}
	if out, err := exec.CommandContext(ctx, l.ipython, "-c", "import ipykernel, numpy").CombinedOutput(); err != nil {
		return nil, none, fmt.Errorf("%s has no ipykernel and numpy: %s", l.ipython, strings.TrimSpace(string(out)))
	}
	n, err := l.openWith(ctx, func(file string) []string { return []string{l.ipython, "-m", "ipykernel_launcher", "-f", file} })
	if err != nil {
		return nil, none, err
	}
	if _, _, err = n.execute(ctx, valuesFirst.python, ""); err != nil {
		n.close()
		return nil, none, err
	}
	var steps []step
	for name, c := range map[string]pair{"statements": statements, "five": five, "large": ofLarge, "list": ofLong} {
		steps = append(steps, n.whole("ipykernel "+name, func(round int) string { return numbered(c.python, round) }))
	}
	return steps, n.close, nil
}
