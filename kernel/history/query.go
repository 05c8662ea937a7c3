package history

import (
	"context"
	"slices"
)

// Range returns the inputs of one session with start ≤ Line < stop; a stop of 0 or less sets no end. Session 0 is the current one, and
// the answer comes at once; a negative one counts back from the current one, a positive one is a session's number. As long as older
// sessions are not read, Range waits until ctx ends; what is not known then is missing.
func (h *History) Range(ctx context.Context, session, start, stop int) []Entry {
	list := h.current()
	if session != 0 {
		list = h.all(ctx)
		if session < 0 {
			h.mu.Lock()
			session += h.session
			h.mu.Unlock()
		}
		list = slices.DeleteFunc(list, func(e Entry) bool { return e.Session != session })
	}
	return slices.DeleteFunc(list, func(e Entry) bool { return e.Line < start || stop > 0 && e.Line >= stop })
}

// Tail returns the last n inputs, oldest first, this session's after those of older ones. It waits as Range does.
func (h *History) Tail(ctx context.Context, n int) []Entry { return newest(h.all(ctx), max(n, 0)) }

// Search returns the last n inputs, all of them if n is 0 or less, that the pattern matches as a whole, oldest first: * stands for any
// text, ? for one character, a newline too. With unique, of equal inputs only the newest counts. It waits as Range does.
func (h *History) Search(ctx context.Context, pattern string, n int, unique bool) []Entry {
	seen := map[string]bool{}
	var found []Entry
	for _, e := range slices.Backward(h.all(ctx)) {
		if unique && seen[e.Source] || !match(pattern, e.Source) {
			continue
		}
		seen[e.Source] = true
		if found = append(found, e); len(found) == n {
			break
		}
	}
	slices.Reverse(found)
	return found
}

func newest(list []Entry, n int) []Entry { return list[len(list)-min(n, len(list)):] }

// current returns this session's inputs.
func (h *History) current() []Entry {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.numbered(h.own.last(len(h.own.list)))
}

// all returns a copy of older sessions' inputs, if they are read before ctx ends, and of this session's.
func (h *History) all(ctx context.Context) []Entry {
	select {
	case <-h.loaded:
	case <-ctx.Done():
		select {
		case <-h.loaded: // both: what is there needs no time
		default:
			return h.current()
		}
	}
	return slices.Concat(h.older, h.current())
}
