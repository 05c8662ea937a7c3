package keeper

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/child"
)

// roleVariable makes the test binary a keeper, or a process that is kept in one of the ways of roles.
const roleVariable = "KEEPER_TEST_ROLE"

func TestMain(m *testing.M) {
	how := os.Getenv(roleVariable)
	switch role := roles[how]; {
	case how == "":
		os.Exit(m.Run())
	case len(os.Args) == 1:
		status, err := Keep(os.Args[0])
		if err != nil {
			panic(err)
		}
		os.Exit(status)
	default:
		Hold()
		role(os.Args[1])
	}
}

// roles are given the folder.
var roles = map[string]func(folder string){
	"ends":     func(string) {},
	"fails":    func(string) { os.Exit(3) },
	"polite":   func(folder string) { obey(folder); say(folder) },
	"stubborn": func(folder string) { signal.Ignore(syscall.SIGTERM); say(folder) },
	"daemon": func(folder string) {
		cmd := exec.Command("sleep", "100")
		cmd.Env, cmd.SysProcAttr = []string{}, &syscall.SysProcAttr{Setsid: true}
		if err := cmd.Start(); err != nil {
			panic(err)
		}
		say(folder, cmd.Process.Pid)
	},
}

func say(what ...any) {
	fmt.Println(append(what, os.Getpid())...)
	time.Sleep(100 * time.Second)
}

// obey exits with 4 after an interrupt, and with 5, with a folder that it has removed, when it is to end.
func obey(folder string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		if <-signals == syscall.SIGINT {
			os.Exit(4)
		}
		os.RemoveAll(folder)
		os.Exit(5)
	}()
}

// kept is a keeper that runs, and what its kept process has said.
type kept struct {
	*child.Process
	folder string
	pids   []int
}

// keep starts a keeper in a new folder for temporary files.
func keep(t *testing.T, role string) kept {
	t.Helper()
	temp := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role, "TMPDIR="+temp)
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, os.Stderr
	p, err := child.Start(cmd, syscall.SIGTERM)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Stop(2 * Patience) })
	k := kept{Process: p}
	go func() { <-p.Done(); w.Close() }()
	said, _ := bufio.NewReader(r).ReadString('\n')
	words := strings.Fields(said)
	for i, word := range words {
		var pid int
		if i == 0 {
			k.folder = word
		} else if _, err := fmt.Sscan(word, &pid); err == nil {
			k.pids = append(k.pids, pid)
		}
	}
	return k
}

// end waits for the keeper's end and checks that nothing is left.
func (k kept) end(t *testing.T, want int) {
	t.Helper()
	if got := statusOf(k.Wait()); got != want {
		t.Errorf("exit status %d, want %d", got, want)
	}
	for _, pid := range k.pids {
		await(t, "a process to end", func() bool { return gone(pid) })
	}
	await(t, "the folder to go", func() bool { _, err := os.Stat(k.folder); return errors.Is(err, os.ErrNotExist) })
}

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

func TestTheExitStatusIsHandedOn(t *testing.T) {
	keep(t, "ends").end(t, 0)
	keep(t, "fails").end(t, 3)
}

func TestSignalsAreHandedOn(t *testing.T) {
	for s, want := range map[syscall.Signal]int{syscall.SIGINT: 4, syscall.SIGTERM: 5, syscall.SIGHUP: 5} {
		k := keep(t, "polite")
		k.Signal(s)
		k.end(t, want)
	}
}

func TestWhoDoesNotEndIsKilled(t *testing.T) {
	k := keep(t, "stubborn")
	k.Signal(syscall.SIGTERM)
	k.end(t, 128+int(syscall.SIGKILL))
}

func TestNothingIsLeftOfAKilledProcess(t *testing.T) {
	k := keep(t, "daemon")
	if len(k.pids) != 2 {
		t.Fatalf("got %v", k.pids)
	}
	_ = syscall.Kill(k.pids[1], syscall.SIGKILL)
	k.end(t, 128+int(syscall.SIGKILL))
}

func TestNothingIsLeftOfAKilledKeeper(t *testing.T) {
	k := keep(t, "polite")
	k.Kill()
	k.end(t, 128+int(syscall.SIGKILL))
}

// The kept process holds the lock too, and what it starts does not.
func TestAFolderIsNobodysWhenBothAreKilled(t *testing.T) {
	k := keep(t, "daemon")
	daemon, process := k.pids[0], k.pids[1]
	defer func() { _ = syscall.Kill(daemon, syscall.SIGKILL) }()
	_ = syscall.Kill(process, syscall.SIGSTOP) // it cannot clean up
	k.Kill()
	<-k.Done()
	sweep(k.folder)
	if _, err := os.Stat(k.folder); err != nil {
		t.Errorf("swept while the kept process lives: %v", err)
	}
	_ = syscall.Kill(process, syscall.SIGKILL)
	t.Setenv("TMPDIR", filepath.Dir(k.folder))
	await(t, "the folder to be swept", func() bool {
		f, err := newFolder()
		if err != nil {
			t.Fatal(err)
		}
		f.remove()
		_, err = os.Stat(k.folder)
		return errors.Is(err, os.ErrNotExist)
	})
	if gone(daemon) {
		t.Error("the lock was not the daemon's to hold, but there is no daemon") // or the test shows nothing
	}
}
