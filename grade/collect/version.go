package collect

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/release"
)

// The names in submissions/.
const (
	manifestFile = "manifest.json"
	receiptFile  = "receipt.json"
	tempPattern  = ".gensci-*"
)

// receipt is what collecting knows of a version.
type receipt struct {
	Format  int       `json:"format"`
	Sheet   string    `json:"sheet"`
	Student string    `json:"student"`
	Version int       `json:"version"`
	Round   int       `json:"round"`
	At      time.Time `json:"at"`             // when it counts as handed in
	Said    time.Time `json:"said,omitzero"`  // when it was made by the student's clock
	Late    string    `json:"late,omitempty"` // by how much; empty if it was in time
	Hash    string    `json:"hash"`
	From    string    `json:"from"`            // the file or folder that it was collected from
	Owner   string    `json:"owner,omitempty"` // the user that the file in a drop folder belongs to
	Remarks []string  `json:"remarks,omitempty"`
}

// version is one that a student handed in.
type version struct {
	handin.Handin
	receipt
	answers release.Answers
}

// keep keeps a version, unless it is there already, and tells the gradebook.
func (r *run) keep(v version) error {
	folder := filepath.Join(r.folder, v.Student)
	versions, err := readReceipts(folder)
	if err != nil {
		return err
	}
	isNew := true
	if same := repeated(versions, v.receipt); same != nil {
		v.receipt, isNew = *same, false
	} else {
		v.Version = 1
		for _, old := range versions {
			v.Version = max(v.Version, old.Version+1)
		}
		v.Round = r.roundOf(v.Student, v.At)
		if late := r.late(v.Student, v.Round, v.At); late > 0 {
			v.Late = rounded(late)
		}
		if err := v.write(r.folder, folder); err != nil {
			return fmt.Errorf("keep the hand-in of %s: %w", v.Student, err)
		}
	}
	return r.record(v, isNew)
}

// repeated is the version that is there already: the same content at the same time, or with nothing else since.
func repeated(versions []receipt, v receipt) *receipt {
	var before *receipt
	for i, old := range versions {
		if old.Hash == v.Hash && old.At.Equal(v.At) {
			return &versions[i]
		}
		if !old.At.After(v.At) && (before == nil || old.At.After(before.At)) {
			before = &versions[i]
		}
	}
	if before != nil && before.Hash == v.Hash {
		return before
	}
	return nil
}

// readReceipts reads the receipts of a student's versions.
func readReceipts(folder string) (all []receipt, err error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if _, bad := strconv.Atoi(e.Name()); bad != nil {
			continue
		}
		at := filepath.Join(folder, e.Name(), receiptFile)
		text, bad := os.ReadFile(at)
		var v receipt
		if bad == nil {
			bad = json.Unmarshal(text, &v)
		}
		if bad != nil {
			return nil, fmt.Errorf("%s was changed since it was collected, restore it from a backup: %w", at, bad)
		}
		all = append(all, v)
	}
	return all, err
}

// write writes a version's folder in one step.
func (v version) write(near, folder string) (err error) {
	if err = os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(near, tempPattern)
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	text, err := json.MarshalIndent(v.receipt, "", "  ")
	if err != nil {
		return err
	}
	files := append([]handin.Content{{Name: manifestFile, Data: v.Manifest.Text()}, {Name: receiptFile, Data: append(text, '\n')}}, v.Files...)
	for _, f := range files {
		if err := writeFile(filepath.Join(temp, filepath.FromSlash(f.Name)), f.Data); err != nil {
			return err
		}
	}
	if err := toDisk(temp); err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(folder, strconv.Itoa(v.Version))); err != nil {
		return err
	}
	return toDisk(folder)
}

func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// toDisk has a folder's entries written to the disk.
func toDisk(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// record tells the gradebook of a version, which may know it.
func (r *run) record(v version, isNew bool) error {
	answers, err := r.marked(v.answers)
	if err != nil {
		return fmt.Errorf("read the answers of %s: %w", v.Student, err)
	}
	s := book.Submission{
		Sheet: v.Sheet, Owner: v.Student, Round: v.Round, At: v.At, Hash: v.Hash, Release: v.Manifest.Release,
		File: path.Join(r.Sheet.Number(), v.Student, strconv.Itoa(v.Version)), Answers: answers,
	}
	var strangers []string
	for _, id := range v.Manifest.Group {
		if r.people.known(id) != nil {
			strangers = append(strangers, id)
			continue
		}
		s.Members = append(s.Members, book.Member{Student: id})
	}
	if len(strangers) > 0 {
		why := fmt.Sprintf("names %s, who is not in the roster; it was collected without", strings.Join(strangers, ", "))
		r.report.Refused = append(r.report.Refused, Refusal{Who: r.called(v.Student), Student: v.Student, Why: why})
	}
	if s, err = r.Book.RecordSubmission(r.ctx, s); err != nil {
		return fmt.Errorf("record the hand-in of %s: %w", v.Student, err)
	}
	s.Members = append(s.Members, book.Member{Student: v.Student, Confirmed: v.At})
	r.note(s)
	r.report.took(v.receipt, isNew)
	return nil
}
