package shape

import (
	"reflect"
	"strings"
)

// made returns a type that no program can write, but that every program has: errors of Go's runtime, as recover returns them, and what a
// strings.Replacer becomes when it is first used. It returns nil if the key is of none of them.
func made(key string) reflect.Type {
	var types []reflect.Type
	switch {
	case strings.HasPrefix(key, `"runtime".`):
		types = runtimeErrors()
	case strings.HasPrefix(key, `*"strings".`):
		types = replacers()
	}
	for _, t := range types {
		if Key(t) == key {
			return t
		}
	}
	return nil
}

func runtimeErrors() []reflect.Type {
	var (
		list []int
		dict map[int]int
		none *int
		zero = len(list)
	)
	var types []reflect.Type
	for _, fail := range []func(){
		func() { _ = list[zero] }, func() { _ = 1 / zero }, func() { dict[zero] = 1 }, func() { _ = *none }, func() { _ = make([]int, zero-1) },
	} {
		types = append(types, panicOf(fail))
	}
	return types
}

func panicOf(fail func()) (t reflect.Type) {
	defer func() { t = reflect.TypeOf(recover()) }()
	fail()
	return nil
}

func replacers() []reflect.Type {
	var types []reflect.Type
	for _, pairs := range [][]string{{"a", "b"}, {"a", "bb"}, {"aa", "b"}, {"aa", "b", "c", "d"}} {
		r := strings.NewReplacer(pairs...)
		_ = r.Replace("")
		if field := reflect.ValueOf(r).Elem().FieldByName("r"); field.IsValid() && !field.IsNil() {
			types = append(types, field.Elem().Type())
		}
	}
	return types
}
