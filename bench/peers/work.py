"""The work that all sides share: sizes, data and initial weights, the same numbers everywhere.

Numbers come from a hash of (stream, index), so that Go and Python produce the same bits without a file between them; bench/work.go is
the same page in Go. The mixing function is the finalizer of MurmurHash3 (Austin Appleby, public domain).
"""
import functools
import math

import numpy as np

LEARNING_RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8
VISCOSITY = 0.01 / math.pi
BATCH = {"mlp": 128, "autoencoder": 128, "conv": 64, "realnvp": 512, "nsf": 512, "ffjord": 512, "pinn": 10_000, "pinn-jet": 10_000, "transformer": 32}
VOCABULARY, TIME, WIDTH, HEADS, BLOCKS = 64, 64, 64, 4, 2
COUPLINGS, HIDDEN = 8, 64
SPLINES, BINS, BOX, SMALLEST, STEEPEST = 6, 16, 5.0, 1e-3, 7.0
ODE_STEPS = 8


def uniform(stream, *shape):
    """Numbers in [0, 1): float64 with 24 random bits."""
    with np.errstate(over="ignore"):
        x = np.arange(math.prod(shape), dtype=np.uint32) + np.uint32((0x9E3779B9 * (stream + 1)) & 0xFFFFFFFF)
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x85EBCA6B)
        x ^= x >> np.uint32(13)
        x *= np.uint32(0xC2B2AE35)
        x ^= x >> np.uint32(16)
    return ((x >> np.uint32(8)).astype(np.float64) / 2**24).reshape(shape)


def shapes(row):
    """The parameters of a row in order: rank 1 and "zero" start at zero, "scale" at one, the others, and "spread", uniform with variance 1/fan-in."""
    if row == "mlp":
        return dense(2, 32, 32, 1)
    if row == "autoencoder":
        return dense(784, 256, 64, 256, 784)
    if row == "conv":
        return [(3, 3, 1, 32), (32,), (3, 3, 32, 64), (64,), (3136, 128), (128,), (128, 10), (10,)]
    if row == "realnvp":
        return COUPLINGS * (dense(1, HIDDEN, HIDDEN) + [("zero", (HIDDEN, 2)), (2,)])
    if row == "nsf":
        return SPLINES * dense(1, HIDDEN, HIDDEN, 3 * BINS - 1)
    if row == "ffjord":
        return concat_squash(2, HIDDEN, HIDDEN, HIDDEN, 2)
    if row in ("pinn", "pinn-jet"):
        return dense(2, *([20] * 8), 1)
    d = WIDTH
    scale = ("scale", (d,))
    block = [scale, (d,), (d, 3 * d), (3 * d,), (d, d), (d,), scale, (d,), (d, 4 * d), (4 * d,), (4 * d, d), (d,)]
    return [(VOCABULARY, d), (TIME, d)] + BLOCKS * block + [scale, (d,), (d, VOCABULARY), (VOCABULARY,)]


def dense(*widths):
    return [s for i, o in zip(widths, widths[1:]) for s in ((i, o), (o,))]


def concat_squash(*widths):
    """weights, biases, gate, its bias, shift of each layer"""
    return [s for i, o in zip(widths, widths[1:]) for s in ((i, o), (o,), ("spread", (o,)), (o,), ("spread", (o,)))]


@functools.cache
def weights(row):
    out = []
    for k, shape in enumerate(shapes(row)):
        how, shape = shape if isinstance(shape[0], str) else ("zero" if len(shape) == 1 else "spread", shape)
        if how == "spread":
            limit = math.sqrt(3 / math.prod(shape[:-1]))
            out.append(((2 * uniform(k, *shape) - 1) * limit).astype(np.float32))
        else:
            out.append(np.full(shape, how == "scale", np.float32))
    return out


@functools.cache
def data(row):
    """The whole data set of a row, one example per line of each array."""
    return [np.ascontiguousarray(a) for a in DATA[row]()]


def points():
    x = 2 * uniform(1000, 4096, 2) - 1
    return x.astype(np.float32), (np.sin(3 * x[:, :1]) * x[:, 1:]).astype(np.float32)


def waves():
    z, j = uniform(1000, 4096, 4), np.arange(784)
    return ((0.5 + 0.5 * np.sin(2 * np.pi * (z[:, j % 4] + j / 784 * z[:, j // 4 % 4]))).astype(np.float32),)


def images():
    n = 2048
    label, r = np.arange(n) % 10, np.arange(28)
    ramp = (label[:, None, None] + 1) * r[:, None] / 9 + r * 0.2
    x = 0.5 + 0.3 * np.sin(ramp) + 0.4 * (uniform(1000, n, 28, 28) - 0.5)
    return x.astype(np.float32)[..., None], label.astype(np.int32)


def moons():
    n = 8192
    angle, sign = np.pi * uniform(1000, n), np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    x = np.stack([0.5 * (1 - sign) + sign * np.cos(angle), 0.25 * (1 - sign) + sign * np.sin(angle)], -1)
    noise = uniform(1001, n, 2) + uniform(1002, n, 2) - 1
    return ((x + 0.1 * noise).astype(np.float32),)


def square():
    u = uniform(1000, BATCH["pinn"], 2)
    return ((u * [1, 2] - [0, 1]).astype(np.float32),)


def tokens():
    n = 2048
    noisy, other = uniform(1000, n, TIME + 1) < 0.2, (VOCABULARY * uniform(1001, n, TIME + 1)).astype(np.int32)
    x = np.zeros((n, TIME + 1), np.int32)
    for t in range(TIME + 1):
        x[:, t] = np.where(noisy[:, t] | (t == 0), other[:, t], (5 * x[:, t - 1] + 3) % VOCABULARY)
    return (x,)


DATA = {"mlp": points, "autoencoder": waves, "conv": images, "realnvp": moons, "nsf": moons, "ffjord": moons, "pinn": square, "pinn-jet": square, "transformer": tokens}
