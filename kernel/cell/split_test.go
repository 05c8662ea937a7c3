package cell

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   []string // "LINE NAME TEXT" of the specials
		code   string   // what is left, without blanks at line ends
	}{
		"nothing":             {"", nil, ""},
		"Go alone":            {"%%\nf()", nil, "\nf()"},
		"shell line":          {"!ls -l\nvar x int", []string{"1 ! !ls -l"}, "\nvar x int"},
		"shell in the folder": {"!*go mod tidy", []string{"1 ! !*go mod tidy"}, ""},
		"magics and Go":       {"%env A b\nvar x int\n!ls\n%%\nf()\n%cd ..\n", []string{"1 env %env A b", "3 ! !ls", "6 cd %cd .."}, "\nvar x int\n\n\nf()\n\n"},
		"blank after %":       {"% cd ..", []string{"1 cd % cd .."}, ""},
		"joined lines":        {"!a \\\n  b\nvar x int", []string{"1 ! !a \\\n  b"}, "\n\nvar x int"},
		"joined at the end":   {"!a \\", []string{"1 ! !a \\"}, ""},
		"hidden":              {"//gonb:!ls\n//gonb:%cd x \\\n//gonb:y\n//gonb:%%\nf()", []string{"1 ! !ls", "2 cd %cd x \\\ny"}, "\n\n\n\nf()"},
		"hidden nothing":      {"//gonb:hello\n", nil, "//gonb:hello\n"},
		"lone quotes":         {"!echo it's `\n%env Q \"\nvar x int /* %cd */\n!ls /*", []string{"1 ! !echo it's `", "2 env %env Q \"", "4 ! !ls /*"}, "\n\nvar x int /* %cd */\n"},
		"raw string":          {"var s = `\n!ls\n%cd\n%%\n`\n!pwd", []string{"6 ! !pwd"}, "var s = `\n!ls\n%cd\n%%\n`\n"},
		"comment":             {"/*\n!ls\n%%\n*/\n!pwd", []string{"5 ! !pwd"}, "/*\n!ls\n%%\n*/\n"},
		"unclosed raw string": {"var s = `\n!ls\n", nil, "var s = `\n!ls\n"},
		"unclosed comment":    {"/*\n!ls\n", nil, "/*\n!ls\n"},
		"negation goes on":    {"%%\nf(a,\n!b)\nx := a &&\n!b", nil, "\nf(a,\n!b)\nx := a &&\n!b"},
		"indented":            {"%%\n\t!x\n %cd\n", nil, "\n\t!x\n %cd\n"},
		"in a block":          {"%%\nif x {\n!ls\n}\n", []string{"3 ! !ls"}, "\nif x {\n\n}\n"},
		"after a case":        {"%%\nswitch {\ncase x:\n!ls\n}\n", []string{"4 ! !ls"}, "\nswitch {\ncase x:\n\n}\n"},
		"% in an expression":  {"%%\nx := a %\nb", nil, "\nx := a %\nb"},
		"one character":       {"%\n!", nil, "%\n!"},
		"not at the start":    {"var x = 1\n%%bash\necho", []string{"2 %bash %%bash"}, "var x = 1\n\necho"},
		"unknown cell magic":  {"%%html\n<b>", []string{"1 %html %%html"}, "\n<b>"},
		"test":                {"%test -test.v\nfunc TestA() {}", []string{"1 test %test -test.v"}, "\nfunc TestA() {}"},
		"CRLF":                {"!ls\r\n%%\r\nf()\r\n", []string{"1 ! !ls"}, "\n\nf()\n"},
		"byte order mark":     {"\ufeff!ls", []string{"1 ! !ls"}, ""},
		"our own":             {"%args a\n%time\n%main\n", nil, "\n\n\n"},
		"line directives":     {"//line a.go:7\nvar x = /*line b.go:8:9*/ 1\nvar s = `//line c`", nil, "//     a.go:7\nvar x = /*     b.go:8:9*/ 1\nvar s = `//line c`"},
		"no line directive":   {"//lines\n", nil, "//lines\n"},
	} {
		t.Run(name, func(t *testing.T) {
			p := Split(c.source)
			var got []string
			for _, s := range p.Specials {
				got = append(got, fmt.Sprint(s.Line, " ", s.Name, " ", s.Text))
			}
			if !slices.Equal(got, c.want) || p.Whole {
				t.Errorf("specials %q, want %q", got, c.want)
			}
			lines := strings.Split(p.Code, "\n")
			for i := range lines {
				lines[i] = strings.TrimRight(lines[i], " ")
			}
			if code := strings.Join(lines, "\n"); code != c.code {
				t.Errorf("code %q, want %q", code, c.code)
			}
			if len(p.Code) != len(normalize(c.source)) {
				t.Errorf("code has %d bytes, the cell %d", len(p.Code), len(normalize(c.source)))
			}
		})
	}
}

func TestSplitWholeCells(t *testing.T) {
	for source, want := range map[string]Special{
		"%%bash\necho \"`'\n%%\n!x":       {1, "%bash", "%%bash\necho \"`'\n%%\n!x"},
		"%%writefile -a go.mod\nmodule x": {1, "%writefile", "%%writefile -a go.mod\nmodule x"},
		"%%script python3":                {1, "%script", "%%script python3"},
		"%%sh\n":                          {1, "%sh", "%%sh\n"},
		"//gonb:%%gx\n":                   {1, "%gx", "%%gx\n"},
		"\n\n%%bash\nls":                  {3, "%bash", "%%bash\nls"},
	} {
		p := Split(source)
		if !p.Whole || p.Code != "" || len(p.Specials) != 1 || p.Specials[0] != want {
			t.Errorf("%q: %+v, want %+v", source, p, want)
		}
	}
	for _, source := range []string{"%% bash", "%%bashful", " %%bash", "var x int\n%%bash"} {
		if p := Split(source); p.Whole {
			t.Errorf("%q: %+v", source, p)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      nil,
		" a  b\tc ":             {"a", "b", "c"},
		`--text "hello world"`:  {"--text", "hello world"},
		`"a\"b\\c\td\ne\f" x\n`: {"a\"b\\c\td\nef", `x\n`},
		`""`:                    {""},
		`a"b c"d`:               {"ab cd"},
		"a \\\nb":               {"a", "b"},
		`"open`:                 {"open"},
		`"end\`:                 {`end\`},
		"ä ö":                   {"ä", "ö"},
	} {
		if got := words(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
