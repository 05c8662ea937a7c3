package handin

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var (
	idPattern    = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	sheetPattern = regexp.MustCompile(`^[0-9]{2}-[A-Za-z0-9_-]{1,60}$`)
	hashPattern  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	// versions of releases: a number, a date, a hash
	releasePattern = regexp.MustCompile(`^[A-Za-z0-9._-]{0,64}$`)
)

// CheckID says what is wrong with a student's id, which also names files.
func CheckID(id string) error {
	if !idPattern.MatchString(id) || id == "." || id == ".." {
		return fmt.Errorf("%q is no student's id: ids are up to 64 letters, digits, dots, underscores and hyphens", id)
	}
	return nil
}

const (
	maxName  = 200 // bytes
	maxDepth = 5   // folders in folders
)

// CheckName says why a file of a hand-in may not have a name: it would lie elsewhere, or not look like what it is. Names are paths with slashes.
func CheckName(name string) error {
	switch {
	case name == "":
		return errors.New("a file has no name")
	case !utf8.ValidString(name):
		return fmt.Errorf("the file name %q is not UTF-8; rename the file with plain letters", name)
	case len(name) > maxName:
		return fmt.Errorf("the file name %.40q… is longer than %d bytes; shorten it", name, maxName)
	case strings.Count(name, "/") > maxDepth:
		return fmt.Errorf("the file %q lies more than %d folders deep; put it higher", name, maxDepth)
	case path.IsAbs(name) || strings.ContainsAny(name, `\:`):
		return fmt.Errorf("the file name %q is an absolute path, or one of Windows; names have no backslashes and colons", name)
	}
	for _, r := range name {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co) {
			return fmt.Errorf("the file name %q has invisible characters, or some that change how it reads; rename the file", name)
		}
	}
	for element := range strings.SplitSeq(name, "/") {
		if element == "" || element == "." || element == ".." {
			return fmt.Errorf("the file %q would lie outside of the hand-in", name)
		}
		if element != strings.TrimSpace(element) || strings.HasSuffix(element, ".") {
			return fmt.Errorf("the file name %q begins or ends with a blank, or ends with a dot; rename the file", name)
		}
	}
	return nil
}

// fold is equal for names that some file system takes for the same one.
func fold(name string) string { return strings.ToLower(strings.ToUpper(norm.NFC.String(name))) }

// checkApart sees that no two files have one name, and none is a folder of another, on any file system.
func checkApart(files []Content) error {
	seen, folders := map[string]string{}, map[string]string{}
	for _, f := range files {
		key := fold(f.Name)
		if other, twice := seen[key]; twice && other == f.Name {
			return fmt.Errorf("two files have the name %q", f.Name)
		} else if twice {
			return fmt.Errorf("the file names %q and %q are the same on some computers; rename one", other, f.Name)
		}
		seen[key] = f.Name
		for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
			folders[dir] = f.Name
		}
	}
	for _, f := range files {
		if other, is := folders[fold(f.Name)]; is {
			return fmt.Errorf("the file %q would have to be the folder of %q too", f.Name, other)
		}
	}
	return nil
}

// Junk tells whether a file is what systems and editors leave beside others: it is left out and not worth a word.
func Junk(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		switch {
		case element == "__MACOSX", element == ".ipynb_checkpoints", element == ".DS_Store", element == "Thumbs.db", element == "desktop.ini", strings.HasPrefix(element, "._"):
			return true
		}
	}
	return false
}
