package wire

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
)

// callBody is the body of a call.
func callBody(target string, args []reflect.Value, funcs functions) ([]byte, error) {
	e := encoder{funcs: funcs}
	e.text(target)
	e.uint32(len(args))
	for _, arg := range args {
		if err := e.value(arg, 0); err != nil {
			return nil, err
		}
	}
	return e.out, nil
}

// invoke makes the call of a body whose target has been read, and returns the body of its results. Panics of f are not caught here.
func invoke(f reflect.Value, d *decoder) ([]byte, error) {
	args, sent, err := arguments(f.Type(), d)
	if err != nil {
		return nil, err
	}
	call := f.Call
	if f.Type().IsVariadic() {
		call = f.CallSlice
	}
	results := call(args)
	e := encoder{funcs: d.funcs}
	e.uint32(len(results))
	for _, r := range results {
		if err := e.value(r, 0); err != nil {
			return nil, fmt.Errorf("the result cannot be returned: %w", err)
		}
	}
	return e.out, e.changed(args, sent)
}

// arguments reads those of a function of type t, and what each was sent as.
func arguments(t reflect.Type, d *decoder) (args []reflect.Value, sent [][]byte, err error) {
	n, err := d.uint32()
	if err == nil && int(n) != t.NumIn() {
		err = fmt.Errorf("it takes %d arguments instead of %d", t.NumIn(), n)
	}
	for i := 0; err == nil && i < t.NumIn(); i++ {
		before := d.in
		arg := reflect.New(t.In(i)).Elem()
		err = d.value(arg, 0)
		text := before[:len(before)-len(d.in)]
		if err == nil && mutable(t.In(i)) && holdsFunctions(t.In(i), nil) {
			text, err = apart(arg)
		}
		args, sent = append(args, arg), append(sent, text)
	}
	return args, sent, err
}

// unnamed stands for functions where values are compared apart from the functions in them, which get new targets each time they are sent.
type unnamed struct{}

func (unnamed) export(reflect.Value) string                     { return "#" }
func (unnamed) imported(string, reflect.Type) (v reflect.Value) { return v }

// apart is a value without the targets of its functions.
func apart(v reflect.Value) ([]byte, error) {
	e := encoder{funcs: unnamed{}}
	err := e.value(v, 0)
	return e.out, err
}

// changed appends those arguments that the function has changed in place, but for functions that it has put into the places of others.
func (e *encoder) changed(args []reflect.Value, sent [][]byte) error {
	for i, arg := range args {
		if !mutable(arg.Type()) {
			e.out = append(e.out, 0)
			continue
		}
		now, err := apart(arg)
		if err == nil && bytes.Equal(now, sent[i]) {
			e.out = append(e.out, 0)
			continue
		}
		e.out = append(e.out, 1)
		if err = e.value(arg, 0); err != nil {
			return fmt.Errorf("argument %d, which was changed, cannot be returned: %w", i+1, err)
		}
	}
	return nil
}

// results reads the body of the results of a call, and copies what was changed into the caller's arguments. Nothing is copied unless all of the body is right.
func results(t reflect.Type, body []byte, args []reflect.Value, funcs functions) ([]reflect.Value, error) {
	d := &decoder{in: body, funcs: funcs}
	n, err := d.uint32()
	if err == nil && int(n) != t.NumOut() {
		err = fmt.Errorf("%d results arrived instead of %d", n, t.NumOut())
	}
	if err != nil {
		return nil, err
	}
	out := make([]reflect.Value, t.NumOut())
	for i := range out {
		out[i] = reflect.New(t.Out(i)).Elem()
		if err := d.value(out[i], 0); err != nil {
			return nil, err
		}
	}
	changes := make([]reflect.Value, len(args))
	for i, arg := range args {
		some, err := d.flag()
		if err == nil && some {
			changes[i] = reflect.New(arg.Type()).Elem()
			err = d.value(changes[i], 0)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(d.in) > 0 {
		return nil, errors.New("more arrived than the results")
	}
	for i, now := range changes {
		if now.IsValid() {
			assign(args[i], now)
		}
	}
	return out, nil
}

// assign copies what a function changed in its copy of an argument into the argument itself, as far as it could have changed that.
func assign(old, now reflect.Value) {
	if ext, ok := extensionFor(old.Type()); ok {
		if ext.assign != nil {
			ext.assign(old, now)
		}
		return
	}
	switch old.Kind() {
	case reflect.Slice:
		if old.Len() == now.Len() {
			reflect.Copy(old, now)
		}
	case reflect.Map:
		if !old.IsNil() && !now.IsNil() {
			old.Clear()
			for it := now.MapRange(); it.Next(); {
				old.SetMapIndex(it.Key(), it.Value())
			}
		}
	case reflect.Pointer:
		if !old.IsNil() && !now.IsNil() {
			old.Elem().Set(now.Elem())
		}
	case reflect.Array:
		for i := range old.Len() {
			assign(old.Index(i), now.Index(i))
		}
	case reflect.Struct:
		for i := range old.NumField() {
			assign(old.Field(i), now.Field(i))
		}
	}
}
