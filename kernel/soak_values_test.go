package kernel

import (
	"errors"
	"fmt"
)

// A number and a list that cells change together: whatever happens, both are those before or after a cell.
const (
	beginCounting = "n := 0\nlist := []int{}"
	countOn       = "n++\nlist = append(list, n)\n"
	tellCount     = "fmt.Println(n, len(list))"
)

// startCounting makes the values that are changed.
func (s *soak) startCounting() {
	s.Helper()
	s.run(beginCounting, nil)
	s.n = 0
}

// counts counts on by one.
func (s *soak) counts() {
	s.Helper()
	s.n++
	s.has(countOn+tellCount, s.n)
}

// has runs a cell that tells the count, which must be one of those that are possible.
func (s *soak) has(source string, possible ...int) {
	s.Helper()
	said := s.run(source, nil).Outputs[0].Text
	for _, n := range possible {
		if said == fmt.Sprintln(n, n) {
			s.n = n
			return
		}
	}
	s.Fatalf("the count and the length of the list are %s, want one of %v twice", said, possible)
}

// interruptCount interrupts a cell that counts without an end: its values are those at the interrupt.
func (s *soak) interruptCount() {
	s.Helper()
	s.interrupted("for {\n" + countOn + "time.Sleep(time.Millisecond)\n}")
	said := s.run(tellCount, nil).Outputs[0].Text
	var n, length int
	if _, err := fmt.Sscan(said, &n, &length); err != nil || n != length || n < s.n {
		s.Fatalf("after %d and an interrupt the count and the length of the list are %s", s.n, said)
	}
	s.n = n
}

// killCount kills a cell that counts to some hundred, perhaps when it saves.
func (s *soak) killCount() {
	s.Helper()
	s.kill("cell", 130, func() {
		before := s.n
		if _, err := s.try("for range 100 {\n" + countOn + "time.Sleep(time.Millisecond)\n}"); err != nil && !errors.Is(err, errFailed) {
			s.Fatal(err)
		}
		s.has(tellCount, before, before+100)
	})
}
