package shape

import (
	"reflect"
	"strings"
)

// special returns how the slots of a type are made whose fields do not say what it is, nil for all others.
func special(t reflect.Type) func(s *Set, to []Slot, t reflect.Type, off uintptr) []Slot {
	if t.PkgPath() == "" {
		return nil
	}
	name := t.PkgPath() + "." + t.Name()
	if open := strings.IndexByte(name, '['); open >= 0 {
		name = name[:open]
	}
	switch name {
	case "time.Time":
		return timeSlots
	case "sync/atomic.Pointer":
		return atomicPointer
	case "net/netip.Addr":
		return packed
	}
	if why := NilOnly(t.PkgPath(), t.Name()); why != "" {
		return func(_ *Set, to []Slot, t reflect.Type, off uintptr) []Slot {
			return append(to, Slot{Kind: Nil, Off: off, Size: t.Size(), Type: t, Why: why})
		}
	}
	if zero, ok := forgotten[name]; ok {
		return func(s *Set, to []Slot, t reflect.Type, off uintptr) []Slot { return s.fields(to, t, off, zero) }
	}
	return nil
}

// NilOnly says what values of a named type are that mean something only while they are zero: "an open file (*os.File)". It returns "" for
// other types.
func NilOnly(path, name string) string {
	name, _, _ = strings.Cut(name, "[")
	return nilOnly[path+"."+name]
}

// nilOnly lists types whose values mean something only while they are zero, and what others are.
var nilOnly = map[string]string{
	"sync.Mutex":               "a locked sync.Mutex",
	"internal/sync.Mutex":      "a locked sync.Mutex",
	"sync.RWMutex":             "a locked sync.RWMutex",
	"sync.WaitGroup":           "a sync.WaitGroup in use",
	"os.File":                  "an open file (*os.File)",
	"os.Process":               "a process (*os.Process)",
	"os.Root":                  "an open folder (*os.Root)",
	"os/exec.Cmd":              "a command (*exec.Cmd)",
	"net.netFD":                "an open connection",
	"internal/poll.FD":         "an open file or connection",
	"time.Timer":               "a timer (*time.Timer)",
	"time.Ticker":              "a ticker (*time.Ticker)",
	"reflect.Value":            "a reflect.Value",
	"reflect.rtype":            "a reflect.Type",
	"context.cancelCtx":        "a context that can be cancelled",
	"context.timerCtx":         "a context that can be cancelled",
	"context.afterFuncCtx":     "a context that can be cancelled",
	"context.withoutCancelCtx": "a context made from one that can be cancelled",
	"unique.Handle":            "a unique.Handle",
	"weak.Pointer":             "a weak.Pointer",
	"sync.Map":                 "a sync.Map in use",
	"runtime.Cleanup":          "a runtime.Cleanup",
	"hash/maphash.Seed":        "a maphash.Seed, whose hashes differ in each process",
	"hash/maphash.Hash":        "a maphash.Hash, whose hashes differ in each process",
}

// forgotten lists fields that are made anew when they are needed.
var forgotten = map[string][]string{
	"sync.Cond": {"notify", "checker"},                          // who waits, and the address that it must not leave
	"sync.Pool": {"local", "localSize", "victim", "victimSize"}, // what is in the pool
}

// timeSlots: a time.Time is a wall clock, with a reading of the process's own clock in it, and a location.
func timeSlots(s *Set, to []Slot, t reflect.Type, off uintptr) []Slot {
	to = append(to, Slot{Kind: Time, Off: off, Size: 2 * word, Type: t})
	return s.slots(to, t.Field(2).Type, off+2*word)
}

// atomicPointer: an atomic.Pointer[T] is a pointer that its type calls unsafe; the field before it has the type [0]*T.
func atomicPointer(s *Set, to []Slot, t reflect.Type, off uintptr) []Slot {
	return s.slots(to, t.Field(0).Type.Elem(), off)
}

// packed: the value cannot be copied, but has an encoding.
func packed(_ *Set, to []Slot, t reflect.Type, off uintptr) []Slot {
	return append(to, Slot{Kind: Packed, Off: off, Size: t.Size(), Type: t})
}
