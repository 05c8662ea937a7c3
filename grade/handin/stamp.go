package handin

import (
	"encoding/json"
	"slices"

	"github.com/gensci/gensci/internal/nbformat"
)

// Stamp is what a notebook that was given out says of itself, under metadata.gensci: package release writes where it comes from, authors where it is handed in.
type Stamp struct {
	Sheet   string   // NN-topic, whatever the file is called later
	Release string   // the version
	Cells   []string // grade_ids of all cells, so that deleted ones are missed
	Folder  string   // the drop folder; "": students upload the file
	Student string   // set in copies that belong to one student
}

// The keys of metadata.gensci.
const (
	stampKey   = "gensci"
	keySheet   = "sheet"
	keyRelease = "release"
	keyCells   = "cells"
	keyFolder  = "handin"
	keyStudent = "student"
)

// StampOf reads a stamp, however much of it is there. Students can have changed it.
func StampOf(nb *nbformat.Notebook) (s Stamp) {
	tree, _ := nb.Metadata[stampKey].(map[string]any)
	for key, into := range map[string]*string{keySheet: &s.Sheet, keyRelease: &s.Release, keyFolder: &s.Folder, keyStudent: &s.Student} {
		*into, _ = tree[key].(string)
	}
	if n, isNumber := tree[keyRelease].(json.Number); isNumber {
		s.Release = n.String()
	}
	if !releasePattern.MatchString(s.Release) {
		s.Release = ""
	}
	list, _ := tree[keyCells].([]any)
	for _, v := range list {
		if id, isText := v.(string); isText && !slices.Contains(s.Cells, id) {
			s.Cells = append(s.Cells, id)
		}
	}
	return s
}
