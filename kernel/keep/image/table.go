package image

// table finds the number of a piece of memory by its address and a tag (its type, mostly): a hash table with open addressing, since
// there is one look-up for each pointer.
type table struct {
	slots []tableSlot
	used  int
}

type tableSlot struct {
	at    uintptr
	tag   uint32
	value int32 // number + 1
}

// find returns the place of the value, which is 0 if it is new. The place is good until the next call.
func (t *table) find(at uintptr, tag uint32) *int32 {
	if t.used*2 >= len(t.slots) {
		t.grow()
	}
	s := t.probe(at, tag)
	if s.value == 0 {
		s.at, s.tag = at, tag
		t.used++ // whoever asks for a new one sets it
	}
	return &s.value
}

// look is find for reading only.
func (t *table) look(at uintptr, tag uint32) (number int32, found bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	s := t.probe(at, tag)
	return s.value - 1, s.value != 0
}

func (t *table) probe(at uintptr, tag uint32) *tableSlot {
	mask := uint64(len(t.slots) - 1)
	for i := hash(at, tag) & mask; ; i = (i + 1) & mask {
		s := &t.slots[i]
		if s.value == 0 || (s.at == at && s.tag == tag) {
			return s
		}
	}
}

func hash(at uintptr, tag uint32) uint64 {
	h := (uint64(at) ^ uint64(tag)<<40) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]tableSlot, max(64, 4*len(old)))
	for _, s := range old {
		if s.value != 0 {
			*t.probe(s.at, s.tag) = s
		}
	}
}
