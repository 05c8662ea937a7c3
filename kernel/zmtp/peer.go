package zmtp

import (
	"bufio"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"
)

const (
	readBuffer  = 32 << 10
	writeBuffer = 64 << 10
	writeChunk  = 256 << 10 // after as many bytes we look whether a peer goes on reading
)

// peer is a connection after the handshake.
type peer struct {
	introduction
	conn          net.Conn
	r             *bufio.Reader
	w             *bufio.Writer
	out           *queue
	subscriptions map[string]int // of a Publisher's peer: how often each prefix was asked for; guarded by socket.mu

	mu     sync.Mutex
	reason error // why we ended the connection
}

// meet makes a peer of a connection, or fails when the time for that is over.
func meet(conn net.Conn, we introduction, o Options) (*peer, error) {
	p := &peer{conn: conn, r: bufio.NewReaderSize(conn, readBuffer), out: newQueue(o), subscriptions: map[string]int{}}
	p.w = bufio.NewWriterSize(writer{conn, p.out}, writeBuffer)
	if err := conn.SetDeadline(time.Now().Add(o.Handshake)); err != nil {
		return nil, err
	}
	var err error
	if p.introduction, err = introduce(p.w, p.r, we); err != nil {
		return nil, fmt.Errorf("handshake: %w", err)
	}
	return p, conn.SetDeadline(time.Time{})
}

// writer writes to a connection and counts for the queue what got through.
type writer struct {
	net.Conn
	q *queue
}

func (w writer) Write(b []byte) (total int, err error) {
	for total < len(b) && err == nil {
		var n int
		n, err = w.Conn.Write(b[total:min(len(b), total+writeChunk)])
		w.q.written.Add(int64(n))
		total += n
	}
	return total, err
}

// run hands all that comes to received, and sends what is in the queue, until the connection ends.
func (p *peer) run(o Options, received func(message) error) error {
	var writing sync.WaitGroup
	writing.Go(p.write)
	reason := p.drop(p.read(o, received))
	p.out.close(ErrNoPeer, true)
	writing.Wait()
	return reason
}

// drop ends the connection, and returns why: the first reason counts.
func (p *peer) drop(reason error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reason == nil {
		p.reason = reason
	}
	_ = p.conn.Close() // whatever it says, the connection is of no use any more
	return p.reason
}

func (p *peer) read(o Options, received func(message) error) error {
	d := decoder{r: p.r, maxBytes: o.MaxMessage, maxFrames: o.MaxFrames}
	for {
		m, err := d.next()
		if err != nil {
			return err
		}
		if m.command {
			if m, err = p.obey(m); err != nil {
				return err
			}
		}
		if m.frames == nil {
			continue
		}
		if err := received(m); err != nil {
			return err
		}
	}
}

// obey follows a command. Subscriptions are returned as the messages that they were in ZMTP 3.0; unknown commands are none of our business.
func (p *peer) obey(m message) (message, error) {
	name, data, err := m.parse()
	if err != nil {
		return message{}, err
	}
	subscriber := slices.Contains(partners[kindPub], p.kind)
	switch {
	case name == "PING": // a time to live of 2 bytes, and a context to send back
		if len(data) < 2 || len(data) > 2+16 {
			return message{}, errCommand
		}
		_, _ = p.out.offer(newCommand("PONG", data[2:])) // none for those who do not read, and none at the end
	case name == cmdSubscribe && subscriber:
		return message{frames: [][]byte{append([]byte{msgSubscribe}, data...)}}, nil
	case name == cmdCancel && subscriber:
		return message{frames: [][]byte{append([]byte{msgCancel}, data...)}}, nil
	case name == "ERROR":
		return message{}, fmt.Errorf("the peer ended the connection: %q", data)
	}
	return message{}, nil
}

// write sends what is in the queue until it is closed and empty, then tells the peer that nothing more comes. The reading side stays open:
// closing it with something unread would take back what the peer has not read yet.
func (p *peer) write() {
	for {
		m, ok := p.out.take(false)
		if !ok {
			if err := p.w.Flush(); err != nil {
				_ = p.drop(fmt.Errorf("sending: %w", err))
				return
			}
			if m, ok = p.out.take(true); !ok {
				break
			}
		}
		if err := m.writeTo(p.w); err != nil {
			_ = p.drop(fmt.Errorf("sending: %w", err))
			return
		}
	}
	if c, ok := p.conn.(interface{ CloseWrite() error }); ok {
		_ = c.CloseWrite() // may be closed altogether
	}
}
