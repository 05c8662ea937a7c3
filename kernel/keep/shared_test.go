package keep_test

import (
	"fmt"
	"testing"

	"github.com/gensci/gensci/kernel/keep"
)

// line is a connection that the whole program shares.
type line struct{ open chan int }

var theLine = &line{make(chan int)}

func init() {
	keep.Register(keep.Hook[*line]{
		Save: func(*line, []byte) ([]byte, []string, error) { return []byte{}, nil, nil },
		Load: func([]byte) (*line, error) { return theLine, nil }, Shared: true,
	})
}

// Variables that lead to the line: one twice, one of them cannot be kept for a reason of its own.
var (
	phone, fax struct {
		line, spare *line
		number      int
	}
	answering struct {
		line *line
		tape chan int
	}
)

func init() {
	cell("new lines", 1, func() {
		phone.line, phone.spare, phone.number, fax.line, fax.number = theLine, theLine, 7, theLine, 8
		answering.line, answering.tape = theLine, make(chan int)
	}, defined("phone", &phone), defined("fax", &fax), defined("answering", &answering))
	cell("dial", 2, func() { fmt.Println(phone.line == theLine && phone.spare == theLine, phone.number) }, kept("phone", &phone))
	cell("dial both", 3, func() { fmt.Println(phone.line == fax.line, phone.number+fax.number) }, kept("phone", &phone), kept("fax", &fax))
	cell("exchange", 4, func() { fax.spare = phone.line; phone.number++ }, kept("phone", &phone), kept("fax", &fax))
}

// Variables that lead to a shared value are kept or lost each for itself.
func TestSharedHook(t *testing.T) {
	folder := t.TempDir()
	m := want(t, folder, "new lines", "")
	if m.Loss("answering") == nil || m.Loss("phone") != nil || m.Loss("fax") != nil {
		t.Errorf("lost %+v", m.Lost)
	}
	if c := m.Needs("phone"); len(c) != 1 || fmt.Sprint(c[0].Vars) != "[phone]" {
		t.Errorf("%+v", c)
	}
	want(t, folder, "dial", "true 7")
	want(t, folder, "dial both", "true 15")
	want(t, folder, "exchange", "")
	m = want(t, folder, "dial both", "true 16")
	if c := m.Needs("fax"); fmt.Sprint(c[0].Vars) != "[fax]" {
		t.Errorf("%+v", c)
	}
}
