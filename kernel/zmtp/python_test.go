package zmtp

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pythonVariable names a Python that has pyzmq, and with it libzmq, the protocol's own implementation.
const pythonVariable = "GENSCI_PYZMQ"

// python starts testdata/peer.py and returns what it prints.
func python(t *testing.T, args ...string) *bufio.Scanner {
	t.Helper()
	interpreter := os.Getenv(pythonVariable)
	if interpreter == "" {
		t.Skipf("set %s to a Python that has pyzmq", pythonVariable)
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit) // that of a test ends before its clean-up
	cmd := exec.CommandContext(ctx, interpreter, append([]string{"testdata/peer.py"}, args...)...)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() {
		defer cancel()
		if err := cmd.Wait(); err != nil {
			t.Errorf("peer.py: %v", err)
		}
	})
	return bufio.NewScanner(out)
}

func expectOK(t *testing.T, out *bufio.Scanner) {
	t.Helper()
	if !out.Scan() || out.Text() != "ok" {
		t.Fatalf("peer.py printed %q", out.Text())
	}
}

// TestPythonClient is a client of libzmq at our sockets.
func TestPythonClient(t *testing.T) {
	transports(t, func(t *testing.T, endpoint string) {
		at := func(i int) string {
			if strings.HasPrefix(endpoint, "ipc") {
				return endpoint + fmt.Sprint(i)
			}
			return endpoint
		}
		subscribed := make(chan string, 3)
		r := echoRouter(t, at(0), Options{})
		p := must[*Publisher](t)(ListenPublisher(at(1), Options{Subscribed: func(s string) { subscribed <- s }}))
		e := must[*Echo](t)(ListenEcho(at(2), Options{}))
		out := python(t, "client", r.Addr(), p.Addr(), e.Addr())
		for s := range subscribed {
			if s == "to" {
				break
			}
		}
		for i := range 100 {
			check(t, p.Send(lines("other")))
			check(t, p.Send(lines("topic", fmt.Sprint(i), strings.Repeat("x", i))))
		}
		expectOK(t, out)
	})
}

// TestPythonServer are our clients at sockets of libzmq.
func TestPythonServer(t *testing.T) {
	out := python(t, "server", filepath.Dir(socketFile(t)))
	if !out.Scan() {
		t.Fatal("peer.py printed no endpoints")
	}
	at := strings.Fields(out.Text())
	d := must[*Dealer](t)(DialDealer(soon(t), at[0], Options{Identity: "go"}))
	for _, frames := range [][][]byte{
		lines("a", "", strings.Repeat("b", 255), strings.Repeat("c", 256)),
		lines(strings.Repeat("x", 5_000_000), ""),
		lines(""),
	} {
		ask(t, d, frames)
	}
	s := must[*Subscriber](t)(DialSubscriber(soon(t), at[1], Options{}, "to"))
	for i := range 100 {
		got, err := s.Recv(soon(t))
		check(t, err)
		if text(got) != fmt.Sprintf("topic|%d|%s", i, strings.Repeat("x", i)) {
			t.Fatalf("message %d is %q", i, got)
		}
	}
	p := must[*Pinger](t)(DialPinger(soon(t), at[2], Options{}))
	for range 3 {
		check(t, p.Ping(soon(t)))
	}
	check(t, d.Send(lines("last words")))
	check(t, d.Close())
	expectOK(t, out)
}
