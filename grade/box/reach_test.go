package box

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// reached are the lines that say that something was.
func reached(said []string) (found []string) {
	for _, line := range said {
		if strings.HasPrefix(line, "reached") {
			found = append(found, line)
		}
	}
	return found
}

func TestWhatIsSeen(t *testing.T) {
	leak, err := unix.Open("/dev/null", unix.O_RDONLY, 0) // without O_CLOEXEC, as what a shell hands down
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(leak) }()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll([]*os.File{r, w})
	b := playing("look")
	b.Env, b.Files = []string{"A=b", "EMPTY="}, []*os.File{w, w}
	want := []string{
		"descriptors [0 1 2 3 4]", "processes [/proc/1]", "host box", "root [box dev proc tmp]", "environment [A=b EMPTY= PWD=/tmp]",
		"core {1 1}", "user 60000 60000 60000 1", "CapInh: 0000000000000000", "CapPrm: 0000000000000000", "CapEff: 0000000000000000", "CapBnd: 0000000000000000",
		"CapAmb: 0000000000000000", "NoNewPrivs: 1", "Seccomp: 2",
	}
	if got := lines(t, b); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The environment of the caller, of bubblewrap and of everybody else is nowhere to be found.
func TestSecrets(t *testing.T) {
	t.Setenv("GENSCI_SECRET", "the answer is 42")
	b := playing("environments")
	b.Env = []string{"A=b"}
	if got := lines(t, b); len(got) != 1 || !strings.HasPrefix(got[0], `/proc/1/environ ["A=b" `) || strings.Contains(strings.Join(got, ""), "42") {
		t.Errorf("environments: %s", got)
	}
	secret := filepath.Join(t.TempDir(), "answers")
	if err := os.WriteFile(secret, []byte("42"), 0o644); err != nil {
		t.Fatal(err)
	}
	others := []string{secret, "/proc/1/root" + secret, "/proc/self/cwd/../" + secret, "/tmp/../" + secret, "/newroot" + secret, "/oldroot" + secret}
	others = append(others, "/etc/passwd", "/etc/shadow", "/etc/hostname", "/root/.profile", "/proc/1/root/etc/passwd", "/proc/kcore", "/proc/kmsg", "/sys/kernel/notes", "/dev/vda", "/dev/mem", "/run/utmp", program)
	for fd := 3; fd < 20; fd++ {
		others = append(others, fmt.Sprint("/proc/self/fd/", fd, "/../../../etc/passwd"), fmt.Sprint("/proc/self/fd/", fd))
	}
	if got := reached(lines(t, playing("read", others...))); len(got) > 0 {
		t.Errorf("could be read: %s", got)
	}
	given := playing("read", "/given/answers", "/tmp/given/answers")
	given.ReadOnly = append(given.ReadOnly, Mount{filepath.Dir(secret), "/given"}, Mount{filepath.Dir(secret), "/tmp/given"})
	if got := reached(lines(t, given)); len(got) != 2 {
		t.Errorf("what was mounted could not be read: %s", got)
	}
}

func TestWrites(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o777); err != nil { // for the box's user too
		t.Fatal(err)
	}
	b := playing("writes", "/x", "/box/x", "/box/hostile", "/dev/x", "/dev/shm/x", "/proc/x", "/given/x", "/tmp/given/x", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger",
		"/proc/1/uid_map", "/proc/self/mem", "/tmp/../x", folder+"/x")
	b.ReadOnly = append(b.ReadOnly, Mount{folder, "/given"}, Mount{folder, "/tmp/given"})
	got := reached(lines(t, b))
	got = slices.DeleteFunc(got, func(line string) bool { return line == "reached /proc/self/mem" }) // its own memory
	if len(got) > 0 {
		t.Errorf("could be written: %s", got)
	}
	if got := reached(lines(t, playing("writes", "/tmp/x", "/dev/null"))); len(got) != 2 {
		t.Errorf("could not be written: %s", got)
	}
	if _, err := os.Stat(folder + "/x"); err == nil {
		t.Error("the folder was written")
	}
}

// servers listen in all the ways in which a program could be reached on this machine.
func servers(t *testing.T, socket string) (addresses []string) {
	t.Helper()
	for _, where := range [][2]string{{"tcp", "127.0.0.1:0"}, {"tcp", "[::1]:0"}, {"unix", socket}, {"unix", "@" + mark}} {
		l, err := net.Listen(where[0], where[1])
		if err != nil && strings.HasPrefix(where[1], "[") {
			continue // no IPv6 here
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		addresses = append(addresses, where[0], l.Addr().String())
	}
	u, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = u.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		if n, _, _ := u.ReadFrom(make([]byte, 100)); n > 0 {
			t.Error("a datagram has arrived")
		}
		_ = u.Close()
	})
	// UDP needs no answer, so that sending to nowhere looks like success: only the server tells.
	return append(addresses, "udp", u.LocalAddr().String())
}

