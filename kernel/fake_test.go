package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/resident"
	"github.com/gensci/gensci/kernel/zmtp"
)

// The test binary plays GoNB, which gets the lines that begin with !: with fakeVariable set it is the kernel that Environment.command starts. Its language has one command a
// line; see (*fake).execute.
const (
	fakeVariable = "GENSCI_TEST_FAKE"
	runVariable  = "GENSCI_TEST_RUN" // the test binary is a process that calls Run on this notebook
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && roles[os.Args[1]] != nil {
		exit(roles[os.Args[1]](os.Args[2:]))
	}
	if path := os.Getenv(runVariable); path != "" {
		os.Unsetenv(runVariable)
		_, err := Run(context.Background(), path, Options{Out: filepath.Join(filepath.Dir(path), "out"), Environment: Environment{Checkout: ".."}})
		exit(err)
	}
	if os.Getenv(fakeVariable) != "" {
		exit(runFake(os.Args))
	}
	os.Exit(m.Run())
}

// roles are the commands of our own program that kernels start.
var roles = map[string]func(args []string) error{
	"kernel": func(args []string) error {
		status, err := Keep(strings.Join(args, ""))
		if err == nil && status != 0 {
			os.Exit(status)
		}
		return err
	},
	"front": func(args []string) error {
		return Serve(args[0], args[1], Environment{Checkout: os.Getenv(CheckoutVariable)})
	},
	"session": func(args []string) error {
		return resident.Serve(context.Background(), args[0], backend.Default, backend.GiveBack)
	},
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// useFake makes the test binary the GoNB of this test and its children.
func useFake(t *testing.T) {
	t.Helper()
	bin := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gonb", "goimports"} {
		if err := os.Symlink(self, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(GonbVariable, filepath.Join(bin, "gonb"))
	t.Setenv(fakeVariable, "1")
}

type fake struct {
	key          []byte
	shell, stdin *zmtp.Router
	iopub        *zmtp.Publisher
	from         string
	count        int
	signals      chan os.Signal
	request      jupyter.Message
}

func runFake(args []string) error {
	file := ""
	for i, a := range args {
		if a == "-kernel" {
			file = args[i+1]
		}
	}
	c, err := jupyter.ReadConnection(file)
	if err != nil {
		return err
	}
	f := &fake{key: []byte(c.Key), signals: make(chan os.Signal, 1)}
	signal.Notify(f.signals, syscall.SIGINT)
	if f.iopub, err = zmtp.ListenPublisher(c.Endpoint(c.IOPub), zmtp.Options{}); err != nil {
		return err
	}
	if f.stdin, err = zmtp.ListenRouter(c.Endpoint(c.Stdin), zmtp.Options{}); err != nil {
		return err
	}
	if _, err = zmtp.ListenRouter(c.Endpoint(c.Control), zmtp.Options{}); err != nil {
		return err
	}
	if f.shell, err = zmtp.ListenRouter(c.Endpoint(c.Shell), zmtp.Options{}); err != nil {
		return err
	}
	for {
		raw, err := f.shell.Recv(context.Background())
		if err != nil {
			return err
		}
		f.from = raw.From
		if f.request, err = jupyter.Decode(f.key, raw.Frames); err != nil {
			return err // as GoNB does
		}
		if err := f.answer(); err != nil {
			return err
		}
	}
}

func (f *fake) answer() error {
	f.publish("status", map[string]any{"execution_state": "busy"})
	reply := map[string]any{"status": "ok"}
	kind := strings.TrimSuffix(f.request.Header.Type, "request") + "reply"
	var err error
	if kind == "execute_reply" {
		var c struct{ Code string }
		if err = json.Unmarshal(f.request.Content, &c); err != nil {
			return err
		}
		f.count++
		f.publish("execute_input", map[string]any{"execution_count": f.count, "code": c.Code})
		for _, line := range strings.Split(c.Code, "\n") {
			if !f.execute(strings.SplitN(strings.TrimPrefix(line, "!"), " ", 3)) {
				reply["status"] = "error"
			}
		}
	}
	if err := f.send(f.toAsker(f.shell), f.key, kind, reply); err != nil {
		return err
	}
	f.publish("status", map[string]any{"execution_state": "idle"})
	return nil
}

// execute runs one command; false is a failed cell.
func (f *fake) execute(words []string) bool {
	arg := func(i int) string { return append(words, "", "")[i] }
	show := map[string]any{"data": map[string]any{"text/plain": arg(2)}, "metadata": map[string]any{}, "transient": map[string]any{"display_id": arg(1)}}
	switch words[0] {
	case "print":
		f.publish("stream", map[string]any{"name": arg(1), "text": arg(2) + "\n"})
	case "display":
		f.publish("display_data", show)
	case "update":
		f.publish("update_display_data", show)
	case "clear":
		f.publish("clear_output", map[string]any{"wait": false})
	case "pid":
		f.publish("stream", map[string]any{"name": "stdout", "text": fmt.Sprint(os.Getpid())})
	case "forge":
		_ = f.send(f.iopub.Send, []byte("another key"), "stream", map[string]any{"name": "stdout", "text": "forged"})
	case "fail":
		f.publish("error", map[string]any{"ename": "ERROR", "evalue": arg(1), "traceback": []string{arg(1), arg(2)}})
		return false
	case "write":
		_ = os.WriteFile(arg(1), fmt.Append(nil, os.Getpid(), " ", os.Getenv("TMPDIR")), 0o600)
	case "meet": // writes one file and waits for another, of a notebook that runs at the same time
		_ = os.WriteFile(arg(1), fmt.Append(nil, os.Getpid(), " ", os.Getenv("TMPDIR")), 0o600)
		for deadline := time.Now().Add(patience); !exist(arg(2)); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				f.publish("error", map[string]any{"ename": "ERROR", "evalue": "nobody came", "traceback": []string{}})
				return false
			}
		}
	case "daemon": // as gopls: in a session of its own
		cmd := exec.Command("sleep", "1000")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		_ = cmd.Start()
		_ = os.WriteFile(arg(1), fmt.Append(nil, cmd.Process.Pid, " ", os.Getpid()), 0o600)
	case "die":
		fmt.Fprintln(os.Stderr, "fatal error: out of luck")
		os.Exit(3)
	case "ask":
		_ = f.send(f.toAsker(f.stdin), f.key, "input_request", map[string]any{"prompt": "?"})
		<-f.signals
	case "hang":
		<-f.signals
		f.publish("error", map[string]any{"ename": "ERROR", "evalue": "signal: interrupt", "traceback": []string{}})
		return false
	}
	return true
}

func exist(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (f *fake) publish(kind string, content any) { _ = f.send(f.iopub.Send, f.key, kind, content) }

// toAsker sends to whoever has sent the request.
func (f *fake) toAsker(s *zmtp.Router) func([][]byte) error {
	return func(frames [][]byte) error { return s.Send(f.from, frames) }
}

func (f *fake) send(to func([][]byte) error, key []byte, kind string, content any) error {
	text, err := json.Marshal(content)
	if err != nil {
		return err
	}
	m := jupyter.Message{Header: jupyter.NewHeader("fake", kind), Parent: f.request.Header, Content: text}
	frames, err := jupyter.Encode(key, m)
	if err != nil {
		return err
	}
	return to(frames)
}
