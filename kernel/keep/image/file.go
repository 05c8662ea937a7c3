package image

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// header is the fixed beginning of a file; all numbers are little endian.
type header struct {
	magic [8]byte
	crc   uint64 // of all that follows up to head
	head  uint64 // length of all but the pages
	total uint64 // length of the file
	meta  uint64 // length of the tables
	data  uint64 // length of the images
	text  uint64 // length of the bytes of strings
}

const headerSize = 56

// magic tells our files, the version of their format, and the size of a word.
var magic = [8]byte{'k', 'e', 'e', 'p', 0, 1, word, '\n'}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Encoded is a component as bytes: Head, then pages, each padded to whole ones.
type Encoded struct {
	Head  []byte
	Pages [][]byte
	// Types are those of values in interfaces that do not follow from the types of the variables; a program that loads the component must know
	// them, as well as the functions and package-level variables that are named.
	Types          []reflect.Type
	Funcs, Globals []string
	External       []string // what hooks lean on
	Sizes          []int64  // bytes that each variable leads to; memory of several counts for one of them
}

// Size returns the length of the file.
func (e *Encoded) Size() int64 {
	n := int64(len(e.Head))
	for _, p := range e.Pages {
		n += pages(int64(len(p)))
	}
	return n
}

func pages(n int64) int64 { return (n + pageSize - 1) &^ (pageSize - 1) }

// finish puts the sections together.
func (e *encoder) finish() *Encoded {
	out := &Encoded{}
	m := metaWriter{types: map[reflect.Type]uint64{}}
	e.tables(&m, out)
	e.needs(out)
	out.Sizes = e.sizes()
	h := header{magic: magic, data: uint64(len(e.data)), text: uint64(len(e.text))}
	tables := m.bytes()
	h.meta = uint64(len(tables))
	h.head = headerSize + h.meta + h.data + h.text
	if e.pages > 0 {
		h.head = uint64(pages(int64(h.head)))
	}
	h.total = h.head + e.pages
	head := make([]byte, headerSize, h.head)
	head = append(head, tables...)
	head = append(head, e.data...)
	head = append(head, e.text...)
	head = head[:h.head]
	h.write(head)
	out.Head = head
	return out
}

func (h *header) write(to []byte) {
	copy(to, h.magic[:])
	for i, v := range []uint64{0, h.head, h.total, h.meta, h.data, h.text} {
		put(to, 8+8*i, v)
	}
	put(to, 8, uint64(crc32.Checksum(to[16:], castagnoli)))
}

// tables writes what is not memory: types, variables, names, hooks, and the list of regions.
func (e *encoder) tables(m *metaWriter, out *Encoded) {
	m.number(uint64(len(e.roots)))
	for _, r := range e.roots {
		root := e.g.roots[r]
		m.string(root.Name)
		m.typ(root.typ())
		m.fingerprint(root.typ())
		ref := uint64(0)
		if root.typ().Size() > 0 {
			ref = e.region(uintptr(root.memory())) >> offsetBits
		}
		m.number(ref)
	}
	m.number(uint64(len(e.dyn)))
	for _, t := range e.dyn {
		m.typ(t)
		m.fingerprint(t)
	}
	m.number(uint64(len(e.list)))
	for _, s := range e.list {
		m.string(s)
	}
	e.groups(m, out)
}

// groups writes runs of regions of one kind, type and length.
func (e *encoder) groups(m *metaWriter, out *Encoded) {
	for i := 0; i < len(e.nodes); {
		n := &e.nodes[i]
		j := i + 1
		for n.kind == elements && j < len(e.nodes) && e.nodes[j].kind == elements && e.nodes[j].typ == n.typ && e.nodes[j].count == n.count {
			j++
		}
		m.number(uint64(n.kind) + 1)
		m.typ(n.typ)
		m.number(uint64(n.count))
		m.number(uint64(j - i))
		m.number(n.off)
		switch n.kind {
		case page:
			out.Pages = append(out.Pages, unsafe.Slice((*byte)(n.ptr), n.count*n.plan.Size))
		case hookNode:
			s := e.g.hooks[n.extra]
			m.string(string(s.data))
			out.External = append(out.External, s.external...)
		default:
		}
		i = j
	}
	m.number(0)
}

// metaWriter writes tables; types stand as numbers, and their keys in front.
type metaWriter struct {
	types map[reflect.Type]uint64
	keys  []byte
	body  []byte
}

func (m *metaWriter) number(v uint64) { m.body = binary.AppendUvarint(m.body, v) }

func (m *metaWriter) string(s string) {
	m.number(uint64(len(s)))
	m.body = append(m.body, s...)
}

func (m *metaWriter) typ(t reflect.Type) {
	n, ok := m.types[t]
	if !ok {
		n = uint64(len(m.types))
		m.types[t] = n
		key := shape.Key(t)
		m.keys = binary.AppendUvarint(m.keys, uint64(len(key)))
		m.keys = append(m.keys, key...)
	}
	m.number(n)
}

func (m *metaWriter) fingerprint(t reflect.Type) {
	f := shape.Print(t)
	m.body = append(m.body, f[:]...)
}

// bytes returns the tables, padded so that what follows them in the file is aligned.
func (m *metaWriter) bytes() []byte {
	all := binary.AppendUvarint(nil, uint64(len(m.types)))
	all = append(all, m.keys...)
	all = append(all, m.body...)
	for (len(all)+headerSize)%word != 0 {
		all = append(all, 0)
	}
	return all
}

// Write writes the file.
func (e *Encoded) Write(to interface{ Write([]byte) (int, error) }) error {
	if _, err := to.Write(e.Head); err != nil {
		return err
	}
	for _, p := range e.Pages {
		if _, err := to.Write(p); err != nil {
			return err
		}
		if _, err := to.Write(make([]byte, pages(int64(len(p)))-int64(len(p)))); err != nil {
			return err
		}
	}
	return nil
}

// IsFile reports whether a file has these bytes.
func (e *Encoded) IsFile(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	same, off := sameBytes(f, e.Head, 0), int64(len(e.Head))
	for _, p := range e.Pages {
		same = same && sameBytes(f, p, off)
		off += pages(int64(len(p)))
	}
	return same
}
