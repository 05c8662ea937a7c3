package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/handin"
)

// confirmed confirms a hand-in of the group.
func (s submission) confirmed(w io.Writer, now time.Time) error {
	hash, student, folder := strings.ToLower(s.confirm), s.student(""), cmp.Or(s.to, os.Getenv(handinVariable))
	if _, err := os.Stat(s.confirm); err == nil {
		h, err := readHandin(s.confirm)
		if err != nil {
			return err
		}
		if err := isMember(h.Manifest, student); err != nil {
			return err
		}
		hash, folder = h.Manifest.Hash(), cmp.Or(folder, filepath.Dir(s.confirm))
	}
	c, err := handin.Confirm(hash, student, now)
	if err != nil {
		return err
	}
	known := folder != ""
	if folder = cmp.Or(folder, "."); known {
		err = isFolder(folder)
	}
	path := ""
	if err == nil {
		path, err = c.Drop(folder)
	}
	if err != nil {
		return fmt.Errorf("nothing was confirmed: %w", err)
	}
	fmt.Fprintf(w, "confirmed: %s\n  as    %s\n  at    %s\n  file  %s\n", hash, student, c.At.Local().Format(localTime), path)
	if !known {
		fmt.Fprintf(w, notSent, filepath.Base(path))
	}
	return nil
}

// readHandin reads the file of somebody else's hand-in.
func readHandin(path string) (handin.Handin, error) {
	data, err := handin.ReadZip(path)
	if err != nil {
		return handin.Handin{}, err
	}
	h, err := handin.Open(data)
	if err != nil {
		return handin.Handin{}, fmt.Errorf("%s cannot be confirmed: %w", path, err)
	}
	return h, nil
}

func isMember(m handin.Manifest, student string) error {
	for i, id := range m.Members() {
		if id == student && i == 0 {
			return fmt.Errorf("%s handed this in, which confirms it; the other members confirm", student)
		} else if id == student {
			return nil
		}
	}
	return fmt.Errorf("%s is not in the group that handed this in (%s)", student, strings.Join(m.Members(), ", "))
}
