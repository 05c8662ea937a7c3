package zmtp

import (
	"encoding/binary"
	"errors"
	"strings"
)

var errCommand = errors.New("malformed command")

// newCommand is a command: the length of its name, the name, and data.
func newCommand(name string, data []byte) message {
	body := append([]byte{byte(len(name))}, name...)
	return message{frames: [][]byte{append(body, data...)}, command: true}
}

// parse returns the name and the data of a command.
func (m message) parse() (name string, data []byte, err error) {
	body := m.frames[0]
	if len(body) == 0 || len(body) < 1+int(body[0]) {
		return "", nil, errCommand
	}
	n := 1 + int(body[0])
	return string(body[1:n]), body[n:], nil
}

// appendProperty appends one property of a READY command.
func appendProperty(data []byte, name, value string) []byte {
	data = append(append(data, byte(len(name))), name...)
	data = binary.BigEndian.AppendUint32(data, uint32(len(value)))
	return append(data, value...)
}

// properties parses the data of a READY command; names are in lower case, since case does not matter.
func properties(data []byte) (map[string]string, error) {
	all := map[string]string{}
	for len(data) > 0 {
		n := int(data[0])
		if len(data) < 1+n+4 {
			return nil, errCommand
		}
		name, rest := strings.ToLower(string(data[1:1+n])), data[1+n:]
		size := uint64(binary.BigEndian.Uint32(rest))
		if uint64(len(rest)-4) < size {
			return nil, errCommand
		}
		all[name], data = string(rest[4:4+size]), rest[4+size:]
	}
	return all, nil
}
