// Package zmtp speaks ZeroMQ's wire protocol, ZMTP 3.0 and 3.1 with the mechanism NULL, as far as Jupyter needs it.
//
//	a kernel listens          a client dials     Jupyter's sockets
//	ListenRouter    ROUTER    DialDealer  DEALER  shell, control, stdin
//	ListenPublisher PUB       DialSubscriber SUB  iopub
//	ListenEcho      REP       DialPinger  REQ     heartbeat
//
// Endpoints are "tcp://127.0.0.1:5555" (port 0 or *: a free one, see Addr) and "ipc:///path/of/a/socket". A message is a list of frames.
// Frames that were sent belong to the socket: they are written as they are, perhaps later and to several peers. Frames that were received
// belong to the receiver. All methods may be called concurrently; the order of messages is kept for each peer.
//
//	r, err := zmtp.ListenRouter("tcp://127.0.0.1:0", zmtp.Options{})
//	...
//	for {
//		m, err := r.Recv(ctx)
//		...
//		err = r.Send(m.From, reply)
//	}
//
// # No peer stops another
//
// Each connection has a goroutine that reads, one that writes, and a queue between them and Send. Whoever connects and stays silent, sends
// something else than ZMTP or announces more than [Options] allow loses its connection and nothing else happens; memory grows with what
// has arrived, not with what was announced. A peer that sends faster than Recv is called waits, alone.
//
// # Peers that do not read
//
// ZeroMQ drops messages for a peer at its high-water mark, and a Jupyter client that misses one "status: idle" waits for ever. Here nothing
// is dropped while a peer is connected: its queue holds [Options.Queue] bytes, which is generous. When it is full, Send waits for the peer,
// so that a cell that prints without end runs as fast as its output is read. But a peer that is so far behind has to go on reading: 1/64 of
// the queue in each [Options.Patience], 1 MB/s by default. If it takes less, it is disconnected, notices, and may connect again. So a peer
// that stopped reading costs all sends together one Patience.
//
// # Losing a connection
//
// What is dialled is dialled again until Close; in between, Send returns [ErrNoPeer], and nothing is sent twice. A router gives a peer the
// identity that it asks for, and takes it away from an older connection: clients that reconnect are quicker than the news of their loss.
//
// References: ZMTP 3.1, https://rfc.zeromq.org/spec/37/; ZMTP 3.0, https://rfc.zeromq.org/spec/23/; request-reply and publish-subscribe
// patterns, https://rfc.zeromq.org/spec/28/ and https://rfc.zeromq.org/spec/29/; Jupyter's sockets,
// https://jupyter-client.readthedocs.io/en/latest/messaging.html
package zmtp