func TestNetwork(t *testing.T) {
	folder, err := os.MkdirTemp("", "gensci-box-") // a short name: those of sockets have 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	addresses := append(servers(t, folder+"/socket"), "tcp", "192.0.2.1:80", "tcp", "169.254.169.254:80")
	for _, sockets := range []bool{false, true} {
		b := playing("dial", addresses...)
		b.Sockets = sockets
		for _, line := range reached(lines(t, b)) {
			if !strings.HasPrefix(line, "reached udp") || !sockets {
				t.Errorf("sockets %v: %s", sockets, line)
			}
		}
	}
	b := playing("converse")
	if got := reached(lines(t, b)); len(got) > 0 {
		t.Errorf("without sockets: %s", got)
	}
	b.Sockets = true
	if got := reached(lines(t, b)); len(got) != 1 {
		t.Errorf("with sockets it does not reach itself: %s", got)
	}
}

func TestCalls(t *testing.T) {
	for _, role := range []string{"calls", "privileges", "namespaces"} {
		said := lines(t, playing(role))
		if got := reached(said); len(got) > 0 {
			t.Errorf("%s: %s", role, got)
		}
		for _, line := range said {
			if role == "calls" && !strings.HasSuffix(line, "operation not permitted") && line != "refused clone3: function not implemented" {
				t.Errorf("%s, but not by the filter", line)
			}
		}
	}
	b := playing("calls")
	b.Sockets = true
	if got := reached(lines(t, b)); !slices.Equal(got, []string{"reached socket"}) {
		t.Errorf("with sockets: %s", got)
	}
}

// Another box, and the caller, live on when a box kills all that it sees.
func TestKill(t *testing.T) {
	sandbox(t)
	stop := background(t, playing("sleep"))
	other := func() bool { return len(processes()) == 2 } // bubblewrap and the command
	eventually(t, "another box runs", other)
	report, err := playing("kill").Run(t.Context())
	if got := reached(strings.Split(report.Stdout.String(), "\n")); err != nil || !report.OK() || !slices.Equal(got, []string{"reached kill(0)"}) { // itself
		t.Errorf("%v %v: %s", report, err, got)
	}
	if !other() {
		t.Error("the other box has ended")
	}
	if _, err := stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was cancelled", err)
	}
	nothingLeft(t)
}

// What a box leaves does not outlive it, and holds no descriptor.
func TestDaemons(t *testing.T) {
	for _, role := range []string{"daemon", "pass"} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		b := playing(role)
		b.Files = []*os.File{w}
		start := time.Now()
		if report := run(t, b); !report.OK() {
			t.Errorf("%s: %v\n%s%s", role, report, report.Stdout, report.Stderr)
		}
		_ = w.Close()
		if text, err := io.ReadAll(r); err != nil || len(text) > 0 {
			t.Errorf("%s: %q %v", role, text, err)
		}
		_ = r.Close()
		if waited := time.Since(start); waited > 10*time.Second {
			t.Errorf("%s held us for %v", role, waited)
		}
	}
}

// The protocol's descriptors are the program's to break: the caller sees their end, and nothing else.
func TestDescriptors(t *testing.T) {
	for role, want := range map[string]string{"close": "", "say": "good day"} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		b := playing(role, "good", "day")
		b.Files = []*os.File{w}
		report := run(t, b)
		_ = w.Close()
		if text, err := io.ReadAll(r); err != nil || string(text) != want {
			t.Errorf("%s: %q %v", role, text, err)
		}
		_ = r.Close()
		if report.Stdout.Total > 0 || !report.OK() {
			t.Errorf("%s: %v, %q", role, report, report.Stdout)
		}
	}
}

// The thread that has become the box's user is gone, and the others have not.
func TestThreads(t *testing.T) {
	before := os.Getuid()
	for range 3 {
		run(t, playing("hello"))
	}
	for range 20 {
		runtime.LockOSThread()
		if unix.Getuid() != before {
			t.Error("a thread is somebody else")
		}
		runtime.UnlockOSThread()
	}
	if _, err := os.Stat("/sys/kernel"); err != nil {
		t.Error(err)
	}
	ours := fmt.Sprintf("\nUid:\t%d\t%d\t", before, before)
	eventually(t, "all threads are ours", func() bool {
		threads, _ := filepath.Glob("/proc/self/task/*/status")
		for _, name := range threads {
			if text, _ := os.ReadFile(name); len(text) > 0 && !strings.Contains(string(text), ours) {
				return false
			}
		}
		return len(threads) > 0
	})
}
