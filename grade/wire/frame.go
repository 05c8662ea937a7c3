package wire

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// The kinds of frames.
const (
	kindCall    = 'C'
	kindResults = 'R'
	kindPanic   = 'P'
)

type frame struct {
	kind byte
	call uint64
	body []byte
}

const headerLength = 1 + 8 + 4

// pipe sends and receives frames. Sending is safe from several goroutines.
type pipe struct {
	in      *bufio.Reader
	sending sync.Mutex
	out     io.Writer
}

func newPipe(in io.Reader, out io.Writer) *pipe {
	return &pipe{in: bufio.NewReaderSize(in, 64<<10), out: out}
}

func (p *pipe) send(f frame) error {
	if len(f.body) > MaxFrame {
		return fmt.Errorf("what was to be sent is larger than %d MB", MaxFrame>>20)
	}
	message := make([]byte, headerLength, headerLength+len(f.body))
	message[0] = f.kind
	binary.BigEndian.PutUint64(message[1:], f.call)
	binary.BigEndian.PutUint32(message[9:], uint32(len(f.body)))
	p.sending.Lock()
	defer p.sending.Unlock()
	_, err := p.out.Write(append(message, f.body...))
	return err
}

// receive returns the next frame; io.EOF says that there are no more. A frame's body grows as its bytes arrive, so that a header alone costs nothing.
func (p *pipe) receive() (frame, error) {
	var header [headerLength]byte
	if _, err := io.ReadFull(p.in, header[:]); err != nil {
		return frame{}, err
	}
	f := frame{kind: header[0], call: binary.BigEndian.Uint64(header[1:])}
	n := int64(binary.BigEndian.Uint32(header[9:]))
	switch {
	case f.kind != kindCall && f.kind != kindResults && f.kind != kindPanic:
		return frame{}, errors.New("what arrived is no message")
	case n > MaxFrame:
		return frame{}, fmt.Errorf("a message of %d bytes is too long", n)
	}
	body, err := io.ReadAll(io.LimitReader(p.in, n))
	if err == nil && int64(len(body)) < n {
		err = io.ErrUnexpectedEOF
	}
	f.body = body
	return f, err
}
