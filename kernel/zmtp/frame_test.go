package zmtp

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

func newDecoder(r io.Reader) *decoder {
	return &decoder{r: bufio.NewReader(r), maxBytes: 1 << 20, maxFrames: 4}
}

func encodeAll(ms ...message) []byte {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	for _, m := range ms {
		m.writeTo(w)
	}
	w.Flush()
	return b.Bytes()
}

// TestFrameBytes compares with frames written by hand from the specification, section "Framing".
func TestFrameBytes(t *testing.T) {
	long := strings.Repeat("x", 256)
	for want, m := range map[string]message{
		"\x00\x02hi":                {frames: lines("hi")},
		"\x01\x00\x01\x01a\x00\x00": {frames: lines("", "a", "")},
		"\x02\x00\x00\x00\x00\x00\x00\x01\x00" + long:               {frames: lines(long)},
		"\x03\x00\x00\x00\x00\x00\x00\x01\x00" + long + "\x00\x01b": {frames: lines(long, "b")},
		"\x04\x06\x04PONGc": newCommand("PONG", []byte("c")),
	} {
		if got := string(encodeAll(m)); got != want {
			t.Errorf("%q: got %q", want, got)
		}
	}
}

// TestDecodeInvertsEncode sends messages of random sizes around all limits, in pieces of random sizes.
func TestDecodeInvertsEncode(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var sent []message
	for range 200 {
		m := message{command: rng.IntN(5) == 0}
		for range 1 + rng.IntN(4) {
			m.frames = append(m.frames, bytes.Repeat([]byte{byte(rng.Int())}, []int{0, 1, 255, 256, 70_000, rng.IntN(200_000)}[rng.IntN(6)]))
			if m.command {
				break
			}
		}
		sent = append(sent, m)
	}
	d := newDecoder(pieces{bytes.NewReader(encodeAll(sent...)), rng})
	for i, want := range sent {
		got, err := d.next()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("message %d of %d differs (%v)", i, len(sent), err)
		}
	}
	if _, err := d.next(); err != io.EOF {
		t.Fatal(err)
	}
}

// pieces returns less than it was asked for.
type pieces struct {
	io.Reader
	rng *rand.Rand
}

func (p pieces) Read(b []byte) (int, error) { return p.Reader.Read(b[:1+p.rng.IntN(len(b))]) }

func TestDecodeRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"a reserved flag":            {"\x08\x00", "flags 0x8"},
		"a command in parts":         {"\x05\x00", "flags 0x5"},
		"too many frames":            {strings.Repeat("\x01\x00", 5), "4 frames"},
		"too many bytes":             {"\x02\x00\x00\x00\x00\x00\x10\x00\x01", "1048576 bytes"},
		"too many bytes in parts":    {"\x01\x01a\x02\x00\x00\x00\x00\x00\x10\x00\x00", "1048576 bytes"},
		"a length beyond all":        {"\x02\xff\xff\xff\xff\xff\xff\xff\xff", "1048576 bytes"},
		"a command of too many":      {"\x06\xff\xff\xff\xff\xff\xff\xff\xff", "1048576 bytes"},
		"an end in a length":         {"\x02\x00", "unexpected EOF"},
		"an end in a body":           {"\x00\x02a", "unexpected EOF"},
		"an end between a message's": {"\x01\x01a", "unexpected EOF"},
	} {
		if _, err := newDecoder(strings.NewReader(c.in)).next(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// TestMemoryFollowsArrival announces 1 GB, sends 1 MB, and looks at what was allocated.
func TestMemoryFollowsArrival(t *testing.T) {
	in := io.MultiReader(strings.NewReader("\x02\x00\x00\x00\x00\x40\x00\x00\x00"), bytes.NewReader(make([]byte, 1<<20)))
	d := &decoder{r: bufio.NewReader(in), maxBytes: 1 << 30, maxFrames: 1}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := d.next()
	runtime.ReadMemStats(&after)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	// Doubling from firstChunk to 2 MB allocates 3.75 MB in all.
	if got := after.TotalAlloc - before.TotalAlloc; got > 8<<20 {
		t.Errorf("%d bytes allocated for 1 MB", got)
	}
}

// FuzzDecode: whatever comes, the decoder ends, keeps to its limits, and reads again what is written from what it read.
func FuzzDecode(f *testing.F) {
	f.Add(encodeAll(message{frames: lines("a", "", strings.Repeat("b", 300))}, newCommand("PING", []byte("\x00\x00c"))))
	for _, s := range []string{"", "\x00", "\x01\x00\x04\x01\x00\x00\x00", "\x02\xff\xff\xff\xff\xff\xff\xff\xff", "\x06\x00\x00\x00\x00\x00\x00\x00\x01\x00", "\x08\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		d := newDecoder(bytes.NewReader(in))
		for {
			m, err := d.next()
			if err != nil {
				return
			}
			if len(m.frames) == 0 || len(m.frames) > d.maxFrames {
				t.Fatalf("%d frames", len(m.frames))
			}
			if m.command {
				if name, data, parseErr := m.parse(); parseErr == nil && !bytes.Equal(newCommand(name, data).frames[0], m.frames[0]) {
					t.Fatalf("command %q %q", name, data)
				}
			}
			again, err := newDecoder(bytes.NewReader(encodeAll(m))).next()
			if err != nil || !reflect.DeepEqual(again, m) {
				t.Fatalf("%v is read again as %v (%v)", m, again, err)
			}
		}
	})
}

// FuzzProperties: no data makes the parser of READY fail otherwise than with an error, and what it reads it had been given.
func FuzzProperties(f *testing.F) {
	f.Add([]byte("\x0bSocket-Type\x00\x00\x00\x06ROUTER\x08Identity\x00\x00\x00\x00"))
	f.Add([]byte("\x01a\xff\xff\xff\xff"))
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, in []byte) {
		p, err := properties(in)
		n := 0
		for name, value := range p {
			n += 1 + len(name) + 4 + len(value)
		}
		if err == nil && n > 2*len(in) { // lower case may be longer
			t.Fatalf("%d bytes out of %d", n, len(in))
		}
	})
}
