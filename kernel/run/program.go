package run

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/display"
)

// Program is what to run.
type Program struct {
	Path  string
	Args  []string      // without the program's name
	Dir   string        // working directory; "" is our own
	Env   []string      // nil: our own; the variables of the display pipes are added
	Temp  string        // where a folder for the display pipes is made; "" is os.TempDir()
	Grace time.Duration // from an interrupt to the end by force, 0 is 3 s

	// Ask, if it is not nil, asks the program to end by itself; it takes the place of SIGINT. Heard then says, when the time of grace is over, whether
	// the program is about to end: it gets 10 s more to save what it has.
	Ask   func() error
	Heard func() bool
}

// Sink is where a program's output goes. One of Stdout, Stderr and Display is called at a time; a nil one drops what it would get.
type Sink struct {
	// Stdout and Stderr get text as it comes, up to 64 KB in a call, which is theirs until they return. A character in UTF-8 is not cut in
	// two; bytes that are none come as they are.
	Stdout, Stderr func([]byte)

	// Display gets what is to be shown, or with a DisplayID to be replaced.
	Display func(*protocol.DisplayData)

	// Input answers a request for a line on standard input; ctx ends with the program, and Input must return soon after. An error is a
	// refusal: standard input ends. A nil Input refuses everything.
	Input func(ctx context.Context, prompt string, password bool) (string, error)
}

// defaultGrace is enough to save a checkpoint, and not too much to wait for.
const defaultGrace = 3 * time.Second

// savingTime is what a program that has heard of the interrupt may take on top.
const savingTime = 10 * time.Second

// environment is that of the program, with the paths of the display pipes.
func (p Program) environment(there, back, own string) []string {
	env := p.Env
	if env == nil {
		env = os.Environ()
	}
	return append(slices.Clip(env), protocol.GONB_PIPE_ENV+"="+there, protocol.GONB_PIPE_BACK_ENV+"="+back, display.Variable+"="+own)
}
