package graphs

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/gen"
)

// Adapt returns a graph function as one on tensors, which builds the graph and runs it on gen.DefaultEngine: the student's program serves that to the checker. What goes wrong is a panic with one
// sentence. Other functions are returned as they are.
func Adapt(f any) any {
	t := reflect.TypeOf(f)
	in, nodesIn := onTensors(t.NumIn(), t.In)
	out, nodesOut := onTensors(t.NumOut(), t.Out)
	if !nodesIn && !nodesOut {
		return f
	}
	if !nodesIn || t.IsVariadic() {
		panic(fmt.Sprintf("graphs: a graph function takes nodes, and no list without an end; got %s", t))
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), func(args []reflect.Value) []reflect.Value {
		return run(reflect.ValueOf(f), args, out)
	}).Interface()
}

// onTensors are types with tensors in the place of nodes.
func onTensors(n int, at func(i int) reflect.Type) (types []reflect.Type, changed bool) {
	for i := range n {
		t := at(i)
		switch t {
		case nodeType:
			t, changed = tensorType, true
		case nodesType:
			t, changed = tensorsType, true
		}
		types = append(types, t)
	}
	return types, changed
}

// run builds and runs the graph of f for tensors.
func run(f reflect.Value, args []reflect.Value, types []reflect.Type) []reflect.Value {
	engine, err := gen.DefaultEngine()
	if err != nil {
		panic(err.Error())
	}
	inputs := flat(args)
	if len(inputs) == 0 {
		panic("it was given no nodes, so that there is no graph")
	}
	shape := make([]int, len(types)) // of the results: how many nodes each
	exec, err := graph.NewExec(engine, func(nodes []*graph.Node) []*graph.Node { return build(f, args, nodes, shape) })
	if err == nil {
		defer exec.Finalize()
		var out []*tensors.Tensor
		if out, err = exec.Call(inputs...); err == nil {
			return fold(out, types, shape)
		}
	}
	panic(sentence(err))
}

// flat are the tensors of some arguments.
func flat(args []reflect.Value) (list []any) {
	for _, a := range args {
		switch x := a.Interface().(type) {
		case *tensors.Tensor:
			list = append(list, x)
		case []*tensors.Tensor:
			for _, t := range x {
				list = append(list, t)
			}
		}
	}
	return list
}

// build calls f with nodes in the places of tensors.
func build(f reflect.Value, args []reflect.Value, nodes []*graph.Node, shape []int) (out []*graph.Node) {
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		in[i] = a
		switch x := a.Interface().(type) {
		case *tensors.Tensor:
			in[i], nodes = reflect.ValueOf(nodes[0]), nodes[1:]
		case []*tensors.Tensor:
			in[i], nodes = reflect.ValueOf(nodes[:len(x):len(x)]), nodes[len(x):]
		}
	}
	for i, r := range protected(f, in) {
		list, isList := r.Interface().([]*graph.Node)
		if !isList {
			node, isNode := r.Interface().(*graph.Node)
			if !isNode {
				panic(fmt.Errorf("a graph function returns nodes alone, not a %s", r.Type()))
			}
			list = []*graph.Node{node}
		}
		for _, n := range list {
			if n == nil {
				panic(errors.New("it returned nil instead of a node"))
			}
		}
		shape[i] = len(list)
		out = append(out, list...)
	}
	if len(out) == 0 {
		panic(errors.New("it returned no node"))
	}
	return out
}

// protected is f.Call with all panics as errors: GoMLX waits for ever after others.
func protected(f reflect.Value, in []reflect.Value) []reflect.Value {
	defer func() {
		if r := recover(); r != nil {
			err, isError := r.(error)
			if !isError {
				err = fmt.Errorf("%v", r)
			}
			panic(err)
		}
	}()
	return f.Call(in)
}

// fold puts tensors into the results.
func fold(out []*tensors.Tensor, types []reflect.Type, shape []int) []reflect.Value {
	results := make([]reflect.Value, len(types))
	for i, t := range types {
		part := out[:shape[i]]
		out = out[shape[i]:]
		if results[i] = reflect.ValueOf(part); t == tensorType {
			results[i] = reflect.ValueOf(part[0])
		}
	}
	return results
}

// sentence is the last sentence of one of GoMLX's errors, which come with the calls that led to them.
func sentence(err error) string {
	text := err.Error()
	if i := strings.LastIndex(text, "panicked: "); i >= 0 {
		text = text[i+len("panicked: "):]
	}
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	return text
}
