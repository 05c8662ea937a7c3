package jupyter

import (
	"errors"
	"reflect"
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
	m := Message{Topic: "peer", Header: Header{ID: "1", Type: "status"}, Parent: Header{ID: "0"}, Metadata: []byte(`{"b":2}`), Content: []byte(`{"a":1}`), Buffers: [][]byte{{1, 2}}}
	frames, err := Encode(key, m)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(key, frames)
	back.Header.raw, back.Parent.raw = "", ""
	if err != nil || !reflect.DeepEqual(back, m) {
		t.Fatalf("got %+v, %v", back, err)
	}
	if _, err := Decode([]byte("other"), frames); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: got %v", err)
	}
	for i := 2; i < len(frames)-1; i++ { // buffers are not signed
		changed := append([][]byte{}, frames...)
		changed[i] = append([]byte{' '}, changed[i]...)
		if _, err := Decode(key, changed); !errors.Is(err, ErrSignature) {
			t.Errorf("frame %d changed: got %v", i, err)
		}
	}
	for n := range len(frames) - 1 {
		if _, err := Decode(key, frames[:n]); err == nil {
			t.Errorf("%d of %d frames give no error", n, len(frames))
		}
	}
}

// What answers a message carries its header byte for byte, with fields that we don't know.
func TestParentIsAsItCame(t *testing.T) {
	key := []byte("secret")
	raw := `{"msg_id":"7", "msg_type":"execute_request","subshell_id":null}`
	parts := [][]byte{[]byte(raw), []byte("{}"), []byte("{}"), []byte("{}")}
	m, err := Decode(key, append([][]byte{[]byte(delimiter), sign(key, parts)}, parts...))
	if err != nil {
		t.Fatal(err)
	}
	frames, err := Encode(key, Message{Header: NewHeader("s", "execute_reply"), Parent: m.Header, Content: []byte("{}")})
	if err != nil || string(frames[3]) != raw {
		t.Errorf("got %s, %v", frames[3], err)
	}
}
