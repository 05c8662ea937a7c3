package display

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Message is one display.
type Message struct {
	ID   string
	Data map[string]any // by MIME type: strings, []byte and JSON
}

// InputKey in a message asks the user for a line, which comes on standard input; its text is the prompt.
const InputKey = "application/vnd.gensci.input"

// JSON is a value in that notation.
type JSON []byte

// Kinds of values on the way.
const (
	isText byte = iota
	isBytes
	isJSON
)

// write writes a message: the length of the rest in four bytes; the id; and for each value its type, its kind and itself. What has no length of
// its own is preceded by it.
func (m Message) write(b *bytes.Buffer) {
	b.Write(make([]byte, 4))
	writeBytes(b, m.ID)
	for mime, value := range m.Data {
		writeBytes(b, mime)
		switch v := value.(type) {
		case string:
			b.WriteByte(isText)
			writeBytes(b, v)
		case []byte:
			b.WriteByte(isBytes)
			writeBytes(b, v)
		case JSON:
			b.WriteByte(isJSON)
			writeBytes(b, v)
		default:
			panic("display: want a string, []byte or JSON for " + mime)
		}
	}
	binary.LittleEndian.PutUint32(b.Bytes(), uint32(b.Len()-4))
}

func writeBytes[T string | []byte | JSON](b *bytes.Buffer, x T) {
	b.Write(binary.AppendUvarint(nil, uint64(len(x))))
	b.Write([]byte(x))
}

var errBroken = errors.New("it is no message of package display")

// Read reads one message. The error is io.EOF where none begins.
func Read(r io.Reader) (m Message, err error) {
	var head [4]byte
	if _, err = io.ReadFull(r, head[:]); err != nil {
		return m, err
	}
	size := int64(binary.LittleEndian.Uint32(head[:]))
	var b bytes.Buffer // grows with what really comes
	if n, _ := io.CopyN(&b, r, size); n < size {
		return m, io.ErrUnexpectedEOF
	}
	id, err := readBytes(&b)
	m = Message{ID: string(id), Data: map[string]any{}}
	for err == nil && b.Len() > 0 {
		err = m.readValue(&b)
	}
	return m, err
}

func (m Message) readValue(b *bytes.Buffer) error {
	mime, err := readBytes(b)
	if err != nil {
		return err
	}
	kind, err := b.ReadByte()
	if err != nil {
		return errBroken
	}
	value, err := readBytes(b)
	if err != nil {
		return err
	}
	switch kind {
	case isText:
		m.Data[string(mime)] = string(value)
	case isBytes:
		m.Data[string(mime)] = value
	case isJSON:
		m.Data[string(mime)] = JSON(value)
	default:
		return errBroken
	}
	return nil
}

func readBytes(b *bytes.Buffer) ([]byte, error) {
	n, err := binary.ReadUvarint(b)
	if err != nil || n > uint64(b.Len()) {
		return nil, errBroken
	}
	return b.Next(int(n)), nil
}
