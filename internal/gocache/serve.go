package gocache

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Cache is a cache of two layers.
type Cache struct {
	Own    string // folder that takes what is new
	Shared string // folder that is only read, looked at first; "" for none
	Seed   string // folder of the go command's own cache, from which Own takes what it lacks; "" for none
}

// request and response are those of cacheprog.
type request struct {
	ID       int64
	Command  string
	ActionID []byte
	OutputID []byte
	BodySize int64
}

type response struct {
	ID            int64
	Err           string     `json:",omitempty"`
	KnownCommands []string   `json:",omitempty"`
	Miss          bool       `json:",omitempty"`
	OutputID      []byte     `json:",omitempty"`
	Size          int64      `json:",omitempty"`
	Time          *time.Time `json:",omitempty"`
	DiskPath      string     `json:",omitempty"`
}

// Serve answers the go command until it closes the cache, or goes.
func (c Cache) Serve(r io.Reader, w io.Writer) error {
	in, out := json.NewDecoder(bufio.NewReaderSize(r, 1<<16)), bufio.NewWriter(w)
	answers := json.NewEncoder(out)
	answer := func(a response) error {
		if err := answers.Encode(a); err != nil {
			return err
		}
		return out.Flush()
	}
	if err := answer(response{KnownCommands: []string{"get", "put", "close"}}); err != nil {
		return err
	}
	for {
		var q request
		err := in.Decode(&q)
		if err == io.EOF {
			return nil
		}
		var body []byte
		if err == nil && q.BodySize > 0 {
			err = in.Decode(&body)
		}
		if err != nil {
			return fmt.Errorf("the build cache lost its way in what the go command says: %w", err)
		}
		a := c.answer(q, body)
		a.ID = q.ID
		if err = answer(a); err != nil || q.Command == "close" {
			return err
		}
	}
}

func (c Cache) answer(q request, body []byte) response {
	switch {
	case q.Command == "close":
		folder(c.Own).trim(time.Now())
		return response{}
	case len(q.ActionID) < 2:
		return response{Err: "an action without a number"}
	case q.Command == "get":
		return c.get(q.ActionID)
	case q.Command == "put" && len(q.OutputID) >= 2 && int64(len(body)) == q.BodySize:
		path, err := folder(c.Own).put(q.ActionID, q.OutputID, body)
		if err != nil {
			return response{Err: fmt.Sprintf("what was compiled cannot be kept in %s: %v", c.Own, err)}
		}
		return response{DiskPath: path}
	}
	return response{Err: fmt.Sprintf("%s: not understood", q.Command)}
}

func (c Cache) get(action []byte) response {
	var e entry
	found := false
	if c.Shared != "" {
		e, found = folder(c.Shared).get(action)
	}
	if !found {
		e, found = folder(c.Own).get(action)
		if found {
			folder(c.Own).used(action, e, time.Now())
		} else if c.Seed != "" {
			e, found = seed(c.Seed).take(action, folder(c.Own))
		}
	}
	if !found {
		return response{Miss: true}
	}
	return response{OutputID: e.output, Size: e.size, Time: &e.time, DiskPath: e.path}
}
