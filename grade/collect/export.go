package collect

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/handin"
)

// export reads a zip with the hand-ins of many: exported from Moodle, or a folder with one folder or file for each student. It is none if it is
// itself a hand-in, or one student's files.
func (p place) export(from string) (is bool, err error) {
	f, err := os.Open(from)
	if err != nil {
		return false, fmt.Errorf("%s cannot be read: %w", from, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, fmt.Errorf("%s cannot be read: %w", from, err)
	}
	r, err := zip.NewReader(f, info.Size())
	if r == nil {
		return false, fmt.Errorf("%s is no zip file, or was cut off: %w", from, err)
	}
	if slices.ContainsFunc(r.File, func(e *zip.File) bool { return e.Name == "manifest.json" || e.Name == p.sheet+".ipynb" }) {
		return false, nil
	}
	for _, g := range p.groups(r.File) {
		a := arrival{from: from, label: g.label}
		for _, e := range g.entries {
			if at := p.entryTime(e); at.After(a.at) {
				a.at = at
			}
		}
		if a.files, a.err = handin.Entries(g.entries); a.err == nil && len(a.files) == 0 {
			continue
		}
		a.stamped()
		p.take(a)
	}
	return true, nil
}

// group are the entries of one student.
type group struct {
	label   string
	entries []*zip.File
}

// groups sorts entries by student. Their names become those below the student's folder.
func (p place) groups(list []*zip.File) (all []*group) {
	index := map[string]*group{}
	for _, e := range list {
		if handin.Junk(e.Name) {
			continue
		}
		who, called, rest := p.split(strings.TrimPrefix(e.Name, "submitted/"))
		if rest == "" {
			continue
		}
		g := index[who]
		if g == nil {
			g = &group{label: called}
			index[who], all = g, append(all, g)
		}
		e.Name = rest
		g.entries = append(g.entries, e)
	}
	return all
}

// split takes an entry's name apart: whose it is, what that student is called, and the name there; "" if it is nobody's file of this sheet.
func (p place) split(name string) (who, called, rest string) {
	first, below, inFolder := strings.Cut(name, "/")
	who, called = first, first
	if w, file, isText, ok := moodleName(first); isText {
		return "", "", ""
	} else if ok {
		who, called = w, label(w)
		if !inFolder {
			return who, called, file
		}
	}
	if !inFolder {
		return first, fileLabel(first, p.sheet), first
	}
	if sheet, inner, ok := strings.Cut(below, "/"); ok && looksLikeSheet(sheet) {
		if sheet != p.sheet {
			inner = ""
		}
		return who, called, inner
	}
	return who, called, below
}

// entryTime is when an entry was last changed, zero if the zip does not say. A zip that has local times alone has those of the course's zone.
func (p place) entryTime(e *zip.File) time.Time {
	t := e.Modified
	switch {
	case t.Year() <= 1980: // the first year that zips know is what programs write who know none
		return time.Time{}
	case hasZone(e.Extra):
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, p.zone)
}

// hasZone tells whether the extra fields of an entry have a time that does not depend on a zone: those of Unix, NTFS and Info-ZIP.
func hasZone(extra []byte) bool {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if id == 0x5455 || id == 0x000a || id == 0x5855 || id == 0x000d {
			return true
		}
		if len(extra) < 4+size {
			return false
		}
		extra = extra[4+size:]
	}
	return false
}
