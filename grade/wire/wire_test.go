package wire

import (
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
)

type node struct {
	Value float64
	Next  *node
}

type everything struct {
	B    bool
	I    int8
	U    uint16
	F    float32
	C    complex128
	S    string
	Y    []byte
	L    [][]float64
	A    [2]string
	M    map[string][]int
	P    *node
	E    error
	Nil  []float64
	Zero []float64
}

// pair connects a Caller with a Server that serves the functions, and ends both with the test.
func pair(t *testing.T, functions map[string]any) *Caller {
	t.Helper()
	callsOut, callsIn := io.Pipe()
	answersOut, answersIn := io.Pipe()
	s := NewServer(callsOut, answersIn)
	for name, f := range functions {
		s.Serve(name, f)
	}
	done := make(chan error, 1)
	go func() { done <- s.Run(); answersIn.Close() }()
	t.Cleanup(func() {
		callsIn.Close()
		if err := <-done; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return NewCaller(answersOut, callsIn)
}

// failure runs f and returns the failure it panics with.
func failure(f func()) (failed *Failure) {
	defer func() { failed, _ = recover().(*Failure) }()
	f()
	return nil
}

// Functions in a slice that is passed stay the caller's own: were they copied back as the other side's, they would call each other for ever.
func TestFunctionsInSlices(t *testing.T) {
	type layer struct {
		Name string
		Do   func(x float64) float64
	}
	c := pair(t, map[string]any{"chain": func(layers []layer) func(x float64) float64 {
		layers[0].Name = "changed"
		return func(x float64) float64 {
			for _, l := range layers {
				x = l.Do(x)
			}
			return x
		}
	}})
	var chain func([]layer) func(float64) float64
	c.Stub("chain", &chain)
	layers := []layer{{"double", func(x float64) float64 { return 2 * x }}, {"next", func(x float64) float64 { return x + 1 }}}
	f := chain(layers)
	if layers[0].Name != "changed" {
		t.Error("the change of a name is lost")
	}
	for range 2 {
		if got := f(3); got != 7 {
			t.Errorf("got %v, want 7", got)
		}
	}
	if got := chain(layers[1:])(layers[0].Do(3)); got != 7 {
		t.Errorf("got %v, want 7", got)
	}
}

func TestValuesArriveAsTheyLeft(t *testing.T) {
	negativeZero := math.Copysign(0, -1)
	sent := everything{
		B: true, I: -7, U: 65535, F: 1.5, C: complex(1, negativeZero), S: "grüß\x00dich\xff", Y: []byte{0, 255}, L: [][]float64{{math.NaN(), negativeZero, math.Inf(1)}, nil, {}},
		A: [2]string{"a", "b"}, M: map[string][]int{"one": {1}, "none": nil}, P: &node{1, &node{2, nil}}, E: errors.New("wrong"), Zero: []float64{},
	}
	c := pair(t, map[string]any{"same": func(x everything) everything { return x }})
	var same func(everything) everything
	c.Stub("same", &same)
	got := same(sent)
	if bits := math.Float64bits(got.L[0][0]); bits != math.Float64bits(math.NaN()) {
		t.Errorf("NaN arrived as %x", bits)
	}
	if !math.Signbit(got.L[0][1]) || !math.Signbit(imag(got.C)) || !math.IsInf(got.L[0][2], 1) {
		t.Errorf("signs or infinities are lost: %v %v", got.L[0], got.C)
	}
	if got.L[1] != nil || got.L[2] == nil || got.Nil != nil || got.Zero == nil {
		t.Errorf("nil and empty are mixed up: %#v", got)
	}
	got.L[0][0], sent.L[0][0] = 0, 0
	if !reflect.DeepEqual(got, sent) {
		t.Errorf("got %#v, want %#v", got, sent)
	}
}

func TestArgumentsChangedInPlace(t *testing.T) {
	type box struct{ Values []float64 }
	c := pair(t, map[string]any{"change": func(x []float64, m map[string]int, p *int, b box) {
		x[1], *p, b.Values[0] = 5, 7, 9
		m["new"] = 1
		delete(m, "old")
	}})
	var change func([]float64, map[string]int, *int, box)
	c.Stub("change", &change)
	x, m, p, b := []float64{1, 2, 3}, map[string]int{"old": 1}, new(int), box{[]float64{0}}
	change(x, m, p, b)
	if !reflect.DeepEqual(x, []float64{1, 5, 3}) || !reflect.DeepEqual(m, map[string]int{"new": 1}) || *p != 7 || b.Values[0] != 9 {
		t.Errorf("got %v %v %v %v", x, m, *p, b)
	}
}

func TestFunctionsCrossBothWays(t *testing.T) {
	c := pair(t, map[string]any{
		"euler": func(f func(t, y float64) float64, n int) float64 {
			y := 1.0
			for i := range n {
				y += f(float64(i), y) / float64(n)
			}
			return y
		},
		"compose": func(f, g func(float64) float64) func(float64) float64 {
			return func(x float64) float64 { return f(g(x)) }
		},
		"parallel": parallel,
	})
	var euler func(func(t, y float64) float64, int) float64
	var compose func(f, g func(float64) float64) func(float64) float64
	var sum func(func(int) int, int) int
	c.Stub("euler", &euler)
	c.Stub("compose", &compose)
	c.Stub("parallel", &sum)
	calls := 0
	if got := euler(func(_, y float64) float64 { calls++; return y }, 1000); math.Abs(got-math.E) > 2e-3 || calls != 1000 {
		t.Errorf("got %v after %d calls", got, calls)
	}
	double, next := func(x float64) float64 { return 2 * x }, func(x float64) float64 { return x + 1 }
	h := compose(double, compose(next, next)) // functions of the student's are handed back to the student
	if got := h(3); got != 10 {
		t.Errorf("composed: got %v, want 10", got)
	}
	seen := 0 // without a lock: functions of ours are called one after the other
	if got := sum(func(i int) int { seen++; return i }, 50); got != 49*50/2 || seen != 50 {
		t.Errorf("from goroutines: got %d, %d calls", got, seen)
	}
}

// parallel calls f from n goroutines at once.
func parallel(f func(int) int, n int) int {
	var wait sync.WaitGroup
	results := make([]int, n)
	for i := range n {
		wait.Go(func() { results[i] = f(i) })
	}
	wait.Wait()
	total := 0
	for _, r := range results {
		total += r
	}
	return total
}

func TestReferences(t *testing.T) {
	callsOut, callsIn := io.Pipe()
	answersOut, answersIn := io.Pipe()
	s := NewServer(callsOut, answersIn)
	var square func(float64) float64
	s.Stub("Square", &square)
	s.Serve("Fourth", func(x float64) float64 { return square(square(x)) })
	go func() { _ = s.Run() }()
	t.Cleanup(func() { callsIn.Close() })
	c := NewCaller(answersOut, callsIn)
	c.Serve("Square", func(x float64) float64 { return x * x })
	var fourth func(float64) float64
	c.Stub("Fourth", &fourth)
	if got := fourth(3); got != 81 {
		t.Errorf("got %v, want 81", got)
	}
}

func TestRandomGeneratorsAreSeeded(t *testing.T) {
	c := pair(t, map[string]any{"draw": func(r *rand.Rand, n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = r.Float64()
		}
		return out
	}})
	var draw func(*rand.Rand, int) []float64
	c.Stub("draw", &draw)
	r := rand.New(rand.NewPCG(1, 2))
	a, b := draw(r, 3), draw(r, 3)
	again := draw(rand.New(rand.NewPCG(1, 2)), 3)
	if reflect.DeepEqual(a, b) || !reflect.DeepEqual(a, again) {
		t.Errorf("draws %v, then %v, again %v", a, b, again)
	}
}

func TestFailuresOfFunctions(t *testing.T) {
	type cycle struct{ Next []cycle }
	loop := cycle{Next: make([]cycle, 1)}
	loop.Next[0] = loop
	c := pair(t, map[string]any{
		"panics":  func() { panic("not implemented") },
		"exits":   func() { runtime.Goexit() },
		"evil":    func() { panic(evil{}) },
		"strings": func(int) int { return 0 },
		"cyclic":  func() cycle { return loop },
		"huge":    func() []float64 { return make([]float64, MaxFrame/8+1) },
		"fine":    func() int { return 1 },
	})
	var f, g, h func()
	var wrong func(string) string
	var cyclic func() cycle
	var huge func() []float64
	var missing, fine func() int
	for name, to := range map[string]any{"panics": &f, "exits": &g, "evil": &h, "strings": &wrong, "cyclic": &cyclic, "huge": &huge, "missing": &missing, "fine": &fine} {
		c.Stub(name, to)
	}
	for _, test := range []struct {
		call func()
		want string
	}{
		{f, "not implemented"},
		{g, "runtime.Goexit"},
		{h, "PANIC"},
		{func() { wrong("x") }, "another type"},
		{func() { cyclic() }, "cycle"},
		{func() { huge() }, "larger than 64 MB"},
		{func() { missing() }, "no function missing"},
	} {
		if got := failure(test.call); got == nil || got.Kind != Panicked || !strings.Contains(got.Text, test.want) {
			t.Errorf("got %v, want a panic with %q", got, test.want)
		}
		if fine() != 1 {
			t.Fatal("the next call does not work")
		}
	}
}

type evil struct{}

func (evil) String() string { panic("evil") }

func TestCallbacksAfterTheAnswer(t *testing.T) {
	var kept func() int
	c := pair(t, map[string]any{
		"keep": func(f func() int) int { kept = f; return f() },
		"late": func() int { return kept() },
	})
	var keep func(func() int) int
	var late func() int
	c.Stub("keep", &keep)
	c.Stub("late", &late)
	if keep(func() int { return 3 }) != 3 {
		t.Error("the callback has another result")
	}
	if got := failure(func() { late() }); got == nil || !strings.Contains(got.Text, "no longer") {
		t.Errorf("got %v", got)
	}
}

func TestTypesThatCannotCross(t *testing.T) {
	for _, ok := range []any{0, "", 1i, []any(nil), everything{}, (*node)(nil), func(func(float64) float64, ...int) error { return nil }, rand.New(rand.NewPCG(1, 1))} {
		err := Crosses(reflect.TypeOf(ok))
		if _, any := ok.([]any); any != (err != nil) {
			t.Errorf("%T: %v", ok, err)
		}
	}
	for _, bad := range []any{make(chan int), struct{ x int }{}, func(any) {}, func() uintptr { return 0 }, map[string]chan int{}} {
		if Crosses(reflect.TypeOf(bad)) == nil {
			t.Errorf("%T is said to cross", bad)
		}
	}
}
