package handin

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// format is the version of the form of manifests and confirmations.
const format = 1

// manifestName is the manifest's in the zip.
const manifestName = "manifest.json"

// Manifest says what was handed in, and who says so. Nobody has proved any of it.
type Manifest struct {
	Format  int       `json:"format"`
	Sheet   string    `json:"sheet"`   // NN-topic
	Release string    `json:"release"` // which release was worked on; "" if the notebook does not say
	Student string    `json:"student"`
	Group   []string  `json:"group"` // the other members, sorted
	At      time.Time `json:"at"`    // by the student's clock, in whole seconds, UTC
	Files   []File    `json:"files"` // sorted by name; the notebook is Sheet.ipynb
}

// File is one file of a hand-in.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Hash identifies what was handed in and by whom, whenever it was.
func (m Manifest) Hash() string {
	m.At = time.Time{}
	return sum(m.Text())
}

// Members are the student and the others of the group.
func (m Manifest) Members() []string { return append([]string{m.Student}, m.Group...) }

// Text is the manifest as it stands in the file; equal manifests have equal texts.
func (m Manifest) Text() []byte {
	if m.Group == nil {
		m.Group = []string{}
	}
	return encode(m)
}

func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // texts, numbers and times alone
	}
	return b.Bytes()
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// readManifest reads a manifest strictly: exactly what Text writes.
func readManifest(data []byte) (m Manifest, err error) {
	if err := decode(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("its manifest cannot be read: %w", err)
	}
	if err := m.check(); err != nil {
		return Manifest{}, err
	}
	if !bytes.Equal(m.Text(), data) { // keys twice, another order, escapes
		return Manifest{}, errors.New("its manifest was changed after gensci submit had made it; hand in again")
	}
	return m, nil
}

// decode reads one JSON value strictly.
func decode(data []byte, into any) error {
	if len(data) > maxManifest {
		return fmt.Errorf("it is larger than %d kB", maxManifest>>10)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows behind it")
	}
	return nil
}

// newer refuses what a later gensci made.
func newer(version int) error {
	if version > format {
		return fmt.Errorf("it was made by a newer gensci (format %d, this one knows %d); install that one", version, format)
	}
	return nil
}

func (m Manifest) check() error {
	switch {
	case m.Format > format:
		return newer(m.Format)
	case m.Format != format || !sheetPattern.MatchString(m.Sheet) || !releasePattern.MatchString(m.Release) || m.At.IsZero() || !m.At.Equal(m.At.UTC().Truncate(time.Second)):
		return errors.New("its manifest lacks the format, the sheet or the time; make the file with gensci submit")
	case !slices.IsSorted(m.Group) || !slices.IsSortedFunc(m.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) }):
		return errors.New("its manifest is not sorted; make the file with gensci submit")
	case !slices.ContainsFunc(m.Files, func(f File) bool { return f.Name == m.Sheet+".ipynb" }):
		return fmt.Errorf("it has no notebook %s.ipynb", m.Sheet)
	}
	return checkMembers(m.Student, m.Group)
}

// checkMembers sees that all ids are such, and none is there twice.
func checkMembers(student string, group []string) error {
	seen := map[string]bool{}
	for _, id := range append([]string{student}, group...) {
		if err := CheckID(id); err != nil {
			return err
		}
		if seen[id] {
			return fmt.Errorf("%q is named twice in the group", id)
		}
		seen[id] = true
	}
	return nil
}
