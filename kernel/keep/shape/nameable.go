package shape

import (
	"reflect"
	"strings"
)

// Nameable reports whether a program outside the packages that t comes from can write it down, or has another way to it, see [Sample].
func Nameable(t reflect.Type) bool {
	if t.Name() != "" {
		return t.PkgPath() == "" || writable(t.PkgPath(), t.Name()) || Sample(Key(t)) != nil
	}
	if Sample(Key(t)) != nil {
		return true
	}
	ok := true
	all := func(p reflect.Type) { ok = ok && Nameable(p) }
	parts(t, all)
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			ok = ok && visible(t.Field(i).PkgPath)
		}
	case reflect.Interface:
		ok = t.NumMethod() == 0
	case reflect.Func:
		for _, p := range append(ins(t), outs(t)...) {
			all(p)
		}
	default:
	}
	return ok
}

// visible reports whether package main can write a name that belongs to a package: an unexported one belongs to its own.
func visible(path string) bool { return path == "" || path == "main" }

// writable reports whether the name can be written in package main.
func writable(path, name string) bool {
	base, args, generic := strings.Cut(name, "[")
	if path != "main" {
		if base[0] < 'A' || base[0] > 'Z' || internal(path) {
			return false
		}
	}
	if !generic {
		return true
	}
	for arg := range strings.FieldsFuncSeq(args, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if dot := strings.LastIndexByte(arg, '.'); dot >= 0 && !writable(arg[:dot], arg[dot+1:]) {
			return false
		}
	}
	return true
}

func internal(path string) bool {
	return strings.HasPrefix(path, "internal/") || strings.Contains(path, "/internal/") || strings.HasSuffix(path, "/internal") ||
		strings.HasPrefix(path, "vendor/")
}
