package wire

import (
	"fmt"
	"math/rand/v2"
	"reflect"
)

// An extension carries values of a type as values of a plain one.
type extension struct {
	plain  reflect.Type
	to     func(reflect.Value) (reflect.Value, error)
	from   func(reflect.Value) (reflect.Value, error)
	assign func(old, now reflect.Value) // copies what a function changed into the caller's; nil: never changed
}

var extensions = map[reflect.Type]extension{}

func extensionFor(t reflect.Type) (extension, bool) {
	e, ok := extensions[t]
	return e, ok
}

// Register has values of type T carried as a plain struct P. from must refuse what no T can be made of: its argument is hostile. assign, which may be nil, copies
// a changed T over the caller's. Register is called by init functions alone.
func Register[T, P any](to func(T) P, from func(P) (T, error), assign func(old, now T)) {
	e := extension{
		plain: reflect.TypeFor[P](),
		to: func(v reflect.Value) (reflect.Value, error) {
			return convert(v, func(v T) (P, error) { return to(v), nil })
		},
		from: func(v reflect.Value) (reflect.Value, error) { return convert(v, from) },
	}
	if assign != nil {
		e.assign = func(old, now reflect.Value) { assign(old.Interface().(T), now.Interface().(T)) }
	}
	extensions[reflect.TypeFor[T]()] = e
}

// convert calls f, and turns a panic into an error: libraries panic on shapes they don't like.
func convert[A, B any](v reflect.Value, f func(A) (B, error)) (out reflect.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s cannot be carried: %v", v.Type(), r)
		}
	}()
	made, err := f(v.Interface().(A))
	return reflect.ValueOf(&made).Elem(), err
}

// seeds is how a random generator crosses: the other side gets one of its own that is seeded by numbers drawn from this one.
type seeds struct {
	Nil  bool
	A, B uint64
}

func init() {
	Register(func(r *rand.Rand) seeds {
		if r == nil {
			return seeds{Nil: true}
		}
		return seeds{A: r.Uint64(), B: r.Uint64()}
	}, func(s seeds) (*rand.Rand, error) {
		if s.Nil {
			return nil, nil
		}
		return rand.New(rand.NewPCG(s.A, s.B)), nil
	}, nil)
}
