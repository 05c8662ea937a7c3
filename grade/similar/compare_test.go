package similar_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/similar"
)

func file(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// code is a work with one cell of Go.
func code(who, source string) similar.Work {
	return similar.Work{Who: who, Students: []string{who}, Texts: []similar.Text{{Cell: "solution", Code: true, Source: source}}}
}

func words(who, source string) similar.Work {
	return similar.Work{Who: who, Students: []string{who}, Texts: []similar.Text{{Cell: "discuss", Source: source}}}
}

// listed are the pairs as "a b".
func listed(pairs []similar.Pair) string {
	var all []string
	for _, p := range pairs {
		all = append(all, p.A.Who+" "+p.B.Who)
	}
	return strings.Join(all, ", ")
}

func known(source string) []similar.Text { return []similar.Text{{Code: true, Source: source}} }

func TestCopyIsFound(t *testing.T) {
	works := []similar.Work{code("ada", file(t, "original.txt")), code("bob", file(t, "copied.txt")), code("cyd", file(t, "own.txt"))}
	pairs := similar.Compare(works, known(file(t, "stub.txt")), similar.Options{})
	if listed(pairs) != "ada bob" {
		t.Fatalf("listed %q, want the copy alone", listed(pairs))
	}
	// The copy has two statements split; all else is the same but for names.
	if p := pairs[0]; p.Code.A < 0.8 || p.Code.B < 0.8 || p.Words.A != 0 || len(p.Places) < 3 {
		t.Errorf("alike %+v in %d places", p.Code, len(p.Places))
	}
	for _, place := range pairs[0].Places {
		a, b := works[0].Texts[0].Source[place.A.From:place.A.To], works[1].Texts[0].Source[place.B.From:place.B.To]
		if strings.Contains(a, "biggest") != strings.Contains(b, "values") {
			t.Errorf("%q stands beside %q", a, b)
		}
	}
}

// TestSharesHaveDirections: a small part of a large hand-in is all of a small one.
func TestSharesHaveDirections(t *testing.T) {
	original := file(t, "original.txt")
	one, _, _ := strings.Cut(original, "// KL")
	pairs := similar.Compare([]similar.Work{code("all", original), code("part", one)}, nil, similar.Options{})
	if len(pairs) != 1 || pairs[0].Code.B != 1 || pairs[0].Code.A > 0.85 {
		t.Fatalf("got %+v", pairs)
	}
	if pairs = similar.Compare([]similar.Work{code("all", original), code("part", one)}, nil, similar.Options{Least: 1.1}); len(pairs) != 0 {
		t.Errorf("more than everything is asked for, and %q is listed", listed(pairs))
	}
}

// variants are 30 works, each of one way for each of four small functions.
func variants(t *testing.T, seed uint64) (works []similar.Work) {
	r := rand.New(rand.NewPCG(seed, 0))
	var functions [][]string
	for _, f := range strings.Split(file(t, "variants.txt"), "== ")[1:] {
		_, f, _ = strings.Cut(f, "\n")
		functions = append(functions, strings.Split(f, "--\n"))
	}
	for i := range 30 {
		var own []string
		for _, ways := range functions {
			own = append(own, ways[r.IntN(len(ways))])
		}
		works = append(works, code(fmt.Sprintf("s%02d", i), strings.Join(own, "\n")))
	}
	return works
}

func TestIndependentWorksAreNotListed(t *testing.T) {
	for seed := range uint64(20) {
		if pairs := similar.Compare(variants(t, seed), nil, similar.Options{}); len(pairs) > 0 {
			p := pairs[0]
			t.Errorf("seed %d: listed %s; %+v\n%s\n%s", seed, listed(pairs), p.Code, p.A.Texts[0].Source, p.B.Texts[0].Source)
		}
		if len(similar.Compare(variants(t, seed), nil, similar.Options{Common: 1})) == 0 {
			t.Errorf("seed %d: nothing is alike even if what is common counts; the test says nothing", seed)
		}
	}
}

// TestCopyAmongManyIsFound: in a class of 30 the pair is the only one.
func TestCopyAmongManyIsFound(t *testing.T) {
	works := variants(t, 1)
	works[3].Texts[0].Source += file(t, "original.txt")
	works[17].Texts[0].Source += file(t, "copied.txt")
	if got := listed(similar.Compare(works, nil, similar.Options{})); got != "s03 s17" {
		t.Errorf("listed %q", got)
	}
}

func TestNothingOfOnesOwn(t *testing.T) {
	stub, original := file(t, "stub.txt"), file(t, "original.txt")
	var unsolved, solved []similar.Work
	for i := range 5 {
		unsolved = append(unsolved, code(fmt.Sprint(i), stub))
		solved = append(solved, code(fmt.Sprint(i), original))
	}
	for what, pairs := range map[string][]similar.Pair{
		"unsolved":          similar.Compare(unsolved, known(stub), similar.Options{}),
		"the reference":     similar.Compare(solved, known(original), similar.Options{}),
		"what all have":     similar.Compare(solved, nil, similar.Options{}),
		"nothing":           similar.Compare([]similar.Work{code("a", ""), code("b", "")}, nil, similar.Options{}),
		"few tokens":        similar.Compare([]similar.Work{code("a", "func F(x int) int { return x + 1 }"), code("b", "func F(x int) int { return x + 1 }")}, nil, similar.Options{}),
		"members of groups": similar.Compare([]similar.Work{{Students: []string{"ada", "bob"}, Texts: known(original)}, {Students: []string{"cyd", "bob"}, Texts: known(original)}}, nil, similar.Options{}),
	} {
		if len(pairs) != 0 {
			t.Errorf("%s: listed %+v", what, pairs)
		}
	}
	if pairs := similar.Compare(solved[:3], known(stub), similar.Options{}); len(pairs) != 3 {
		t.Errorf("three that copied are no class: listed %q", listed(pairs))
	}
}

func TestWords(t *testing.T) {
	said := `The flow with more layers fits the two moons better, since each coupling layer moves only half of the coordinates; with two layers the density
		between the arms stays too high, and the loss stops at 1.4 nats, far above the floor that the lecture has given for this noise.`
	again := `THE FLOW with **more layers** fits the two moons better since each coupling layer moves only half of the coordinates. With two layers the density
		between the arms stays too high and the loss stops at 1.3 nats, far above the floor that the lecture has given.`
	other := `I think that depth helps because every layer changes half of the dimensions. Two are not enough for moons: probability leaks between them.`
	pairs := similar.Compare([]similar.Work{words("ada", said), words("bob", again), words("cyd", other)}, nil, similar.Options{})
	if listed(pairs) != "ada bob" || pairs[0].Words.B < 0.7 || pairs[0].Code.B != 0 {
		t.Fatalf("listed %q: %+v", listed(pairs), pairs)
	}
	if pairs = similar.Compare([]similar.Work{words("ada", said), words("bob", again)}, []similar.Text{{Source: said}}, similar.Options{}); len(pairs) != 0 {
		t.Errorf("what was given is listed: %+v", pairs)
	}
}

// TestHostileTexts: nothing here takes long, whatever it is.
func TestHostileTexts(t *testing.T) {
	for _, source := range []string{strings.Repeat("x + ", 1<<18), strings.Repeat("(", 1<<20), "\x00\xff" + strings.Repeat("\"`'", 1000), strings.Repeat("func F() {}\n", 1<<14)} {
		works := []similar.Work{code("a", source), code("b", source), words("c", source), words("d", source)}
		similar.Compare(works, nil, similar.Options{})
	}
}
