package cell

import "testing"

func TestComplete(t *testing.T) {
	for source, want := range map[string][2]string{
		"":                               {"complete", ""},
		"   \n":                          {"complete", ""},
		"x := 1":                         {"complete", ""},
		"1 +* 2":                         {"complete", ""}, // 1 + (*2), for the parser
		"import \"fmt\"":                 {"complete", ""},
		"func f() {}\n\n%%\nf()":         {"complete", ""},
		"func (t *T) f() {}":             {"complete", ""},
		"func(x int) { f(x) }(3)":        {"complete", ""},
		"x := 1\nfunc f() {}\nx = 2":     {"complete", ""},
		"// a comment":                   {"complete", ""},
		"s := `\n%%\n`":                  {"complete", ""},
		"L:\nfor {\n}":                   {"complete", ""},
		"!ls":                            {"complete", ""},
		"%cd ..":                         {"complete", ""},
		"%%bash\nfor x in 1 2; do":       {"complete", ""},
		"%%\n\nf()":                      {"complete", ""},
		"!ls `\nx := 1":                  {"complete", ""},
		"type T[P any] struct{ x P }":    {"complete", ""},
		"for {":                          {"incomplete", "\t"},
		"for {\n\tif x {":                {"incomplete", "\t\t"},
		"for {\n\tf()":                   {"incomplete", "\t"},
		"for {\n\tf()\n":                 {"incomplete", "\t"},
		"%%\nfor {":                      {"incomplete", "\t"},
		"func f() {":                     {"incomplete", "\t"},
		"func f(":                        {"incomplete", "\t"},
		"f(a,":                           {"incomplete", ""},
		"f(a":                            {"incomplete", ""},
		"x := []int{\n\t1,":              {"incomplete", "\t"},
		"x := 1 +":                       {"incomplete", ""},
		"import (":                       {"incomplete", "\t"},
		"import (\n\t\"fmt\"":            {"incomplete", "\t"},
		"type T struct {":                {"incomplete", "\t"},
		"switch x {\ncase 1:":            {"incomplete", "\t"},
		"s := `a":                        {"incomplete", ""},
		"if x {\n\ts := `a\n\t\tb":       {"incomplete", ""},
		"s := `":                         {"incomplete", ""},
		"/* open":                        {"incomplete", ""},
		"x := 1 /* open":                 {"incomplete", ""},
		"%%":                             {"incomplete", ""},
		"func f() {}\n%%\n\n":            {"incomplete", ""},
		"%main -v":                       {"incomplete", ""},
		"!ls \\":                         {"incomplete", ""},
		"var x = 1\nfunc f() {\n\tg()":   {"incomplete", "\t"},
		"for { // forever":               {"incomplete", "\t"},
		"x := )":                         {"invalid", ""},
		"}":                              {"invalid", ""},
		"%%\n}":                          {"invalid", ""},
		"if x := f()":                    {"incomplete", ""},
		"x = = 2":                        {"invalid", ""},
		"f(]":                            {"invalid", ""},
		"for { x := ) ":                  {"invalid", ""},
		"s := \"open":                    {"invalid", ""},
		"if x := f()\nx > 0":             {"invalid", ""}, // the brace had to stand in the last line
		"for i := 0; i < 3; i++ {\n}":    {"complete", ""},
		"if f := func() {}; f != nil {}": {"complete", ""},
		"if a := []int{1}; a[0] > 0 {":   {"incomplete", "\t"},
		"var x = 1; const c = 2":         {"complete", ""},
		"if x {} else":                   {"incomplete", ""},
		"x := 1\ny := )\nfor {":          {"invalid", ""},
		"func f() {}\nelse {}":           {"invalid", ""},
		"var s = 'ab'":                   {"invalid", ""},
		"x := 1 2":                       {"invalid", ""},
		"%%\r\nfor {\r\n\tx++\r\n":       {"incomplete", "\t"},
		"%%\nif a ||":                    {"incomplete", ""},
		"var (\n\ta = 1\n\tb = f(`\n%%":  {"incomplete", ""},
	} {
		status, indent := Complete(source)
		if status != want[0] || indent != want[1] {
			t.Errorf("%q: %s %q, want %s %q", source, status, indent, want[0], want[1])
		}
	}
}
