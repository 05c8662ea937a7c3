package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// message writes a frame.
func message(kind byte, call uint64, body ...byte) []byte {
	m := binary.BigEndian.AppendUint64([]byte{kind}, call)
	return append(binary.BigEndian.AppendUint32(m, uint32(len(body))), body...)
}

// What a hostile process may send, and what becomes of the first two calls.
func TestHostileAnswers(t *testing.T) {
	one := []byte{0, 0, 0, 1, tagInt, 0, 0, 0, 0, 0, 0, 0, 7}
	for name, c := range map[string]struct {
		sent [][]byte
		want string // of the failure of the second call, "" for none
	}{
		"answers":             {[][]byte{message('R', 1, one...), message('R', 2, one...)}, ""},
		"an answer too early": {[][]byte{message('R', 2, one...), message('R', 1, one...)}, "not asked"},
		"an answer again":     {[][]byte{message('R', 1, one...), message('R', 1, one...), message('R', 2, one...)}, "not asked"},
		"call 0":              {[][]byte{message('R', 0, one...)}, "not asked"},
		"another kind":        {[][]byte{message('X', 1, one...)}, "no message"},
		"nothing":             {nil, "has ended"},
		"half a header":       {[][]byte{message('R', 1)[:7]}, "has ended"},
		"half a body":         {[][]byte{message('R', 1, one...)[:20]}, "has ended"},
		"too long":            {[][]byte{{'R', 0, 0, 0, 0, 0, 0, 0, 1, 255, 0, 0, 0}}, "too long"},
		"more than results":   {[][]byte{message('R', 1, append(bytes.Clone(one), 1)...)}, "more arrived"},
		"another type":        {[][]byte{message('R', 1, 0, 0, 0, 1, tagString, 0, 0, 0, 0)}, "another type"},
		"calls of nothing":    {[][]byte{message('C', 1, 0, 0, 0, 1, '#'), message('C', 2, 255, 255, 255, 255), message('R', 1, one...)}, "ends early"},
	} {
		caller := NewCaller(bytes.NewReader(bytes.Join(c.sent, nil)), io.Discard)
		var f func() int
		caller.Stub("f", &f)
		_ = failure(func() { f() })
		got := failure(func() { f() })
		if (got == nil) != (c.want == "") || got != nil && !strings.Contains(got.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, got, c.want)
		}
	}
}

// Calls within calls end before the stack does, on which nothing can be done.
func TestCallsWithinCallsAreBounded(t *testing.T) {
	deepest := 0
	c := pair(t, map[string]any{"f": func(g func(int) int, n int) int { return g(n) }})
	var f func(g func(int) int, n int) int
	c.Stub("f", &f)
	var g func(int) int
	g = func(n int) int { deepest = max(deepest, n); return f(g, n+1) }
	if got := failure(func() { f(g, 0) }); got == nil || got.Kind != Confused || deepest != maxOpen-1 {
		t.Errorf("got %v at depth %d", got, deepest)
	}
}

type wide struct {
	A, B, C, D string
	E          [3]error
}

// A message that promises much costs little: what is made for it is a few times what has arrived.
func TestPromisesCostNothing(t *testing.T) {
	for name, c := range map[string]struct {
		into any
		body []byte
	}{
		"structs":   {new([]wide), []byte{tagList}},
		"slices":    {new([][]float64), []byte{tagList}},
		"strings":   {new([]string), []byte{tagList}},
		"maps":      {new(map[string]wide), []byte{tagMap}},
		"functions": {new([]func()), []byte{tagList}},
		"numbers":   {new([]int8), []byte{tagNumbers, tagInt}},
	} {
		body := append(binary.BigEndian.AppendUint32(c.body, 1<<20), make([]byte, 1<<20)...)
		allocated := allocations(func() {
			d := &decoder{in: body, funcs: NewCaller(nil, nil)}
			if err := d.value(reflect.ValueOf(c.into).Elem(), 0); err == nil {
				t.Errorf("%s: zeros are read as a value", name)
			}
		})
		if allocated > 4<<20 {
			t.Errorf("%s: %d MB for a message of 1 MB", name, allocated>>20)
		}
	}
}

func TestFunctionsOfAMessageAreBounded(t *testing.T) {
	c := pair(t, map[string]any{"f": func(n int) []func() { return make([]func(), n) }, "g": func(n int) []func() {
		out := make([]func(), n)
		for i := range out {
			out[i] = func() {}
		}
		return out
	}})
	var f, g func(int) []func()
	c.Stub("f", &f)
	c.Stub("g", &g)
	if len(f(maxFunctions+1)) != maxFunctions+1 || len(g(maxFunctions)) != maxFunctions { // nil ones cost nothing
		t.Error("functions are missing")
	}
	if got := failure(func() { g(maxFunctions + 1) }); got == nil || !strings.Contains(got.Text, "too many") {
		t.Errorf("got %v", got)
	}
}

