package server

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session/wire"
)

// helloTime is how long a connection may stay without saying who it is.
const helloTime = 10 * time.Second

// client is one connected program and what it holds. Only its own goroutine uses it.
type client struct {
	s    *Server
	conn net.Conn
	in   *wire.Reader
	out  *bufio.Writer

	buffers  map[uint64]*buffer
	programs map[uint64]*program
	count    atomic.Int64 // of buffers; also read for the counters
	bytes    atomic.Int64
}

func newClient(s *Server, conn net.Conn) *client {
	return &client{
		s: s, conn: conn, in: wire.NewReader(conn, wire.MaxFrame), out: bufio.NewWriterSize(conn, 64<<10),
		buffers: map[uint64]*buffer{}, programs: map[uint64]*program{},
	}
}

// refuse says why the connection ends.
func (c *client) refuse(err error) {
	_ = c.conn.SetDeadline(time.Now().Add(helloTime))
	_ = c.fail(wire.Failure{Text: err.Error()})
}

// Refuse tells a client why there is no engine for it, and closes.
func Refuse(conn net.Conn, reason error) {
	defer conn.Close()
	(&client{conn: conn, out: bufio.NewWriter(conn)}).refuse(reason)
	_ = conn.SetDeadline(time.Now().Add(refuseTime))
	_, _ = io.Copy(io.Discard, conn) // closing with its greeting unread could take the reason away
}

const refuseTime = 100 * time.Millisecond

// run serves messages until the client leaves or says something that makes no sense.
func (c *client) run() error {
	if err := c.hello(); err != nil {
		return err
	}
	for {
		kind, size, err := c.in.Next()
		if err != nil {
			return err
		}
		if err = guard(func() error { return c.serve(kind, size) }); err != nil {
			_ = c.fail(wire.Failure{Text: err.Error()})
			return err
		}
	}
}

// hello checks who has come.
func (c *client) hello() error {
	_ = c.conn.SetReadDeadline(time.Now().Add(helloTime))
	kind, size, err := c.in.Next()
	if err != nil || size > wire.MaxString {
		return errors.Join(err, errors.New("no greeting"))
	}
	body, err := c.in.Body(-1)
	if err != nil {
		return err
	}
	m, ok := wire.DecodeHello(wire.NewDecoder(body))
	switch {
	case kind != wire.KindHello || !ok:
		err = errors.New("this is a gensci session server, and what has connected is no gensci program")
	case m.Version != wire.Version || m.Build != wire.Build():
		err = fmt.Errorf("the session server was built from another version of gensci (%s, this program: %s): restart the kernel", wire.Build(), m.Build)
	}
	if err != nil {
		c.refuse(err)
		return err
	}
	_ = c.conn.SetReadDeadline(time.Time{})
	return c.reply(wire.KindWelcome, c.s.welcome())
}

// message is what can be sent.
type message interface{ Encode(e *wire.Encoder) }

func (c *client) reply(kind wire.Kind, m message) error {
	var e wire.Encoder
	m.Encode(&e)
	return c.send(kind, e.B)
}

func (c *client) send(kind wire.Kind, parts ...[]byte) error {
	if err := wire.Write(c.out, kind, parts...); err != nil {
		return err
	}
	return c.out.Flush()
}

func (c *client) fail(f wire.Failure) error { return c.reply(wire.KindFailure, f) }

// serve serves one message. An error means that the client does not keep to the protocol.
func (c *client) serve(kind wire.Kind, size int) error {
	if kind == wire.KindUpload {
		return c.upload()
	}
	if size > wire.MaxProgram {
		return fmt.Errorf("session protocol: a message of %d bytes, the limit is %d", size, wire.MaxProgram)
	}
	body, err := c.in.Body(-1)
	if err != nil {
		return err
	}
	d := wire.NewDecoder(body)
	switch kind {
	case wire.KindCompile:
		return c.compile(d)
	case wire.KindExecute:
		m := wire.DecodeExecute(d)
		if err := d.Done(); err != nil {
			return err
		}
		return c.execute(m)
	case wire.KindFetch:
		id := d.Uint()
		if err := d.Done(); err != nil {
			return err
		}
		return c.fetch(id)
	case wire.KindFree:
		m := wire.DecodeFree(d)
		c.release(m)
		return d.Done()
	case wire.KindPublish:
		m := wire.DecodePublish(d)
		if err := d.Done(); err != nil {
			return err
		}
		return c.publish(m)
	case wire.KindOpen:
		m := wire.DecodeOpen(d)
		if err := d.Done(); err != nil {
			return err
		}
		return c.open(m)
	case wire.KindList:
		return c.listing(c.s.names.list())
	case wire.KindDrop:
		name := d.String()
		if err := d.Done(); err != nil {
			return err
		}
		return c.drop(name)
	case wire.KindStats:
		return c.reply(wire.KindCounters, c.s.counters())
	default:
		return fmt.Errorf("session protocol: there is no message of kind %d", kind)
	}
}

