package nbformat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Marshal returns the notebook as nbformat 4.5 text: keys sorted, an indent of one blank, a newline at the end. Equal notebooks
// give equal bytes. A notebook that breaks the rules of the format is an error.
func (n *Notebook) Marshal() ([]byte, error) {
	if err := n.Validate(); err != nil {
		return nil, fmt.Errorf("writing notebook: %w", err)
	}
	cells := make([]any, len(n.Cells))
	for i, c := range n.Cells {
		cells[i] = c.tree()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": object(n.Metadata), "cells": cells})
	if err != nil {
		return nil, fmt.Errorf("writing notebook: %w", err)
	}
	return b.Bytes(), nil
}

// Write writes the notebook to path, atomically: an error or a power cut leaves what was there before.
func (n *Notebook) Write(path string) error {
	text, err := n.Marshal()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // replace the file, not the link to it
	}
	if err := writeAtomic(path, text); err != nil {
		return fmt.Errorf("writing notebook %s: %w", path, err)
	}
	return nil
}

func writeAtomic(path string, text []byte) (err error) {
	mode := os.FileMode(0o644)
	if old, e := os.Stat(path); e == nil {
		mode = old.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".tmp-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(text)
	for _, step := range []func() error{func() error { return f.Chmod(mode) }, f.Sync, f.Close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func (c Cell) tree() map[string]any {
	t := map[string]any{"cell_type": c.Type, "id": c.ID, "source": split(c.Source), "metadata": object(c.Metadata)}
	if c.Attachments != nil {
		t["attachments"] = c.Attachments
	}
	if c.Type == Code {
		outputs := make([]any, len(c.Outputs))
		for i, o := range c.Outputs {
			outputs[i] = o.tree()
		}
		t["outputs"], t["execution_count"] = outputs, count(c.ExecutionCount)
	}
	return t
}

func (o Output) tree() map[string]any {
	switch o.Type {
	case Stream:
		return map[string]any{"output_type": Stream, "name": o.Name, "text": split(o.Text)}
	case Error:
		return map[string]any{"output_type": Error, "ename": o.ErrorName, "evalue": o.ErrorValue, "traceback": append([]string{}, o.Traceback...)}
	}
	data := make(map[string]any, len(o.Data))
	for mime, v := range o.Data {
		if s, ok := v.(string); ok && isText(mime) {
			v = split(s)
		}
		data[mime] = v
	}
	t := map[string]any{"output_type": o.Type, "data": data, "metadata": object(o.Metadata)}
	if o.Type == ExecuteResult {
		t["execution_count"] = count(o.ExecutionCount)
	}
	return t
}

// split is the text as a list of lines, each with its newline: what Jupyter writes, since it shows well in differences.
func split(text string) []string {
	if text == "" {
		return []string{}
	}
	l := strings.SplitAfter(text, "\n")
	if l[len(l)-1] == "" {
		l = l[:len(l)-1]
	}
	return l
}

func object(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// count is the execution count as the format has it: null where nothing was executed.
func count(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