// A student's goroutines that wait for the checker do not wait for ever.
func TestTheCheckerHangsUp(t *testing.T) {
	callsOut, callsIn := io.Pipe()
	answersOut, answersIn := io.Pipe()
	s := NewServer(callsOut, answersIn)
	var reference func() int
	s.Stub("reference", &reference)
	waits := make(chan any, 1)
	go func() {
		defer func() { waits <- recover() }()
		reference()
	}()
	if f, err := newPipe(answersOut, nil).receive(); err != nil || f.kind != kindCall {
		t.Fatal(f, err)
	}
	callsIn.Close()
	if err := s.Run(); err != nil {
		t.Error(err)
	}
	if got := <-waits; got != "the checker has gone" {
		t.Errorf("got %v", got)
	}
	if got := func() (r any) { defer func() { r = recover() }(); reference(); return nil }(); got != "the checker has gone" {
		t.Errorf("later: got %v", got)
	}
}

// allocations are the bytes that f allocates, those that are freed again too.
func allocations(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// seedsOfFrames are conversations that make sense, for the fuzzer to change.
func seedsOfFrames(f *testing.F) {
	f.Helper()
	for _, text := range [][]byte{
		nil,
		message('R', 1, 0, 0, 0, 1, tagInt, 0, 0, 0, 0, 0, 0, 0, 7),
		message('P', 1, []byte("not implemented")...),
		append(message('C', 1, 0, 0, 0, 2, '#', '1', 0, 0, 0, 1, tagFloat, 0, 0, 0, 0, 0, 0, 0, 0), message('R', 1)...),
		append(message('C', 7, 0, 0, 0, 5, 'e', 'a', 'r', 'l', 'y', 0, 0, 0, 1, tagNumbers, tagFloat, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0), message('R', 2)...),
		message('R', 1, 0, 0, 0, 1, tagMap, 0, 0, 0, 1, tagString, 0, 0, 0, 1, 'a', tagList, 255, 255, 255, 255),
		message('R', 1, 0, 0, 0, 1, tagPointer, 1, tagStruct, 0, 0, 0, 2, tagFloat, 0, 0, 0, 0, 0, 0, 0, 0, tagPointer, 0),
		{'R', 0, 0, 0, 0, 0, 0, 0, 1, 3, 255, 255, 255, 0},
	} {
		f.Add(text)
	}
}

// FuzzCaller has a hostile process send arbitrary bytes. All that may come of it is answers and failures, with memory for little more than what has arrived.
func FuzzCaller(f *testing.F) {
	seedsOfFrames(f)
	f.Fuzz(func(t *testing.T, sent []byte) {
		allocated := allocations(func() { converse(t, sent) })
		if most := uint64(1<<20 + 200*len(sent)); allocated > most {
			t.Errorf("%d bytes were allocated for %d that arrived", allocated, len(sent))
		}
	})
}

// converse makes calls of many types.
func converse(t *testing.T, sent []byte) {
	c := NewCaller(bytes.NewReader(sent), io.Discard)
	c.Serve("early", func(x []float64, m map[string]everything) (float64, error) {
		for _, v := range x {
			if v > 1 {
				panic("of the test's own")
			}
		}
		return float64(len(x) + len(m)), nil
	})
	var number func(int) int
	var all func(everything, map[string][]int, *node) (everything, *node, error)
	var higher func(f func(float64) float64, r *rand.Rand) func(float64) float64
	var nothing func()
	for name, to := range map[string]any{"number": &number, "all": &all, "higher": &higher, "nothing": &nothing} {
		c.Stub(name, to)
	}
	for range 3 {
		for _, call := range []func(){
			func() { number(1) },
			func() { all(everything{L: [][]float64{{1}}}, map[string][]int{"a": {1}}, &node{1, nil}) },
			func() { higher(func(x float64) float64 { nothing(); return x }, rand.New(rand.NewPCG(1, 2)))(3) },
			func() { nothing() },
		} {
			fails(t, call)
		}
	}
	for range sent { // which have an end
		if c.Failed() == nil {
			fails(t, func() { nothing() })
		}
	}
	fails(t, func() { nothing() })
	if c.Failed() == nil {
		t.Error("at their end the process is said to be there")
	}
}

// fails calls f, which may panic with a failure and with nothing else.
func fails(t *testing.T, f func()) {
	defer func() {
		if r := recover(); r != nil {
			if failure, ok := r.(*Failure); !ok || failure.Error() == "" || failure.Brief() == "" {
				t.Errorf("a call panics with %v", r)
			}
		}
	}()
	f()
}

// FuzzServer sends arbitrary bytes to the student's side.
func FuzzServer(f *testing.F) {
	seedsOfFrames(f)
	f.Add(message('C', 1, 0, 0, 0, 6, 'n', 'u', 'm', 'b', 'e', 'r', 0, 0, 0, 1, tagInt, 0, 0, 0, 0, 0, 0, 0, 7))
	f.Fuzz(func(t *testing.T, sent []byte) {
		s := NewServer(bytes.NewReader(sent), io.Discard)
		s.Serve("number", func(n int) int { return n })
		s.Serve("all", func(e everything, m map[string][]int, p *node) (everything, *node, error) {
			return e, p, errors.New("x")
		})
		s.Serve("higher", func(f func(float64) float64, r *rand.Rand) func(float64) float64 { return f })
		s.Serve("calls", func(f func(float64) float64) float64 { return f(1) })
		_ = s.Run()
	})
}
