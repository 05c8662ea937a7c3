package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// record is one line of the file: an input, or with Line 0 the beginning of a session.
type record struct {
	Session int    `json:"session"`
	Line    int    `json:"line,omitempty"`
	Source  string `json:"source,omitempty"`
}

func records(list []Entry) []record {
	all := make([]record, len(list))
	for i, e := range list {
		all[i] = record(e)
	}
	return all
}

// lines writes records as JSON, without the escapes for & and < that HTML would need: people read the file.
func lines(list []record) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, r := range list {
		if err := enc.Encode(r); err != nil {
			return nil, fmt.Errorf("writing an input: %w", err)
		}
	}
	return b.Bytes(), nil
}

// eachLine calls do with every line and its size. Of a line over the limit, which none of ours is, do gets the size alone: a damaged file
// must not fill the memory.
func eachLine(in io.Reader, limit int, do func(line []byte, size int)) error {
	r := bufio.NewReader(in)
	var line []byte
	size := 0
	for {
		part, err := r.ReadSlice('\n')
		if size += len(part); size <= limit {
			line = append(line, part...)
		} else {
			line = nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if size > 0 {
			do(line, size)
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		}
		line, size = line[:0], 0
	}
}
