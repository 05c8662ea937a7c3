package jupyter

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ProtocolVersion is the version of the messaging protocol that we speak.
const ProtocolVersion = "5.4"

const delimiter = "<IDS|MSG>" // between the routing identities and the signed frames

// ErrSignature says that a message does not come from who knows the key.
var ErrSignature = errors.New("message with a wrong signature")

// Header is the header of a message.
type Header struct {
	ID       string `json:"msg_id"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Type     string `json:"msg_type"`
	Version  string `json:"version"`

	raw string // as it came: what answers it carries the same bytes
}

// NewHeader is the header of a new message.
func NewHeader(session, kind string) Header {
	return Header{ID: Token(), Session: session, Username: "gensci", Type: kind, Version: ProtocolVersion, Date: time.Now().UTC().Format(time.RFC3339Nano)}
}

// MarshalJSON writes the header; no header is an empty object, as the protocol has it.
func (h Header) MarshalJSON() ([]byte, error) {
	type plain Header
	switch {
	case h.raw != "":
		return []byte(h.raw), nil
	case h.ID == "":
		return []byte("{}"), nil
	}
	return json.Marshal(plain(h))
}

// UnmarshalJSON reads a header and keeps its text.
func (h *Header) UnmarshalJSON(text []byte) error {
	type plain Header
	if err := json.Unmarshal(text, (*plain)(h)); err != nil {
		return err
	}
	if h.ID != "" {
		h.raw = string(text)
	}
	return nil
}

// Message is one message of the protocol.
type Message struct {
	Topic    string // on iopub, what subscribers choose by
	Header   Header
	Parent   Header
	Metadata json.RawMessage // nil is empty
	Content  json.RawMessage
	Buffers  [][]byte
}

// sign is the signature frame: hex of HMAC-SHA256 over header, parent header, metadata and content; nothing without a key.
func sign(key []byte, parts [][]byte) []byte {
	if len(key) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, key)
	for _, p := range parts {
		mac.Write(p)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

// Encode returns the frames of m, signed with key.
func Encode(key []byte, m Message) ([][]byte, error) {
	h, err := m.Header.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("encoding a message: %w", err)
	}
	parent, err := m.Parent.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("encoding a message: %w", err)
	}
	metadata := []byte(m.Metadata)
	if metadata == nil {
		metadata = []byte("{}")
	}
	parts := [][]byte{h, parent, metadata, m.Content}
	var frames [][]byte
	if m.Topic != "" {
		frames = append(frames, []byte(m.Topic))
	}
	frames = append(append(frames, []byte(delimiter), sign(key, parts)), parts...)
	return append(frames, m.Buffers...), nil
}

// Decode reads the frames of a message and checks its signature.
func Decode(key []byte, frames [][]byte) (Message, error) {
	at := 0
	for at < len(frames) && string(frames[at]) != delimiter {
		at++
	}
	if len(frames) < at+6 {
		return Message{}, fmt.Errorf("message of %d frames is cut off", len(frames))
	}
	parts := frames[at+2 : at+6]
	if !hmac.Equal(sign(key, parts), frames[at+1]) {
		return Message{}, ErrSignature
	}
	m := Message{Topic: string(bytes.Join(frames[:at], nil)), Metadata: parts[2], Content: parts[3], Buffers: frames[at+6:]}
	if err := json.Unmarshal(parts[0], &m.Header); err != nil {
		return Message{}, fmt.Errorf("decoding a message's header: %w", err)
	}
	if err := json.Unmarshal(parts[1], &m.Parent); err != nil {
		return Message{}, fmt.Errorf("decoding a message's parent: %w", err)
	}
	return m, nil
}

// Token returns 128 random bits in hex: keys and message ids.
func Token() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
