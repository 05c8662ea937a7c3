package run

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func registerGob(v any) { gob.Register(v) }

func TestAFloodArrivesInBoundedMemory(t *testing.T) {
	var bytes, largest, heap uint64
	r := runCell(t, "flood", Sink{Stdout: func(b []byte) {
		bytes += uint64(len(b))
		if bytes&(8<<20-1) == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heap = max(heap, m.HeapAlloc)
		}
		largest = max(largest, uint64(len(b)))
	}})
	if bytes != 50<<20 || largest > chunk || heap > 20<<20 || r.Code != 0 {
		t.Errorf("got %d bytes, the largest chunk %d, heap %d, %+v", bytes, largest, heap, r)
	}
}

func TestAProgramWaitsForASlowReader(t *testing.T) {
	release, entered := make(chan struct{}), make(chan struct{})
	first := true
	p, err := Start(t.Context(), cell(t, "flood"), Sink{Stdout: func([]byte) {
		if first {
			first = false
			close(entered)
			<-release
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	<-entered
	select { // 50 MB take some 20 ms to write to a reader that does not wait
	case <-p.done:
		t.Error("the program ended although nobody read its output")
	case <-time.After(200 * time.Millisecond):
	}
	close(release)
	p.Wait()
}

func TestManyLines(t *testing.T) {
	var g gathered
	runCell(t, "lines", g.sink())
	if got := bytes.Count(g.out, []byte("\n")); got != 100_000 || !bytes.HasSuffix(g.out, []byte("99998\n99999\n")) {
		t.Errorf("got %d lines, the last %q", got, g.out[max(0, len(g.out)-20):])
	}
}

func TestBinaryOutputIsKept(t *testing.T) {
	var g gathered
	if runCell(t, "binary", g.sink()); !bytes.Equal(g.out, everyByte(300_000)) {
		t.Errorf("got %d bytes, other ones", len(g.out))
	}
}

func TestCharactersAreNotCut(t *testing.T) {
	var all []byte
	cuts := 0
	runCell(t, "euro", Sink{Stdout: func(b []byte) {
		all = append(all, b...)
		if !utf8.Valid(b) {
			cuts++
		}
	}})
	if want := strings.Repeat("€", 301_000) + "\xe2\x82"; string(all) != want || cuts != 1 { // the end that is none
		t.Errorf("got %d bytes, want %d; %d chunks are broken, want 1", len(all), len(want), cuts)
	}
}

func TestTextAndDisplaysComeInOrder(t *testing.T) {
	var g gathered
	runCell(t, "order", g.sink())
	var want []byte
	for i := range 1000 {
		want = fmt.Appendf(want, "%d\n<%d>\ne%d\n(%d)\n", i, i, i, i)
	}
	if !bytes.Equal(g.all, want) {
		t.Errorf("got %d bytes, want %d, beginning with %.100q", len(g.all), len(want), g.all)
	}
}

func TestAllDisplaysArriveWithoutSync(t *testing.T) {
	var g gathered
	runCell(t, "displays", g.sink())
	if len(g.shown) != 20_000 {
		t.Fatalf("got %d", len(g.shown))
	}
	for i, d := range g.shown {
		if d.Data[protocol.MIMETextPlain] != fmt.Sprint(i) {
			t.Fatalf("display %d: got %v", i, d)
		}
	}
}

func TestDisplaysKeepTheirForm(t *testing.T) {
	var g gathered
	runCell(t, "sync", g.sink())
	if len(g.shown) != 2 || g.shown[0].Data[protocol.MIMETextMarkdown] != "*one*" || g.shown[1].DisplayID != "id" || g.shown[1].Data[protocol.MIMETextHTML] != "<b>two</b>" {
		t.Errorf("got %v", g.shown)
	}
}

func TestADisplayThatCannotBeReadHarmsNoOther(t *testing.T) {
	var g gathered
	runCell(t, "unknown", g.sink())
	if len(g.shown) != 2 || g.shown[1].Data[protocol.MIMETextPlain] != "after" || !strings.Contains(string(g.err), "gensci: a display could not be read") {
		t.Errorf("got %v, %s", g.shown, g.err)
	}
	if r := runCell(t, "cut", g.sink()); r.Code != 0 {
		t.Errorf("half a message: got %+v", r)
	}
}

func TestHowProgramsEnd(t *testing.T) {
	var g gathered
	if r := runCell(t, "exit", g.sink()); r.Code != 3 || r.Signal != 0 || r.Interrupted || len(r.Stderr) != tailLength || !strings.HasSuffix(r.Stderr, "xthe end") || len(g.err) != 200_007 {
		t.Errorf("exit 3: got %d, %v, %d bytes", r.Code, r.Signal, len(r.Stderr))
	}
	if r := runCell(t, "die", Sink{}); r.Code != -1 || r.Signal != syscall.SIGTERM {
		t.Errorf("signal: got %+v", r)
	}
	if _, err := Start(t.Context(), Program{Path: "/none", Temp: t.TempDir()}, Sink{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a program that is not there: got %v", err)
	}
}

// startReady starts a cell and waits until it says that it is ready.
func startReady(t *testing.T, ctx context.Context, c Program) *Process {
	t.Helper()
	ready := make(chan struct{}, 1)
	p, err := Start(ctx, c, Sink{Stdout: func(b []byte) {
		if string(b) == "ready\n" {
			ready <- struct{}{}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	<-ready
	return p
}

func TestInterrupt(t *testing.T) {
	for _, name := range []string{"sleep", "spin"} {
		p := startReady(t, t.Context(), cell(t, name))
		p.Interrupt()
		if r := p.Wait(); !r.Interrupted || r.Signal != syscall.SIGINT {
			t.Errorf("%s: got %+v", name, r)
		}
		p.Interrupt() // of a program that has ended
	}
}

func TestTheEndOfTheContextInterrupts(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := startReady(t, ctx, cell(t, "sleep"))
	cancel()
	if r := p.Wait(); !r.Interrupted || r.Signal != syscall.SIGINT {
		t.Errorf("got %+v", r)
	}
}

// never is a time of grace that no test waits for.
const never = time.Hour

func TestWhoIgnoresInterruptsIsKilledSoon(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells who does")
	}
	c := cell(t, "stubborn")
	c.Grace = never
	p := startReady(t, t.Context(), c)
	p.Interrupt()
	if r := p.Wait(); !r.Interrupted || r.Signal != syscall.SIGKILL {
		t.Errorf("got %+v", r)
	}
}

func TestWhoHandlesInterruptsHasTimeOfGrace(t *testing.T) {
	for grace, want := range map[time.Duration]Result{never: {Interrupted: true}, time.Millisecond: {Code: -1, Signal: syscall.SIGKILL, Interrupted: true}} {
		c := cell(t, "saving")
		c.Grace = grace
		p := startReady(t, t.Context(), c)
		p.Interrupt()
		if r := p.Wait(); r != want {
			t.Errorf("grace %v: got %+v, want %+v", grace, r, want)
		}
	}
}

// A second interrupt and the end of the context leave a program that handles interrupts little time, however often they come.
func TestNoInterruptGivesMoreTime(t *testing.T) {
	for what, end := range map[string]func(p *Process, cancel func()){
		"a second interrupt": func(p *Process, _ func()) { p.Interrupt() },
		"the end":            func(_ *Process, cancel func()) { cancel() },
		"many interrupts": func(p *Process, _ func()) {
			for tick := time.NewTicker(little / 10); ; {
				select {
				case <-tick.C:
					p.Interrupt()
				case <-p.done:
					return
				}
			}
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		c := cell(t, "deaf")
		c.Grace = never
		p := startReady(t, ctx, c)
		p.Interrupt()
		end(p, cancel)
		if r := p.Wait(); !r.Interrupted || r.Signal != syscall.SIGKILL {
			t.Errorf("%s: got %+v", what, r)
		}
		cancel()
	}
}

func TestChildrenAreKilled(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs Linux's /proc")
	}
	var g gathered
	runCell(t, "children", g.sink())
	var pids [3]int
	if _, err := fmt.Sscan(string(g.out), &pids[0], &pids[1], &pids[2]); err != nil {
		t.Fatalf("%v: %q", err, g.out)
	}
	for i, pid := range pids {
		for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
			stat, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(pid), "stat"))
			if err != nil || strings.Contains(string(stat), ") Z ") {
				break
			}
			if time.Now().After(deadline) {
				_ = syscall.Kill(pid, syscall.SIGKILL)
				t.Fatalf("child %d is still there", i)
			}
		}
	}
}

func TestAStragglerHoldsNothingUp(t *testing.T) {
	var g gathered
	slow := g.sink()
	text := slow.Stdout
	slow.Stdout = func(b []byte) { time.Sleep(100 * time.Millisecond); text(b) } // the program ends before all is read
	runCell(t, "escaped", slow)
	pid, rest, _ := strings.Cut(string(g.out), "\n")
	var n int
	if _, err := fmt.Sscan(pid, &n); err != nil {
		t.Fatalf("%v: %q", err, g.out)
	}
	if err := syscall.Kill(n, syscall.SIGKILL); err != nil {
		t.Errorf("the straggler: %v", err)
	}
	if rest != strings.Repeat("x", 50_000) {
		t.Errorf("got %d bytes, want 50000", len(rest))
	}
}

func TestInput(t *testing.T) {
	const refusal = `"" EOF`
	for name, c := range map[string]struct {
		input func(context.Context, string, bool) (string, error)
		want  string
	}{
		"answered": {func(_ context.Context, prompt string, _ bool) (string, error) { return "to " + prompt, nil }, `"to name? \n" <nil>`},
		"refused":  {func(context.Context, string, bool) (string, error) { return "", errors.New("no") }, refusal},
		"none":     {nil, refusal},
	} {
		var g gathered
		to := g.sink()
		to.Input = c.input
		if runCell(t, "ask", to); string(g.out) != c.want {
			t.Errorf("%s: got %s, want %s", name, g.out, c.want)
		}
	}
}

func TestTheEndOfTheProgramEndsAQuestion(t *testing.T) {
	asked := make(chan struct{})
	p, err := Start(t.Context(), cell(t, "ask"), Sink{Input: func(ctx context.Context, _ string, _ bool) (string, error) {
		close(asked)
		<-ctx.Done()
		return "", ctx.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	p.Interrupt()
	if r := p.Wait(); r.Signal != syscall.SIGINT {
		t.Errorf("got %+v", r)
	}
}

func TestWithoutInputStandardInputIsEmpty(t *testing.T) {
	var g gathered
	if runCell(t, "stdin", g.sink()); string(g.out) != "0 EOF" {
		t.Errorf("got %s", g.out)
	}
}
