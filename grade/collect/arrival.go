package collect

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/nbgrader"
)

// arrival is what lies in one place for one student, before anything in it is believed.
type arrival struct {
	from  string // the place, for messages
	label string // how the place calls the student; "" if what is handed in says so itself
	loose bool   // the label is a file's name, which anybody may have given: if it means nobody, what is handed in says who it is from
	owner string // the user that the file belongs to; "" if nobody knows
	at    time.Time
	set   time.Time // when a student's own file was changed last, its times included; zero if that is not known
	files []handin.Content
	err   error // why it cannot be read
}

// content is what an arrival is once it was opened.
type content struct {
	handin        *handin.Handin // as gensci submit made it; nil if it is loose files
	files         []handin.Content
	confirmations []handin.Confirmation
}

// open finds out what an arrival is. Zips that gensci submit did not make stay as they are, unless one is all there is.
func (a arrival) open() (content, error) {
	if a.err != nil {
		return content{}, a.err
	}
	var c content
	for _, f := range a.files {
		switch {
		case handin.IsConfirmation(f.Name):
			conf, err := handin.ReadConfirmation(f.Data)
			if err != nil {
				return content{}, fmt.Errorf("%q: %w", f.Name, err)
			}
			c.confirmations = append(c.confirmations, conf)
		case hasEnd(f.Name, ".zip"):
			if err := c.addZip(f, len(a.files) == 1); err != nil {
				return content{}, err
			}
		default:
			c.files = append(c.files, f)
		}
	}
	return c, nil
}

// addZip adds a zip: a hand-in, of several the last one; files of their own if it is alone; else a file.
func (c *content) addZip(f handin.Content, alone bool) error {
	h, err := handin.Open(f.Data)
	switch {
	case err == nil:
		if c.handin == nil || h.Manifest.At.After(c.handin.Manifest.At) {
			c.handin = &h
		}
		return nil
	case errors.Is(err, handin.ErrNoManifest) && alone:
		c.files, err = handin.Unzip(f.Data)
		return err
	case alone || strings.HasSuffix(f.Name, ".handin.zip"):
		return fmt.Errorf("%q: %w", f.Name, err)
	}
	c.files = append(c.files, f)
	return nil
}

// timestampFile is where nbgrader writes when something was handed in.
const timestampFile = "timestamp.txt"

// stamped takes nbgrader's time, if there is one, in the place of the files'.
func (a *arrival) stamped() {
	at := slices.IndexFunc(a.files, func(f handin.Content) bool { return f.Name == timestampFile })
	if at < 0 {
		return
	}
	if t, err := nbgrader.ParseTime(string(a.files[at].Data)); err == nil {
		a.at = t
	}
	a.files = slices.Delete(a.files, at, at+1)
}

func hasEnd(name, end string) bool { return strings.HasSuffix(strings.ToLower(name), end) }

// pick finds the sheet's notebook among loose files: the one with its name, or else the only one. The others get names without folders, and
// further notebooks an ending that says that they are none of ours.
func pick(files []handin.Content, sheet string) (notebook []byte, others []handin.Content, remark string, err error) {
	var notebooks []int
	at := -1
	for i, f := range files {
		if hasEnd(f.Name, ".ipynb") {
			notebooks = append(notebooks, i)
		}
		if path.Base(f.Name) == sheet+".ipynb" {
			if at >= 0 {
				return nil, nil, "", fmt.Errorf("it has %s.ipynb twice, as %q and %q; one is to be handed in", sheet, files[at].Name, f.Name)
			}
			at = i
		}
	}
	switch {
	case at < 0 && len(notebooks) == 1:
		at = notebooks[0]
		remark = fmt.Sprintf("The notebook was called %q.", files[at].Name)
	case at < 0 && len(notebooks) == 0:
		return nil, nil, "", fmt.Errorf("it has no notebook %s.ipynb", sheet)
	case at < 0:
		return nil, nil, "", fmt.Errorf("it has %d notebooks, none of them called %s.ipynb", len(notebooks), sheet)
	case len(notebooks) > 1:
		remark = fmt.Sprintf("There were %d notebooks; %q counts.", len(notebooks), files[at].Name)
	}
	for i, f := range files {
		if i == at {
			continue
		}
		f.Name = strings.ReplaceAll(f.Name, "/", "_")
		if slices.Contains(notebooks, i) {
			f.Name += ".json"
		}
		others = append(others, f)
	}
	return files[at].Data, others, remark, nil
}
