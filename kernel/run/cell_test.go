package run

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/child"
)

// The test binary is the cells' program too: cellVariable names what it does.
const cellVariable = "RUN_TEST_CELL"

func TestMain(m *testing.M) {
	if do, ok := cells[os.Getenv(cellVariable)]; ok {
		do(os.Args[1:])
		os.Exit(0)
	}
	child.Adopt()
	os.Exit(m.Run())
}

var cells = map[string]func(args []string){
	"flood":    flood,
	"lines":    func([]string) { lines(100_000) },
	"binary":   func([]string) { _, _ = os.Stdout.Write(everyByte(300_000)) },
	"euro":     func([]string) { euros() },
	"order":    func([]string) { order() },
	"displays": func([]string) { displayMany(20_000) },
	"sleep":    func([]string) { fmt.Println("ready"); time.Sleep(time.Minute) },
	"spin": func([]string) {
		fmt.Println("ready")
		for i := 0; i >= 0; i = (i + 1) & 1 { // without end, which linters don't see
		}
	},
	"stubborn": func([]string) { signal.Ignore(syscall.SIGINT); fmt.Println("ready"); time.Sleep(time.Minute) },
	"saving":   saving,
	"deaf": func([]string) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGINT)
		fmt.Println("ready")
		time.Sleep(time.Minute)
	},
	"children": children,
	"ask":      func([]string) { ask() },
	"exit":     func([]string) { fmt.Fprint(os.Stderr, strings.Repeat("x", 200_000), "the end"); os.Exit(3) },
	"die":      func([]string) { _ = syscall.Kill(os.Getpid(), syscall.SIGTERM); select {} },
	"sync":     func([]string) { gonbui.DisplayMarkdown("*one*"); gonbui.UpdateHTML("id", "<b>two</b>"); gonbui.Sync() },
	"unknown":  func([]string) { show("before"); showUnknown(); show("after") },
	"stdin":    func([]string) { n, err := os.Stdin.Read(make([]byte, 1)); fmt.Print(n, " ", err) },
	"cut":      cutOff,
	"escaped":  escaped,
}

func flood([]string) {
	b := bytes.Repeat([]byte("0123456789abcdef"), 1<<12)
	for range 50 << 20 / len(b) {
		_, _ = os.Stdout.Write(b)
	}
}

func lines(n int) {
	for i := range n {
		fmt.Println(i) // a write each
	}
}

func everyByte(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * i >> 3)
	}
	return b
}

// euros writes three bytes of one character, one at a time, then many of them so that reads cut them.
func euros() {
	for range 1000 {
		for _, c := range []byte("€") {
			_, _ = os.Stdout.Write([]byte{c})
		}
	}
	_, _ = os.Stdout.WriteString(strings.Repeat("€", 300_000) + "\xe2\x82")
}

func show(text string) {
	gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{protocol.MIMETextPlain: text}})
}

func order() {
	for i := range 1000 {
		fmt.Printf("%d\n", i)
		show(fmt.Sprintf("<%d>", i))
		gonbui.Sync()
		fmt.Fprintf(os.Stderr, "e%d\n", i)
		show(fmt.Sprintf("(%d)", i))
		gonbui.Sync()
	}
}

func displayMany(n int) {
	for i := range n {
		show(fmt.Sprint(i))
	}
}

// showUnknown sends a type that nobody has registered.
func showUnknown() {
	type secret struct{ X int }
	registerGob(secret{})
	gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{protocol.MIMETextPlain: secret{1}}})
}

// saving takes its time when it is interrupted, as a training does that writes a checkpoint.
func saving([]string) {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT)
	fmt.Println("ready")
	<-interrupts
	time.Sleep(2 * little)
	fmt.Println("saved")
}

// children leaves three processes behind: in the group, in another session, and in another session with our pipes.
func children([]string) {
	for i, attributes := range []syscall.SysProcAttr{{}, {Setsid: true}, {Setsid: true}} {
		cmd := exec.Command("sleep", "100")
		cmd.Env, cmd.SysProcAttr = []string{}, &attributes
		if i == 2 {
			cmd.Stdout = os.Stdout
		}
		leave(cmd)
	}
}

// escaped leaves a process behind that marks itself as a lasting one, and that holds our pipes.
func escaped([]string) {
	cmd := exec.Command("sleep", "100")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Env, cmd.Stdout, cmd.Stderr = []string{child.LastingVariable + "=1"}, os.Stdout, os.Stderr
	leave(cmd)
	fmt.Print(strings.Repeat("x", 50_000))
}

func leave(cmd *exec.Cmd) {
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	fmt.Println(cmd.Process.Pid)
}

func ask() {
	gonbui.RequestInput("name? ", false)
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Printf("%q %v", line, err)
}

// cutOff ends in the middle of a message.
func cutOff([]string) {
	f, err := os.OpenFile(os.Getenv(protocol.GONB_PIPE_ENV), os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	_, _ = f.Write([]byte{100, 1, 2, 3})
}

// gathered is everything that a program said, in its order; displays and standard error are marked.
type gathered struct {
	all, out, err []byte
	shown         []*protocol.DisplayData
	calls         int
}

func (g *gathered) sink() Sink {
	return Sink{
		Stdout: func(b []byte) { g.calls++; g.all, g.out = append(g.all, b...), append(g.out, b...) },
		Stderr: func(b []byte) { g.all, g.err = append(g.all, b...), append(g.err, b...) },
		Display: func(d *protocol.DisplayData) {
			g.shown = append(g.shown, d)
			g.all = fmt.Append(g.all, d.Data[protocol.MIMETextPlain], "\n")
		},
	}
}

// cell is the program that does what name says.
func cell(t *testing.T, name string) Program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Program{Path: self, Env: append(os.Environ(), cellVariable+"="+name), Temp: t.TempDir()}
}

// runCell runs a cell to its end, and checks that it leaves no file.
func runCell(t *testing.T, name string, to Sink) Result {
	t.Helper()
	c := cell(t, name)
	p, err := Start(t.Context(), c, to)
	if err != nil {
		t.Fatal(err)
	}
	r := p.Wait()
	if left, err := os.ReadDir(c.Temp); err != nil || len(left) > 0 {
		t.Errorf("%s: left %v, %v", name, left, err)
	}
	return r
}
