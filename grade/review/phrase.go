package review

import (
	"net/http"
	"strconv"

	"github.com/gensci/gensci/grade/book"
)

// keepPhrase keeps a comment for the task, to be used again; it answers scripts with all of them.
func (s *Server) keepPhrase(v *visit) error {
	if _, err := s.Book.KeepPhrase(v.r.Context(), s.phrase(v)); err != nil {
		return refuseOr(err)
	}
	return s.phrases(v)
}

func (s *Server) dropPhrase(v *visit) error {
	p := s.phrase(v)
	p.Place, _ = strconv.Atoi(v.r.PostForm.Get("place")) // zero is no place
	if err := s.Book.DropPhrase(v.r.Context(), p); err != nil {
		return refuseOr(err)
	}
	return s.phrases(v)
}

func (s *Server) phrase(v *visit) book.Phrase {
	return book.Phrase{Sheet: s.Rule.Sheet, Cell: v.r.PathValue("cell"), Text: v.r.PostForm.Get("text")}
}

func (s *Server) phrases(v *visit) error {
	list, err := s.Book.Phrases(v.r.Context(), s.Rule.Sheet, v.r.PathValue("cell"))
	if err != nil {
		return err
	}
	all := []map[string]any{}
	for _, p := range list {
		all = append(all, map[string]any{"place": p.Place, "text": p.Text, "used": p.Used})
	}
	v.json(http.StatusOK, all)
	return nil
}
