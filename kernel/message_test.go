package kernel

import (
	"bytes"
	"errors"
	"testing"
)

// The signature is checked against a value computed with Python: hmac.new(b"key", b'{"msg_id":"1"}{}{}{}', "sha256").hexdigest().
func TestSign(t *testing.T) {
	got := sign([]byte("key"), [][]byte{[]byte(`{"msg_id":"1"}`), []byte("{}"), []byte("{}"), []byte("{}")})
	if want := "fae17e3551b4fe47b90efc695f60e0688abc04206e4800a47e3dea21647ee1c1"; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMessageRoundTrip(t *testing.T) {
	key := []byte("secret")
	m := message{Identities: [][]byte{[]byte("peer")}, Header: header{ID: "1", Type: "status"}, Parent: header{ID: "0"}, Content: []byte(`{"a":1}`)}
	frames, err := encode(key, m)
	if err != nil {
		t.Fatal(err)
	}
	back, err := decode(key, frames)
	if err != nil || back.Header != m.Header || back.Parent != m.Parent || !bytes.Equal(back.Content, m.Content) || string(back.Identities[0]) != "peer" {
		t.Fatalf("got %+v, %v", back, err)
	}
	if _, err := decode([]byte("other"), frames); !errors.Is(err, errSignature) {
		t.Errorf("another key: got %v", err)
	}
	for i := 2; i < len(frames); i++ {
		changed := append([][]byte{}, frames...)
		changed[i] = append([]byte{' '}, changed[i]...)
		if _, err := decode(key, changed); !errors.Is(err, errSignature) {
			t.Errorf("frame %d changed: got %v", i, err)
		}
	}
	for n := range frames {
		if _, err := decode(key, frames[:n]); err == nil {
			t.Errorf("%d of %d frames give no error", n, len(frames))
		}
	}
}
