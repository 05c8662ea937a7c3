package shape

import "reflect"

// Kind says what a slot holds.
type Kind uint8

// The kinds of slots.
const (
	Pointer Kind = iota // *T
	Slice               // []T
	String
	Map
	Func
	Iface  // an interface; Empty says whether it has methods
	Nil    // must be zero; Why says what it holds otherwise
	Zero   // is not kept: zero in the next process
	Time   // wall clock and extra of a time.Time, whose monotonic reading ends with the process
	Hooked // a value that lives elsewhere
	Repeat // Count elements of Elem in a row
	Packed // a value that is kept by its MarshalBinary and UnmarshalBinary
)

// word is the size of a pointer.
const word = 8

// Slot is a part of a type that is not plain bytes.
type Slot struct {
	Kind      Kind
	Off, Size uintptr
	Type      reflect.Type // of the slot
	Elem      *Plan        // what a Pointer or Slice leads to, element of a Repeat; arrays are dissolved
	Count     uintptr      // how many Elem a Pointer leads to, or are in a Repeat
	Key, Val  *Plan        // of a Map
	Empty     bool         // of an Iface: any
	Why       string       // of Nil: "a channel (chan int)"
}

// Run is a range of plain bytes between slots, padding included.
type Run struct{ Off, Size uintptr }

// Plan is what has to be known of a type to copy its memory into another process.
type Plan struct {
	Type  reflect.Type
	Size  uintptr
	Slots []Slot // by offset
	Runs  []Run  // what is not in slots
	// Shares says that the type has references through which two values can share memory that changes. Strings are none.
	Shares bool
	// Direct says that an interface holds such a value itself, not a pointer to it.
	Direct bool
	// ID is unique in the Set, from 1.
	ID uint32

	ready bool
}

// Flat says that the type is plain bytes.
func (p *Plan) Flat() bool { return len(p.Slots) == 0 }

// Inline says that an interface's image holds the value itself.
func (p *Plan) Inline() bool { return p.Flat() && p.Size <= word }

// Set makes plans. The zero value is ready for use, by one goroutine at a time.
type Set struct {
	plans map[reflect.Type]*Plan
	// Hooked says whether values of a type live elsewhere, Dropped whether they are zero in the next process, DroppedFields which fields of a struct
	// are. Each may be nil.
	Hooked, Dropped func(reflect.Type) bool
	DroppedFields   func(reflect.Type) []string
	// Never says what values of a type are that cannot be kept, "" for other types; it may be nil.
	Never func(reflect.Type) string
}

// Plan returns the plan of t.
func (s *Set) Plan(t reflect.Type) *Plan {
	p := s.plans[t]
	if p == nil {
		p = &Plan{Type: t, Size: t.Size(), ID: uint32(len(s.plans) + 1)}
		if s.plans == nil {
			s.plans = map[reflect.Type]*Plan{}
		}
		s.plans[t] = p
	}
	if !p.ready {
		p.ready = true
		s.compile(p)
	}
	return p
}

// Elements returns what a region of type t consists of: arrays are dissolved.
func (s *Set) Elements(t reflect.Type) (elem *Plan, count uintptr) {
	elemType, count := dissolve(t)
	return s.Plan(elemType), count
}

func dissolve(t reflect.Type) (elem reflect.Type, count uintptr) {
	count = 1
	for t.Kind() == reflect.Array && special(t) == nil {
		count *= uintptr(t.Len())
		t = t.Elem()
	}
	return t, count
}

// compile fills in what a plan says. Plans that it leads to are compiled when they are first looked up by [Set.Plan], except that slots point
// to them already: types may be recursive.
func (s *Set) compile(p *Plan) {
	p.Slots = s.slots(nil, p.Type, 0)
	end := uintptr(0)
	for i := range p.Slots {
		slot := &p.Slots[i]
		if slot.Off > end {
			p.Runs = append(p.Runs, Run{end, slot.Off - end})
		}
		end = slot.Off + slot.Size
		p.Shares = p.Shares || slot.shares()
	}
	if p.Size > end {
		p.Runs = append(p.Runs, Run{end, p.Size - end})
	}
	p.Direct = direct(p.Type)
}

func (s *Slot) shares() bool {
	switch s.Kind {
	case Pointer, Slice, Map, Iface, Hooked:
		return true
	case Repeat:
		return s.Elem.Shares
	default:
		return false
	}
}