// add keeps a buffer under a handle that was never used.
func (c *client) add(id uint64, b *buffer) error {
	if c.buffers[id] != nil || len(c.buffers)+len(c.programs) >= wire.MaxHandles {
		b.drop()
		return fmt.Errorf("session protocol: handle %d is in use, or more than %d are", id, wire.MaxHandles)
	}
	if int(c.bytes.Load())+b.bytes > c.s.o.ClientBytes {
		b.drop()
		b = failed(wire.Failure{Text: fmt.Sprintf("the tensors of this program take more than %d MB", c.s.o.ClientBytes>>20)})
	}
	c.buffers[id] = b
	c.count.Add(1)
	c.bytes.Add(int64(b.bytes))
	return nil
}

// remove gives up a handle.
func (c *client) remove(id uint64) {
	b := c.buffers[id]
	if b == nil {
		return
	}
	delete(c.buffers, id)
	c.count.Add(-1)
	c.bytes.Add(-int64(b.bytes))
	b.drop()
}

// free gives up everything.
func (c *client) free() {
	for id := range c.buffers {
		c.remove(id)
	}
	for id, p := range c.programs {
		delete(c.programs, id)
		c.s.programs.drop(p)
	}
}

func (c *client) release(m wire.Free) {
	for _, id := range m.Buffers {
		c.remove(id)
	}
	for _, id := range m.Programs {
		if p := c.programs[id]; p != nil {
			delete(c.programs, id)
			c.s.programs.drop(p)
		}
	}
}

// uploadHead bounds what comes before the elements in an upload.
const uploadHead = 32 + 10*wire.MaxRank

// upload makes a buffer of the elements that follow the head.
func (c *client) upload() error {
	head, err := c.in.Body(2)
	if err != nil {
		return err
	}
	n := int(head[0]) | int(head[1])<<8
	if n > uploadHead {
		return fmt.Errorf("session protocol: an upload begins with %d bytes", n)
	}
	if head, err = c.in.Body(n); err != nil {
		return err
	}
	d := wire.NewDecoder(head)
	m := wire.DecodeUpload(d)
	if err = d.Done(); err != nil {
		return err
	}
	size, err := wire.SizeOf(m.Shape.DType, m.Shape.Dimensions)
	if err != nil || size != c.in.Left() {
		return errors.Join(err, fmt.Errorf("session protocol: %d bytes for a tensor of shape %s", c.in.Left(), m.Shape))
	}
	raw, err := c.in.Body(size)
	if err != nil {
		return err
	}
	return c.add(m.ID, c.bufferOf(m, raw))
}

func (c *client) bufferOf(m wire.Upload, raw []byte) (b *buffer) {
	err := guard(func() error {
		value, err := c.s.engine.BufferFromFlatData(compute.DeviceNum(m.Device), wire.Elements(m.Shape, raw), m.Shape)
		if err != nil {
			return err
		}
		b, err = newBuffer(value)
		return err
	})
	if err != nil {
		return failed(wire.Failure{Text: fmt.Sprintf("upload a tensor of shape %s: %v", m.Shape, err)})
	}
	return b
}

// fetch sends the elements of a buffer.
func (c *client) fetch(id uint64) error {
	b := c.buffers[id]
	if b == nil {
		return c.fail(wire.Failure{Text: "the tensor is not there any more: it was freed, or given away to a computation (donated)"})
	}
	if b.failure != nil {
		return c.fail(*b.failure)
	}
	flat, raw := wire.MakeFlat(b.shape)
	if err := b.copyTo(flat); err != nil {
		return c.fail(wire.Failure{Text: err.Error()})
	}
	return c.send(wire.KindData, raw)
}
