package run

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/display"
)

func init() {
	cells["own order"] = func([]string) {
		for i := range 1000 {
			fmt.Printf("%d\n", i)
			own(fmt.Sprintf("<%d>", i))
			fmt.Fprintf(os.Stderr, "e%d\n", i)
			own(fmt.Sprintf("(%d)", i))
		}
	}
	cells["own forms"] = func([]string) {
		display.Send("id", map[string]any{
			"image/png": []byte{1, 2}, "application/json": display.JSON(`{"x": [1, "a"]}`), "text/html": strings.Repeat("x", 1<<20),
		})
	}
	cells["own cut"] = func([]string) { raw("\x64\x00\x00\x00\x01") }
	cells["own garbage"] = func([]string) {
		own("before")
		raw("\x01\x00\x00\x00\xff")
		own("after") // which would wait for ever
	}
}

func own(text string) { display.Send("", map[string]any{"text/plain": text}) }

// raw writes to the pipe what package display would not.
func raw(text string) {
	f, err := os.OpenFile(os.Getenv(display.Variable)+display.There, os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	_, _ = f.WriteString(text)
}

func TestOwnDisplaysComeInOrder(t *testing.T) {
	var g gathered
	runCell(t, "own order", g.sink())
	var want []byte
	for i := range 1000 {
		want = fmt.Appendf(want, "%d\n<%d>\ne%d\n(%d)\n", i, i, i, i)
	}
	if !bytes.Equal(g.all, want) {
		t.Errorf("got %d bytes, want %d, beginning with %.100q", len(g.all), len(want), g.all)
	}
}

func TestOwnDisplaysKeepTheirForm(t *testing.T) {
	var g gathered
	runCell(t, "own forms", g.sink())
	want := &protocol.DisplayData{DisplayID: "id", Data: map[protocol.MIMEType]any{
		"image/png": []byte{1, 2}, "application/json": map[string]any{"x": []any{1.0, "a"}}, "text/html": strings.Repeat("x", 1<<20),
	}}
	if len(g.shown) != 1 || !reflect.DeepEqual(g.shown[0], want) {
		t.Errorf("got %.200v", g.shown)
	}
}

func TestABrokenOwnDisplayHoldsNobodyUp(t *testing.T) {
	var g gathered
	if r := runCell(t, "own cut", g.sink()); r.Code != 0 || len(g.err) > 0 {
		t.Errorf("half a message: %+v, %s", r, g.err)
	}
	r := runCell(t, "own garbage", g.sink())
	if r.Code != 0 || len(g.shown) != 1 || strings.Count(string(g.err), "\n") != 2 || !strings.Contains(string(g.err), "a display could not be read") ||
		!strings.Contains(string(g.err), "displays do not reach the kernel any more") {
		t.Errorf("garbage: %+v, %v, %s", r, g.shown, g.err)
	}
}
