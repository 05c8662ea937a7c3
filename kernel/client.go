package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/go-zeromq/zmq4"
)

// client speaks to one kernel. Messages that are not signed with its key are dropped.
type client struct {
	key       []byte
	session   string
	cancel    context.CancelFunc
	shell     zmq4.Socket
	stdin     zmq4.Socket
	sockets   []zmq4.Socket
	replies   chan message // from shell
	published chan message // from iopub
	questions chan message // from stdin
}

// dial connects to the shell, stdin and iopub sockets of a kernel that is listening.
func dial(c connection) (*client, error) {
	ctx, cancel := context.WithCancel(context.Background())
	k := &client{
		key: []byte(c.Key), session: token(), cancel: cancel,
		replies: make(chan message, 64), published: make(chan message, 4096), questions: make(chan message, 4),
	}
	// One identity for all: GoNB answers requests on the control socket through the shell socket.
	options := []zmq4.Option{zmq4.WithID(zmq4.SocketIdentity(k.session)), zmq4.WithLogger(log.New(io.Discard, "", 0)), zmq4.WithDialerTimeout(5 * time.Second)}
	k.shell, k.stdin = zmq4.NewDealer(ctx, options...), zmq4.NewDealer(ctx, options...)
	iopub := zmq4.NewSub(ctx, options[1:]...)
	for _, s := range []struct {
		socket zmq4.Socket
		port   int
		into   chan message
	}{{iopub, c.IOPub, k.published}, {k.stdin, c.Stdin, k.questions}, {k.shell, c.Shell, k.replies}} {
		if err := s.socket.Dial(c.endpoint(s.port)); err != nil {
			k.close()
			return nil, fmt.Errorf("connecting to the kernel: %w", err)
		}
		k.sockets = append(k.sockets, s.socket)
		go k.receive(ctx, s.socket, s.into)
	}
	if err := iopub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		k.close()
		return nil, fmt.Errorf("connecting to the kernel: %w", err)
	}
	return k, nil
}

// receive hands on the messages of one socket until it is closed.
func (k *client) receive(ctx context.Context, s zmq4.Socket, into chan<- message) {
	for {
		raw, err := s.Recv()
		if err != nil {
			return
		}
		m, err := decode(k.key, raw.Frames)
		if err != nil {
			continue // not from our kernel
		}
		select {
		case into <- m:
		case <-ctx.Done():
			return
		}
	}
}

// request sends a request on the shell socket and returns its id, which is the parent's id in all that answers it.
func (k *client) request(kind string, content any) (string, error) {
	text, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("encoding a %s: %w", kind, err)
	}
	h := header{ID: token(), Session: k.session, Username: SpecName, Type: kind, Version: protocolVersion, Date: time.Now().UTC().Format(time.RFC3339Nano)}
	frames, err := encode(k.key, message{Header: h, Content: text})
	if err != nil {
		return "", err
	}
	if err := k.shell.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		return "", fmt.Errorf("sending a %s to the kernel: %w", kind, err)
	}
	return h.ID, nil
}

// close closes all sockets and ends their goroutines.
func (k *client) close() {
	k.cancel()
	for _, s := range k.sockets {
		_ = s.Close() // the kernel may be gone already
	}
}
