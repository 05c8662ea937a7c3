package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
)

// A value begins with one of these bytes.
const (
	tagBool      = 'b' // one byte
	tagInt       = 'i' // 8 bytes, as are the next two
	tagUint      = 'u'
	tagFloat     = 'f' // the bits of a float64
	tagComplex   = 'c' // two of these
	tagString    = 's' // length (4 bytes), bytes
	tagBytes     = 'y' // the same, or the length none for nil; slices and arrays of bytes
	tagNumbers   = 'v' // the tag of the elements, their number or none, 8 bytes each; slices and arrays of other numbers
	tagList      = 'l' // number of elements or none, values; other slices and arrays
	tagMap       = 'm' // number of entries or none, keys and values in the order of the keys' bytes
	tagStruct    = 't' // number of fields (4 bytes), values
	tagPointer   = 'p' // 0 for nil, or 1 and a value
	tagError     = 'e' // 0 for nil, or 1 and a string without its tag
	tagFunc      = 'F' // a string without its tag: the target of calls, "" for nil
	tagExtension = 'x' // a plain value
)

// none stands for the length of what is nil.
const none = math.MaxUint32

// MaxFrame is the length in bytes of the longest frame: eight million numbers.
const MaxFrame = 64 << 20

// maxDepth bounds values in values: those that are deeper have a cycle, or are a list of a hundred nodes.
const maxDepth = 100

// functions are what makes functions cross.
type functions interface {
	export(f reflect.Value) string                        // returns a target
	imported(target string, t reflect.Type) reflect.Value // returns a function that calls it
}

type encoder struct {
	out   []byte
	funcs functions
}

func (e *encoder) uint32(n int)    { e.out = binary.BigEndian.AppendUint32(e.out, uint32(n)) }
func (e *encoder) uint64(n uint64) { e.out = binary.BigEndian.AppendUint64(e.out, n) }

func (e *encoder) text(s string) {
	e.uint32(len(s))
	e.out = append(e.out, s...)
}

func (e *encoder) tagged(tag byte, n uint64) {
	e.out = append(e.out, tag)
	e.uint64(n)
}

// value appends a value. It calls no methods: those of a student's types may be traps.
func (e *encoder) value(v reflect.Value, depth int) error {
	if depth > maxDepth {
		return errors.New("the value has a cycle, or is nested deeper than 100")
	}
	if len(e.out) > MaxFrame {
		return fmt.Errorf("the value is larger than %d MB", MaxFrame>>20)
	}
	if ext, ok := extensionFor(v.Type()); ok {
		return e.extension(ext, v, depth)
	}
	if v.Type() == errorType {
		return e.err(v)
	}
	switch k := v.Kind(); {
	case k == reflect.String:
		e.out = append(e.out, tagString)
		e.text(v.String())
	case k == reflect.Slice, k == reflect.Array:
		return e.list(v, depth)
	case k == reflect.Map:
		return e.mapping(v, depth)
	case k == reflect.Struct:
		return e.structure(v, depth)
	case k == reflect.Pointer:
		return e.pointer(v, depth)
	case k == reflect.Func:
		e.function(v)
	default:
		return e.number(v)
	}
	return nil
}

func (e *encoder) number(v reflect.Value) error {
	switch tag := numberTag(v.Kind()); tag {
	case tagBool:
		e.out = append(e.out, tagBool, 0)
		if v.Bool() {
			e.out[len(e.out)-1] = 1
		}
	case tagComplex:
		e.tagged(tagComplex, math.Float64bits(real(v.Complex())))
		e.uint64(math.Float64bits(imag(v.Complex())))
	case 0:
		return fmt.Errorf("%s cannot cross between processes", v.Type())
	default:
		e.tagged(tag, bits(v))
	}
	return nil
}

// numberTag is the tag of a kind of number, or 0.
func numberTag(k reflect.Kind) byte {
	switch {
	case k == reflect.Bool:
		return tagBool
	case isSigned(k):
		return tagInt
	case isUnsigned(k):
		return tagUint
	case k == reflect.Float32 || k == reflect.Float64:
		return tagFloat
	case k == reflect.Complex64 || k == reflect.Complex128:
		return tagComplex
	}
	return 0
}

// bits are the 8 bytes of an integer or a float.
func bits(v reflect.Value) uint64 {
	switch {
	case v.CanInt():
		return uint64(v.Int())
	case v.CanUint():
		return v.Uint()
	}
	return math.Float64bits(v.Float())
}

// length appends how many elements a slice, array or map has.
func (e *encoder) length(v reflect.Value) int {
	if v.Kind() != reflect.Array && v.IsNil() {
		e.uint32(none)
		return 0
	}
	e.uint32(v.Len())
	return v.Len()
}

func (e *encoder) list(v reflect.Value, depth int) error {
	elem := v.Type().Elem()
	switch tag := numberTag(elem.Kind()); {
	case v.Len()*8+len(e.out) > MaxFrame && tag != 0 && elem.Kind() != reflect.Uint8:
		return fmt.Errorf("the value is larger than %d MB", MaxFrame>>20)
	case elem.Kind() == reflect.Uint8:
		e.out = append(e.out, tagBytes)
		n := e.length(v)
		e.out = slices.Grow(e.out, n)
		for i := range n {
			e.out = append(e.out, byte(v.Index(i).Uint()))
		}
		return nil
	case tag == tagInt || tag == tagUint || tag == tagFloat:
		e.out = append(e.out, tagNumbers, tag)
		n := e.length(v)
		e.out = slices.Grow(e.out, 8*n)
		for i := range n {
			e.uint64(bits(v.Index(i)))
		}
		return nil
	}
	e.out = append(e.out, tagList)
	for i := range e.length(v) {
		if err := e.value(v.Index(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) mapping(v reflect.Value, depth int) error {
	e.out = append(e.out, tagMap)
	type entry struct{ key, value []byte }
	entries := make([]entry, 0, e.length(v))
	for it := v.MapRange(); it.Next(); {
		key, value := encoder{funcs: e.funcs}, encoder{funcs: e.funcs}
		if err := errors.Join(key.value(it.Key(), depth+1), value.value(it.Value(), depth+1)); err != nil {
			return err
		}
		entries = append(entries, entry{key.out, value.out})
	}
	slices.SortFunc(entries, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
	for _, x := range entries {
		e.out = append(append(e.out, x.key...), x.value...)
	}
	return nil
}

func (e *encoder) structure(v reflect.Value, depth int) error {
	e.out = append(e.out, tagStruct)
	e.uint32(v.NumField())
	for i := range v.NumField() {
		if err := e.value(v.Field(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) pointer(v reflect.Value, depth int) error {
	if v.IsNil() {
		e.out = append(e.out, tagPointer, 0)
		return nil
	}
	e.out = append(e.out, tagPointer, 1)
	return e.value(v.Elem(), depth+1)
}

// err sends the text of an error. Its method is the one that is called: there is no other way to the text. A panic in it is the caller's.
func (e *encoder) err(v reflect.Value) error {
	if v.IsNil() {
		e.out = append(e.out, tagError, 0)
		return nil
	}
	e.out = append(e.out, tagError, 1)
	e.text(v.Interface().(error).Error())
	return nil
}

func (e *encoder) function(v reflect.Value) {
	e.out = append(e.out, tagFunc)
	if v.IsNil() {
		e.text("")
		return
	}
	e.text(e.funcs.export(v))
}

func (e *encoder) extension(ext extension, v reflect.Value, depth int) error {
	plain, err := ext.to(v)
	if err != nil {
		return err
	}
	e.out = append(e.out, tagExtension)
	return e.value(plain, depth+1)
}
