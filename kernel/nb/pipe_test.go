package nb

import (
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/display"
	"github.com/gensci/gensci/kernel/nb/result"
	"github.com/gensci/gensci/kernel/run"
	"github.com/gensci/gensci/kernel/show"
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
	case "interact":
		interactive()
		os.Exit(0)
	case "wait":
		fmt.Println("ready")
		select {}
	}
	os.Exit(m.Run())
}

// runCell runs this test's binary as a cell.
func runCell(t *testing.T, what string, to run.Sink) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cell, err := run.Start(t.Context(), run.Program{Path: self, Env: append(os.Environ(), cellVariable+"="+what), Temp: t.TempDir()}, to)
	if err != nil {
		t.Fatal(err)
	}
	if end := cell.Wait(); end.Code != 0 {
		t.Fatalf("cell %s: %+v", what, end)
	}
}

func TestDisplaysArriveBeforeTheProgramEnds(t *testing.T) {
	var shown []*protocol.DisplayData
	runCell(t, "show", run.Sink{Display: func(d *protocol.DisplayData) { shown = append(shown, d) }})
	if len(shown) != 5 {
		t.Fatalf("got %d displays, want 5 (two values, a result, a bar twice): %v", len(shown), shown)
	}
	if shown[0].Data[show.Text] != "1.5" || shown[1].Data[show.Text] != "text" {
		t.Errorf("values: %v %v", shown[0], shown[1])
	}
	row, err := result.Parse(shown[2].Data[result.MIME])
	if row.Seconds = 0; err != nil || !reflect.DeepEqual(row, result.Row{Name: "pi", Value: "3.25", Exact: "3", Excess: "0.25"}) {
		t.Errorf("result: %+v, %v", row, err)
	}
	if first, last := shown[3], shown[4]; first.DisplayID == "" || first.DisplayID != last.DisplayID || !strings.Contains(last.Data[show.Text].(string), "10/10") {
		t.Errorf("bar: %v %v", first, last)
	}
}

func TestDisplaysAndTextComeInOrder(t *testing.T) {
	var got, want []byte
	runCell(t, "order", run.Sink{
		Stdout: func(b []byte) { got = append(got, b...) },
		Display: func(d *protocol.DisplayData) {
			time.Sleep(10 * time.Microsecond) // as a front end does; a cell that did not wait would go ahead
			got = fmt.Append(got, "<", d.Data[show.Text], ">")
		},
	})
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
	shell.Env = append(os.Environ(), cellVariable+"=wait", display.Variable+"=/none")
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
