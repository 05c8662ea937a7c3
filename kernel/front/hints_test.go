package front

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gensci/gensci/kernel/cell"
)

// Errors are shown with what to do about them, and the first message stays what clients take for the error's value.
func TestHints(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	exports := map[string][]string{"fmt": {"Print", "Println"}, "github.com/gensci/gensci/kernel/nb": {"Must", "OK", "Show", "Progress", "Bar", "Bar.Add()"}}
	k.front.o.Packages = cell.Packages{
		Module: map[string][]string{"nb": {"github.com/gensci/gensci/kernel/nb"}},
		Describe: func(path string) (string, []string) {
			if exports[path] == nil {
				return "", nil
			}
			return path[strings.LastIndexByte(path, '/')+1:], exports[path]
		},
	}
	k.front.module = k.front.o.space()
	for _, c := range []struct{ code, value, traceback string }{
		{
			code: "func mean(xs []float64) (s float64) {\n\tfor i := range xs {\n\t\ts += xs[i+1]\n\t}\n\treturn s / float64(len(xs))\n}\nvar velocity = 1.0",
		},
		{
			"%%\ndata := []float64{1, 2, 3}\nfmt.Println(mean(data))",
			"panic: runtime error: index out of range [3] with length 3", `panic: runtime error: index out of range [3] with length 3
    cell 1, line 3, in mean
        s += xs[i+1]
    cell 2, line 3
        fmt.Println(mean(data))
hint: indices count from 0, so the last of 3 is 2: a loop over all is ` + "`for i := range xs`",
		},
		{
			"%%\nn := 3\nx := 2.5\nfmt.Println(n * x)\nfmt.Println(n * x)\nnb.show(velocty)",
			"cell 3, line 4: invalid operation: n * x (mismatched types int and float64)", `cell 3, line 4: invalid operation: n * x (mismatched types int and float64)
    fmt.Println(n * x)
                ^
hint: Go does not mix number types: write ` + "`float64(n) * x`" + `
cell 3, line 5: invalid operation: n * x (mismatched types int and float64)
    fmt.Println(n * x)
                ^
cell 3, line 6: undefined: nb
    nb.show(velocty)
    ^
hint: did you mean ` + "`nb.Show`?" + `
cell 3, line 6: undefined: velocty
    nb.show(velocty)
            ^
hint: did you mean ` + "`velocity`?",
		},
		{
			"%%\nxs := []float64{1}\ns := 0.0\nfor x := range xs {\n\ts += x\n}\nfmt.Println(s)",
			"cell 4, line 5: invalid operation: s += x (mismatched types float64 and int)", `cell 4, line 5: invalid operation: s += x (mismatched types float64 and int)
    	s += x
    	^
hint: x counts 0, 1, 2 …: for the elements write ` + "`for _, x := range xs {`; for the number itself `s += float64(x)`",
		},
		{"%%\nif true:\n\tfmt.Println(1)", "cell 5, line 2: illegal label declaration", "hint: a block stands in braces: `{` at the end of this line, `}` after the block"},
		{"%%\nnb.Progress(3, \"x\").Addd(1)", "no field or method Addd)", "hint: did you mean `Add`?"},
		{"%%\nnb.Add(1)", "undefined: nb", "hint: package nb has no Add: press Tab behind `nb.` to see what it has\n"},
		{"%%\nlog.Fatal(\"bad luck\")", "bad luck (exit status 1)", "bad luck (exit status 1)"},
		{"%%\n_, err := strconv.Atoi(\"3.5\")\nnb.OK(err)", "strconv.Atoi: parsing \"3.5\": invalid syntax", "hint: Atoi reads whole numbers alone"},
		{"%%\nos.Exit(3)", "exit status 3", "exit status 3"},
	} {
		reply, _ := k.execute(c.code)
		traceback := ""
		for _, line := range asList(reply["traceback"]) {
			traceback += fmt.Sprintln(line)
		}
		if value, _ := reply["evalue"].(string); !strings.HasSuffix(value, c.value) || !strings.Contains(traceback, c.traceback) || c.value == "" && value != "" {
			t.Errorf("%s\n%q, want %q, and\n%s\nwant\n%s", c.code, value, c.value, traceback, c.traceback)
		}
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}
