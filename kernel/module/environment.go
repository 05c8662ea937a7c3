package module

import (
	"slices"
	"strings"
)

// with returns an environment with the values of more, in which a variable without a value is not set.
func with(env, more []string) []string {
	set := map[string]bool{}
	for _, v := range more {
		name, _, _ := strings.Cut(v, "=")
		set[name] = true
	}
	kept := slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return set[name]
	})
	for _, v := range more {
		if !strings.HasSuffix(v, "=") {
			kept = append(kept, v)
		}
	}
	return kept
}
