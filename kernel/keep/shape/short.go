package shape

import (
	"path"
	"strings"
)

// Short is a key as programs write the type: packages by the last element of their path, those of the program itself without one.
func Short(key string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(key, `"`)
		b.WriteString(before)
		full, after, closed := strings.Cut(rest, `".`)
		if !found || !closed {
			return b.String() + rest
		}
		if name := packageName(full); name != "main" {
			b.WriteString(name + ".")
		}
		key = after
	}
}

// packageName is the last element of a path that is not a version, as package names mostly are.
func packageName(full string) string {
	name := path.Base(full)
	if v, cut := strings.CutPrefix(name, "v"); cut && v != "" && strings.Trim(v, "0123456789") == "" && full != name {
		return path.Base(path.Dir(full))
	}
	return name
}
