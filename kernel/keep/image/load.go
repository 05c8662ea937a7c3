package image

import (
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// Loaded is a component in memory.
type Loaded struct {
	world *World
	bytes Bytes
	head  header
	data  []byte
	text  []byte

	roots  []Root        // those of the program
	types  []*shape.Plan // of values in interfaces
	names  []string
	groups []group
	base   []unsafe.Pointer // of regions, by number - 1
	of     []uint32         // groups of regions
	failed error

	awake  bool
	ranges []extent
}

// group is a run of regions of one kind, type and length.
type group struct {
	kind   nodeKind
	plan   *shape.Plan
	count  uintptr // elements of each
	stride uintptr // bytes from one image to the next
	off    uint64
	first  int // number - 1 of its first region
	repeat int

	m          reflect.Value // of a map
	keys, vals reflect.Value
	hook       []byte
}

// size is the length of a region in memory.
func (g *group) size() uintptr { return g.count * g.plan.Size }

// rootEntry is a variable in the file.
type rootEntry struct {
	name   string
	plan   *shape.Plan
	region uint64
}

// Load makes memory of bytes. Variables that are among the roots get their values in place; the others are memory of their own, which only
// matters if something points to it.
func (w *World) Load(b Bytes, roots []Root) (l *Loaded, err error) {
	l = &Loaded{world: w, bytes: b}
	if l.head, err = readHeader(b.All); err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil { // a key that cannot be hashed, an allocation out of range: the file does not make sense
			l, err = nil, Damaged{"its contents make no sense"}
		}
	}()
	m := &metaReader{b: b.All[headerSize : headerSize+l.head.meta]}
	rest := b.All[headerSize+l.head.meta : l.head.head]
	l.data, l.text = rest[:l.head.data], rest[l.head.data:l.head.data+l.head.text]
	entries, err := l.readTables(m, roots)
	if err != nil {
		return nil, err
	}
	if err := l.allocate(entries); err != nil {
		return nil, err
	}
	l.fillAll()
	return l, l.failed
}

func (l *Loaded) readTables(m *metaReader, roots []Root) ([]rootEntry, error) {
	m.readKeys()
	entries, err := l.readRoots(m, roots)
	if err != nil {
		return nil, err
	}
	for range m.count() {
		t, err := l.world.known(m.key(), m.fingerprint())
		if err != nil {
			return nil, err
		}
		l.types = append(l.types, l.world.plans.Plan(t))
	}
	for range m.count() {
		l.names = append(l.names, m.string())
	}
	if err := l.readGroups(m); err != nil {
		return nil, err
	}
	if m.failed {
		return nil, Damaged{"its tables end early"}
	}
	return entries, nil
}

func (l *Loaded) readRoots(m *metaReader, roots []Root) ([]rootEntry, error) {
	given := map[string]Root{}
	for _, r := range roots {
		given[r.Name] = r
		l.world.names.Add(r.typ())
	}
	var entries []rootEntry
	for range m.count() {
		e := rootEntry{name: m.string()}
		key, print := m.key(), m.fingerprint()
		e.region = m.number()
		if m.failed {
			return nil, Damaged{"its tables end early"}
		}
		t, err := l.world.known(key, print)
		r, ok := given[e.name]
		switch {
		case ok && err == nil && r.typ() == t:
			l.roots = append(l.roots, r)
		case ok && (err != nil || !r.Redefined):
			return nil, Changed{e.name, key}
		case err != nil:
			return nil, err
		}
		e.plan = l.world.plans.Plan(t)
		entries = append(entries, e)
	}
	return entries, nil
}

func (l *Loaded) readGroups(m *metaReader) error {
	for {
		kind := m.number()
		if kind == 0 || m.failed {
			return nil
		}
		g := group{kind: nodeKind(kind - 1), first: len(l.base)}
		key := m.key()
		count, repeat := m.number(), m.number()
		g.off = m.number()
		t := l.world.find(key)
		if t == nil {
			return Unknown{"the type " + key}
		}
		g.plan, g.count, g.repeat = l.world.plans.Plan(t), uintptr(count), int(repeat)
		if g.kind == hookNode {
			g.hook = m.bytes(m.count())
		}
		if !l.fits(&g, count, repeat) {
			return Damaged{"a region lies outside"}
		}
		for range g.repeat {
			l.base = append(l.base, nil)
			l.of = append(l.of, uint32(len(l.groups)))
		}
		l.groups = append(l.groups, g)
	}
}

// fits checks that the images of a group lie in their section.
func (l *Loaded) fits(g *group, count, repeat uint64) bool {
	const limit = 1 << 40
	if count > limit || repeat > maxRegions || kindOf(g) != g.plan.Type.Kind() {
		return false
	}
	switch g.kind {
	case elements, boxed:
		if g.plan.Size == 0 || count == 0 || repeat == 0 || g.plan.Size > limit/uintptr(count) || (g.kind == boxed && count != 1) {
			return false
		}
		g.stride = aligned(g.size())
		return uint64(g.stride)*repeat <= uint64(len(l.data)) && g.off <= uint64(len(l.data))-uint64(g.stride)*repeat
	case entriesNode:
		t := g.plan.Type
		if repeat != 1 || t.Key().Size()+t.Elem().Size() > limit {
			return false
		}
		size := uint64(aligned(t.Key().Size()*g.count) + aligned(t.Elem().Size()*g.count))
		return (count <= uint64(len(l.data)) || size == 0) && size <= uint64(len(l.data)) && g.off <= uint64(len(l.data))-size
	case page:
		size, room := uint64(g.size()), l.head.total-l.head.head
		return repeat == 1 && g.plan.Flat() && g.plan.Size > 0 && size <= room && g.off <= room-size && g.off%pageSize == 0
	case globalNode:
		return repeat == 1 && count < uint64(len(l.names))
	case hookNode:
		return repeat == 1
	default:
		return false
	}
}

// kindOf returns what kind the type of the group must have.
func kindOf(g *group) reflect.Kind {
	if g.kind == entriesNode {
		return reflect.Map
	}
	return g.plan.Type.Kind()
}

func aligned(n uintptr) uintptr { return (n + word - 1) &^ (word - 1) }

// Roots returns the variables of the program that were loaded.
func (l *Loaded) Roots() []Root { return l.roots }
