package kernel

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	engines "github.com/gensci/gensci/backend/session"
)

func (s *soak) engine() *engines.Engine {
	s.Helper()
	e, err := engines.Connect(filepath.Join(folder(s.T), "engine"))
	if err != nil {
		s.Fatal(err)
	}
	return e
}

// keep keeps a tensor under a name, and waits until it is on disk.
func (s *soak) keep() {
	s.Helper()
	if s.session == nil {
		s.start()
	}
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

// kept fails if the tensor is not there.
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

// nothingKept fails if it is: named state belongs to one kernel.
func (s *soak) nothingKept() {
	s.Helper()
	e := s.engine()
	defer e.Finalize()
	if states, err := e.List(); err != nil || len(states) > 0 {
		s.Errorf("kept by a killed kernel: %v, %v", states, err)
	}
}

// holdings are what a kernel holds.
type holdings struct {
	Processes, Open int
	Files           []string
	Resident, Peak  int // KB of the front
}

func (s *soak) holds() (h holdings) {
	s.Helper()
	h.Processes = len(below(s.kernel.Pid()))
	_ = filepath.WalkDir(folder(s.T), func(path string, _ os.DirEntry, _ error) error { h.Files = append(h.Files, path); return nil })
	front := find(below(s.kernel.Pid()), "front")[0].pid
	open, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", front))
	h.Open = len(open)
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", front))
	words := strings.Fields(string(status))
	for name, to := range map[string]*int{"VmRSS:": &h.Resident, "VmHWM:": &h.Peak} {
		*to, _ = strconv.Atoi(words[slices.Index(words, name)+1])
	}
	return h
}

func (h holdings) String() string {
	return fmt.Sprintf("%d processes, %d files, %d descriptors, %d MB (at most %d MB)", h.Processes, len(h.Files), h.Open, h.Resident>>10, h.Peak>>10)
}

// within says whether a kernel holds as much as before, but for what comes and goes: kept programs (at most eight), the state of the garbage
// collector, and a process that is about to end. Output that clients have not read yet may fill a queue of 128 MB.
func (h holdings) within(before holdings) bool {
	return h.Processes <= before.Processes+1 && len(h.Files) <= len(before.Files)+20 && h.Open <= before.Open+10 &&
		h.Resident <= before.Resident*11/10+4<<10 && h.Peak <= before.Resident+150<<10
}

// settles waits until the kernel holds as much as before: memory is given back after a while.
func (s *soak) settles(before holdings) {
	s.Helper()
	after := s.holds()
	for deadline := time.Now().Add(soakPatience); !after.within(before) && time.Now().Before(deadline); after = s.holds() {
		time.Sleep(time.Second / 10)
	}
	s.Logf("before %s; after %s", before, after)
	if !after.within(before) {
		s.Errorf("the kernel has grown; its files are now\n%s", strings.Join(after.Files, "\n"))
	}
}
