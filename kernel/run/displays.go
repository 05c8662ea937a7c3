package run

import (
	"encoding/gob"
	"errors"
	"io"
	"os"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func init() { gob.Register(map[string]any{}) } // JSON values of results

// displays serves the display pipes of one program.
type displays struct {
	there, back *pipe
	acks        *gob.Encoder
	sink        *sink
	inputs      *inputs
	warned      bool
}

func newDisplays(there, back *pipe, s *sink, in *inputs) *displays {
	return &displays{there: there, back: back, acks: gob.NewEncoder(back.file), sink: s, inputs: in}
}

// serve handles messages until the pipe ends. A message that cannot be decoded does not harm the next one.
func (d *displays) serve() {
	for decoder := gob.NewDecoder(d.there); ; {
		var m protocol.DisplayData
		err := decoder.Decode(&m)
		switch {
		case err == nil:
			d.handle(&m)
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, os.ErrClosed):
			return
		default:
			d.sink.say("a display could not be read: " + err.Error())
		}
	}
}

func (d *displays) handle(m *protocol.DisplayData) {
	if v, ok := m.Data[protocol.MIMECommValue].(protocol.CommValue); ok && v.Address == protocol.GonbuiSyncAddress {
		_ = d.acks.Encode(&protocol.CommValue{Address: protocol.GonbuiSyncAckAddress, Value: v.Value}) // fails when the program has ended
		return
	}
	if request, ok := m.Data[protocol.MIMEJupyterInput].(protocol.InputRequest); ok {
		d.sink.ordered(func() {}) // the prompt comes after the text before it
		d.inputs.ask(request)
		return
	}
	_, value := m.Data[protocol.MIMECommValue]
	_, subscription := m.Data[protocol.MIMECommSubscribe]
	if value || subscription {
		d.warn()
		return
	}
	d.sink.ordered(func() { d.sink.display(m) })
}

// warn says once that widgets don't work here, as they would wait for answers without end.
func (d *displays) warn() {
	if !d.warned {
		d.warned = true
		d.sink.say("widgets (gonbui/comms) are not served here")
	}
}
