package nbformat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"unicode/utf8"
)

// Read reads the notebook at path. Errors are one sentence that begins with the path.
func Read(path string) (*Notebook, error) {
	text, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such notebook; check the path", path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading notebook: %w", err)
	}
	n, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return n, nil
}

// maxSize bounds the files that are read.
const maxSize = 128 << 20

// readFile reads a file that is not so large, and no pipe on which nobody writes, that it would stop us.
func readFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if len(text) > maxSize {
		return nil, fmt.Errorf("%s: %w", path, tooLarge())
	}
	return text, err
}

func tooLarge() error {
	return fmt.Errorf("the notebook is larger than %d MB; clear its outputs", maxSize>>20)
}

// ReadGo is Read for notebooks that are to be run: it refuses those that name another language than Go.
func ReadGo(path string) (*Notebook, error) {
	n, err := Read(path)
	if err != nil {
		return nil, err
	}
	if l := n.Language(); l != "" && !strings.EqualFold(l, "go") {
		return nil, fmt.Errorf("%s: this is a %s notebook; gensci runs Go notebooks", path, l)
	}
	return n, nil
}

// Parse reads a notebook from its JSON text and gives ids to cells that have none (before nbformat 4.5 they had none).
func Parse(text []byte) (*Notebook, error) {
	n, err := parse(text)
	if err != nil && len(err.Error()) > maxMessage { // it quotes what may be as long as the file
		err = errors.New(strings.ToValidUTF8(err.Error()[:maxMessage], "") + "…")
	}
	return n, err
}

const maxMessage = 300

func parse(text []byte) (*Notebook, error) {
	if len(text) > maxSize {
		return nil, tooLarge()
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := checkJSON(text); err != nil {
		return nil, err
	}
	if err := checkStrict(text); err != nil {
		return nil, err
	}
	var file struct {
		Major    *json.Number   `json:"nbformat"`
		Minor    json.Number    `json:"nbformat_minor"`
		Metadata map[string]any `json:"metadata"`
		Cells    *[]rawCell     `json:"cells"`
	}
	if err := checkVersion(text); err != nil {
		return nil, err
	}
	if err := decode(text, &file); err != nil {
		return nil, err
	}
	if file.Cells == nil {
		return nil, errors.New("not a notebook: it has no list of cells")
	}
	n := &Notebook{Metadata: file.Metadata, Cells: make([]Cell, len(*file.Cells))}
	for i, c := range *file.Cells {
		var err error
		if n.Cells[i], err = c.cell(); err != nil {
			return nil, fmt.Errorf("cell %d %w", i+1, err)
		}
	}
	n.MintIDs()
	if err := n.Validate(); err != nil {
		return nil, err
	}
	return n, nil
}

// checkJSON finds what is not JSON at all and says where.
func checkJSON(text []byte) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return errors.New("the file is empty, not a notebook")
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return fmt.Errorf("not JSON at %s: not UTF-8 text", position(text, at))
		}
		at += size
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, new(json.RawMessage)); errors.As(err, &syntax) {
		if syntax.Error() == "unexpected end of JSON input" {
			return fmt.Errorf("not JSON at %s: the file seems to be cut off there, restore it from a copy", position(text, len(text)))
		}
		return fmt.Errorf("not JSON at %s: %w", position(text, int(syntax.Offset)-1), syntax)
	}
	return nil
}

// position is "line:column" of a byte, both from 1, columns in characters.
func position(text []byte, at int) string {
	before := text[:min(max(at, 0), len(text))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("%d:%d", line, column)
}

// checkVersion looks at the version before anything else, since all else depends on it.
func checkVersion(text []byte) error {
	var v struct {
		Major *int `json:"nbformat"`
		Minor int  `json:"nbformat_minor"`
	}
	if err := json.Unmarshal(text, &v); err != nil || v.Major == nil {
		return errors.New("not a notebook: it is JSON, but names no nbformat version")
	}
	if *v.Major != 4 {
		return fmt.Errorf("the notebook is in nbformat %d, gensci reads nbformat 4; open and save it in JupyterLab", *v.Major)
	}
	if v.Minor < 0 || v.Minor > 5 {
		return fmt.Errorf("the notebook is in nbformat 4.%d, gensci reads up to 4.5", v.Minor)
	}
	return nil
}

// decode unmarshals strictly; numbers keep their spelling.
func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	d.DisallowUnknownFields()
	err := d.Decode(into)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("not a notebook: %s cannot be a %s", wrong.Field, wrong.Value)
	}
	if err != nil {
		return fmt.Errorf("not a valid notebook: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}
