// Package static tells from a variable's type alone that package keep will not keep its value, so that a warning comes before the work is done.
//
//	static.Why(types.NewChan(types.SendRecv, types.Typ[types.Int])) // "it holds a channel (chan int)"
//
// Most that cannot be kept shows only in values: a function may be one that has a name, an interface may hold anything.
package static

import (
	"go/types"
	"strings"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// Why says why a value of type t can't be kept, in the words that package keep uses afterwards. It returns "" if it may be kept. A value that is
// nil can be kept, whatever its type; there is no use in one.
func Why(t types.Type) string {
	what := ""
	switch u := types.Unalias(t).(type) {
	case *types.Named:
		what = named(u)
	case *types.Pointer:
		if elem, ok := types.Unalias(u.Elem()).(*types.Named); ok {
			what = named(elem)
		}
	}
	if _, ok := t.Underlying().(*types.Chan); ok {
		what = "a channel (" + types.TypeString(t, (*types.Package).Name) + ")"
	}
	if b, ok := t.Underlying().(*types.Basic); ok && b.Kind() == types.UnsafePointer {
		what = "an unsafe.Pointer"
	}
	if what == "" {
		return ""
	}
	return "it holds " + what
}

// named says what values of a named type are, "" for those that can be kept and for those that are useful while they are zero: locks.
func named(t *types.Named) string {
	obj := t.Obj()
	if obj.Pkg() == nil || strings.HasPrefix(obj.Pkg().Path(), "sync") {
		return ""
	}
	if obj.Pkg().Path() == "reflect" && obj.Name() == "Type" {
		return "a reflect.Type"
	}
	return shape.NilOnly(obj.Pkg().Path(), obj.Name())
}
