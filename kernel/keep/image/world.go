package image

import (
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// Root is a variable: Ptr is a pointer to it.
type Root struct {
	Name string
	Ptr  any
	// Redefined says that a value of another type is not meant for it: [World.Load] then gives the value memory of its own.
	Redefined bool
}

func (r Root) memory() unsafe.Pointer { return reflect.ValueOf(r.Ptr).UnsafePointer() }
func (r Root) typ() reflect.Type      { return reflect.TypeOf(r.Ptr).Elem() }

// Hook keeps values of a type whose substance is outside the process.
type Hook struct {
	// Save encodes the value at p. Old is what Save returned when it was kept last, nil for the first time; if nothing has changed, it is
	// returned again. External names what the encoding leans on.
	Save func(p unsafe.Pointer, old []byte) (data []byte, external []string, err error)
	// Load sets the value at p from the encoding.
	Load func(p unsafe.Pointer, data []byte) error
	// Shared says that variables that lead to the same value are not kept together for it: Load gives each component the one that all have.
	Shared bool
}

// World is what a program knows that memory alone does not say: types, names of package-level things, hooks.
type World struct {
	// NoFuncs says that functions cannot be kept by their names.
	NoFuncs bool

	plans   shape.Set
	names   shape.Names
	told    []reflect.Type // types that are not in names yet
	wasTold map[reflect.Type]bool
	common  map[reflect.Type]bool
	hooks   map[reflect.Type]Hook
	dropped map[reflect.Type]bool
	never   map[reflect.Type]string
	fields  map[reflect.Type][]string // those that are dropped
	funcs   map[string]reflect.Value
	globals map[string]global
	byValue map[uintptr]string // globals by what they lead to
	// ofGlobal names a global whose value has the type.
	ofGlobal map[reflect.Type]string

	savedOld map[identity][]byte // what hooks had saved of values that were loaded
	savedNow map[identity]saved

	dynamic  map[uintptr]*dynamic // by the first word of interfaces
	wordOf   map[[2]reflect.Type]uintptr
	segments segments
	variable []extent // memory of all variables of the program, by address
}

// global is a package-level variable of a library that leads somewhere.
type global struct {
	target unsafe.Pointer
	elem   reflect.Type // what target points to
}

// extent is the memory of a variable.
type extent struct{ start, end uintptr }

// word is the size of a pointer.
const word = 8

// NewWorld returns a world that knows Go's own types.
func NewWorld() *World {
	w := &World{
		hooks: map[reflect.Type]Hook{}, dropped: map[reflect.Type]bool{}, never: map[reflect.Type]string{}, fields: map[reflect.Type][]string{}, funcs: map[string]reflect.Value{},
		globals: map[string]global{}, byValue: map[uintptr]string{}, ofGlobal: map[reflect.Type]string{}, wasTold: map[reflect.Type]bool{}, common: map[reflect.Type]bool{},
		savedOld: map[identity][]byte{}, savedNow: map[identity]saved{},
		dynamic: map[uintptr]*dynamic{}, wordOf: map[[2]reflect.Type]uintptr{},
	}
	w.plans.Hooked = func(t reflect.Type) bool { _, ok := w.hooks[t]; return ok }
	w.plans.DroppedFields = func(t reflect.Type) []string { return w.fields[t] }
	w.plans.Never = func(t reflect.Type) string { return w.never[t] }
	w.plans.Dropped = func(t reflect.Type) bool { return w.dropped[t] }
	return w
}

// Type makes t, and all that it leads to, known as the type of values in interfaces.
func (w *World) Type(t reflect.Type) {
	w.told = append(w.told, t)
	w.wasTold[t] = true
}

// Common is Type for a type that every program's world knows, so that it need not be told of it.
func (w *World) Common(t reflect.Type) {
	w.told = append(w.told, t)
	w.common[t] = true
}

// find returns the type of a key, nil if the program does not know it. Types that the world was told of are looked at when one is missing:
// most cells need none of them.
func (w *World) find(key string) reflect.Type {
	t := w.names.Find(key)
	if t == nil && len(w.told) > 0 {
		for _, told := range w.told {
			w.names.Add(told)
		}
		w.told = nil
		t = w.names.Find(key)
	}
	return t
}

// Func makes a function known by its name: "math.Sin", "main.f", "bytes.(*Buffer).Len".
func (w *World) Func(name string, f any) { w.funcs[name] = reflect.ValueOf(f) }

// Hook keeps values of type t by h. It must be called before anything is walked or loaded; so must Drop, DropFields and Never.
func (w *World) Hook(t reflect.Type, h Hook) { w.hooks[t] = h }

// Never makes values of type t impossible to keep, unless they are zero; what says what they are.
func (w *World) Never(t reflect.Type, what string) { w.never[t] = what }

// DropFields makes fields of a struct type zero in the next process.
func (w *World) DropFields(t reflect.Type, names ...string) { w.fields[t] = names }

// Drop makes all values of type t zero in the next process.
func (w *World) Drop(t reflect.Type) { w.dropped[t] = true }

// Global makes a package-level variable known by its name, "io.EOF"; ptr points to it. What it leads to now is kept by that name.
func (w *World) Global(name string, ptr any) {
	v := reflect.ValueOf(ptr).Elem()
	if v.Kind() == reflect.Interface {
		if v = v.Elem(); v.IsValid() {
			w.told = append(w.told, v.Type())
			if _, taken := w.ofGlobal[v.Type()]; !taken || name < w.ofGlobal[v.Type()] {
				w.ofGlobal[v.Type()] = name
			}
		}
	}
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Type().Elem().Size() == 0 {
		return
	}
	w.globals[name] = global{v.UnsafePointer(), v.Type().Elem()}
	if old, taken := w.byValue[uintptr(v.UnsafePointer())]; !taken || name < old {
		w.byValue[uintptr(v.UnsafePointer())] = name
	}
}

// Variable makes the memory of a package-level variable of the program known, so that pointers to it can be kept.
func (w *World) Variable(r Root) {
	start := uintptr(r.memory())
	w.variable = append(w.variable, extent{start, start + r.typ().Size()})
	w.names.Add(r.typ())
}

func (w *World) isVariable(p uintptr) bool {
	for _, v := range w.variable {
		if v.start <= p && p < v.end {
			return true
		}
	}
	return false
}

// dynamic is a type met in an interface.
type dynamic struct {
	plan  *shape.Plan
	word  uintptr // the first word of such an interface
	known bool    // another program can be told of the type
}

// dynamicOf returns the type of what the interface at p holds, which is not nil.
func (w *World) dynamicOf(p unsafe.Pointer, iface reflect.Type) *dynamic {
	word := *(*uintptr)(p)
	d := w.dynamic[word]
	if d == nil {
		d = &dynamic{plan: w.plans.Plan(reflect.NewAt(iface, p).Elem().Elem().Type()), word: word}
		w.dynamic[word] = d
	}
	return d
}

// firstWord returns the first word of an interface of type iface that holds a t.
func (w *World) firstWord(iface, t reflect.Type) uintptr {
	key := [2]reflect.Type{iface, t}
	word, ok := w.wordOf[key]
	if !ok {
		v := reflect.New(iface)
		v.Elem().Set(reflect.Zero(t))
		word = *(*uintptr)(v.UnsafePointer())
		w.wordOf[key] = word
	}
	return word
}

// canFind reports whether a later program can be told of type t: it can be written down, or leads from the type of a variable or of a library's
// package-level one.
func (w *World) canFind(t reflect.Type) bool {
	if shape.Nameable(t) || w.find(shape.Key(t)) == t {
		w.names.Add(t)
		return true
	}
	return false
}
