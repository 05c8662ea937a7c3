package review

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// conflict is a mark that was refused because there is another one by now.
type conflict struct {
	Yours, Theirs book.Mark
	Wanted        string // your points, or that you wanted to take the mark back
	Gone          bool   // theirs is that there is no mark any more
}

// save records a mark, or takes one back, and leads on.
func (s *Server) save(v *visit) error {
	st, i, err := s.find(v)
	if err != nil {
		return err
	}
	form := v.r.PostForm
	m := book.Mark{Sheet: s.Rule.Sheet, Student: i.student, Round: i.round, Cell: i.Cell.ID, By: v.tutor, Comment: strings.TrimSpace(form.Get("comment"))}
	if m.Revision, err = strconv.ParseInt(form.Get("revision"), 10, 64); err != nil || m.Revision < 0 {
		return refuse(http.StatusBadRequest, "The form does not say which mark it replaces.")
	}
	if m.Answer, err = st.answerOf(i, form.Get("version")); err != nil {
		return err
	}
	if !form.Has("comment") { // the table has none: it keeps what is there
		m.Comment = i.Mark.Comment
	}
	if form.Get("action") == "withdraw" {
		err = s.Book.Withdraw(v.r.Context(), m)
	} else {
		err = s.give(v.r.Context(), &m, form.Get("points"), i)
	}
	if errors.Is(err, book.ErrChanged) {
		return s.changed(v, i, m)
	}
	if err != nil {
		return refuseOr(err)
	}
	return s.saved(v, i, m)
}

// refuseOr makes a sentence of the gradebook one for the person who sent the form.
func refuseOr(err error) error {
	var f failure
	if errors.As(err, &f) || errors.Is(err, context.Canceled) {
		return err
	}
	return refuse(http.StatusUnprocessableEntity, "%s", err)
}

// give records a mark and counts the phrases in it.
func (s *Server) give(ctx context.Context, m *book.Mark, text string, i item) (err error) {
	if m.Points, err = readPoints(text); err != nil {
		return err
	}
	if *m, err = s.Book.RecordManual(ctx, *m); err == nil && m.Comment != i.Mark.Comment {
		err = s.Book.UsePhrases(ctx, m.Sheet, m.Cell, m.Comment)
	}
	return err
}

// readPoints reads whole or half points; the gradebook sees to it that they are between nothing and the maximum.
func readPoints(text string) (points.Points, error) {
	p, err := points.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return p, refuse(http.StatusUnprocessableEntity, "%q are no points: write a number, as 2 or 2.5.", text)
	case strings.ContainsAny(p.Times(points.Of(2)).String(), "./"):
		return p, refuse(http.StatusUnprocessableEntity, "%s are no whole or half points.", p)
	}
	return p, nil
}

// answerOf is the hash of the answer in the version that was looked at, which need not be the last one any more.
func (st *state) answerOf(i item, version string) (string, error) {
	if version == "0" || version == "" && i.handin == nil {
		return "", nil
	}
	for _, sub := range st.all {
		if i.handin != nil && sub.Owner == i.handin.Owner && sub.Round == i.round && strconv.Itoa(sub.Version) == version {
			return sub.Answers[i.Cell.ID], nil
		}
	}
	return "", refuse(http.StatusBadRequest, "There is no version %q of this hand-in: load the page again.", version)
}

// changed says that somebody else has marked meanwhile, with both values; what is there now is what a second try replaces.
func (s *Server) changed(v *visit, i item, m book.Mark) error {
	_, now, err := s.find(v)
	if err != nil {
		return err
	}
	c := &conflict{Yours: m, Theirs: now.Mark, Wanted: m.Points.String(), Gone: now.Mark.Revision == 0}
	if v.r.PostForm.Get("action") == "withdraw" {
		c.Wanted = "no mark"
	}
	if v.wantsJSON() {
		text := "There is no mark any more: save again to put yours."
		if !c.Gone {
			text = fmt.Sprintf("%s has given %s meanwhile, you wanted %s: save again to put yours in its place.", c.Theirs.By, c.Theirs.Points, c.Wanted)
		}
		v.json(http.StatusConflict, map[string]any{"error": text, "theirs": reply(now.Mark)})
		return nil
	}
	return s.show(v, http.StatusConflict, c)
}

// reply is a mark as scripts of pages read it.
func reply(m book.Mark) map[string]any {
	if m.Revision == 0 {
		return map[string]any{"revision": 0, "points": "", "by": ""}
	}
	return map[string]any{"revision": m.Revision, "points": m.Points.String(), "by": m.By}
}

// saved leads on: from an answer that had no mark to the next without, else to the next.
func (s *Server) saved(v *visit, was item, m book.Mark) error {
	st, now, err := s.find(v)
	if err != nil {
		return err
	}
	if v.wantsJSON() {
		v.json(http.StatusOK, reply(now.Mark))
		return nil
	}
	to := &now
	if v.r.PostForm.Get("action") != "withdraw" {
		next := st.nextUnmarked(v, &now)
		if was.Marked() {
			_, next = around(st.mine(v, now.Cell), now.work)
		}
		if next != nil {
			to = next
		}
	}
	query := "?saved=" + fmt.Sprint(now.round) + "/" + now.address + "&cell=" + url.QueryEscape(now.Cell.ID)
	if everything(v) {
		query += "&of=all"
	}
	http.Redirect(v.w, v.r, s.address(*to)+query, http.StatusSeeOther)
	return nil
}
