package review

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// looks remembers which answer each tutor is looking at.
type looks struct {
	mu sync.Mutex
	at map[string]look
}

type look struct {
	place
	cell string
	when time.Time
}

// recent is how long somebody who has not asked again is believed to be looking: pages ask every four seconds.
const recent = 15 * time.Second

// at notes where a tutor is and returns who else is there.
func (l *looks) note(tutor string, p place, cell string, now time.Time) (others []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	others = []string{} // in JSON a list, not null
	l.at[tutor] = look{p, cell, now}
	for name, other := range l.at {
		if now.Sub(other.when) > recent {
			delete(l.at, name)
			continue
		}
		if name != tutor && other.place == p && other.cell == cell {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return others
}

// live tells a page what has happened to its answer since it was loaded.
func (s *Server) live(v *visit) error {
	st, i, err := s.find(v)
	if err != nil {
		return err
	}
	list := st.mine(v, i.Cell)
	state := map[string]any{
		"revision": i.Mark.Revision, "version": i.Version(), "others": s.looks.note(v.tutor, i.place, i.Cell.ID, s.now()), "marked": statisticsOf(list).Marked, "total": len(list),
	}
	if i.Mark.Revision > 0 {
		state["mark"] = i.Mark.Points.String() + " by " + i.Mark.By + " at " + i.Mark.At.Local().Format("15:04")
	}
	v.json(http.StatusOK, state)
	return nil
}

// find is the item that an address names.
func (s *Server) find(v *visit) (*state, item, error) {
	st, err := s.load(v.r.Context())
	if err != nil {
		return nil, item{}, err
	}
	c, ok := st.cell(v.r.PathValue("cell"))
	w := st.work(v.r.PathValue("round"), v.r.PathValue("who"))
	if !ok || w == nil {
		return nil, item{}, refuse(http.StatusNotFound, "The sheet has no such task, or there is no such hand-in.")
	}
	return st, st.item(w, c), nil
}
