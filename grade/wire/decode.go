package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
)

// decoder reads values of types that the reader decides. All lengths are compared with what is left before anything is made of them.
type decoder struct {
	in        []byte
	funcs     functions
	functions int // that were read
}

// maxFunctions bounds the functions of one message: each takes far more memory than its name.
const maxFunctions = 1000

var errShort = errors.New("the message ends early")

func (d *decoder) take(n int) ([]byte, error) {
	if n < 0 || n > len(d.in) { // int has 32 bits on some machines
		return nil, errShort
	}
	out := d.in[:n]
	d.in = d.in[n:]
	return out, nil
}

func (d *decoder) byte() (byte, error) {
	b, err := d.take(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

func (d *decoder) uint32() (uint32, error) {
	b, err := d.take(4)
	if err != nil {
		return 0, err
	}
	return binary.BigEndian.Uint32(b), nil
}

func (d *decoder) uint64() (uint64, error) {
	b, err := d.take(8)
	if err != nil {
		return 0, err
	}
	return binary.BigEndian.Uint64(b), nil
}

func (d *decoder) text() (string, error) {
	n, err := d.uint32()
	if err != nil {
		return "", err
	}
	b, err := d.take(int(n))
	return string(b), err
}

// flag reads 0 or 1.
func (d *decoder) flag() (bool, error) {
	switch b, err := d.byte(); {
	case err != nil:
		return false, err
	case b > 1:
		return false, fmt.Errorf("%d stands where 0 or 1 must", b)
	default:
		return b == 1, nil
	}
}

// tag reads the first byte of a value, which must be want.
func (d *decoder) tag(want byte, t reflect.Type) error {
	switch got, err := d.byte(); {
	case err != nil:
		return err
	case got != want:
		return fmt.Errorf("a value of another type stands where %s must", t)
	}
	return nil
}

// value reads into v, which can be set.
func (d *decoder) value(v reflect.Value, depth int) error {
	t := v.Type()
	if depth > maxDepth {
		return errors.New("the value is nested deeper than 100")
	}
	if ext, ok := extensionFor(t); ok {
		return d.extension(ext, v, depth)
	}
	if t == errorType {
		return d.err(v)
	}
	switch k := v.Kind(); {
	case k == reflect.String:
		return d.string(v)
	case k == reflect.Slice, k == reflect.Array:
		return d.list(v, depth)
	case k == reflect.Map:
		return d.mapping(v, depth)
	case k == reflect.Struct:
		return d.structure(v, depth)
	case k == reflect.Pointer:
		return d.pointer(v, depth)
	case k == reflect.Func:
		return d.function(v)
	}
	tag := numberTag(v.Kind())
	if tag == 0 {
		return fmt.Errorf("%s cannot cross between processes", t)
	}
	if err := d.tag(tag, t); err != nil {
		return err
	}
	return d.number(tag, v)
}

func (d *decoder) number(tag byte, v reflect.Value) error {
	if tag == tagBool {
		b, err := d.flag()
		v.SetBool(b)
		return err
	}
	n, err := d.uint64()
	if err != nil {
		return err
	}
	if tag == tagComplex {
		im, err := d.uint64()
		v.SetComplex(complex(math.Float64frombits(n), math.Float64frombits(im)))
		return err
	}
	return setBits(v, n)
}

// setBits sets an integer or a float from its 8 bytes, and refuses what the type cannot hold.
func setBits(v reflect.Value, n uint64) error {
	switch {
	case v.CanInt():
		if v.OverflowInt(int64(n)) {
			return fmt.Errorf("%d does not fit into %s", int64(n), v.Type())
		}
		v.SetInt(int64(n))
	case v.CanUint():
		if v.OverflowUint(n) {
			return fmt.Errorf("%d does not fit into %s", n, v.Type())
		}
		v.SetUint(n)
	default:
		x := math.Float64frombits(n)
		if v.Kind() == reflect.Float32 && !math.IsNaN(x) && float64(float32(x)) != x {
			return fmt.Errorf("%g does not fit into %s", x, v.Type())
		}
		v.SetFloat(x)
	}
	return nil
}

func (d *decoder) string(v reflect.Value) error {
	if err := d.tag(tagString, v.Type()); err != nil {
		return err
	}
	s, err := d.text()
	v.SetString(s)
	return err
}

// length reads how many elements a slice, array or map has, makes room for them, and tells whether it is nil. Each element takes at least size bytes.
func (d *decoder) length(v reflect.Value, size int) (n int, isNil bool, err error) {
	read, err := d.uint32()
	switch {
	case err != nil:
		return 0, false, err
	case read == none && v.Kind() != reflect.Array:
		v.SetZero()
		return 0, true, nil
	case uint64(read)*uint64(size) > uint64(len(d.in)):
		return 0, false, errShort
	}
	n = int(read)
	switch v.Kind() {
	case reflect.Array:
		if n != v.Len() {
			return 0, false, fmt.Errorf("%d elements stand where %s has %d", n, v.Type(), v.Len())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
	case reflect.Map:
		v.Set(reflect.MakeMapWithSize(v.Type(), n))
	}
	return n, false, nil
}

func (d *decoder) list(v reflect.Value, depth int) error {
	elem := v.Type().Elem()
	switch tag := numberTag(elem.Kind()); {
	case elem.Kind() == reflect.Uint8:
		return d.bytes(v)
	case tag == tagInt || tag == tagUint || tag == tagFloat:
		return d.numbers(tag, v)
	}
	if err := d.tag(tagList, v.Type()); err != nil {
		return err
	}
	n, _, err := d.length(v, least(elem))
	for i := 0; i < n && err == nil; i++ {
		err = d.value(v.Index(i), depth+1)
	}
	return err
}

func (d *decoder) bytes(v reflect.Value) error {
	if err := d.tag(tagBytes, v.Type()); err != nil {
		return err
	}
	n, isNil, err := d.length(v, 1)
	if err != nil || isNil {
		return err
	}
	b, err := d.take(n)
	for i, x := range b {
		v.Index(i).SetUint(uint64(x))
	}
	return err
}

func (d *decoder) numbers(tag byte, v reflect.Value) error {
	if err := errors.Join(d.tag(tagNumbers, v.Type()), d.tag(tag, v.Type().Elem())); err != nil {
		return err
	}
	n, _, err := d.length(v, 8)
	for i := 0; i < n && err == nil; i++ {
		var x uint64
		if x, err = d.uint64(); err == nil {
			err = setBits(v.Index(i), x)
		}
	}
	return err
}

func (d *decoder) mapping(v reflect.Value, depth int) error {
	t := v.Type()
	if err := d.tag(tagMap, t); err != nil {
		return err
	}
	n, _, err := d.length(v, least(t.Key())+least(t.Elem()))
	for i := 0; i < n && err == nil; i++ {
		key, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		if err = d.value(key, depth+1); err == nil {
			err = d.value(value, depth+1)
		}
		if err == nil && !key.Comparable() {
			err = fmt.Errorf("a key of %s cannot be compared", t)
		}
		if err == nil {
			v.SetMapIndex(key, value)
		}
	}
	return err
}

func (d *decoder) structure(v reflect.Value, depth int) error {
	if err := d.tag(tagStruct, v.Type()); err != nil {
		return err
	}
	n, err := d.uint32()
	if err == nil && int(n) != v.NumField() {
		err = fmt.Errorf("%d fields stand where %s has %d", n, v.Type(), v.NumField())
	}
	for i := 0; err == nil && i < v.NumField(); i++ {
		if !v.Field(i).CanSet() {
			return fmt.Errorf("%s has unexported fields", v.Type())
		}
		err = d.value(v.Field(i), depth+1)
	}
	return err
}

func (d *decoder) pointer(v reflect.Value, depth int) error {
	if err := d.tag(tagPointer, v.Type()); err != nil {
		return err
	}
	some, err := d.flag()
	if err != nil || !some {
		v.SetZero()
		return err
	}
	to := reflect.New(v.Type().Elem())
	v.Set(to)
	return d.value(to.Elem(), depth+1)
}

func (d *decoder) err(v reflect.Value) error {
	if err := d.tag(tagError, v.Type()); err != nil {
		return err
	}
	some, err := d.flag()
	if err != nil || !some {
		v.SetZero()
		return err
	}
	text, err := d.text()
	v.Set(reflect.ValueOf(errors.New(text)))
	return err
}

func (d *decoder) function(v reflect.Value) error {
	if err := d.tag(tagFunc, v.Type()); err != nil {
		return err
	}
	target, err := d.text()
	if err != nil || target == "" {
		v.SetZero()
		return err
	}
	if d.functions++; d.functions > maxFunctions {
		return fmt.Errorf("more than %d functions are too many", maxFunctions)
	}
	v.Set(d.funcs.imported(target, v.Type()))
	return nil
}

func (d *decoder) extension(ext extension, v reflect.Value, depth int) error {
	if err := d.tag(tagExtension, v.Type()); err != nil {
		return err
	}
	plain := reflect.New(ext.plain).Elem()
	if err := d.value(plain, depth+1); err != nil {
		return err
	}
	made, err := ext.from(plain)
	if err == nil {
		v.Set(made)
	}
	return err
}
