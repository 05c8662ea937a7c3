"""JAX's side of the benchmark: every row as one would write it for speed on a CPU.

Forms: step (one jitted step, state donated) and scan (100 steps in one lax.scan, batches gathered inside). The Burgers residual: step and scan
are forward over forward (one nested jvp gives u, u_x and u_xx), the others say theirs: nested (grad of grad), taylor (jax.experimental.jet); the row
pinn-jet is the same Taylor arithmetic by hand on all sides.
"""
import functools
import math
import os

import jax
import jax.numpy as jnp
import numpy as np
from jax.experimental.jet import jet

import serve
import work

SCAN = 100


def mlp(p, x, act):
    for i in range(0, len(p) - 2, 2):
        x = act(x @ p[i] + p[i + 1])
    return x @ p[-2] + p[-1]


def mse(x, y):
    return jnp.mean((x - y) ** 2)


def cross_entropy(logits, label):
    picked = jnp.take_along_axis(jax.nn.log_softmax(logits), label[..., None], -1)
    return -picked.mean()


def mlp_loss(p, x, y):
    return mse(mlp(p, x, jnp.tanh), y)


def autoencoder_loss(p, x):
    return mse(mlp(p, x, jax.nn.relu), x)


def conv_loss(p, x, label):
    for i in (0, 2):
        x = jax.lax.conv_general_dilated(x, p[i], (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        b, h, w, c = x.shape
        x = jax.nn.relu(x.reshape(b, h // 2, 2, w // 2, 2, c).max((2, 4)) + p[i + 1])  # the bias after pooling: fewer pixels
    x = jax.nn.relu(x.reshape(x.shape[0], -1) @ p[4] + p[5])
    return cross_entropy(x @ p[6] + p[7], label)


def realnvp_loss(p, x):
    a, b, logdet = x[:, 1:], x[:, :1], 0.0
    for i in reversed(range(0, len(p), 6)):  # the last coupling meets the data first
        raw, shift = jnp.split(mlp(p[i:i + 6], a, jax.nn.silu), 2, -1)
        s = 2 * jnp.tanh(raw / 2)
        a, b, logdet = (b - shift) * jnp.exp(-s), a, logdet - s[:, 0]
    return jnp.mean(0.5 * (a * a + b * b)[:, 0] + math.log(2 * math.pi) - logdet)


def burgers(u, ut, ux, uxx):
    return jnp.mean((ut + u * ux - work.VISCOSITY * uxx) ** 2)


def directions(tx):
    return (jnp.broadcast_to(jnp.array(e, tx.dtype), tx.shape) for e in ((1, 0), (0, 1)))


def pinn_func(p, tx):
    f = lambda z: mlp(p, z, jnp.tanh)
    et, ex = directions(tx)
    ut = jax.jvp(f, (tx,), (et,))[1]
    (u, ux), (_, uxx) = jax.jvp(lambda z: jax.jvp(f, (z,), (ex,)), (tx,), (ex,))
    return burgers(u, ut, ux, uxx)


def pinn_nested(p, tx):
    f = lambda z: mlp(p, z, jnp.tanh)
    du = jax.grad(lambda z: f(z).sum())
    g, pull = jax.vjp(du, tx)
    uxx = pull(jnp.zeros_like(tx).at[:, 1].set(1))[0][:, 1:]
    return burgers(f(tx), g[:, :1], g[:, 1:], uxx)


def pinn_taylor(p, tx):
    f = lambda z: mlp(p, z, jnp.tanh)
    et, ex = directions(tx)
    ut = jax.jvp(f, (tx,), (et,))[1]
    u, (ux, uxx) = jet(f, (tx,), ((ex, jnp.zeros_like(tx)),))
    return burgers(u, ut, ux, uxx)


def pinn_jet(p, tx):
    """The Taylor coefficients u, u_t, u_x, u_xx of all layers, written by hand."""
    a, at, ax = tx @ p[0] + p[1], p[0][0], p[0][1]
    y = jnp.tanh(a)
    d = 1 - y * y
    z = jnp.stack([y, d * at, d * ax, -2 * y * d * ax * ax])
    for i in range(2, len(p) - 2, 2):
        a = z @ p[i]
        y = jnp.tanh(a[0] + p[i + 1])
        d = 1 - y * y
        z = jnp.stack([y, d * a[1], d * a[2], d * a[3] - 2 * y * d * a[2] * a[2]])
    u, ut, ux, uxx = z @ p[-2]
    return burgers(u + p[-1], ut, ux, uxx)


def layer_norm(x, scale, shift):
    x = x - x.mean(-1, keepdims=True)
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5) * scale + shift


def attention(q, k, v):
    """[b·h, t, c]; the layout that XLA's CPU compiler likes best."""
    t = q.shape[1]
    s = jnp.einsum("bqc,bkc->bqk", q * (q.shape[-1] ** -0.5), k)
    s = jnp.where(jnp.tril(jnp.ones((t, t), bool)), s, -1e9)
    return jnp.einsum("bqk,bkc->bqc", jax.nn.softmax(s), v)


def block(p, x, b, t):
    d, h = x.shape[-1], work.HEADS
    qkv = layer_norm(x, p[0], p[1]) @ p[2] + p[3]
    q, k, v = (a.reshape(b, t, h, -1).transpose(0, 2, 1, 3).reshape(b * h, t, -1) for a in jnp.split(qkv, 3, -1))
    y = attention(q, k, v).reshape(b, h, t, -1).transpose(0, 2, 1, 3).reshape(b * t, d)
    x = x + y @ p[4] + p[5]
    y = jax.nn.gelu(layer_norm(x, p[6], p[7]) @ p[8] + p[9])
    return x + y @ p[10] + p[11]


def transformer_loss(p, token):
    b, t = token.shape[0], token.shape[1] - 1
    x = (p[0][token[:, :-1]] + p[1]).reshape(b * t, -1)
    for i in range(work.BLOCKS):
        x = block(p[2 + 12 * i:], x, b, t)
    return cross_entropy(layer_norm(x, p[-4], p[-3]) @ p[-2] + p[-1], token[:, 1:].reshape(-1))


LOSS = {"mlp": mlp_loss, "autoencoder": autoencoder_loss, "conv": conv_loss, "realnvp": realnvp_loss, "pinn": pinn_func, "pinn-jet": pinn_jet,
        "transformer": transformer_loss}
PINN = {"nested": pinn_nested, "taylor": pinn_taylor}
# No scan of convolutions: XLA's CPU compiler leaves them to slow code inside a loop, 25 times slower here (docs/dependencies.md).
FORMS = {row: ["step", "scan"] for row in LOSS} | {"conv": ["step"], "pinn": ["step", "scan", "nested", "nested-scan", "taylor", "taylor-scan"]}


def adam(state, grads):
    p, m, v, n = state
    n = n + 1
    m = jax.tree.map(lambda m, g: work.BETA1 * m + (1 - work.BETA1) * g, m, grads)
    v = jax.tree.map(lambda v, g: work.BETA2 * v + (1 - work.BETA2) * g * g, v, grads)
    c1, c2 = 1 / (1 - work.BETA1 ** n), 1 / (1 - work.BETA2 ** n)
    p = jax.tree.map(lambda p, m, v: p - work.LEARNING_RATE * m * c1 / (jnp.sqrt(v * c2) + work.EPSILON), p, m, v)
    return p, m, v, n


class Side:
    def __init__(self, row, form):
        p = [jnp.array(w) for w in work.weights(row)]
        self.params = sum(w.size for w in p)
        self.state = (p, [jnp.zeros_like(w) for w in p], [jnp.zeros_like(w) for w in p], jnp.float32(0))
        self.data = [jnp.array(a) for a in work.data(row)]
        self.batch, self.n = work.BATCH[row], len(self.data[0])
        self.loss, self.scan = PINN.get(form.split("-")[0], LOSS[row]), form.endswith("scan")
        self.whole = self.batch == self.n
        self.program = jax.jit(self.many if self.scan else self.gathered, donate_argnums=0)
        self.rng, self.order, self.at = np.random.default_rng(0), None, self.n

    def one(self, state, batch):
        loss, grads = jax.value_and_grad(self.loss)(state[0], *batch)
        return adam(state, grads), loss

    def gathered(self, state, data, i):
        return self.one(state, data if self.whole else [a[i] for a in data])

    def many(self, state, data, index):
        return jax.lax.scan(lambda s, i: self.gathered(s, data, i), state, index)

    def next(self):
        if self.whole:
            return np.zeros(1, np.int32)
        if self.at + self.batch > self.n:
            self.order, self.at = self.rng.permutation(self.n).astype(np.int32), 0
        self.at += self.batch
        return self.order[self.at - self.batch:self.at]

    def run(self, steps):
        losses = []
        calls = -(-steps // SCAN) if self.scan else steps
        for _ in range(calls):
            index = np.stack([self.next() for _ in range(SCAN)]) if self.scan else self.next()
            self.state, loss = self.program(self.state, self.data, index)
            losses.append(loss)
        jax.block_until_ready(self.state)
        tail = np.concatenate([np.atleast_1d(np.asarray(l)) for l in losses[-20:]])[-20:]
        return calls * (SCAN if self.scan else 1), float(tail.mean())

    def check(self, n):
        batch, step, losses = [a[:self.batch] for a in self.data], jax.jit(self.one), []
        for _ in range(n):
            self.state, loss = step(self.state, batch)
            losses.append(float(loss))
        return losses


if __name__ == "__main__":
    serve.serve({"version": f"JAX {jax.__version__}", "threads": len(os.sched_getaffinity(0)), "forms": FORMS}, Side, jax.clear_caches)
