package handin

import (
	"fmt"
	"io"
	"os"
)

// ReadFile reads a regular file that is to be handed in, of no more than a file's limit.
func ReadFile(path string) ([]byte, error) {
	data, err := readFile(path, MaxFile)
	if err == nil && data == nil {
		err = tooLarge(path)
	}
	return data, err
}

// ReadZip reads the file of a hand-in, of no more than such a file can have.
func ReadZip(path string) ([]byte, error) {
	data, err := readFile(path, MaxTotal+maxOverhead)
	if err == nil && data == nil {
		err = fmt.Errorf("%s has more than %d MB, which is the limit of a hand-in", path, MaxTotal>>20)
	}
	return data, err
}

// readFile returns nil for a file that is larger than limit.
func readFile(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("there is no file %s; check the path", path)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file; hand in files one by one", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if int64(len(data)) > limit {
		return nil, nil
	}
	return data, nil
}
