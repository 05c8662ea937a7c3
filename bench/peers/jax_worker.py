"""JAX's side of the benchmark: every row as one would write it for speed on a CPU.

Forms: step (one jitted step, state donated) and scan (100 steps in one lax.scan, batches gathered inside). The Burgers residual: step and scan
are forward over forward (one nested jvp gives u, u_x and u_xx), the others say theirs: nested (grad of grad), taylor (jax.experimental.jet); the row
pinn-jet is the same Taylor arithmetic by hand on all sides. Splines look bins up, or mask and sum (masked); the steps of the continuous flow are
unrolled, or a loop (loop).
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


def at_knots(theta, x):
    """Left end, size and log-slopes of the bin of each x, [b], by looking them up; theta [b, 3·BINS - 1]."""
    k = work.BINS
    size = 2 * work.BOX * (work.SMALLEST + (1 - work.SMALLEST * k) * jax.nn.softmax(theta[:, :2 * k].reshape(-1, k, 2), 1))
    left = jnp.cumsum(size, 1) - size - work.BOX
    bin = (x[:, None] >= left[:, 1:, 0]).sum(1)[:, None]
    s = jnp.pad(theta[:, 2 * k:], ((0, 0), (1, 1)))
    pick = lambda a: jnp.take_along_axis(a, bin, 1)[:, 0]
    return [pick(a[..., j]) for a in (left, size) for j in (0, 1)] + [pick(s[:, :-1]), pick(s[:, 1:])]


def at_knots_masked(theta, x):
    """The same without look-ups: bins first, rows last, a mask and sums, the running sum as a product."""
    k, theta = work.BINS, theta.T
    a = theta[:2 * k].reshape(k, -1)
    e = jnp.exp(a - jax.lax.stop_gradient(a.max(0)))
    size = 2 * work.BOX * (work.SMALLEST + (1 - work.SMALLEST * k) / e.sum(0) * e)
    left = (jnp.tril(jnp.ones((k, k)), -1) @ size - work.BOX).reshape(k, 2, -1)
    started = (x >= left[1:, 0]).astype(x.dtype)
    one = jnp.ones_like(started[:1])
    mask = jnp.concatenate([one, started]) - jnp.concatenate([started, 0 * one])
    pick = lambda a: (mask[:, None] * a.reshape(k, 2, -1)).sum(0)
    return [*pick(left), *pick(size), (mask[1:] * theta[2 * k:]).sum(0), (mask[:-1] * theta[2 * k:]).sum(0)]


def spline(knots, theta, x):
    """y and ln dy/dx of the rational-quadratic spline, [b]."""
    x0, y0, w, h, s0, s1 = knots(theta, jnp.clip(x, -work.BOX, work.BOX))
    d0, d1, mean = *(jnp.exp(work.STEEPEST * jnp.tanh(s / work.STEEPEST)) for s in (s0, s1)), h / w
    xi = jnp.clip((x - x0) / w, 0, 1)
    t = xi * (1 - xi)
    below = mean * (1 - 2 * t) + (d0 + d1) * t
    y = y0 + h * (mean * xi * xi + d0 * t) / below
    slope = mean * mean * (d1 * xi * xi + d0 * (1 - xi) ** 2 + 2 * mean * t) / (below * below)
    inside = jnp.abs(x) < work.BOX
    return jnp.where(inside, y, x), jnp.where(inside, jnp.log(slope), 0)


def nsf_loss(p, x, knots=at_knots):
    a, b, logdet = x[:, 1], x[:, 0], 0.0
    for i in reversed(range(0, len(p), 6)):  # the last coupling meets the data first
        theta = mlp(p[i:i + 6], jnp.clip(a, -2 * work.BOX, 2 * work.BOX)[:, None], jax.nn.silu)
        y, slope = spline(knots, theta, b)
        a, b, logdet = y, a, logdet + slope
    return jnp.mean(0.5 * (a * a + b * b) + math.log(2 * math.pi) - logdet)


def field(p, t, state):
    """Velocity and its divergence, [b, 3], of [b, 3]: Jacobian times both unit vectors in the same sweep, apart from the value."""
    x = state[:, :2]
    v = jnp.broadcast_to(jnp.eye(2, dtype=x.dtype)[:, None], (2, *x.shape))
    for i in range(0, len(p), 5):
        w, b, gate, bias, shift = p[i:i + 5]
        if i:
            s = 0.5 * (1 + jnp.tanh(0.5 * x))
            x = x * s
            v = v * (s + x * (1 - s))
        gate = jax.nn.sigmoid(gate * t + bias)
        x, v = x @ (w * gate) + (b * gate + shift * t), v @ (w * gate)
    return jnp.concatenate([x, v[0, :, :1] + v[1, :, 1:]], 1)


def ffjord_loss(p, x, unrolled=True):
    h, f = -1 / work.ODE_STEPS, functools.partial(field, p)

    def step(y, i):
        t = 1 + h * i
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + f(t + h, y + h * k3)), None

    y = jnp.pad(x, ((0, 0), (0, 1)))
    if unrolled:
        for i in range(work.ODE_STEPS):
            y, _ = step(y, i)
    else:
        y, _ = jax.lax.scan(step, y, jnp.arange(work.ODE_STEPS, dtype=y.dtype))
    return jnp.mean(0.5 * (y[:, :2] ** 2).sum(1) + math.log(2 * math.pi) - y[:, 2])


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


LOSS = {"mlp": mlp_loss, "autoencoder": autoencoder_loss, "conv": conv_loss, "realnvp": realnvp_loss, "nsf": nsf_loss, "ffjord": ffjord_loss, "pinn": pinn_func, "pinn-jet": pinn_jet,
        "transformer": transformer_loss}
OTHERS = {"nested": pinn_nested, "taylor": pinn_taylor, "masked": functools.partial(nsf_loss, knots=at_knots_masked),
          "loop": functools.partial(ffjord_loss, unrolled=False)}
# No scan of convolutions: XLA's CPU compiler leaves them to slow code inside a loop, 25 times slower here (docs/dependencies.md).
FORMS = {row: ["step", "scan"] for row in LOSS} | {
    "conv": ["step"], "nsf": ["step", "scan", "masked", "masked-scan"], "ffjord": ["step", "scan", "loop", "loop-scan"],
    "pinn": ["step", "scan", "nested", "nested-scan", "taylor", "taylor-scan"]}


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
        self.loss, self.scan = OTHERS.get(form.split("-")[0], LOSS[row]), form.endswith("scan")
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
