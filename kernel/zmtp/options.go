package zmtp

import (
	"cmp"
	"time"
)

// Options are the limits of a socket and what it tells. The zero value is for a Jupyter kernel or client.
type Options struct {
	Identity   string        // of a Dealer: what the router knows it by, at most 255 bytes, the first not zero; "": the router makes one up
	Handshake  time.Duration // within which a peer must have introduced itself; 0: 10 s
	MaxMessage int64         // bytes of a message to receive, over all frames; 0: 1 GiB
	MaxFrames  int           // frames of a message to receive; 0: 16384
	Queue      int64         // bytes that may wait for a peer, not counting the last message; 0: 128 MiB
	Patience   time.Duration // in which a peer with a full queue must take a 64th of it; 0: 2 s
	Linger     time.Duration // in which Close sends what waits, and hears that it has arrived; 0: 1 s

	Subscribed func(prefix string) // of a Publisher: called when a subscription has taken effect; must return soon
	Lost       func(error)         // called with the reason when a peer is refused or lost, other than by its own wish; must return soon
}

func (o Options) withDefaults() Options {
	o.Handshake = cmp.Or(o.Handshake, 10*time.Second)
	o.MaxMessage = cmp.Or(o.MaxMessage, 1<<30)
	o.MaxFrames = cmp.Or(o.MaxFrames, 1<<14)
	o.Queue = cmp.Or(o.Queue, 128<<20)
	o.Patience = cmp.Or(o.Patience, 2*time.Second)
	o.Linger = cmp.Or(o.Linger, time.Second)
	return o
}
