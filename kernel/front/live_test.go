package front

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// printed is what a cell wrote to standard output; a cell that fails fails the test.
func (k *talk) printed(code string) (text string, ok bool) {
	k.Helper()
	reply, shown := k.execute(code)
	if reply["status"] != "ok" {
		why := strings.Join(append(shown, ""), "\n")
		k.Errorf("%s\n%v", code, why)
		return why, false
	}
	for _, line := range shown {
		if rest, found := strings.CutPrefix(line, "stream stdout "); found {
			text += rest
		} else {
			k.Logf("%s", line)
		}
	}
	return text, true
}

// numberFrom is a number from the environment.
func numberFrom(t *testing.T, variable string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

// Random programs, split into cells at random, print what they print as one. GENSCI_PROGRAMS=1000 makes more of them, GENSCI_PROGRAM_SEED=… the
// same again.
func TestCellsAreTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	k := listen(t)
	seed := numberFrom(t, "GENSCI_PROGRAM_SEED", rand.Uint64())
	for i := range numberFrom(t, "GENSCI_PROGRAMS", 2) {
		t.Logf("GENSCI_PROGRAM_SEED=%d", seed+i)
		a := newAuthor(seed + i)
		list := a.program(12 + a.IntN(30))
		var end []string
		for _, v := range a.all() {
			end = append(end, "fmt.Println(tell("+v+"))")
		}
		list = append(list, end...)
		k.execute("%reset")
		k.printed(authorDeclarations)
		want, ok := k.printed("%%\n" + strings.Join(list, "\n"))
		if !ok {
			return
		}
		k.execute("%reset")
		k.printed(authorDeclarations)
		got := ""
		cells := a.cells(list)
		for _, c := range cells {
			text, fine := k.printed(c)
			if !fine {
				t.Fatalf("cells:\n%s\nthe cell that failed:\n%s\n%s\nthe same again: GENSCI_PROGRAM_SEED=%d", strings.Join(cells, "\n----\n"), c, text, seed+i)
			}
			got += text
		}
		if got != want {
			t.Fatalf("cells:\n%s\nthey print\n%s\nas one\n%s\nthe same again: GENSCI_PROGRAM_SEED=%d", strings.Join(cells, "\n----\n"), got, want, seed+i)
		}
	}
}
