package child

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// roleVariable makes the test binary one of the programs that tests start.
const roleVariable = "CHILD_TEST_ROLE"

// atOnce keeps the race detector from waiting a second before a program ends.
const atOnce = "GORACE=atexit_sleep_ms=0"

func TestMain(m *testing.M) {
	if role, ok := roles[os.Getenv(roleVariable)]; ok {
		role()
		os.Exit(0)
	}
	Adopt()
	os.Exit(m.Run())
}

var roles = map[string]func(){
	"fail":     func() { fmt.Fprint(os.Stderr, "no luck"); os.Exit(3) },
	"wait":     func() { say(os.Getpid()); time.Sleep(100 * time.Second) },
	"stubborn": func() { signal.Ignore(syscall.SIGTERM); say(os.Getpid()); time.Sleep(100 * time.Second) },
	"sleep":    func() { time.Sleep(100 * time.Second) },
	"parent":   func() { leave("sleep", nil) }, // one in its group
	"daemon":   func() { leave("sleep", &syscall.SysProcAttr{Setsid: true}) },
	"server":   func() { leave("sleep", &syscall.SysProcAttr{Setsid: true}, LastingVariable+"=1") },
	"forks":    func() { time.Sleep(time.Millisecond); leave("forks", &syscall.SysProcAttr{Setsid: true}) }, // again and again
	"starter":  starter,
	"killer":   killer,
}

// leave starts a process with our output and almost no environment, and says its number.
func leave(role string, how *syscall.SysProcAttr, env ...string) {
	cmd := program(role)
	cmd.Env = append(env, roleVariable+"="+role, atOnce)
	cmd.Stdout, cmd.SysProcAttr = os.Stdout, how
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	say(cmd.Process.Pid)
}

// starter is to be killed.
func starter() {
	p, err := Start(program("wait"), syscall.SIGKILL)
	if err != nil {
		panic(err)
	}
	say(p.Pid())
	time.Sleep(100 * time.Second)
}

// killer says how many are left of those that it kills.
func killer() {
	Adopt()
	for _, role := range []string{"wait", "daemon", "server"} {
		p, err := Start(program(role), syscall.SIGKILL)
		if err != nil {
			panic(err)
		}
		if role != "wait" {
			<-p.Done()
		}
	}
	fmt.Fprintln(os.Stderr, "before", len(children()))
	KillAll()
	fmt.Fprintln(os.Stderr, "after", len(children()))
}

func say(pid int) { fmt.Println(pid) }

// program is the test binary in a role.
func program(role string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role, atOnce)
	return cmd
}

// first starts a program and returns it with the number that it says.
func first(t *testing.T, cmd *exec.Cmd) (p *Process, pid int) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd.Stdout = w
	p, err = Start(cmd, syscall.SIGKILL)
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Kill(); <-p.Done() })
	if _, err = fmt.Fscan(r, &pid); err != nil {
		t.Fatal(err)
	}
	return p, pid
}

// await waits for a condition.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited too long for %s", what)
		}
	}
}

// gone says whether a process has ended, be it that nobody has collected it yet.
func gone(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || strings.Contains(string(stat), ") Z ")
}
