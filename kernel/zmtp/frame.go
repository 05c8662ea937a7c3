package zmtp

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Flags of a frame; all other bits are reserved.
const (
	flagMore    = 1 // another frame of the same message follows
	flagLong    = 2 // the length has 8 bytes instead of 1
	flagCommand = 4
)

// firstChunk is how much memory a length alone can claim, in bytes.
const firstChunk = 1 << 18

// message is what one send writes: the frames of a message, or the one frame of a command.
type message struct {
	frames  [][]byte
	command bool
}

// decoder reads messages and commands. A command may stand between the frames of a message.
type decoder struct {
	r         *bufio.Reader
	maxBytes  int64
	maxFrames int
	begun     [][]byte // frames of a message whose last one has not come
	size      int64    // their bytes
}

// next returns the next message or command. io.EOF is an end between messages.
func (d *decoder) next() (message, error) {
	for {
		flags, body, err := d.frame()
		if err == io.EOF && d.begun != nil {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return message{}, err
		}
		if flags&flagCommand != 0 {
			return message{frames: [][]byte{body}, command: true}, nil
		}
		if d.begun = append(d.begun, body); len(d.begun) > d.maxFrames {
			return message{}, fmt.Errorf("message of more than %d frames", d.maxFrames)
		}
		d.size += int64(len(body))
		if flags&flagMore == 0 {
			m := message{frames: d.begun}
			d.begun, d.size = nil, 0
			return m, nil
		}
	}
}

// frame reads one frame. io.EOF is an end before it.
func (d *decoder) frame() (flags byte, body []byte, err error) {
	if flags, err = d.r.ReadByte(); err != nil {
		return 0, nil, err
	}
	if flags > 7 || flags&flagCommand != 0 && flags&flagMore != 0 {
		return 0, nil, fmt.Errorf("frame with flags %#x, which ZMTP does not have", flags)
	}
	n, err := d.length(flags&flagLong != 0)
	if err != nil {
		return 0, nil, noEOF(err)
	}
	if n > uint64(d.maxBytes-d.size) {
		return 0, nil, fmt.Errorf("message of more than %d bytes", d.maxBytes)
	}
	body, err = readBody(d.r, int(n))
	return flags, body, noEOF(err)
}

func (d *decoder) length(long bool) (uint64, error) {
	if !long {
		n, err := d.r.ReadByte()
		return uint64(n), err
	}
	b, err := d.r.Peek(8)
	if err != nil {
		return 0, err
	}
	n := binary.BigEndian.Uint64(b)
	_, err = d.r.Discard(8)
	return n, err
}

// readBody reads n bytes into memory that doubles as they arrive.
func readBody(r io.Reader, n int) ([]byte, error) {
	body := make([]byte, 0, min(n, firstChunk))
	for len(body) < n {
		if len(body) == cap(body) {
			body = append(make([]byte, 0, min(n, 2*cap(body))), body...)
		}
		got, err := io.ReadFull(r, body[len(body):cap(body)])
		body = body[:len(body)+got]
		if err != nil {
			return nil, err
		}
	}
	return body, nil
}

// noEOF is for an end where there must not be one.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// writeTo writes the frames of m; long ones are not copied. The writer keeps its first error, so the last one is enough.
func (m message) writeTo(w *bufio.Writer) (err error) {
	var head [9]byte
	for i, body := range m.frames {
		var flags byte
		if m.command {
			flags = flagCommand
		}
		if i < len(m.frames)-1 {
			flags |= flagMore
		}
		if len(body) < 256 {
			head[0], head[1] = flags, byte(len(body))
			_, _ = w.Write(head[:2])
		} else {
			head[0] = flags | flagLong
			binary.BigEndian.PutUint64(head[1:], uint64(len(body)))
			_, _ = w.Write(head[:])
		}
		_, err = w.Write(body)
	}
	return err
}

// cost is the memory that m holds while it waits: small frames are mostly slice headers.
func (m message) cost() int64 {
	const perFrame = 48
	n := int64(perFrame)
	for _, f := range m.frames {
		n += int64(len(f)) + perFrame
	}
	return n
}
