package run

import (
	"context"
	"os"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// inputs answers requests one after the other, beside the displays, which go on while the user thinks.
type inputs struct {
	ctx      context.Context // ends with the program
	requests chan protocol.InputRequest
	input    func(ctx context.Context, prompt string, password bool) (string, error)
	stdin    *os.File // nil: all are refused, and standard input is empty from the start
}

// waiting is how many requests may be open before displays wait too; programs have one, as a rule.
const waiting = 64

func newInputs(ctx context.Context, to Sink, stdin *os.File) *inputs {
	return &inputs{ctx: ctx, requests: make(chan protocol.InputRequest, waiting), input: to.Input, stdin: stdin}
}

func (in *inputs) ask(r protocol.InputRequest) {
	if in.stdin == nil {
		return
	}
	select {
	case in.requests <- r:
	case <-in.ctx.Done():
	}
}

// serve answers until the program has ended, or the user refuses.
func (in *inputs) serve() {
	if in.stdin == nil {
		return
	}
	defer in.stdin.Close()
	for refused := false; ; {
		select {
		case <-in.ctx.Done():
			return
		case r := <-in.requests:
			if !refused && !in.answer(r) {
				refused = true
				_ = in.stdin.Close() // the program reads the end
			}
		}
	}
}

func (in *inputs) answer(r protocol.InputRequest) bool {
	line, err := in.input(in.ctx, r.Prompt, r.Password)
	if err != nil {
		return false
	}
	_, err = in.stdin.WriteString(line + "\n")
	return err == nil
}
