package shape

import (
	"strconv"
	"strings"
)

// Source writes the type of a key as an expression of type reflect.Type for a program. Name returns the name that the program has for a package
// which it then must import; reflect is one of them.
func Source(key string, name func(path string) string) string {
	if w := Sample(key); w != nil {
		expr := w.Expr
		for _, path := range w.Imports {
			expr = strings.ReplaceAll(expr, base(path)+".", name(path)+".")
		}
		return name("reflect") + ".TypeOf(" + expr + ")"
	}
	return name("reflect") + ".TypeFor[" + Expression(key, name) + "]()"
}

func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// Expression writes the type of a key for a program; name is as in [Source]. Names of package main stand alone.
func Expression(key string, name func(path string) string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(key, "\"`")
		if i < 0 {
			return b.String() + arguments(key, name)
		}
		b.WriteString(arguments(key[:i], name))
		quoted, err := strconv.QuotedPrefix(key[i:])
		if err != nil {
			return b.String() + key[i:]
		}
		key = key[i+len(quoted):]
		if quoted[0] == '`' {
			b.WriteString(quoted) // the tag of a field
			continue
		}
		key = strings.TrimPrefix(key, ".")
		if path, _ := strconv.Unquote(quoted); path != "main" {
			b.WriteString(name(path) + ".")
		}
	}
}

// arguments puts names for the packages of type arguments, which stand without quotes: Pair[example.com/a/b.T,int].
func arguments(s string, name func(path string) string) string {
	var b strings.Builder
	for s != "" {
		n := strings.IndexAny(s, separators)
		if n < 0 {
			n = len(s)
		}
		word := s[:n]
		if dot := strings.LastIndexByte(word, '.'); dot > 0 {
			path, ident := word[:dot], word[dot+1:]
			word = ident
			if path != "main" {
				word = name(path) + "." + ident
			}
		}
		b.WriteString(word)
		if n < len(s) {
			b.WriteByte(s[n])
			n++
		}
		s = s[n:]
	}
	return b.String()
}

// separators end a word in the name of a type.
const separators = "[]*,; (){}"

// Reference writes what a full name stands for: math.Sin, gonum.org/v1/gonum/mat.Sum, bytes.(*Buffer).Len. Name is as in [Source].
func Reference(full string, name func(path string) string) string {
	slash := strings.LastIndexByte(full, '/') + 1
	last, ident, _ := strings.Cut(full[slash:], ".")
	path := full[:slash] + strings.ReplaceAll(last, "%2e", ".") // as the linker writes a dot in the last part of a path
	if path == "main" {
		return ident
	}
	if method, ok := strings.CutPrefix(ident, "(*"); ok {
		return "(*" + name(path) + "." + method
	}
	return name(path) + "." + ident
}

// FullName is what [Reference] reads.
func FullName(path, ident string) string {
	slash := strings.LastIndexByte(path, '/') + 1
	return path[:slash] + strings.ReplaceAll(path[slash:], ".", "%2e") + "." + ident
}
