package run

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/display"
)

// shown serves the display pipes of package display for one program.
type shown struct {
	there, back *pipe
	sink        *sink
	inputs      *inputs
}

// displayPath is what package display is told in the program's environment.
func displayPath(dir string) string { return filepath.Join(dir, "own") }

// serve hands displays on until the pipe ends, and says so after each. Where something else comes, the beginning of the next message cannot be
// found: the pipes are closed, so that nobody waits at their other ends.
func (s *shown) serve() {
	for {
		m, err := display.Read(s.there)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, os.ErrClosed):
			return
		case err != nil:
			s.sink.say("a display could not be read: " + err.Error())
			s.there.close()
			s.back.close()
			return
		}
		if prompt, ok := m.Data[display.InputKey].(string); ok {
			s.sink.ordered(func() {}) // the prompt comes after the text before it
			s.inputs.ask(protocol.InputRequest{Prompt: prompt})
		} else {
			s.sink.ordered(func() { s.sink.display(dataOf(m)) })
		}
		_, _ = s.back.file.Write([]byte{0}) // fails when the program has ended
	}
}

func dataOf(m display.Message) *protocol.DisplayData {
	d := &protocol.DisplayData{Data: map[protocol.MIMEType]any{}, DisplayID: m.ID}
	for mime, value := range m.Data {
		if text, ok := value.(display.JSON); ok {
			value = nil
			_ = json.Unmarshal(text, &value) // what is no JSON is shown as null
		}
		d.Data[protocol.MIMEType(mime)] = value
	}
	return d
}
