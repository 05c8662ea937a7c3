package kernel

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	soakVariable = "GENSCI_SOAK"      // how much TestSoak does: a time, such as 10m, or "long"; nothing is a quarter of a minute
	seedVariable = "GENSCI_SOAK_SEED" // a seed that TestSoak has printed
)

// plan is how often things happen.
type plan struct {
	cells, interrupts, floods int
	kills                     int // of each process
}

var (
	shortPlan = plan{cells: 10, interrupts: 2, floods: 1, kills: 1}
	longPlan  = plan{cells: 500, interrupts: 50, floods: 10, kills: 20}
)

// TestSoak treats a kernel badly, at random moments: it interrupts cells, floods clients with output, and kills each process of the kernel and of what it
// starts. The next cell must work each time, nothing may be left of what was killed, nothing may wait for ever, and the kernel must not grow.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	how := os.Getenv(soakVariable)
	p, end := shortPlan, time.Now()
	if how == "long" {
		p = longPlan
	} else if how != "" {
		long, err := time.ParseDuration(how)
		if err != nil {
			t.Fatalf("%s is neither a time nor \"long\": %v", soakVariable, err)
		}
		end = end.Add(long)
	}
	s := newSoak(t)
	for again := true; again; again = time.Now().Before(end) {
		s.survives(p)
		s.dies(p)
	}
	s.stop()
	t.Logf("%d cells in all; %s", s.count, s.tally)
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left in the folder for temporary files: %v, %v", left, err)
	}
}

// survives has happen what a kernel survives.
func (s *soak) survives(p plan) {
	s.keep()
	s.startCounting()
	for range 10 { // what is made once has been made
		s.cell()
	}
	s.has("for range 2 {\n"+countOn+"time.Sleep(1)\n}\n"+tellCount, 2)
	s.flood()
	s.tab()
	s.line()
	before := s.holds()
	events := map[string]func(){
		"cell": s.cell, "value": s.counts, "interrupt": s.interrupt, "interrupted value": s.interruptCount, "killed value": s.killCount, "flood": s.flood, "escape": s.escape,
		"engine": s.killEngine, "GoNB": s.killGonb, "gopls": s.killGopls, "program": s.killProgram,
		"compiler": func() { s.killTool("compile", 20) }, "linker": func() { s.killTool("link", 100) },
	}
	times := map[string]int{"cell": p.cells, "value": p.cells / 2, "interrupt": p.interrupts, "interrupted value": p.interrupts, "flood": p.floods, "escape": p.floods}
	var order []string
	for _, name := range slices.Sorted(maps.Keys(events)) {
		for range cmp.Or(times[name], p.kills) {
			order = append(order, name)
		}
	}
	s.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	for _, name := range order {
		events[name]()
		s.tally.add(name)
	}
	s.line()
	s.tab()
	s.kept()
	s.counts()
	s.settles(before)
}

// cell runs a cell that was not there before, or one that fails.
func (s *soak) cell() {
	s.Helper()
	switch s.rng.IntN(5) {
	case 0:
		s.run(fmt.Sprintf("%%%%\npanic(%d)", s.count), errFailed)
	case 1:
		s.run(fmt.Sprintf("func f() int { return %d }", s.count), nil)
	case 2:
		s.run(fmt.Sprintf("%%%%\nvar s string = %d", s.count), errFailed)
	default:
		s.run(fmt.Sprintf("%%%%\nfmt.Println(%d)", s.count), nil)
	}
}

// line runs a line through GoNB.
func (s *soak) line() { s.Helper(); s.run("!print stdout a", nil) }

// interrupt interrupts a cell without an end at a random moment; one that has not begun needs another interrupt, and so does one that handles them.
func (s *soak) interrupt() {
	s.Helper()
	s.interrupted([]string{
		"%%\ntime.Sleep(time.Hour)", "%%\nfor {}", "%%\nsignal.Ignore(os.Interrupt); time.Sleep(time.Hour)",
		"%%\nsignal.Notify(make(chan os.Signal, 1), os.Interrupt); time.Sleep(time.Hour)", "!hang",
	}[s.rng.IntN(5)])
}

// interrupted runs a cell that does not end by itself.
func (s *soak) interrupted(source string) {
	s.Helper()
	ended := make(chan struct{})
	moment := s.moment(500)
	go func() {
		time.Sleep(moment)
		for {
			s.kernel.Signal(syscall.SIGINT)
			select {
			case <-ended:
				return
			case <-time.After(time.Second):
			}
		}
	}()
	defer close(ended)
	s.run(source, errFailed)
}

// flood has a cell print 50 MB, or 100 000 lines one by one.
func (s *soak) flood() {
	s.Helper()
	source, want := "%%\nfor range 50 { os.Stdout.WriteString(strings.Repeat(\"0123456789abcde\\n\", 1<<16)) }", 50<<20
	if s.rng.IntN(2) == 0 {
		source, want = "%%\nfor range 100_000 { fmt.Println(1) }", 200_000
	}
	if got := len(s.run(source, nil).Outputs[0].Text); got != want {
		s.Fatalf("%q printed %d bytes, want %d", source, got, want)
	}
}

// escaping is the beginning of a cell that leaves a daemon: with an empty environment, in a session of its own, and without the parent that the cell knows.
const escaping = `%%
cmd := exec.Command("sh", "-c", "sleep 1000 & echo $!")
cmd.Env, cmd.SysProcAttr = []string{}, &syscall.SysProcAttr{Setsid: true}
out := nb.Must(cmd.StdoutPipe())
nb.OK(cmd.Start())
var pid int
fmt.Fscan(out, &pid)
fmt.Println(pid)
`

// escape has a cell leave a daemon, which must have ended with the cell.
func (s *soak) escape() {
	s.Helper()
	said := s.run(escaping, nil).Outputs[0].Text
	pid, err := strconv.Atoi(strings.TrimSpace(said))
	if err != nil {
		s.Fatal(err)
	}
	if p, there := processes()[pid]; there && !p.ended {
		s.Fatalf("the daemon is still there: %v", p)
	}
}

// tally counts what has happened.
type tally map[string]int

func (t tally) add(name string) { t[name]++ }

func (t tally) String() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(t)) {
		all = append(all, fmt.Sprintf("%s %d", name, t[name]))
	}
	return strings.Join(all, ", ")
}

// moment is a random number of milliseconds.
func (s *soak) moment(most int) time.Duration {
	return time.Duration(s.rng.IntN(most)) * time.Millisecond
}
