//go:build unix

package keep_test

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/keep"
)

// count is the variable of these cells, which is 10 when they start.
var (
	count    int
	countSet bool
	huge     []float64
	hugeSet  bool
)

func counting(run func()) func() {
	return func() {
		keep.Main(keep.Program{Cell: 2, Vars: []keep.Var{
			{Name: "count", Type: "int", Ptr: &count, Kept: true},
			{Name: "huge", Type: "[]float64", Ptr: &huge, Set: &hugeSet},
		}, Run: run})
	}
}

func init() {
	cells["ten"] = func() {
		keep.Main(keep.Program{Cell: 1, Vars: []keep.Var{{Name: "count", Type: "int", Ptr: &count, Set: &countSet}}, Run: func() {
			count, countSet = 10, true
		}})
	}
	cells["print"] = counting(func() { fmt.Println(count) })
	cells["add"] = counting(func() { count++ })
	cells["panic"] = counting(func() { count++; wrong() })
	cells["crash"] = counting(func() { count++; var p *int; *p = 1 })
	cells["exit"] = counting(func() { count++; os.Exit(3) })
	cells["goexit"] = counting(func() { count++; runtime.Goexit() })
	cells["elsewhere"] = counting(func() { count++; go panic("elsewhere"); select {} })
	cells["loop"] = counting(func() {
		fmt.Println("ready")
		for {
			count = 77
			keep.Poll()
		}
	})
	cells["swallow"] = counting(func() {
		fmt.Println("ready")
		for {
			func() {
				defer func() { _ = recover() }()
				keep.Poll()
			}()
			keep.Poll()
		}
	})
	cells["workers"] = counting(func() {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for {
					keep.Poll()
				}
			})
		}
		fmt.Println("ready")
		wg.Wait()
		keep.Poll()
		count = 99
	})
	cells["deaf"] = counting(func() { count++; fmt.Println("ready"); select {} })
	cells["deadlock"] = counting(func() { count++; ch := make(chan int); ch <- 1 })
	cells["left"] = counting(func() { count++; go func() { select {} }() })
	cells["full"] = counting(func() {
		signal.Ignore(syscall.SIGXFSZ)
		limit := syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			panic(err)
		}
		count++
		huge, hugeSet = make([]float64, 1<<20), true
	})
	cells["large"] = counting(func() { count++; huge, hugeSet = make([]float64, 1<<20), true })
}

func wrong() { panic("boom") }

func TestEnds(t *testing.T) {
	for _, c := range []struct {
		cell   string
		status int
		output string // a part of it
		count  string // what a later cell sees
		env    string
	}{
		{"add", 0, "", "11", ""},
		{"panic", 2, "panic: boom\n\ngoroutine 1 [running]:\ngithub.com/gensci/gensci/kernel/keep_test.wrong(", "11", ""},
		{"crash", 2, "invalid memory address or nil pointer dereference\n[signal SIGSEGV", "11", ""},
		{"exit", 3, "", "10", ""},
		{"goexit", 0, "", "11", ""},
		{"elsewhere", 2, "panic: elsewhere", "10", ""},
		{"full", keep.ExitUnsaved, "the values could not be saved, they are as they were before the cell: write ", "10", ""},
		{"large", keep.ExitUnsaved, "all values together would take 0.00839 GB, and 1000000 bytes are allowed", "10", keep.LimitVar + "=1000000"},
	} {
		t.Run(c.cell, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			want(t, folder, "ten", "")
			e, _ := runCell(t, folder, c.cell, c.env)
			if e.status != c.status || !strings.Contains(e.output, c.output) {
				t.Errorf("status %d, printed\n%s", e.status, e.output)
			}
			if strings.Contains(e.output, "recovered") || strings.Contains(e.output, ".end(") {
				t.Errorf("the trace tells of our own work:\n%s", e.output)
			}
			want(t, folder, "print", c.count)
			if files, _ := os.ReadDir(folder); len(files) != 2 {
				t.Errorf("files are left: %v", files)
			}
		})
	}
}

// TestInterrupt: an interrupt ends a cell at its next Poll with the values as they are then, whichever way it comes.
func TestInterrupt(t *testing.T) {
	for _, c := range []struct {
		cell, output, count string
	}{
		{"loop", "interrupted", "77"},
		{"swallow", "interrupted", "10"},
		{"workers", "interrupted", "10"},
	} {
		t.Run(c.cell, func(t *testing.T) {
			t.Parallel()
			interruptBy(t, c.cell, c.output, c.count, false, func(_ string, p *os.Process) error { return p.Signal(os.Interrupt) })
		})
		t.Run(c.cell+" by file", func(t *testing.T) {
			t.Parallel()
			interruptBy(t, c.cell, c.output, c.count, true, func(folder string, _ *os.Process) error { return keep.Interrupt(folder) })
		})
	}
	t.Run("deaf", func(t *testing.T) {
		t.Parallel()
		interruptBy(t, "deaf", "", "10", false, func(_ string, p *os.Process) error {
			go func() {
				for p.Signal(os.Interrupt) == nil { // two at once may become one
					time.Sleep(10 * time.Millisecond)
				}
			}()
			return nil
		})
	})
}

// interruptBy starts a cell, interrupts it when it has printed something, and looks at how it ends.
func interruptBy(t *testing.T, cell, output, count string, prepared bool, interrupt func(folder string, p *os.Process) error) {
	t.Helper()
	folder := t.TempDir()
	want(t, folder, "ten", "")
	if prepared {
		if err := keep.Prepare(folder); err != nil {
			t.Fatal(err)
		}
	}
	cmd := program(t, folder, cell)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if err := interrupt(folder, cmd.Process); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != keep.ExitInterrupted || strings.TrimSpace(stderr.String()) != output {
		t.Errorf("%v, printed %q", cmd.ProcessState, stderr.String())
	}
	_, _ = keep.Commit(folder)
	if prepared {
		if err := keep.Prepare(folder); err != nil {
			t.Fatal(err)
		}
	}
	want(t, folder, "print", count)
}

// TestDeadlock: in a prepared folder Go notices that nothing can go on.
func TestDeadlock(t *testing.T) {
	if raceEnabled {
		t.Skip("programs with the race detector hang in a deadlock")
	}
	folder := t.TempDir()
	want(t, folder, "ten", "")
	if err := keep.Prepare(folder); err != nil {
		t.Fatal(err)
	}
	e, m := runCell(t, folder, "deadlock")
	if e.status != 2 || !strings.HasPrefix(e.output, "fatal error: all goroutines are asleep - deadlock!") || m != nil {
		t.Errorf("status %d, printed\n%s", e.status, e.output)
	}
	want(t, folder, "print", "10")
}

// BenchmarkPoll is what a round of a loop pays.
func BenchmarkPoll(b *testing.B) {
	for b.Loop() {
		keep.Poll()
	}
}

func TestGoroutinesLeft(t *testing.T) {
	folder := t.TempDir()
	want(t, folder, "ten", "")
	if m := want(t, folder, "left", ""); m.Outcome != keep.Done {
		t.Error(m.Outcome)
	}
	want(t, folder, "print", "11")
}
