package zmtp

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
)

// Kinds of sockets, as they are called in the handshake.
const (
	kindRouter = "ROUTER"
	kindDealer = "DEALER"
	kindPub    = "PUB"
	kindSub    = "SUB"
	kindRep    = "REP"
	kindReq    = "REQ"
)

// partners are the kinds that a kind may talk to (ZMTP 3.1, section "The Socket-Type Property").
var partners = map[string][]string{
	kindRouter: {kindDealer, kindReq, kindRouter},
	kindDealer: {kindRouter, kindRep, kindDealer},
	kindPub:    {kindSub, "XSUB"},
	kindSub:    {kindPub, "XPUB"},
	kindRep:    {kindReq, kindDealer},
	kindReq:    {kindRep, kindRouter},
}

const (
	greetingLength = 64
	maxReady       = 4096 // bytes of a peer's READY: it is read before we know who it is
	maxIdentity    = 255
)

// introduction is what the two sides of a connection tell each other.
type introduction struct {
	kind, identity string
	minor          byte // of ZMTP's version
}

// introduce sends who we are and returns who the peer is. If they do not fit, the peer is told why.
func introduce(w *bufio.Writer, r *bufio.Reader, we introduction) (introduction, error) {
	greeting := greet(we.minor)
	_, _ = w.Write(greeting[:])
	if err := w.Flush(); err != nil {
		return introduction{}, err
	}
	minor, err := readGreeting(r)
	if err != nil {
		return introduction{}, err
	}
	_ = we.ready().writeTo(w) // Flush tells
	if flushErr := w.Flush(); flushErr != nil {
		return introduction{}, flushErr
	}
	peer, err := readReady(r)
	if err == nil {
		err = fit(we.kind, peer)
	}
	if err != nil {
		reason := err.Error()[:min(255, len(err.Error()))]
		_ = newCommand("ERROR", append([]byte{byte(len(reason))}, reason...)).writeTo(w) // the connection ends anyway
		_ = w.Flush()
		return introduction{}, err
	}
	peer.minor = minor
	return peer, nil
}

// greet is the greeting: a signature, the version 3.x, the mechanism, and zeros.
func greet(minor byte) (g [greetingLength]byte) {
	g[0], g[9], g[10], g[11] = 0xff, 0x7f, 3, minor
	copy(g[12:32], "NULL")
	return g
}

// readGreeting returns the minor version of the peer. It reads no further than it understands: a stranger may never send 64 bytes.
func readGreeting(r io.Reader) (minor byte, err error) {
	var g [greetingLength]byte
	if _, err := io.ReadFull(r, g[:1]); err != nil {
		return 0, noEOF(err)
	}
	if g[0] == 0xff {
		if _, err := io.ReadFull(r, g[1:12]); err != nil {
			return 0, noEOF(err)
		}
	}
	if g[0] != 0xff || g[9]&1 != 1 || g[10] < 3 {
		return 0, fmt.Errorf("the peer does not speak ZMTP 3: it begins with % x", g[:12])
	}
	if _, err := io.ReadFull(r, g[12:]); err != nil {
		return 0, noEOF(err)
	}
	if mechanism := bytes.TrimRight(g[12:32], "\x00"); string(mechanism) != "NULL" {
		return 0, fmt.Errorf("the peer wants the mechanism %q; only NULL is known here", mechanism)
	}
	if g[10] > 3 {
		return 1, nil // a later version has to step down to ours
	}
	return g[11], nil
}

// ready is the READY command. Only kinds that a router may hear from have an identity.
func (i introduction) ready() message {
	data := appendProperty(nil, "Socket-Type", i.kind)
	if i.kind == kindRouter || i.kind == kindDealer || i.kind == kindReq {
		data = appendProperty(data, "Identity", i.identity)
	}
	return newCommand("READY", data)
}

func readReady(r *bufio.Reader) (introduction, error) {
	d := decoder{r: r, maxBytes: maxReady, maxFrames: 1}
	m, err := d.next()
	if err != nil {
		return introduction{}, noEOF(err)
	}
	if !m.command {
		return introduction{}, fmt.Errorf("the peer sent a message before it was ready")
	}
	name, data, err := m.parse()
	if err != nil {
		return introduction{}, err
	}
	if name != "READY" {
		return introduction{}, fmt.Errorf("the peer refused with %s %q", name, data)
	}
	p, err := properties(data)
	return introduction{kind: p["socket-type"], identity: p["identity"]}, err
}

// fit is an error if a socket of this kind cannot talk to the peer.
func fit(kind string, peer introduction) error {
	if !slices.Contains(partners[kind], peer.kind) {
		return fmt.Errorf("a %s cannot talk to a %q", kind, peer.kind)
	}
	return checkIdentity(peer.identity)
}

// checkIdentity refuses what ZMTP does: those that begin with zero are the ones that routers make up.
func checkIdentity(identity string) error {
	if len(identity) > maxIdentity || len(identity) > 0 && identity[0] == 0 {
		return fmt.Errorf("identity %.20q… is longer than %d bytes or begins with zero", identity, maxIdentity)
	}
	return nil
}
