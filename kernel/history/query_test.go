package history

import (
	"context"
	"path/filepath"
	"testing"
)

func TestQueries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	session(t, Options{Path: path}, "a := 1", "b", "a := 1").Close()
	session(t, Options{Path: path}).Close()
	session(t, Options{Path: path}, "c", "a := 2").Close()
	h := session(t, Options{Path: path}, "a := 3", "c")
	all := []Entry{{1, 1, "a := 1"}, {1, 2, "b"}, {1, 3, "a := 1"}, {3, 1, "c"}, {3, 2, "a := 2"}, {4, 1, "a := 3"}, {4, 2, "c"}}
	ctx := t.Context()
	for _, c := range []struct {
		name string
		got  []Entry
		want []Entry
	}{
		{"Tail 3", h.Tail(ctx, 3), all[4:]},
		{"Tail all", h.Tail(ctx, 100), all},
		{"Tail 0", h.Tail(ctx, 0), nil},
		{"Tail -1", h.Tail(ctx, -1), nil},
		{"Range current", h.Range(ctx, 0, 0, 0), all[5:]},
		{"Range current by number", h.Range(ctx, 4, 1, 2), all[5:6]},
		{"Range before", h.Range(ctx, -1, 1, 3), all[3:5]},
		{"Range empty session", h.Range(ctx, -2, 0, 0), nil},
		{"Range first, from 2", h.Range(ctx, 1, 2, 0), all[1:3]},
		{"Range stop is not in it", h.Range(ctx, -3, 1, 3), all[:2]},
		{"Range before the first", h.Range(ctx, -4, 0, 0), nil},
		{"Range unknown", h.Range(ctx, 9, 0, 0), nil},
		{"Search", h.Search(ctx, "a := ?", 0, false), []Entry{all[0], all[2], all[4], all[5]}},
		{"Search the last 2", h.Search(ctx, "a*", 2, false), all[4:6]},
		{"Search unique", h.Search(ctx, "*", 0, true), []Entry{all[1], all[2], all[4], all[5], all[6]}},
		{"Search the last 2 unique", h.Search(ctx, "?", 2, true), []Entry{all[1], all[6]}},
		{"Search matches as a whole", h.Search(ctx, "a", 0, false), nil},
	} {
		equal(t, c.name, c.got, c.want...)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	for range 50 { // select would take either way
		equal(t, "Tail without time", h.Tail(gone, 100), all...)
	}
	h.Tail(ctx, 1)[0].Source = "changed by the caller"
	equal(t, "Tail after a change", h.Tail(ctx, 100), all...)
}
