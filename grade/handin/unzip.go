package handin

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Unzip reads the files of a zip from anybody. Zips in it stay files.
func Unzip(data []byte) ([]Content, error) {
	if len(data) > MaxTotal+maxOverhead {
		return nil, fmt.Errorf("it has %d MB; a hand-in has up to %d MB", len(data)>>20, MaxTotal>>20)
	}
	if bytes.Count(data, []byte("PK\x01\x02")) > maxEntries { // before the directory is read: it may be all there is
		return nil, fmt.Errorf("it has thousands of files; a hand-in has up to %d", MaxFiles)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, errors.New("it is no zip file, or was cut off; hand in again")
	}
	return Entries(r.File)
}

// Entries reads files of a larger zip that belong to one hand-in; their names may have been changed. What they hold is as little believed.
func Entries(list []*zip.File) ([]Content, error) {
	var files []Content
	left := int64(MaxTotal)
	for _, entry := range list {
		isFolder, err := checkEntry(entry)
		if err != nil {
			return nil, err
		}
		if isFolder || Junk(entry.Name) {
			continue
		}
		if len(files) > MaxFiles { // one more than allowed: the manifest
			return nil, fmt.Errorf("it has more than %d files; put pages into one PDF", MaxFiles)
		}
		content, err := readEntry(entry, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(content))
		files = append(files, Content{entry.Name, content})
	}
	return files, checkApart(files)
}

// checkEntry refuses what is neither a file nor a folder with a name that it may have.
func checkEntry(e *zip.File) (isFolder bool, err error) {
	isFolder = strings.HasSuffix(e.Name, "/") && e.Mode().IsDir()
	if err := CheckName(strings.TrimSuffix(e.Name, "/")); err != nil {
		return false, err
	}
	switch mode := e.Mode(); {
	case mode&fs.ModeSymlink != 0:
		return false, fmt.Errorf("%q is a symbolic link; hand in the file itself", e.Name)
	case !isFolder && !mode.IsRegular() || strings.HasSuffix(e.Name, "/") != isFolder:
		return false, fmt.Errorf("%q is neither a file nor a folder", e.Name)
	case e.Flags&1 != 0:
		return false, fmt.Errorf("the file %q is encrypted; hand in without a password", e.Name)
	}
	return isFolder, nil
}

// readEntry unpacks one file, of no more than left bytes.
func readEntry(e *zip.File, left int64) ([]byte, error) {
	size, packed := e.UncompressedSize64, e.CompressedSize64
	switch {
	case size > MaxFile:
		return nil, tooLarge(e.Name)
	case int64(size) > left:
		return nil, fmt.Errorf("its files have more than %d MB together, which is the limit", MaxTotal>>20)
	case size > fineRatio && size/maxRatio > packed:
		return nil, fmt.Errorf("the file %q is packed more than %d times smaller than it is, as no work of people is", e.Name, maxRatio)
	}
	r, err := e.Open()
	if err != nil {
		return nil, fmt.Errorf("the file %q cannot be unpacked: %s", e.Name, strings.TrimPrefix(err.Error(), "zip: "))
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, int64(size)+1)) // whatever it has beyond what it says
	if err == nil && int64(len(data)) != int64(size) {
		err = errors.New("it has another size than it says")
	}
	if err != nil {
		return nil, fmt.Errorf("the file %q cannot be unpacked: %s", e.Name, strings.TrimPrefix(err.Error(), "zip: "))
	}
	return data, nil
}
