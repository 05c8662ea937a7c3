package review

import (
	"fmt"
	"slices"

	"github.com/gensci/gensci/grade/book"
)

// Share says how the hand-ins are shared among the tutors. Everybody may mark everything; a share is what the keys lead through.
type Share int

// The ways to share.
const (
	ShareAll   Share = iota // everybody marks everything
	ShareTutor              // the roster's column tutor says who
	ShareClass              // by tutorial group, in turns
	ShareRobin              // by student, in turns
)

var shareNames = []string{"all", "tutor", "group", "round-robin"}

// String returns the name that ParseShare reads.
func (s Share) String() string { return shareNames[s] }

// ParseShare reads "all", "tutor", "group" or "round-robin".
func ParseShare(text string) (Share, error) {
	if i := slices.Index(shareNames, text); i >= 0 {
		return Share(i), nil
	}
	return 0, fmt.Errorf("hand-ins can be shared by %q, not %q", shareNames, text)
}

// assign says who marks the hand-ins of each student; nobody is named where everybody may.
func (s Share) assign(students []book.Student, tutors []string) map[string]string {
	to := map[string]string{}
	if len(tutors) == 0 || s == ShareAll {
		return to
	}
	var classes []string
	for _, one := range students {
		classes = append(classes, one.Class)
	}
	slices.Sort(classes)
	classes = slices.Compact(classes)
	for i, one := range students {
		switch s {
		case ShareTutor:
			if slices.Contains(tutors, one.Tutor) {
				to[one.ID] = one.Tutor
			}
		case ShareClass:
			to[one.ID] = tutors[slices.Index(classes, one.Class)%len(tutors)]
		case ShareRobin:
			to[one.ID] = tutors[i%len(tutors)]
		}
	}
	return to
}
