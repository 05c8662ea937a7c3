package jupyter

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gensci/gensci/kernel/zmtp"
)

// dialTimeout is for connecting to a kernel that already listens.
const dialTimeout = 10 * time.Second

// Client speaks to one kernel. Messages that are not signed with its key are dropped.
type Client struct {
	Replies   chan Message // from shell
	Published chan Message // from iopub
	Questions chan Message // from stdin
	Control   chan Message // replies from control

	key     []byte
	session string
	ctx     context.Context
	cancel  context.CancelFunc
	shell   *zmtp.Dealer
	control *zmtp.Dealer
	stdin   *zmtp.Dealer
	closers []func() error
}

// Dial connects to the shell, control, stdin and iopub sockets of a kernel that is listening.
func Dial(c Connection) (*Client, error) {
	k := &Client{
		key: []byte(c.Key), session: Token(),
		Replies: make(chan Message, 64), Published: make(chan Message, 4096), Questions: make(chan Message, 4), Control: make(chan Message, 4),
	}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	if err := k.connect(c); err != nil {
		k.Close()
		return nil, fmt.Errorf("connecting to the kernel: %w", err)
	}
	return k, nil
}

func (k *Client) connect(c Connection) (err error) {
	ctx, cancel := context.WithTimeout(k.ctx, dialTimeout)
	defer cancel()
	published, err := zmtp.DialSubscriber(ctx, c.Endpoint(c.IOPub), zmtp.Options{}, "")
	if err != nil {
		return err
	}
	k.closers = append(k.closers, published.Close)
	go k.receive(published.Recv, k.Published)
	for _, s := range []struct {
		dealer **zmtp.Dealer
		port   int
		into   chan Message
	}{{&k.stdin, c.Stdin, k.Questions}, {&k.control, c.Control, k.Control}, {&k.shell, c.Shell, k.Replies}} {
		if *s.dealer, err = k.dealer(ctx, c, s.port, s.into); err != nil {
			return err
		}
	}
	return nil
}

// dealer connects to a socket of the kernel. One identity for all: questions come to who asked for the cell's execution.
func (k *Client) dealer(ctx context.Context, c Connection, port int, into chan Message) (*zmtp.Dealer, error) {
	d, err := zmtp.DialDealer(ctx, c.Endpoint(port), zmtp.Options{Identity: k.session})
	if err == nil {
		k.closers = append(k.closers, d.Close)
		go k.receive(d.Recv, into)
	}
	return d, err
}

// receive hands on the messages of one socket until it is closed.
func (k *Client) receive(recv func(context.Context) ([][]byte, error), into chan<- Message) {
	for {
		frames, err := recv(k.ctx)
		if err != nil {
			return
		}
		m, err := Decode(k.key, frames)
		if err != nil {
			continue // not from our kernel
		}
		select {
		case into <- m:
		case <-k.ctx.Done():
			return
		}
	}
}

// Request sends a request on the shell socket and returns its id, which is the parent's id in all that answers it.
func (k *Client) Request(kind string, content any) (string, error) {
	return k.send(k.shell, kind, content, Header{})
}

// RequestControl sends a request on the control socket, which is answered while cells run.
func (k *Client) RequestControl(kind string, content any) (string, error) {
	return k.send(k.control, kind, content, Header{})
}

// Answer answers a question.
func (k *Client) Answer(question Message, value string) error {
	_, err := k.send(k.stdin, "input_reply", map[string]string{"value": value}, question.Header)
	return err
}

func (k *Client) send(to *zmtp.Dealer, kind string, content any, parent Header) (string, error) {
	text, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("encoding a %s: %w", kind, err)
	}
	h := NewHeader(k.session, kind)
	frames, err := Encode(k.key, Message{Header: h, Parent: parent, Content: text})
	if err != nil {
		return "", err
	}
	if err := to.Send(frames); err != nil {
		return "", fmt.Errorf("sending a %s to the kernel: %w", kind, err)
	}
	return h.ID, nil
}

// Close closes all sockets and ends their goroutines.
func (k *Client) Close() {
	k.cancel()
	for _, closing := range k.closers {
		_ = closing() // the kernel may be gone already
	}
}
