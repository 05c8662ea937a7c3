package assist

import (
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/child"
)

// process is a running gopls, with the go commands that it calls.
type process struct {
	*link
	child *child.Process
	stdin io.Closer
	temp  string              // folder of its temporary files
	texts map[string]document // by URI, what gopls has been told

	imports []string // of all texts so far, sorted
	watched *watched
}

// document is a file that gopls sees.
type document struct {
	version int
	text    string
}

// startProcess starts cmd and a conversation with it. The folder of its temporary files is removed at its end.
func startProcess(cmd *exec.Cmd, temp string, settings any) (*process, error) {
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe() // closed at its end, so what it says last may be lost
	if err != nil {
		return nil, err
	}
	p := &process{stdin: stdin, temp: temp, texts: map[string]document{}}
	if p.child, err = child.Start(cmd, syscall.SIGKILL); err != nil {
		return nil, err
	}
	p.link = newLink(stdout, stdin, settings)
	go func() { // one that writes nonsense, or nothing any more, is of no use
		<-p.link.done
		p.child.Kill()
	}()
	return p, nil
}

// grace is the time that gopls gets to end by itself once its input is closed. It usually takes milliseconds.
const grace = time.Second

// end ends the process and returns when nothing of it is left.
func (p *process) end() {
	_ = p.stdin.Close()
	p.child.Await(grace)
	_ = os.RemoveAll(p.temp) // what cannot be removed lies in a temporary folder
}
