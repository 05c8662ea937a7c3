package image

import (
	"encoding/binary"
	"hash/crc32"
	"reflect"
	"strings"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// Damaged says that bytes are not what was written.
type Damaged struct{ What string }

func (d Damaged) Error() string { return "the file is damaged: " + d.What }

// Changed says that the type of a variable, or of something in it, is not the one that it was written with. Name is empty if the type alone
// is known.
type Changed struct{ Name, Type string }

func (c Changed) Error() string {
	return "its type " + strings.ReplaceAll(c.Type, `"`, "") + " has another definition now"
}

// Unknown says that a program lacks a type, a function or a package-level variable that the bytes name.
type Unknown struct{ What string }

func (u Unknown) Error() string {
	return "this program does not have " + strings.ReplaceAll(u.What, `"`, "")
}

// readHeader checks the header and the checksum.
func readHeader(b []byte) (header, error) {
	var h header
	if len(b) < headerSize || [8]byte(b[:8]) != magic {
		return h, Damaged{"it does not begin as one"}
	}
	for i, p := range []*uint64{&h.crc, &h.head, &h.total, &h.meta, &h.data, &h.text} {
		*p = binary.LittleEndian.Uint64(b[8+8*i:])
	}
	n := uint64(len(b))
	if h.total != n || h.head > n || h.head < headerSize {
		return h, Damaged{"its length is not what it says"}
	}
	rest := h.head - headerSize
	if h.meta > rest || h.data > rest-h.meta || h.text > rest-h.meta-h.data || h.meta%word != 0 {
		return h, Damaged{"its parts do not fit"}
	}
	if h.crc != uint64(crc32.Checksum(b[16:h.head], castagnoli)) {
		return h, Damaged{"its checksum is wrong"}
	}
	return h, nil
}

// metaReader reads tables; after the first failure it gives zeros.
type metaReader struct {
	b      []byte
	keys   []string
	failed bool
}

func (m *metaReader) number() uint64 {
	v, n := binary.Uvarint(m.b)
	if n <= 0 {
		m.failed, m.b = true, nil
		return 0
	}
	m.b = m.b[n:]
	return v
}

// count reads the length of a list whose elements take a byte each at least.
func (m *metaReader) count() int {
	v := m.number()
	if v > uint64(len(m.b)) {
		m.failed = true
		return 0
	}
	return int(v)
}

func (m *metaReader) bytes(n int) []byte {
	if n > len(m.b) {
		m.failed, m.b = true, nil
		return make([]byte, n)
	}
	b := m.b[:n]
	m.b = m.b[n:]
	return b
}

func (m *metaReader) string() string { return string(m.bytes(m.count())) }

func (m *metaReader) readKeys() {
	n := m.count()
	m.keys = make([]string, n)
	for i := range m.keys {
		m.keys[i] = m.string()
	}
}

// key reads a type.
func (m *metaReader) key() string {
	i := m.number()
	if i >= uint64(len(m.keys)) {
		m.failed = true
		return ""
	}
	return m.keys[i]
}

func (m *metaReader) fingerprint() shape.Fingerprint {
	return shape.Fingerprint(m.bytes(len(shape.Fingerprint{})))
}

// known finds a type and checks that it has the fingerprint.
func (w *World) known(key string, f shape.Fingerprint) (reflect.Type, error) {
	t := w.find(key)
	if t == nil {
		return nil, Unknown{"the type " + key}
	}
	if shape.Print(t) != f {
		return nil, Changed{Type: key}
	}
	return t, nil
}
