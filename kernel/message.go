package kernel

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

const (
	protocolVersion = "5.4"
	delimiter       = "<IDS|MSG>" // between the routing identities and the signed frames
)

var errSignature = errors.New("message with a wrong signature")

// header is the header of a message; of a parent's header only ID matters here.
type header struct {
	ID       string `json:"msg_id"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Type     string `json:"msg_type"`
	Version  string `json:"version"`
}

// message is one message of the protocol, without its metadata and buffers, which nobody here needs.
type message struct {
	Identities [][]byte
	Header     header
	Parent     header
	Content    json.RawMessage
}

// sign is the signature frame: hex of HMAC-SHA256 over header, parent header, metadata and content.
func sign(key []byte, parts [][]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, p := range parts {
		mac.Write(p)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

// encode returns the frames of m. An empty parent header is an empty object, as the protocol has it.
func encode(key []byte, m message) ([][]byte, error) {
	h, err := json.Marshal(m.Header)
	if err != nil {
		return nil, fmt.Errorf("encoding a message: %w", err)
	}
	parent := []byte("{}")
	if m.Parent.ID != "" {
		if parent, err = json.Marshal(m.Parent); err != nil {
			return nil, fmt.Errorf("encoding a message: %w", err)
		}
	}
	parts := [][]byte{h, parent, []byte("{}"), m.Content}
	frames := append([][]byte{}, m.Identities...)
	frames = append(frames, []byte(delimiter), sign(key, parts))
	return append(frames, parts...), nil
}

// decode reads the frames of a message and checks its signature.
func decode(key []byte, frames [][]byte) (message, error) {
	at := 0
	for at < len(frames) && string(frames[at]) != delimiter {
		at++
	}
	if len(frames) < at+6 {
		return message{}, fmt.Errorf("message of %d frames is cut off", len(frames))
	}
	parts := frames[at+2 : at+6]
	if !hmac.Equal(sign(key, parts), frames[at+1]) {
		return message{}, errSignature
	}
	m := message{Identities: frames[:at], Content: parts[3]}
	if err := json.Unmarshal(parts[0], &m.Header); err != nil {
		return message{}, fmt.Errorf("decoding a message's header: %w", err)
	}
	if err := json.Unmarshal(parts[1], &m.Parent); err != nil {
		return message{}, fmt.Errorf("decoding a message's parent: %w", err)
	}
	return m, nil
}

// token returns 128 random bits in hex: keys and message ids.
func token() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
