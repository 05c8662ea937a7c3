package image

import (
	"runtime"
	"strings"
	"unsafe"
)

// functionName returns the name of the function that a func value leads to, or "" if it is a closure, a method of a value, or unexported.
func functionName(value unsafe.Pointer) string {
	f := runtime.FuncForPC(*(*uintptr)(value))
	if f == nil {
		return ""
	}
	name := f.Name()
	slash := strings.LastIndexByte(name, '/') + 1
	path, rest, _ := strings.Cut(name[slash:], ".")
	path = name[:slash] + path
	if strings.ContainsAny(rest, "[") || strings.HasSuffix(rest, "-fm") {
		return ""
	}
	for part := range strings.SplitSeq(rest, ".") {
		part = strings.TrimSuffix(strings.TrimPrefix(part, "(*"), ")")
		if literal(part) || (path != "main" && !exported(part)) {
			return ""
		}
	}
	return name
}

// literal reports whether the compiler has made up the name: func1, gowrap2, 1.
func literal(name string) bool {
	for _, made := range []string{"func", "gowrap", "deferwrap", ""} {
		rest, ok := strings.CutPrefix(name, made)
		if ok && rest != "" && strings.Trim(rest, "0123456789-") == "" {
			return true
		}
	}
	return name == ""
}

func exported(name string) bool { return name[0] >= 'A' && name[0] <= 'Z' }
