package assist

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
)

// message is a request, a reply or a notification of JSON-RPC 2.0.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *replyError     `json:"error,omitempty"`
}

// replyError is what the other side says it could not do.
type replyError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *replyError) Error() string { return fmt.Sprintf("gopls: %s (%d)", e.Message, e.Code) }

// maxFrame bounds what a process that has lost its way can make us allocate.
const maxFrame = 64 << 20

// writeFrame writes one message with its header (LSP, section "Base Protocol").
func writeFrame(w io.Writer, m message) error {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

// readFrame reads the next message.
func readFrame(r *bufio.Reader) (message, error) {
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return message{}, err
	}
	n, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil || n < 0 || n > maxFrame {
		return message{}, fmt.Errorf("a message of %q bytes", header.Get("Content-Length"))
	}
	body := make([]byte, n)
	if _, err = io.ReadFull(r, body); err != nil {
		return message{}, err
	}
	var m struct {
		message
		Params json.RawMessage `json:"params"`
	}
	if err = json.Unmarshal(body, &m); err != nil {
		return message{}, err
	}
	m.message.Params = m.Params
	return m.message, nil
}
