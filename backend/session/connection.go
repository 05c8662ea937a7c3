package session

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/gensci/gensci/backend/session/wire"
)

// ErrGone says that the session server has ended, and everything in its memory with it.
var ErrGone = errors.New("the engine's process has ended: run the cell again, which starts a new one; what was kept under names is still there")

// connection sends messages and gives each answer to who asked, in order.
type connection struct {
	conn io.ReadWriteCloser

	mu      sync.Mutex // guards what follows; messages are written under it, so that answers come in the order of waiting
	out     *bufio.Writer
	waiting []*question
	freed   wire.Free // to be sent before the next message
	err     error     // why the connection is of no use any more
}

// question waits for an answer. If into is not nil the body of a KindData goes there.
type question struct {
	into []byte
	kind wire.Kind
	body []byte
	done chan error
}

// dial connects and greets.
func dial(path string) (*connection, wire.Welcome, error) {
	conn, err := dialUnix(path)
	if err != nil {
		return nil, wire.Welcome{}, fmt.Errorf("session: reach the engine's process: %w", err)
	}
	c := &connection{conn: conn, out: bufio.NewWriterSize(conn, 64<<10)}
	go c.listen()
	var e wire.Encoder
	wire.Hello{Version: wire.Version, Build: wire.Build(), Client: "go"}.Encode(&e)
	body, err := c.ask(wire.KindHello, wire.KindWelcome, e.B)
	if err != nil {
		conn.Close()
		return nil, wire.Welcome{}, fmt.Errorf("session: %w", err)
	}
	d := wire.NewDecoder(body)
	w := wire.DecodeWelcome(d)
	if err := d.Done(); err != nil {
		conn.Close()
		return nil, wire.Welcome{}, fmt.Errorf("session: %w", err)
	}
	return c, w, nil
}

// listen reads answers until the connection ends.
func (c *connection) listen() {
	r := wire.NewReader(c.conn, wire.MaxFrame)
	for {
		if err := c.answer(r); err != nil {
			c.end(err)
			return
		}
	}
}

// answer reads one frame for who has waited longest.
func (c *connection) answer(r *wire.Reader) error {
	kind, size, err := r.Next()
	if err != nil {
		return err
	}
	c.mu.Lock()
	var q *question
	if len(c.waiting) > 0 {
		q, c.waiting = c.waiting[0], c.waiting[1:]
	}
	c.mu.Unlock()
	if q == nil { // the server ends the conversation and says why
		body, _ := r.Body(-1)
		if f := wire.DecodeFailure(wire.NewDecoder(body)); kind == wire.KindFailure {
			return errors.New(f.Text)
		}
		return fmt.Errorf("session protocol: an answer of kind %d to nothing", kind)
	}
	q.kind = kind
	if kind == wire.KindData && size == len(q.into) {
		err = r.Into(q.into)
	} else {
		q.body, err = r.Body(-1)
	}
	q.done <- err
	return err
}

// end fails everybody who waits.
func (c *connection) end(err error) {
	c.conn.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = fmt.Errorf("%w (%w)", ErrGone, err)
	}
	for _, q := range c.waiting {
		q.done <- c.err
	}
	c.waiting = nil
}

// send writes a message that is not answered.
func (c *connection) send(kind wire.Kind, parts ...[]byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.write(kind, parts...)
}

// write needs c.mu. What was freed since goes first.
func (c *connection) write(kind wire.Kind, parts ...[]byte) error {
	if c.err != nil {
		return c.err
	}
	err := c.writeFreed()
	if err == nil {
		err = wire.Write(c.out, kind, parts...)
	}
	if err == nil {
		err = c.out.Flush()
	}
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("%w (%w)", ErrGone, err)
		c.conn.Close()
	}
	return c.err
}

func (c *connection) writeFreed() error {
	if len(c.freed.Buffers)+len(c.freed.Programs) == 0 {
		return nil
	}
	var e wire.Encoder
	c.freed.Encode(&e)
	c.freed = wire.Free{}
	return wire.Write(c.out, wire.KindFree, e.B)
}

// ask sends a message and waits for its answer of kind want.
func (c *connection) ask(kind, want wire.Kind, parts ...[]byte) ([]byte, error) {
	return c.wait(&question{done: make(chan error, 1)}, kind, want, parts...)
}

// wait sends a message and waits for the answer to q.
func (c *connection) wait(q *question, kind, want wire.Kind, parts ...[]byte) ([]byte, error) {
	c.mu.Lock()
	c.waiting = append(c.waiting, q)
	err := c.write(kind, parts...)
	if err != nil {
		c.waiting = c.waiting[:max(len(c.waiting)-1, 0)]
	}
	c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := <-q.done; err != nil {
		return nil, c.ended(err)
	}
	switch q.kind {
	case want:
		return q.body, nil
	case wire.KindFailure:
		return nil, failure(wire.DecodeFailure(wire.NewDecoder(q.body)))
	default:
		return nil, fmt.Errorf("session protocol: an answer of kind %d, want %d", q.kind, want)
	}
}

// ended is the error that all see when the connection has ended.
func (c *connection) ended(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return c.err
	}
	return fmt.Errorf("%w (%w)", ErrGone, err)
}

// free notes that handles are not needed any more; that travels with the next message, or now if there are many.
func (c *connection) free(buffers, programs []uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.freed.Buffers = append(c.freed.Buffers, buffers...)
	c.freed.Programs = append(c.freed.Programs, programs...)
	if len(c.freed.Buffers) > 64 && c.err == nil {
		if c.writeFreed() == nil {
			_ = c.out.Flush()
		}
	}
}

// failure is an error that the server reported.
type failure wire.Failure

func (f failure) Error() string { return f.Text }
