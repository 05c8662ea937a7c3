package wire

import (
	"fmt"
	"reflect"
)

// Crosses tells whether values of a type can be carried, and if not, why, in words for the author of a sheet.
func Crosses(t reflect.Type) error { return crosses(t, nil) }

func crosses(t reflect.Type, above []reflect.Type) error {
	for _, a := range above {
		if a == t {
			return nil // a recursive type; its values are checked when they are sent
		}
	}
	if _, ok := extensionFor(t); ok || t == errorType {
		return nil
	}
	above = append(above, t)
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64, reflect.Complex64, reflect.Complex128:
		return nil
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return crosses(t.Elem(), above)
	case reflect.Map:
		if err := crosses(t.Key(), above); err != nil {
			return err
		}
		return crosses(t.Elem(), above)
	case reflect.Struct:
		return crossesStruct(t, above)
	case reflect.Func:
		return crossesFunc(t, above)
	}
	if isInteger(t.Kind()) {
		return nil
	}
	return fmt.Errorf("%s cannot cross between processes; use numbers, strings, slices, maps, structs, errors, functions, matrices, tensors", t)
}

func crossesStruct(t reflect.Type, above []reflect.Type) error {
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			return fmt.Errorf("%s has the unexported field %s, which cannot cross between processes", t, f.Name)
		}
		if err := crosses(f.Type, above); err != nil {
			return err
		}
	}
	return nil
}

func crossesFunc(t reflect.Type, above []reflect.Type) error {
	for i := range t.NumIn() {
		if err := crosses(t.In(i), above); err != nil {
			return err
		}
	}
	for i := range t.NumOut() {
		if err := crosses(t.Out(i), above); err != nil {
			return err
		}
	}
	return nil
}

var errorType = reflect.TypeFor[error]()

func isSigned(k reflect.Kind) bool   { return k >= reflect.Int && k <= reflect.Int64 }
func isUnsigned(k reflect.Kind) bool { return k >= reflect.Uint && k <= reflect.Uint64 } // no uintptr
func isInteger(k reflect.Kind) bool  { return isSigned(k) || isUnsigned(k) }

// mutable tells whether a function can change what its caller passed: whether the type has slices, maps or pointers.
func mutable(t reflect.Type) bool {
	if ext, ok := extensionFor(t); ok {
		return ext.assign != nil
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return true
	case reflect.Array:
		return mutable(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if mutable(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}
