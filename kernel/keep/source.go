package keep

import "github.com/gensci/gensci/kernel/keep/shape"

// Source writes a type of [Component] as an expression of type reflect.Type. Name returns the name that the program has for a package, which it
// must import: for a type that cannot be written down, another package than its own may be asked for.
func Source(key string, name func(path string) string) string { return shape.Source(key, name) }

// Reference writes a function or package-level variable of [Component] for a program; name is as in [Source].
func Reference(full string, name func(path string) string) string { return shape.Reference(full, name) }

// FullName is the name by which a function or package-level variable of a package is known, see [Component].
func FullName(path, ident string) string { return shape.FullName(path, ident) }
