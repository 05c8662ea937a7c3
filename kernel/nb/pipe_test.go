package nb

import (
	"encoding/gob"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/nb/result"
	"github.com/gensci/gensci/kernel/run"
)

// The test binary is a cell's program too: with cellVariable set it shows what a cell would.
const cellVariable = "NB_TEST_CELL"

func TestMain(m *testing.M) {
	switch os.Getenv(cellVariable) {
	case "show":
		Show(1.5, "text")
		Result("pi", 3.25, 3, 0.25)
		bar := Progress(10, "steps")
		bar.Set(10, "loss 1")
		bar.Close()
		os.Exit(0)
	case "order":
		for i := range 300 {
			fmt.Println(i)
			Show(i)
		}
		os.Exit(0)
	case "wait":
		fmt.Println("ready")
		select {}
	}
	os.Exit(m.Run())
}

// gonb plays GoNB for one program: it makes the two pipes, starts the program and acknowledges what must be acknowledged. It returns what
// the program displayed before it ended.
func gonb(t *testing.T) []protocol.DisplayData {
	t.Helper()
	dir := t.TempDir()
	there, back := filepath.Join(dir, "there"), filepath.Join(dir, "back")
	for _, path := range []string{there, back} {
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), cellVariable+"=show", protocol.GONB_PIPE_ENV+"="+there, protocol.GONB_PIPE_BACK_ENV+"="+back)
	cmd.Stderr = os.Stderr
	// Opened for reading and writing, so that neither side waits for the other.
	in, err := os.OpenFile(there, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.OpenFile(back, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	shown := make(chan []protocol.DisplayData)
	go func() { shown <- acknowledge(in, out) }()
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	defer out.Close()
	return <-shown
}

// acknowledge reads displays until the pipe is closed. What comes after the last request for an acknowledgement is dropped, as GoNB may.
func acknowledge(in, out *os.File) []protocol.DisplayData {
	var safe, all []protocol.DisplayData
	decoder, encoder := gob.NewDecoder(in), gob.NewEncoder(out)
	for {
		var d protocol.DisplayData
		if err := decoder.Decode(&d); err != nil {
			return safe
		}
		if v, ok := d.Data[protocol.MIMECommValue].(protocol.CommValue); ok && v.Address == protocol.GonbuiSyncAddress {
			safe = all
			if err := encoder.Encode(&protocol.CommValue{Address: protocol.GonbuiSyncAckAddress, Value: v.Value}); err != nil {
				return safe
			}
			continue
		}
		all = append(all, d)
	}
}

func TestDisplaysArriveBeforeTheProgramEnds(t *testing.T) {
	shown := gonb(t)
	if len(shown) != 5 {
		t.Fatalf("got %d displays, want 5 (two values, a result, a bar twice): %v", len(shown), shown)
	}
	if shown[0].Data[protocol.MIMETextPlain] != "1.5" || shown[1].Data[protocol.MIMETextPlain] != "text" {
		t.Errorf("values: %v %v", shown[0], shown[1])
	}
	row, err := result.Parse(shown[2].Data[protocol.MIMEType(result.MIME)])
	if row.Seconds = 0; err != nil || !reflect.DeepEqual(row, result.Row{Name: "pi", Value: "3.25", Exact: "3", Excess: "0.25"}) {
		t.Errorf("result: %+v, %v", row, err)
	}
	if first, last := shown[3], shown[4]; first.DisplayID == "" || first.DisplayID != last.DisplayID || !strings.Contains(last.Data[protocol.MIMETextPlain].(string), "10/10") {
		t.Errorf("bar: %v %v", first, last)
	}
}

func TestDisplaysAndTextComeInOrder(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var got, want []byte
	cell, err := run.Start(t.Context(), run.Program{Path: self, Env: append(os.Environ(), cellVariable+"=order"), Temp: t.TempDir()}, run.Sink{
		Stdout: func(b []byte) { got = append(got, b...) },
		Display: func(d *protocol.DisplayData) {
			time.Sleep(10 * time.Microsecond) // as a front end does; a cell that did not wait would go ahead
			got = fmt.Append(got, "<", d.Data[protocol.MIMETextPlain], ">")
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	cell.Wait()
	for i := range 300 {
		want = fmt.Appendf(want, "%d\n<%d>", i, i)
	}
	if string(got) != string(want) {
		t.Errorf("got %d bytes, want %d, beginning with %.100q", len(got), len(want), got)
	}
}

func TestCellEndsWithTheKernel(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The shell is the kernel: it starts the cell, tells its process id, and dies.
	shell := exec.Command("sh", "-c", self+` & echo $!; sleep .3`)
	shell.Env = append(os.Environ(), cellVariable+"=wait", protocol.GONB_PIPE_ENV+"=/none")
	shell.WaitDelay = time.Millisecond
	said, _ := shell.Output() // the cell holds the pipe open
	var pid int
	if _, err := fmt.Sscan(string(said), &pid); err != nil {
		t.Fatalf("%v: %q", err, said)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(stat), ") Z ") {
			return
		}
		if time.Now().After(deadline) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			t.Fatal("the cell outlived its kernel by 20 seconds")
		}
	}
}

func TestOutsideANotebookTextGoesToStdout(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), cellVariable+"=show")
	said, err := cmd.Output()
	if want := "1.5\ntext\nwhat  value  exact  excess\n----  -----  -----  ------\npi    3.25   3      0.25\n"; err != nil || string(said) != want {
		t.Errorf("got %q, %v, want %q", said, err, want)
	}
}
