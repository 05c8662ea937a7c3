"""One training of a peer's flow: worker.py SIDE FAMILY SEED STEPS BATCH RATE CLIP, in a folder with the files train (float32
[steps, batch, 2]) and points (float32 [n, 2]). Writes logprob (float64 [n]) and prints parameters, seconds and evaluations.

FFJORD is written here on torchdiffeq, after Grathwohl et al., FFJORD, ICLR 2019: concat-squash layers, exact trace in the plane.
"""
import json
import math
import os
import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def zuko_flow(family):
    import zuko

    sizes = dict(hidden_features=(64, 64), activation=nn.SiLU)
    flows = zuko.flows
    return {
        "RealNVP": lambda: flows.NICE(2, transforms=8, **sizes),
        "MAF": lambda: flows.MAF(2, transforms=8, **sizes),
        "NSF": lambda: flows.NSF(2, transforms=8, bins=8, passes=2, **sizes),
        "NSF, autoregressive": lambda: flows.NSF(2, transforms=8, bins=8, **sizes),
        "Bernstein": lambda: flows.BPF(2, degree=10, transforms=3, **sizes),
        "SumOfSquares": lambda: flows.SOSPF(2, degree=3, polynomials=2, transforms=3, **sizes),
        "UMNN": lambda: flows.UNAF(2, transforms=3, network=dict(hidden_features=(32, 32)), **sizes),
        "Gaussianization": lambda: flows.GF(2, transforms=8, components=8),
    }[family]()


class Zuko(nn.Module):
    def __init__(self, family):
        super().__init__()
        self.flow = zuko_flow(family)

    def forward(self, x):
        return self.flow().log_prob(x)


def mlp(sizes):
    layers = []
    for i, o in zip(sizes, sizes[1:]):
        layers += [nn.Linear(i, o), nn.SiLU()]
    return nn.Sequential(*layers[:-1])


class ByOthers(nn.Module):
    """A network as nflows calls it."""

    def __init__(self, i, o):
        super().__init__()
        self.net = mlp([i, 64, 64, o])

    def forward(self, x, context=None):
        return self.net(x)


def nflows_layer(family, i):
    from nflows import transforms as T

    class Affine(T.AffineCouplingTransform):
        """Its scales end at 1, so that it cannot blow up a density; these, which its later versions offer, do not."""

        def _scale_and_shift(self, parameters):
            shift, scale = parameters.chunk(2, dim=1)
            return nn.functional.softplus(scale) + 1e-3, shift

    mask = [1, -1] if i % 2 == 0 else [-1, 1]
    if family == "RealNVP":
        return [Affine(mask, ByOthers)]
    if family == "NSF":
        return [T.PiecewiseRationalQuadraticCouplingTransform(mask, ByOthers, num_bins=8, tails="linear", tail_bound=5.0)]
    # A MADE of nflows has no nonlinearity behind its first layer, so 64-64 with two of them are two blocks
    maf = T.MaskedAffineAutoregressiveTransform(2, 64, num_blocks=2, use_residual_blocks=False, activation=nn.functional.silu)
    return [maf, T.ReversePermutation(2)]


class Nflows(nn.Module):
    def __init__(self, family):
        super().__init__()
        from nflows import distributions, flows, transforms

        layers = [layer for i in range(8) for layer in nflows_layer(family, i)]
        self.flow = flows.Flow(transforms.CompositeTransform(layers), distributions.StandardNormal([2]))

    def forward(self, x):
        return self.flow.log_prob(x)


class ConcatSquash(nn.Module):
    """y = (W x + b) · sigmoid(g t + c) + h t."""

    def __init__(self, i, o):
        super().__init__()
        self.layer, self.gate, self.shift = nn.Linear(i, o), nn.Linear(1, o), nn.Linear(1, o, bias=False)

    def forward(self, t, x):
        t = t.reshape(1, 1)
        return self.layer(x) * torch.sigmoid(self.gate(t)) + self.shift(t)


class FFJORD(nn.Module):
    def __init__(self, family, hidden=(64, 64, 64), tolerance=1e-5):
        super().__init__()
        widths = [2, *hidden, 2]
        self.layers = nn.ModuleList(ConcatSquash(i, o) for i, o in zip(widths, widths[1:]))
        self.tolerance, self.evaluations = tolerance, 0

    def field(self, t, x):
        for layer in self.layers[:-1]:
            x = nn.functional.silu(layer(t, x))
        return self.layers[-1](t, x)

    def augmented(self, t, state):
        self.evaluations += 1
        with torch.enable_grad():
            x = state[0].requires_grad_(True)
            f = self.field(t, x)
            trace = sum(torch.autograd.grad(f[:, i].sum(), x, create_graph=True)[0][:, i] for i in range(2))
        return f, trace

    def forward(self, x):
        from torchdiffeq import odeint

        t = torch.tensor([1.0, 0.0])
        z, change = odeint(self.augmented, (x, torch.zeros(len(x))), t, rtol=self.tolerance, atol=self.tolerance, method="dopri5")
        return -0.5 * (z[-1] ** 2).sum(-1) - math.log(2 * math.pi) + change[-1]


def main(side, family, seed, steps, batch, rate, clip):
    torch.manual_seed(seed)
    model = {"zuko": Zuko, "nflows": Nflows, "torchdiffeq": FFJORD}[side](family)
    data = torch.from_numpy(np.fromfile("train", np.float32)).reshape(steps, batch, 2)
    optimizer = torch.optim.Adam(model.parameters(), rate)
    start = time.time()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        optimizer.zero_grad()
        loss = -model(data[step]).mean()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
    seconds = time.time() - start
    trained = getattr(model, "evaluations", 0)
    points, out = torch.from_numpy(np.fromfile("points", np.float32)).reshape(-1, 2), []
    with torch.no_grad():
        for x in points.split(20_000):
            out.append(model(x).double())
    torch.cat(out).numpy().tofile("logprob")
    print(json.dumps({"Params": sum(p.numel() for p in model.parameters()), "Seconds": seconds, "Evaluations": trained / steps}))


if __name__ == "__main__":
    side, family, seed, steps, batch, rate, clip = sys.argv[1:]
    main(side, family, int(seed), int(steps), int(batch), float(rate), float(clip))
