package kernel

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	engines "github.com/gensci/gensci/backend/session"
)

// soakVariable is how long TestSoak goes on, such as 10m.
const soakVariable = "GENSCI_SOAK"

// soak is a kernel in a process of its own that is treated badly.
type soak struct {
	*testing.T
	session *session
	pid     int
	workdir string
	rng     *rand.Rand
	cells   int
}

// TestSoak runs cells, interrupts some at random moments and kills the kernel's processes at others: the next cell must work each time, what
// was kept under a name must be there, and the kernel must not grow.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	long := 15 * time.Second
	if text := os.Getenv(soakVariable); text != "" {
		var err error
		if long, err = time.ParseDuration(text); err != nil {
			t.Fatalf("%s: %v", soakVariable, err)
		}
	}
	s := newSoak(t)
	s.keep()
	for range 10 { // what is made once has been made
		s.cell()
	}
	s.line()
	before := s.holds()
	for end := time.Now().Add(long); time.Now().Before(end); {
		switch s.rng.IntN(6) {
		case 0:
			s.interrupt()
		case 1:
			s.kill("session")
			s.kept()
		case 2:
			s.kill("gonb")
			s.line()
		default:
			s.cell()
		}
	}
	s.cell()
	s.line()
	s.kept()
	after := s.holds()
	t.Logf("%d cells; before %v, after %v", s.cells, before, after)
	after.compare(t, before)
	if t.Failed() {
		filepath.WalkDir(s.workdir, func(p string, d os.DirEntry, err error) error { t.Log(p); return nil })
	}
}

func newSoak(t *testing.T) *soak {
	cmd, client := serve(t)
	found, err := filepath.Glob(filepath.Join(os.TempDir(), workdirPrefix+"*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("the kernel's folder: %v, %v", found, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the kernel's end: %v", err)
		}
	})
	seed := uint64(time.Now().UnixNano()) // which moments are bad ones is not known beforehand
	t.Logf("seed %d", seed)
	return &soak{T: t, session: client, pid: cmd.Process.Pid, workdir: found[0], rng: rand.New(rand.NewPCG(seed, 0))}
}

// run runs one cell that must end as it should.
func (s *soak) run(source string, want error) {
	s.Helper()
	s.cells++
	if cells, err := runCells(s.T, s.session, source); err != want {
		s.Fatalf("cell %d, %q: %v, want %v; it shows %s", s.cells, source, err, want, texts(cells[0]))
	}
}

// cell runs a cell that was not there before, or one that fails.
func (s *soak) cell() {
	s.Helper()
	switch s.rng.IntN(4) {
	case 0:
		s.run(fmt.Sprintf("%%%%\npanic(%d)", s.cells), errFailed)
	case 1:
		s.run(fmt.Sprintf("func f() int { return %d }", s.cells), nil)
	default:
		s.run(fmt.Sprintf("%%%%\nfmt.Println(%d)", s.cells), nil)
	}
}

// line runs a line through GoNB.
func (s *soak) line() { s.Helper(); s.run("!print stdout a", nil) }

// interrupt runs a cell without an end and interrupts it at a random moment; one that has not begun needs another.
func (s *soak) interrupt() {
	s.Helper()
	ended := make(chan struct{})
	go func() {
		wait := time.Duration(s.rng.IntN(500)) * time.Millisecond
		for {
			select {
			case <-ended:
				return
			case <-time.After(wait):
			}
			_ = syscall.Kill(s.pid, syscall.SIGINT)
			wait = 2 * time.Second
		}
	}()
	s.run("%%\ntime.Sleep(time.Hour)", errFailed)
	close(ended)
}

// kill kills the kernel's child that has the word in its command line, at a random moment of a cell.
func (s *soak) kill(word string) {
	s.Helper()
	done := make(chan struct{})
	wait := time.Duration(s.rng.IntN(300)) * time.Millisecond
	go func() {
		defer close(done)
		time.Sleep(wait)
		for _, pid := range children(s.pid) {
			line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
			if words := strings.Split(string(line), "\x00"); filepath.Base(words[0]) == word || len(words) > 1 && words[1] == word {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	}()
	s.cell()
	<-done
}

func (s *soak) engine() *engines.Engine {
	s.Helper()
	e, err := engines.Connect(filepath.Join(s.workdir, "engine"))
	if err != nil {
		s.Fatal(err)
	}
	return e
}

// keep keeps a tensor under a name, and waits until it is on disk.
func (s *soak) keep() {
	e := s.engine()
	defer e.Finalize()
	b, err := e.BufferFromFlatData(0, []float32{1, 2, 3}, shapes.Make(dtypes.Float32, 3))
	if err != nil {
		s.Fatal(err)
	}
	if err := e.Publish("kept", "", []engines.Tensor{{Name: "x", Buffer: b}}); err != nil {
		s.Fatal(err)
	}
	await(s.T, "the tensor on disk", func() bool {
		states, err := e.List()
		return err == nil && len(states) == 1 && states[0].OnDisk
	})
}

// kept fails if it is not there.
func (s *soak) kept() {
	s.Helper()
	e := s.engine()
	defer e.Finalize()
	_, found, err := e.Open("kept")
	if err != nil {
		s.Fatal(err)
	}
	x := make([]float32, 3)
	if err := found[0].Buffer.ToFlatData(x); err != nil || x[2] != 3 {
		s.Fatalf("kept %v, %v", x, err)
	}
}

// holdings are what a kernel holds.
type holdings struct{ Processes, Files, Open, KB int }

func (s *soak) holds() (h holdings) {
	h.Processes = len(children(s.pid))
	_ = filepath.WalkDir(s.workdir, func(string, os.DirEntry, error) error { h.Files++; return nil })
	open, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.pid))
	h.Open = len(open)
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if _, rest, found := strings.Cut(string(status), "VmRSS:"); found {
		h.KB, _ = strconv.Atoi(strings.Fields(rest)[0])
	}
	return h
}

// compare allows what comes and goes: kept programs (at most eight) and a garbage collector's swing.
func (h holdings) compare(t *testing.T, before holdings) {
	t.Helper()
	if h.Processes > before.Processes || h.Files > before.Files+30 || h.Open > before.Open+10 || h.KB > before.KB*11/10+20_000 {
		t.Errorf("the kernel has grown: %+v before, %+v after", before, h)
	}
}

// children lists the processes whose parent is pid.
func children(pid int) (found []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // errs on bad patterns only
	for _, file := range lists {
		text, _ := os.ReadFile(file)
		for _, word := range strings.Fields(string(text)) {
			n, _ := strconv.Atoi(word)
			found = append(found, n)
		}
	}
	return found
}
