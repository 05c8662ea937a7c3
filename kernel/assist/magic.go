package assist

import (
	"slices"
	"strings"
)

// lineMagics and cellMagics are those of GoNB (its help page) and %time, which the kernel has beside them.
var (
	lineMagics = []string{
		"%args", "%autoget", "%capture", "%cd", "%env", "%exec", "%get", "%goflags", "%goworkfix", "%help", "%list", "%ls", "%main", "%noautoget",
		"%remove", "%reset", "%rm", "%test", "%time", "%track", "%untrack", "%version", "%wasm", "%widgets", "%widgets_hb", "%with_inputs",
		"%with_password", "%%", "%%time",
	}
	cellMagics = []string{"%%bash", "%%gx", "%%script", "%%sh", "%%writefile"}
)

// magics are those that begin like the line does. The ones for whole cells stand in the first line that says something.
func magics(c cursor) (list []Match) {
	if !c.magic {
		return nil
	}
	all := lineMagics
	if strings.TrimSpace(c.code[:c.start]) == "" {
		all = slices.Concat(lineMagics, cellMagics)
	}
	for _, m := range all {
		if c.name != "" && strings.HasPrefix(m, c.name) {
			list = append(list, Match{Text: m, Type: "magic"})
		}
	}
	return list
}
