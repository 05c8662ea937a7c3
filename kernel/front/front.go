package front

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/assist"
	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/history"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/module"
	"github.com/gensci/gensci/kernel/zmtp"
)

// Options of a Front.
type Options struct {
	Connection jupyter.Connection
	Version    string   // of the kernel, for clients
	Checkout   string   // folder of the module that decides versions
	Dir        string   // where cells run
	Work       string   // private folder for programs and pipes
	Env        []string // of cells and of their builds
	Packages   cell.Packages
	Module     *module.Space     // builds cells; nil is one of the options above
	History    *history.History  // of inputs; the caller's to close
	Assistant  *assist.Assistant // completes and inspects; the caller's to close

	// Gonb makes the command that runs GoNB on a connection file in a private folder. It is started for the first magic.
	Gonb func(connectionFile, folder string) (*exec.Cmd, error)
	// Sweep drops what values have kept in the session server, but for these names. Nil: nothing is kept there.
	Sweep func(needed []string) error
	Log   io.Writer // what goes wrong and concerns no request; nil: nothing
}

// Front is a kernel.
type Front struct {
	o       Options
	key     []byte
	session string

	shell, control, stdin *zmtp.Router
	iopub                 *zmtp.Publisher
	heart                 *zmtp.Echo

	queue    queue
	answers  answers
	module   *module.Space
	gonb     *gonb
	stop     context.CancelCauseFunc
	memory   cell.Memory // of the executing goroutine, which changes it under mu
	count    int
	values   values
	displays map[string]bool // ids that have been shown
	boxes    boxes
	grace    time.Duration // of cells that handle interrupts; 0 is run's choice
	partly   time.Duration // until what a function below controls has shown by then is shown; 0 is defaultPartly

	running struct {
		sync.Mutex          // held while a request's end is published
		cell       *request // nil if none runs
	}

	mu          sync.Mutex
	interrupts  []context.CancelCauseFunc // of the cell that runs, that for the next interrupt first; none if no cell runs
	interrupted time.Time                 // last
}

// Listen opens the sockets of a kernel.
func Listen(o Options) (*Front, error) {
	if o.Log == nil {
		o.Log = io.Discard
	}
	if err := os.MkdirAll(o.Work, 0o700); err != nil {
		return nil, fmt.Errorf("the kernel's folder: %w", err)
	}
	f := &Front{o: o, key: []byte(o.Connection.Key), session: jupyter.Token(), displays: map[string]bool{}}
	f.memory.Packages = o.Packages
	f.module = o.space()
	f.memory.Importer = f.module.Importer
	var err error
	if f.values, err = newValues(o.Work); err != nil {
		return nil, fmt.Errorf("the kernel's folder: %w", err)
	}
	f.gonb = &gonb{command: o.Gonb, place: f.place, folder: o.Work, log: o.Log}
	f.queue.wake = make(chan struct{}, 1)
	for deadline := time.Now().Add(takeover); ; time.Sleep(takeover / 100) {
		if err = f.listen(o.Connection); err == nil {
			return f, nil
		}
		f.close()
		if !errors.Is(err, syscall.EADDRINUSE) || time.Now().After(deadline) {
			return nil, fmt.Errorf("the kernel cannot listen: %w", err)
		}
	}
}

// takeover is how long a kernel waits for its sockets: Jupyter may start it while the one before, whose process was killed, is about to end.
const takeover = 3 * time.Second

func (f *Front) listen(c jupyter.Connection) (err error) {
	for _, s := range []struct {
		router **zmtp.Router
		port   int
	}{{&f.shell, c.Shell}, {&f.control, c.Control}, {&f.stdin, c.Stdin}} {
		if *s.router, err = zmtp.ListenRouter(c.Endpoint(s.port), zmtp.Options{}); err != nil {
			return err
		}
	}
	if f.iopub, err = zmtp.ListenPublisher(c.Endpoint(c.IOPub), zmtp.Options{Subscribed: f.welcome}); err != nil {
		return err
	}
	f.heart, err = zmtp.ListenEcho(c.Endpoint(c.Heartbeat), zmtp.Options{})
	return err
}

// welcome tells a new client from when on it gets what is published (Jupyter's protocol, 5.4). The client that just came is not told apart; the
// others see a message that means nothing to them.
func (f *Front) welcome(prefix string) {
	go f.publish(jupyter.Header{}, "iopub_welcome", dict{"subscription": prefix}) // not in the goroutine of the peer, whose queue may be full
}

// errShutdown ends Serve when a client asks for it.
var errShutdown = errors.New("a client asked for the end")

// Serve serves until ctx ends or a client asks for the end. When it returns, sockets and child processes are gone.
func (f *Front) Serve(ctx context.Context) error {
	ctx, f.stop = context.WithCancelCause(ctx)
	defer f.stop(nil)
	defer f.close()
	f.publish(jupyter.Header{}, "status", map[string]any{"execution_state": "starting"})
	var all sync.WaitGroup
	all.Go(func() { f.read(ctx, f.shell, f.onShell) })
	all.Go(func() { f.read(ctx, f.control, f.onControl) })
	all.Go(func() { f.read(ctx, f.stdin, func(_ context.Context, r *request) { f.answers.deliver(r) }) })
	all.Go(func() { f.work(ctx) })
	all.Wait()
	f.gonb.close()
	if cause := context.Cause(ctx); !errors.Is(cause, errShutdown) && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// read hands on the requests that come to a socket. What is not signed with our key is none.
func (f *Front) read(ctx context.Context, from *zmtp.Router, serve func(context.Context, *request)) {
	for {
		m, err := from.Recv(ctx)
		if err != nil {
			return
		}
		decoded, err := jupyter.Decode(f.key, m.Frames)
		if err != nil {
			fmt.Fprintln(f.o.Log, "gensci: dropped a message:", err)
			continue
		}
		serve(ctx, &request{Message: decoded, f: f, from: m.From, socket: from})
	}
}

// doubleClick is the time in which two interrupts are one.
const doubleClick = 300 * time.Millisecond

// Interrupt ends the cell that runs: the first time it may take its time, if it handles interrupts, the second time not.
func (f *Front) Interrupt() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := time.Now(); len(f.interrupts) > 0 && now.Sub(f.interrupted) > doubleClick {
		f.interrupts[0](errInterrupted)
		f.interrupts, f.interrupted = f.interrupts[1:], now
	}
}

func (f *Front) close() {
	for _, r := range []*zmtp.Router{f.shell, f.control, f.stdin} {
		if r != nil {
			_ = r.Close() // nothing is left to lose
		}
	}
	if f.iopub != nil {
		_ = f.iopub.Close()
	}
	if f.heart != nil {
		_ = f.heart.Close()
	}
}
