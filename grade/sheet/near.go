package sheet

import (
	"fmt"
	"math"
	"math/cmplx"
	"reflect"
)

// Near checks that numbers agree within a tolerance: |got − want| ≤ tol · max(1, |want|), element by element for slices, arrays, maps, structs, matrices and what is
// nested of them. Lengths and shapes must be equal. NaN is near nothing; infinities are near themselves.
func (t *T) Near(got, want any, tol float64, hint string) bool {
	detail := compare{tol: tol}.values(reflect.ValueOf(got), reflect.ValueOf(want), "")
	return t.note(detail == "", hint, detail)
}

// Equal checks that values are equal, element by element: numbers exactly (−0 equals 0, NaN nothing), errors by their texts, nil slices like empty ones.
func (t *T) Equal(got, want any, hint string) bool {
	detail := compare{}.values(reflect.ValueOf(got), reflect.ValueOf(want), "")
	return t.note(detail == "", hint, detail)
}

// compare compares values and says where they differ first, or "".
type compare struct{ tol float64 }

// matrix is what gonum's matrices have.
type matrix interface {
	Dims() (r, c int)
	At(i, j int) float64
}

func (c compare) values(got, want reflect.Value, place string) string {
	if !got.IsValid() || !want.IsValid() {
		return differ(place, got.IsValid() == want.IsValid(), text(got), text(want))
	}
	if want.Kind() == reflect.Interface {
		want = want.Elem()
	}
	if got.Kind() == reflect.Interface {
		got = got.Elem()
	}
	if !got.IsValid() || !want.IsValid() {
		return differ(place, got.IsValid() == want.IsValid(), text(got), text(want))
	}
	if g, w, ok := both[matrix](got, want); ok {
		return c.matrices(g, w, place)
	}
	if g, w, ok := both[error](got, want); ok {
		return differ(place, g.Error() == w.Error(), fmt.Sprintf("the error %q", g), fmt.Sprintf("the error %q", w))
	}
	switch want.Kind() {
	case reflect.Slice, reflect.Array:
		return c.lists(got, want, place)
	case reflect.Map:
		return c.maps(got, want, place)
	case reflect.Struct:
		return c.structs(got, want, place)
	case reflect.Pointer:
		if got.Kind() != reflect.Pointer || got.IsNil() || want.IsNil() {
			return differ(place, got.Kind() == reflect.Pointer && got.IsNil() == want.IsNil(), text(got), text(want))
		}
		return c.values(got.Elem(), want.Elem(), place)
	}
	return c.scalars(got, want, place)
}

// both returns two values as T, unless one is none or nil.
func both[T any](got, want reflect.Value) (g, w T, ok bool) {
	if !got.CanInterface() || !want.CanInterface() || isNil(got) || isNil(want) {
		return g, w, false
	}
	g, ok = got.Interface().(T)
	w, also := want.Interface().(T)
	return g, w, ok && also
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Func, reflect.Interface:
		return v.IsNil()
	}
	return false
}

func (c compare) scalars(got, want reflect.Value, place string) string {
	if g, ok := number(got); ok {
		if w, ok := number(want); ok {
			return differ(place, c.near(g, w), text(got), text(want))
		}
	}
	same := got.Type() == want.Type() && got.Comparable() && got.Equal(want)
	return differ(place, same, text(got), text(want))
}

// number is an integer, float or complex value as a complex one, and integers too large for that as they are compared: exactly.
func number(v reflect.Value) (any, bool) {
	switch {
	case v.CanInt():
		return v.Int(), true
	case v.CanUint():
		return v.Uint(), true
	case v.CanFloat():
		return complex(v.Float(), 0), true
	case v.CanComplex():
		return v.Complex(), true
	}
	return nil, false
}

func (c compare) near(got, want any) bool {
	_, isFloat := want.(complex128)
	switch same := reflect.TypeOf(got) == reflect.TypeOf(want); {
	case same && got == want: // infinities too; NaN is not
		return true
	case same && !isFloat && c.tol == 0: // a float could not tell large integers apart
		return false
	}
	g, w := float(got), float(want)
	return cmplx.Abs(g-w) <= c.tol*math.Max(1, cmplx.Abs(w)) && !cmplx.IsInf(w) && (c.tol > 0 || g == w)
}

func float(n any) complex128 {
	switch n := n.(type) {
	case int64:
		return complex(float64(n), 0)
	case uint64:
		return complex(float64(n), 0)
	default:
		return n.(complex128)
	}
}

func (c compare) lists(got, want reflect.Value, place string) string {
	if got.Kind() != reflect.Slice && got.Kind() != reflect.Array || got.Len() != want.Len() {
		return differ(place, false, size(got), size(want))
	}
	for i := range want.Len() {
		if detail := c.values(got.Index(i), want.Index(i), fmt.Sprintf("%s[%d]", place, i)); detail != "" {
			return detail
		}
	}
	return ""
}

func (c compare) maps(got, want reflect.Value, place string) string {
	if got.Type() != want.Type() || got.Len() != want.Len() {
		return differ(place, false, size(got), size(want))
	}
	for it := want.MapRange(); it.Next(); {
		if detail := c.values(got.MapIndex(it.Key()), it.Value(), fmt.Sprintf("%s[%v]", place, text(it.Key()))); detail != "" {
			return detail
		}
	}
	return ""
}

func (c compare) structs(got, want reflect.Value, place string) string {
	if got.Type() != want.Type() {
		return differ(place, false, got.Type().String(), want.Type().String())
	}
	for i := range want.NumField() {
		if detail := c.values(got.Field(i), want.Field(i), place+"."+want.Type().Field(i).Name); detail != "" {
			return detail
		}
	}
	return ""
}

func (c compare) matrices(got, want matrix, place string) string {
	rows, columns := want.Dims()
	if r, k := got.Dims(); r != rows || k != columns {
		return differ(place, false, fmt.Sprintf("a %d×%d matrix", r, k), fmt.Sprintf("a %d×%d matrix", rows, columns))
	}
	for i := range rows {
		for j := range columns {
			g, w := got.At(i, j), want.At(i, j)
			if !c.near(complex(g, 0), complex(w, 0)) {
				return differ(fmt.Sprintf("%s[%d,%d]", place, i, j), false, fmt.Sprint(g), fmt.Sprint(w))
			}
		}
	}
	return ""
}

// differ is "" for what is the same, else what came and what was wanted.
func differ(place string, same bool, got, want string) string {
	if same {
		return ""
	}
	if place != "" {
		place = " at " + place
	}
	return fmt.Sprintf("got %s, want %s%s", got, want, place)
}

func size(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return fmt.Sprintf("%d values", v.Len())
	}
	return text(v)
}

// text shows a value in a few words, and calls no methods.
func text(v reflect.Value) string {
	switch {
	case !v.IsValid():
		return "nothing"
	case v.CanFloat():
		return fmt.Sprintf("%.6g", v.Float())
	case v.CanComplex():
		return fmt.Sprintf("%.6g", v.Complex())
	case v.CanInt():
		return fmt.Sprint(v.Int())
	case v.CanUint():
		return fmt.Sprint(v.Uint())
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%.60q", v.String())
	case v.Kind() == reflect.Bool:
		return fmt.Sprint(v.Bool())
	case isNil(v):
		return "nil"
	}
	return "a value of type " + v.Type().String()
}
