package server

import (
	"errors"
	"reflect"

	"github.com/gomlx/compute"
)

// operations are those that an engine has: those that it lists, and those whose methods say something else than that they are not implemented. The list
// of go-xla v0.4.0 lacks While, If, Call, Sort and Atan2.
func operations(engine compute.Backend) (all []compute.OpType) {
	listed, f := engine.Capabilities().Operations, engine.Builder("operations").Main()
	for op := compute.OpTypeInvalid + 1; op < compute.OpTypeLast; op++ {
		if listed[op] || implemented(f, op) {
			all = append(all, op)
		}
	}
	return all
}

// implemented calls the method of an operation with arguments that make no sense.
func implemented(f compute.Function, op compute.OpType) bool {
	m, ok := methods[op.String()]
	if !ok {
		return false
	}
	args := make([]reflect.Value, m.Type.NumIn())
	for i := range args {
		args[i] = reflect.Zero(m.Type.In(i))
	}
	err := guard(func() error {
		_, err := call(f, m, args)
		return err
	})
	return err != nil && !errors.Is(err, compute.ErrNotImplemented)
}
