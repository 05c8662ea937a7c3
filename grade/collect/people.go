package collect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/gensci/gensci/grade/book"
)

// people finds students by what places call them.
type people struct {
	byID   map[string]book.Student
	byText map[string][]string // folded e-mail addresses and names → ids
	is     map[string]string   // what a teacher has decided: label → id
}

func newPeople(roster []book.Student, is map[string]string) people {
	p := people{map[string]book.Student{}, map[string][]string{}, is}
	for _, s := range roster {
		p.byID[s.ID] = s
		texts := []string{foldName(s.Name), foldName(swapped(s.Name)), strings.ToLower(s.Email)}
		slices.Sort(texts)
		for _, text := range slices.Compact(texts) {
			if text != "" {
				p.byText[text] = append(p.byText[text], s.ID)
			}
		}
	}
	return p
}

// separators are what stands between words in names of files.
var separators = regexp.MustCompile(`[\s_,]+`)

// foldName is equal for spellings of one name.
func foldName(name string) string {
	return strings.TrimSpace(separators.ReplaceAllString(strings.ToLower(norm.NFC.String(name)), " "))
}

// swapped is "Ada Lovelace" for "Lovelace, Ada", and the other way round with the last word as surname.
func swapped(name string) string {
	if last, first, ok := strings.Cut(name, ","); ok {
		return first + " " + last
	}
	words := strings.Fields(name)
	if len(words) < 2 {
		return name
	}
	return words[len(words)-1] + " " + strings.Join(words[:len(words)-1], " ")
}

// find returns the student that a label means. Of several with one name it is the one that the hand-in says, if it says so.
func (p people) find(label, said string) (string, error) {
	if id, decided := p.is[label]; decided {
		return id, p.known(id)
	}
	if _, ok := p.byID[label]; ok {
		return label, nil
	}
	ids := p.byText[foldName(label)]
	if len(ids) == 0 {
		ids = p.byText[strings.ToLower(strings.TrimSpace(label))]
	}
	switch {
	case len(ids) == 1:
		return ids[0], nil
	case len(ids) > 1 && slices.Contains(ids, said):
		return said, nil
	case len(ids) > 1:
		return "", fmt.Errorf("%q may be %s; say which with --is %q", label, strings.Join(ids, " or "), label+"="+ids[0])
	}
	return "", fmt.Errorf("%q is nobody's id, e-mail address or name in the roster; say who it is with --is %q", label, label+"=ID")
}

func (p people) known(id string) error {
	if _, ok := p.byID[id]; !ok {
		return fmt.Errorf("there is no student %q in the roster; if the id was mistyped, say whose it is with --is %q", id, id+"=ID")
	}
	return nil
}

// moodle is how Moodle names what it exports: the student's name, a number of its own, and what is handed in, as a folder or in front of the file's name.
var moodle = regexp.MustCompile(`^(.+?)_(\d+)_assignsubmission_(file|onlinetext)(?:_(.*))?$`)

// moodleName takes an exported name apart: whose it is, as "Ada Lovelace_1234", and what is left of the file's name. Texts that were typed into Moodle
// are none of ours.
func moodleName(name string) (who, rest string, isText, ok bool) {
	m := moodle.FindStringSubmatch(name)
	if m == nil {
		return "", "", false, false
	}
	return m[1] + "_" + m[2], m[4], m[3] == "onlinetext", true
}

// label is a student's name in Moodle without the number that tells those of one name apart.
func label(who string) string { return who[:strings.LastIndexByte(who, '_')] }

// fileLabel is what a file for one student is called, without the sheet's name and endings: "ada" for "22-flows_ada.ipynb"; "" if nothing is left.
func fileLabel(name, sheet string) string {
	for _, end := range []string{".zip", ".handin", ".ipynb"} {
		if hasEnd(name, end) {
			name = name[:len(name)-len(end)]
		}
	}
	if rest, ok := strings.CutPrefix(name, sheet); ok {
		name = rest
	} else {
		name = strings.TrimSuffix(name, sheet)
	}
	return strings.Trim(name, " _-.")
}
