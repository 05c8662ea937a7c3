package sheet

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
)

// T is one test cell's run. It is used from one goroutine. *T satisfies gentest.TB, so that the library's conformance suites can be part of a test.
type T struct {
	result *Result
	rng    *rand.Rand
	hide   *hiding
	part   int // index in result.Parts, or -1
}

// hiding says what may be shown.
type hiding struct {
	now  bool // hidden tests are running
	ever bool // they have been: the student's process knows hidden inputs, and what it returns or says could tell them
}

// Helper does nothing; it is there for gentest.TB.
func (t *T) Helper() {}

// Hide says whether what follows is hidden. The grader calls it where the markers of hidden tests stand; authors have no need to.
func (t *T) Hide(hidden bool) { t.hide.now, t.hide.ever = hidden, t.hide.ever || hidden }

// Rand is the source of the test's random inputs: the same for all students, another one for each release and each test.
func (t *T) Rand() *rand.Rand { return t.rng }

// Normal returns n standard normal numbers.
func (t *T) Normal(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = t.rng.NormFloat64()
	}
	return x
}

// Uniform returns n numbers that are uniform in [low, high).
func (t *T) Uniform(n int, low, high float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = low + (high-low)*t.rng.Float64()
	}
	return x
}

// Errorf notes a failed check and goes on. Once hidden tests have begun, the student reads the format alone, with … for each value: values come from hidden inputs, or from
// a process that knows them.
func (t *T) Errorf(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if t.hide.ever {
		text = verb.ReplaceAllStringFunc(format, withoutValue)
	}
	t.note(false, text, "")
}

// verb is a place of a format where a value, or a percent sign, stands.
var verb = regexp.MustCompile(`%[-+# 0-9.*\[\]]*[a-zA-Z%]?`)

func withoutValue(verb string) string {
	if strings.HasSuffix(verb, "%") && len(verb) > 1 {
		return "%"
	}
	return "…"
}

// Fatalf is Errorf, and ends the part of the test that it stands in.
func (t *T) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	panic(stop{})
}

// stop ends a part after Fatalf.
type stop struct{}

// True checks a condition. It returns it, as all checks return whether they passed.
func (t *T) True(ok bool, hint string) bool { return t.note(ok, hint, "") }

// Panics checks that f panics, as a function must whose argument makes no sense.
func (t *T) Panics(f func(), hint string) bool {
	return t.note(panics(f), hint, "nothing panicked")
}

func panics(f func()) (yes bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case Interruption:
			if yes = r.Panicked(); !yes {
				panic(r)
			}
		default:
			yes = true
		}
	}()
	f()
	return false
}

// note notes a check.
func (t *T) note(ok bool, hint, detail string) bool {
	c := Outcome{Passed: ok, Hidden: t.hide.now, Secret: t.hide.ever, Part: t.part, Hint: hint}
	if !ok && !t.hide.ever {
		c.Detail = detail
	}
	t.result.Outcomes = append(t.result.Outcomes, c)
	return ok
}

// Part is a part of a test with points of its own ("1", "0.5", "1/3"). It passes if all checks in it do. Parts are not nested.
func (t *T) Part(worth, name string, f func(t *T)) {
	if t.part >= 0 {
		panic("sheet: a Part stands in another Part; let one follow the other")
	}
	t.result.Parts = append(t.result.Parts, Part{Name: name, Worth: worth})
	inside := &T{t.result, t.rng, t.hide, len(t.result.Parts) - 1}
	hidden := t.hide.now
	defer t.Hide(hidden)
	inside.run(f)
}
