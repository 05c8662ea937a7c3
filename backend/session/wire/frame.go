package wire

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
)

// Kind says what a frame holds.
type Kind byte

// Kinds of frames. Those up to kindReply come from the client, the others from the server.
const (
	KindHello Kind = iota + 1
	KindUpload
	KindCompile
	KindExecute
	KindFetch
	KindFree
	KindPublish
	KindOpen
	KindList
	KindDrop
	KindStats

	KindWelcome Kind = iota + 64
	KindDone
	KindFailure
	KindCompiled
	KindData
	KindListing
	KindCounters
)

const header = 5 // length (4), kind (1)

// Write writes one frame whose body is the concatenation of parts.
func Write(w io.Writer, kind Kind, parts ...[]byte) error {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	if n > MaxFrame {
		return fmt.Errorf("session protocol: a message of %d bytes is longer than %d", n, MaxFrame)
	}
	var h [header]byte
	binary.LittleEndian.PutUint32(h[:], uint32(n))
	h[4] = byte(kind)
	if _, err := w.Write(h[:]); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// Reader reads frames.
type Reader struct {
	r     *bufio.Reader
	left  int // of the body of the current frame
	limit int
}

// NewReader reads frames of at most limit bytes.
func NewReader(r io.Reader, limit int) *Reader {
	return &Reader{r: bufio.NewReaderSize(r, 64<<10), limit: min(limit, MaxFrame)}
}

// Next reads a frame's header; what was left of the frame before is skipped. io.EOF means that the peer closed between two frames.
func (r *Reader) Next() (kind Kind, size int, err error) {
	if _, err = r.r.Discard(r.left); err != nil {
		return 0, 0, err
	}
	r.left = 0
	var h [header]byte
	if _, err = io.ReadFull(r.r, h[:]); err != nil {
		return 0, 0, err
	}
	size = int(binary.LittleEndian.Uint32(h[:]))
	if size > r.limit {
		return 0, 0, fmt.Errorf("session protocol: a message of %d bytes, the limit is %d", size, r.limit)
	}
	r.left = size
	return Kind(h[4]), size, nil
}

// Body reads n bytes of the frame's body, or what is left of it for a negative n. Memory grows with what has arrived, not with what was announced.
func (r *Reader) Body(n int) ([]byte, error) {
	if n < 0 {
		n = r.left
	}
	if n > r.left {
		return nil, r.short(n)
	}
	const piece = 1 << 20
	b := make([]byte, 0, min(n, piece))
	for len(b) < n {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		end := min(cap(b), n)
		m, err := io.ReadFull(r.r, b[len(b):end])
		b = b[:len(b)+m]
		r.left -= m
		if err != nil {
			return nil, fmt.Errorf("session protocol: a message ends too early: %w", err)
		}
	}
	return b, nil
}

// Into fills dst from the frame's body.
func (r *Reader) Into(dst []byte) error {
	if len(dst) > r.left {
		return r.short(len(dst))
	}
	m, err := io.ReadFull(r.r, dst)
	r.left -= m
	return err
}

// Left is the number of bytes of the body not yet read.
func (r *Reader) Left() int { return r.left }

func (r *Reader) short(n int) error {
	return fmt.Errorf("session protocol: want %d bytes, the message has %d left", n, r.left)
}
