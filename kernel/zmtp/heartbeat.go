package zmtp

import (
	"bytes"
	"context"
	"encoding/binary"
	"sync"
)

// Echo is a REP that answers each request with the request. Jupyter's heartbeat of a kernel.
type Echo struct{ *socket }

// ListenEcho opens an Echo at an endpoint.
func ListenEcho(endpoint string, o Options) (*Echo, error) {
	e := &Echo{newSocket(kindRep, o)}
	e.received = func(p *peer, m message) error {
		return e.send(p, m.frames) // with all frames before the empty one, which lead the way back
	}
	if err := e.listen(endpoint); err != nil {
		return nil, err
	}
	return e, nil
}

// Pinger is a REQ that asks an Echo whether it is there. Jupyter's heartbeat of a client.
type Pinger struct {
	*socket
	inbox  inbox
	asking sync.Mutex // one question at a time, as the protocol has it
	asked  uint64
}

// DialPinger connects to an endpoint; it tries until ctx ends.
func DialPinger(ctx context.Context, endpoint string, o Options) (*Pinger, error) {
	p := &Pinger{socket: newSocket(kindReq, o), inbox: make(inbox)}
	p.received = p.inbox.deliver(p.socket)
	if err := p.dial(ctx, endpoint); err != nil {
		return nil, err
	}
	return p, nil
}

// Ping returns when an echo has come, or with the error that came before. Late echoes of earlier pings do not count.
func (p *Pinger) Ping(ctx context.Context) error {
	p.asking.Lock()
	defer p.asking.Unlock()
	peer, err := p.only()
	if err != nil {
		return err
	}
	p.asked++
	question := binary.BigEndian.AppendUint64(nil, p.asked)
	if err := p.send(peer, [][]byte{nil, question}); err != nil {
		return err
	}
	for {
		m, err := p.inbox.recv(ctx, p.socket)
		if err != nil {
			return err
		}
		if bytes.Equal(m.Frames[len(m.Frames)-1], question) {
			return nil
		}
	}
}
