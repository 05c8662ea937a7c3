package front

import (
	"context"
	"time"

	"github.com/gensci/gensci/kernel/history"
)

// historyTime is how long a request waits for sessions before this one, which may lie in a network folder.
const historyTime = 2 * time.Second

// past answers a history_request.
func (f *Front) past(ctx context.Context, r *request) dict {
	var c struct {
		Output, Raw, Unique  bool
		Type                 string `json:"hist_access_type"`
		Session, Start, Stop int
		N                    int
		Pattern              string
	}
	if err := r.content(&c); err != nil {
		return failure(err)
	}
	ctx, cancel := context.WithTimeout(ctx, historyTime)
	defer cancel()
	var found []history.Entry
	switch c.Type {
	case "range":
		found = f.o.History.Range(ctx, c.Session, c.Start, c.Stop)
	case "tail":
		found = f.o.History.Tail(ctx, c.N)
	case "search":
		found = f.o.History.Search(ctx, c.Pattern, c.N, c.Unique)
	}
	list := make([][]any, len(found))
	for i, e := range found {
		list[i] = []any{e.Session, e.Line, e.Source}
		if c.Output {
			list[i][2] = []any{e.Source, nil}
		}
	}
	return dict{"history": list}
}
