"""The other side of python_test.go, with libzmq: peer.py client ROUTER PUB REP, or peer.py server DIR."""

import sys

import zmq

LIMIT = 10_000  # milliseconds for what should happen at once
LARGE = bytes(range(256)) * 20_000


def make(context, kind, **options):
    s = context.socket(kind)
    s.rcvtimeo = s.sndtimeo = s.linger = LIMIT
    for name, value in options.items():
        setattr(s, name, value)
    return s


def expect(s, want):
    got = s.recv_multipart()
    assert got == want, f"got {[f[:40] for f in got]}, want {[f[:40] for f in want]}"


def client(context, router, pub, rep):
    # Heartbeats: libzmq drops a peer that does not answer its PINGs.
    dealer = make(context, zmq.DEALER, identity=b"python", heartbeat_ivl=10, heartbeat_timeout=1000)
    dealer.connect(router)
    for body in ([b"a", b"", b"b" * 255, b"c" * 256], [LARGE, b""], [b""]):
        dealer.send_multipart(body)
        expect(dealer, body)
    nameless = make(context, zmq.DEALER)
    nameless.connect(router)
    nameless.send_multipart([b"who am I"])
    expect(nameless, [b"who am I"])
    sub = make(context, zmq.SUB)
    sub.connect(pub)
    sub.subscribe(b"no")
    sub.subscribe(b"to")
    sub.unsubscribe(b"no")
    for i in range(100):
        expect(sub, [b"topic", str(i).encode(), b"x" * i])
    heart = make(context, zmq.REQ)
    heart.connect(rep)
    for _ in range(3):
        heart.send(b"ping")
        expect(heart, [b"ping"])


def server(context, directory):
    router, pub, rep = make(context, zmq.ROUTER), make(context, zmq.XPUB), make(context, zmq.REP)
    router.bind(f"ipc://{directory}/router")
    pub.bind("tcp://127.0.0.1:*")
    rep.bind("tcp://127.0.0.1:*")
    print(f"ipc://{directory}/router", pub.last_endpoint.decode(), rep.last_endpoint.decode(), flush=True)
    for body in ([b"a", b"", b"b" * 255, b"c" * 256], [b"x" * 5_000_000, b""], [b""]):
        expect(router, [b"go", *body])
        router.send_multipart([b"go", *body])
    expect(pub, [b"\x01to"])
    pub.send_multipart([b"other", b"0"])
    for i in range(100):
        pub.send_multipart([b"topic", str(i).encode(), b"x" * i])
    for _ in range(3):
        rep.send(rep.recv())
    expect(router, [b"go", b"last words"])


with zmq.Context() as context:
    {"client": client, "server": server}[sys.argv[1]](context, *sys.argv[2:])
    context.destroy()
print("ok", flush=True)
