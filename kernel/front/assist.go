package front

import (
	"context"

	"github.com/gensci/gensci/kernel/cell"
)

// help is the content of a complete_request or an inspect_request.
type help struct {
	Code   string
	Cursor int `json:"cursor_pos"` // in code points
	Detail int `json:"detail_level"`
}

func (f *Front) complete(ctx context.Context, r *request) any {
	var c help
	if err := r.content(&c); err != nil {
		return failure(err)
	}
	return f.o.Assistant.Complete(ctx, f.declared(), c.Code, c.Cursor)
}

func (f *Front) inspect(ctx context.Context, r *request) any {
	var c help
	if err := r.content(&c); err != nil {
		return failure(err)
	}
	return f.o.Assistant.Inspect(ctx, f.declared(), c.Code, c.Cursor, c.Detail)
}

// declared is what cells have declared so far, for another goroutine than the executing one.
func (f *Front) declared() *cell.Memory {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.memory.Clone()
}

// remember changes what is declared.
func (f *Front) remember(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}
