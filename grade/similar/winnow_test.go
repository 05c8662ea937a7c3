package similar

import (
	"reflect"
	"strings"
	"testing"
)

// TestWinnow is the example of the paper (figure 2): a run of hashes and the ones that windows of 4 choose.
func TestWinnow(t *testing.T) {
	hashes := []uint64{77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98}
	if got, want := winnow(hashes), []int{3, 6, 8, 11, 15}; !reflect.DeepEqual(got, want) {
		t.Errorf("chosen are %v, want %v", got, want)
	}
	for _, c := range []struct {
		hashes []uint64
		want   []int
	}{{nil, nil}, {[]uint64{5}, []int{0}}, {[]uint64{5, 5, 7}, []int{1}}, {[]uint64{9, 8, 7, 6}, []int{3}}, {[]uint64{1, 2, 3, 4, 5}, []int{0, 1}}} {
		if got := winnow(c.hashes); !reflect.DeepEqual(got, c.want) {
			t.Errorf("of %v chosen are %v, want %v", c.hashes, got, c.want)
		}
	}
}

// symbolsOf are the tokens of a cell as they are compared, a line for each chunk that has some.
func symbolsOf(source string) (lines []string) {
	own := map[string]bool{}
	declared(source, own)
	for _, c := range codeChunks(0, source, own) {
		var symbols []string
		for _, l := range c.lexemes {
			symbols = append(symbols, source[l.from:l.to])
		}
		if len(symbols) > 0 {
			lines = append(lines, strings.Join(symbols, " "))
		}
	}
	return lines
}

func TestChunksAreDeclarations(t *testing.T) {
	got := symbolsOf("import \"math\"\n\nfunc F() { g := func() {}; g() }\nvar a = 1\nfunc (t T) M() {\n\ttype u int\n}\nx := 2 // no declaration\n")
	want := []string{`import "math"`, "func F ( ) { g := func ( ) { } g ( ) }", "a = 1", "func ( t T ) M ( ) { type u int } x := 2"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWhatNamesCount: those that the author chose are all the same, those of Go and of libraries are not.
func TestWhatNamesCount(t *testing.T) {
	hashes := func(source string) (all []uint64) {
		for _, c := range chunks([]Text{{Code: true, Source: source}}) {
			for _, l := range c.lexemes {
				all = append(all, l.symbol)
			}
		}
		return all
	}
	base := "type Pair struct{ len int }\nfunc (p *Pair) Scale(f float64) { p.len = int(math.Floor(f)) }\nfunc G(p Pair) { p.Scale(1) }"
	for what, change := range map[string]struct {
		old, new string
		same     bool
	}{
		"type": {"Pair", "Couple", true}, "method": {"Scale", "Rescale", true}, "field": {".len", ".size", true}, "literal": {"1", "2.5", true},
		"library": {"Floor", "Ceil", false}, "built-in": {"int(", "uint(", false}, "package": {"math", "m", true},
	} {
		changed := strings.ReplaceAll(base, change.old, change.new)
		if same := reflect.DeepEqual(hashes(base), hashes(changed)); same != change.same {
			t.Errorf("%s: %s for %s is the same: %v, want %v", what, change.new, change.old, same, change.same)
		}
	}
}
