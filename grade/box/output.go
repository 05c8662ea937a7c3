package box

import (
	"errors"
	"fmt"
	"os"
)

var errFlood = errors.New("too much output")

// Output is what a command has written to one of its two outputs, without the middle where that is long.
type Output struct {
	Head, Tail []byte
	Total      int64 // bytes written in all
}

// String is the output, with a line in place of what is missing.
func (o Output) String() string {
	if missing := o.Total - int64(len(o.Head)+len(o.Tail)); missing > 0 {
		return fmt.Sprintf("%s\n[%d bytes left out]\n%s", o.Head, missing, o.Tail)
	}
	return string(o.Head) + string(o.Tail)
}

// capture keeps the beginning and the end of what is written to a pipe.
type capture struct {
	from  *os.File
	half  int          // bytes kept of each end
	flood int64        // bytes that are too many
	over  chan<- error // is told once there are too many; never blocks
	done  chan struct{}

	out  Output
	ring []byte // the last bytes, ring[at:] before ring[:at] once it is full
	at   int
}

func newCapture(b Box, from *os.File, over chan<- error) *capture {
	return &capture{from: from, half: max(b.Keep/2, 1), flood: b.Limits.Output, over: over, done: make(chan struct{})}
}

// read reads until the last writer is gone. What comes after a flood is read as well, so that nobody blocks.
func (c *capture) read() {
	defer close(c.done)
	buffer := make([]byte, 32<<10)
	for told := false; ; {
		n, err := c.from.Read(buffer)
		c.add(buffer[:n])
		if c.out.Total > c.flood && !told {
			told = true
			select {
			case c.over <- errFlood:
			default: // it knows already
			}
		}
		if err != nil {
			c.out.Tail = append(append([]byte{}, c.ring[c.at:]...), c.ring[:c.at]...)
			return
		}
	}
}

func (c *capture) add(text []byte) {
	c.out.Total += int64(len(text))
	n := min(c.half-len(c.out.Head), len(text))
	c.out.Head = append(c.out.Head, text[:n]...)
	text = text[n:]
	if n = min(c.half-len(c.ring), len(text)); n > 0 { // the ring is not full yet: at is 0
		c.ring = append(c.ring, text[:n]...)
		text = text[n:]
	}
	text = text[max(0, len(text)-c.half):]
	for len(text) > 0 {
		n = copy(c.ring[c.at:], text)
		c.at = (c.at + n) % c.half
		text = text[n:]
	}
}

func closeAll(files []*os.File) {
	for _, f := range files {
		if f != nil {
			_ = f.Close() // some are closed already
		}
	}
}
