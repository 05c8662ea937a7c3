"""PyTorch's side of the benchmark: every row as one would write it for speed on a CPU.

Forms: eager; compile (torch.compile of the loss, fused Adam outside). The Burgers residual: eager is nested autograd.grad, func is torch.func
(forward over forward: one nested jvp gives u, u_x and u_xx); compiled, func ends PyTorch 2.13 by a segmentation fault. The row pinn-jet is the same Taylor arithmetic by hand on all sides.
"""
import functools
import math
import os
import sys

os.environ.setdefault("TORCHINDUCTOR_FORCE_DISABLE_CACHES", "1")  # the first call's cost is a cold one
import numpy as np
import torch
import torch.nn.functional as F

import serve
import work

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))


def affine(p, x):
    return F.linear(x, p[0].t(), p[1])


def mlp(p, x, act):
    for i in range(0, len(p) - 2, 2):
        x = act(affine(p[i:], x))
    return affine(p[-2:], x)


def mlp_loss(p, x, y):
    return F.mse_loss(mlp(p, x, torch.tanh), y)


def autoencoder_loss(p, x):
    return F.mse_loss(mlp(p, x, torch.relu), x)


def conv_loss(p, x, label):
    x = x.permute(0, 3, 1, 2)  # a view: channels last in memory
    for i in (0, 2):
        x = F.relu(F.max_pool2d(F.conv2d(x, p[i], p[i + 1], padding=1), 2))
    x = x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
    return F.cross_entropy(affine(p[6:], F.relu(affine(p[4:], x))), label)


def realnvp_loss(p, x):
    a, b, logdet = x[:, 1:], x[:, :1], 0.0
    for i in reversed(range(0, len(p), 6)):  # the last coupling meets the data first
        raw, shift = mlp(p[i:i + 6], a, F.silu).chunk(2, -1)
        s = 2 * torch.tanh(raw / 2)
        a, b, logdet = (b - shift) * torch.exp(-s), a, logdet - s[:, 0]
    return (0.5 * (a * a + b * b)[:, 0] + math.log(2 * math.pi) - logdet).mean()


def at_knots(theta, x):
    """Left end, size and log-slopes of the bin of each x, [b], by looking them up; theta [b, 3·BINS - 1]."""
    k = work.BINS
    size = 2 * work.BOX * (work.SMALLEST + (1 - work.SMALLEST * k) * theta[:, :2 * k].view(-1, k, 2).softmax(1))
    left = size.cumsum(1) - size - work.BOX
    bin = (x[:, None] >= left[:, 1:, 0]).sum(1, keepdim=True)
    s = F.pad(theta[:, 2 * k:], (1, 1))
    knots = torch.cat([left, size, torch.stack([s[:, :-1], s[:, 1:]], -1)], -1)  # [b, k, 6]
    return knots.gather(1, bin[..., None].expand(-1, 1, 6))[:, 0].unbind(1)


def spline(theta, x):
    """y and ln dy/dx of the rational-quadratic spline, [b]."""
    x0, y0, w, h, s0, s1 = at_knots(theta, x.clamp(-work.BOX, work.BOX))
    d0, d1, mean = *(torch.exp(work.STEEPEST * torch.tanh(s / work.STEEPEST)) for s in (s0, s1)), h / w
    xi = ((x - x0) / w).clamp(0, 1)
    t = xi * (1 - xi)
    below = mean * (1 - 2 * t) + (d0 + d1) * t
    y = y0 + h * (mean * xi * xi + d0 * t) / below
    slope = mean * mean * (d1 * xi * xi + d0 * (1 - xi) ** 2 + 2 * mean * t) / (below * below)
    inside = x.abs() < work.BOX
    return torch.where(inside, y, x), torch.where(inside, slope.log(), 0)


def nsf_loss(p, x):
    a, b, logdet = x[:, 1], x[:, 0], 0.0
    for i in reversed(range(0, len(p), 6)):  # the last coupling meets the data first
        theta = mlp(p[i:i + 6], a.clamp(-2 * work.BOX, 2 * work.BOX)[:, None], F.silu)
        y, slope = spline(theta, b)
        a, b, logdet = y, a, logdet + slope
    return (0.5 * (a * a + b * b) + math.log(2 * math.pi) - logdet).mean()


def field(p, t, state):
    """Velocity and its divergence, [b, 3], of [b, 3]: Jacobian times both unit vectors in the same sweep, apart from the value."""
    x = state[:, :2]
    v = torch.eye(2)[:, None].expand(2, *x.shape)
    for i in range(0, len(p), 5):
        w, b, gate, bias, shift = p[i:i + 5]
        if i:
            s = torch.sigmoid(x)
            x = x * s
            v = v * (s + x * (1 - s))
        gate = torch.sigmoid(gate * t + bias)
        x, v = x @ (w * gate) + (b * gate + shift * t), v @ (w * gate)
    return torch.cat([x, v[0, :, :1] + v[1, :, 1:]], 1)


def ffjord_loss(p, x, field=field):
    h, f, y, times = -1 / work.ODE_STEPS, functools.partial(field, p), F.pad(x, (0, 1)), torch.linspace(1, 0, 2 * work.ODE_STEPS + 1)
    for i in range(0, 2 * work.ODE_STEPS, 2):
        k1 = f(times[i], y)
        k2 = f(times[i + 1], y + h / 2 * k1)
        k3 = f(times[i + 1], y + h / 2 * k2)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + f(times[i + 2], y + h * k3))
    return (0.5 * y[:, :2].square().sum(1) + math.log(2 * math.pi) - y[:, 2]).mean()


def burgers(u, ut, ux, uxx):
    return (ut + u * ux - work.VISCOSITY * uxx).square().mean()


def pinn_nested(p, tx):
    tx = tx.detach().requires_grad_()
    u = mlp(p, tx, torch.tanh)
    du = torch.autograd.grad(u.sum(), tx, create_graph=True)[0]
    uxx = torch.autograd.grad(du[:, 1].sum(), tx, create_graph=True)[0][:, 1:]
    return burgers(u, du[:, :1], du[:, 1:], uxx)


def pinn_func(p, tx):
    f = lambda z: mlp(p, z, torch.tanh)
    et, ex = (torch.tensor(e).expand_as(tx) for e in ([1.0, 0.0], [0.0, 1.0]))
    ut = torch.func.jvp(f, (tx,), (et,))[1]
    (u, ux), (_, uxx) = torch.func.jvp(lambda z: torch.func.jvp(f, (z,), (ex,)), (tx,), (ex,))
    return burgers(u, ut, ux, uxx)


def pinn_jet(p, tx):
    """The Taylor coefficients u, u_t, u_x, u_xx of all layers, written by hand."""
    n = tx.shape[0]
    a, (at, ax) = affine(p, tx), p[0][:, None, :].expand(2, n, -1)
    y = torch.tanh(a)
    d = 1 - y * y
    jet = torch.stack([y, d * at, d * ax, -2 * y * d * ax * ax])
    for i in range(2, len(p) - 2, 2):
        a = jet @ p[i]
        y = torch.tanh(a[0] + p[i + 1])
        d = 1 - y * y
        jet = torch.stack([y, d * a[1], d * a[2], d * a[3] - 2 * y * d * a[2] * a[2]])
    u, ut, ux, uxx = (jet @ p[-2]).unbind(0)
    return burgers(u + p[-1], ut, ux, uxx)


def block(p, x):
    b, t, d = x.shape
    q, k, v = affine(p[2:], F.layer_norm(x, (d,), p[0], p[1])).view(b, t, 3, work.HEADS, -1).permute(2, 0, 3, 1, 4)
    y = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, t, d)
    x = x + affine(p[4:], y)
    h = F.gelu(affine(p[8:], F.layer_norm(x, (d,), p[6], p[7])), approximate="tanh")
    return x + affine(p[10:], h)


def transformer_loss(p, token):
    x = p[0][token[:, :-1]] + p[1]
    for i in range(work.BLOCKS):
        x = block(p[2 + 12 * i:], x)
    logits = affine(p[-2:], F.layer_norm(x, (work.WIDTH,), p[-4], p[-3]))
    return F.cross_entropy(logits.flatten(0, 1), token[:, 1:].flatten())


LOSS = {"mlp": mlp_loss, "autoencoder": autoencoder_loss, "conv": conv_loss, "realnvp": realnvp_loss, "nsf": nsf_loss, "ffjord": ffjord_loss, "pinn": pinn_nested,
        "pinn-jet": pinn_jet, "transformer": transformer_loss}
FORMS = {row: ["eager", "compile"] for row in LOSS} | {"pinn": ["eager", "func"]}


def parameter(row, w):
    w = torch.tensor(w)
    if w.ndim == 4:  # [h, w, in, out] → [out, in, h, w], channels last
        w = w.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)
    return w.requires_grad_()


def tensor(a):
    return torch.from_numpy(a).long() if a.dtype == np.int32 else torch.from_numpy(a)


def compiled(row, loss):
    """The loss under torch.compile; of the continuous flow the field alone, since compiling 32 unrolled ones takes minutes."""
    return functools.partial(loss, field=torch.compile(field)) if row == "ffjord" else torch.compile(loss)


class Side:
    def __init__(self, row, form):
        self.p = [parameter(row, w) for w in work.weights(row)]
        self.params = sum(w.numel() for w in self.p)
        self.data = [tensor(a) for a in work.data(row)]
        self.batch, self.n = work.BATCH[row], len(self.data[0])
        loss = pinn_func if row == "pinn" and form != "eager" else LOSS[row]
        self.loss = compiled(row, loss) if form == "compile" else loss
        self.optimizer = torch.optim.Adam(self.p, work.LEARNING_RATE, (work.BETA1, work.BETA2), work.EPSILON, fused=True)
        self.order, self.at = torch.randperm(self.n), 0

    def step(self, batch):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.p, *batch)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def next(self):
        if self.batch == self.n:
            return self.data
        if self.at + self.batch > self.n:
            self.order, self.at = torch.randperm(self.n), 0
        i = self.order[self.at:self.at + self.batch]
        self.at += self.batch
        return [a[i] for a in self.data]

    def run(self, steps):
        losses = [self.step(self.next()) for _ in range(steps)]
        return steps, torch.stack(losses[-20:]).mean().item()

    def check(self, n):
        batch = [a[:self.batch] for a in self.data]
        return [self.step(batch).item() for _ in range(n)]


if __name__ == "__main__":
    serve.serve({"version": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads(), "forms": FORMS}, Side, torch._dynamo.reset)
