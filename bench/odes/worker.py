"""A side's process: worker.py scipy|torchdiffeq|diffrax, with the flow's numbers in the file "cnf" (float32: x0 [1000, 2], then the layers).

One JSON object per line in, one out: {"Problem", "Method", "Tol", "Steps", "Reps"} solves so many times and answers {"X", "MS": of one solve, "Evaluations"};
"Slope" answers f(0, x0) instead. Problems are those of problems.go, in float64; "sampling" is the field of nets.ConcatSquash in float32.
"""
import functools
import json
import os
import sys
import time

import numpy as np

THREADS = int(os.environ.get("OMP_NUM_THREADS", "2"))
WIDTHS, BATCH = (2, 64, 64, 64, 2), 1000


def kepler(t, y):
    r2 = y[0] * y[0] + y[1] * y[1]
    r3 = r2 * r2**0.5
    return y[2], y[3], -y[0] / r3, -y[1] / r3


def van_der_pol(y):
    return (1 - y[0] * y[0]) * y[1] - y[0]


PROBLEMS = {  # the slopes by components, x0, t1
    "A1": (lambda t, y, cos: (-y[0],), [1.0], 20.0),
    "A2": (lambda t, y, cos: (-0.5 * (y[0] * y[0] * y[0]),), [1.0], 20.0),
    "A3": (lambda t, y, cos: (y[0] * cos(t),), [1.0], 20.0),
    "A4": (lambda t, y, cos: (0.25 * y[0] * (1 - 0.05 * y[0]),), [1.0], 20.0),
    "A5": (lambda t, y, cos: ((y[0] - t) / (y[0] + t),), [4.0], 20.0),
    "B1": (lambda t, y, cos: (2 * (y[0] - y[0] * y[1]), y[0] * y[1] - y[1]), [1.0, 3.0], 20.0),
    "Van der Pol": (lambda t, y, cos: (y[1], van_der_pol(y)), [2.0, 0.0], 20.0),
    "Kepler": (lambda t, y, cos: kepler(t, y), [0.5, 0.0, 0.0, 3**0.5], 20.0),
    "Van der Pol, stiff": (lambda t, y, cos: (y[1], 1e6 * van_der_pol(y)), [2.0, 0.0], 1.0),
}


def cnf():
    """x0 [BATCH, 2] and per layer weights [in, out], biases, gate, its bias, shift [out]."""
    a = np.fromfile("cnf", np.float32)
    x0, rest, layers = a[:2 * BATCH].reshape(BATCH, 2), a[2 * BATCH:], []
    for i, o in zip(WIDTHS, WIDTHS[1:]):
        shapes = [(i, o)] + 4 * [(o,)]
        ends = np.cumsum([np.prod(s) for s in shapes])
        layers.append([p.reshape(s) for p, s in zip(np.split(rest[:ends[-1]], ends[:-1]), shapes)])
        rest = rest[ends[-1]:]
    return x0, layers


def counted(f):
    """f that counts its calls."""

    def g(t, y, *more):
        g.calls += 1
        return f(t, y, *more)

    g.calls = 0
    return g


class Scipy:
    def __init__(self, problem):
        f, self.x0, self.t1 = PROBLEMS[problem]
        self.f = lambda t, y: np.array(f(t, y, np.cos))

    def slope(self):
        return self.f(0.0, np.array(self.x0))

    def solver(self, method, tol, steps):
        from scipy.integrate import solve_ivp

        def solve(f):
            sol = solve_ivp(f, (0, self.t1), self.x0, method, rtol=tol, atol=tol)
            if not sol.success:
                raise RuntimeError(sol.message)
            return sol.y[:, -1]

        count = counted(self.f)
        solve(count)
        return lambda: solve(self.f), count.calls


class Torchdiffeq:
    def __init__(self, problem):
        import torch

        self.torch = torch
        torch.set_num_threads(THREADS)
        if problem == "sampling":
            x0, layers = cnf()
            self.x0, self.layers, self.f, self.t1 = torch.tensor(x0), [[torch.tensor(p) for p in l] for l in layers], self.field, 1.0
            return
        f, x0, self.t1 = PROBLEMS[problem]
        self.x0 = torch.tensor(x0, dtype=torch.float64)
        self.f = lambda t, y: torch.stack(f(t, y, torch.cos))

    def field(self, t, x):
        for i, (w, b, gate, bias, shift) in enumerate(self.layers):
            x = self.torch.nn.functional.silu(x) if i else x
            gate = self.torch.sigmoid(gate * t + bias)
            x = x @ (w * gate) + (b * gate + shift * t)
        return x

    def slope(self):
        return self.f(self.torch.zeros((), dtype=self.x0.dtype), self.x0).numpy()

    def solver(self, method, tol, steps):
        from torchdiffeq import odeint

        t = self.torch.tensor([0, self.t1], dtype=self.x0.dtype)

        def solve(f):
            with self.torch.no_grad():
                return odeint(f, self.x0, t, rtol=tol, atol=tol, method=method.lower())[-1].numpy()

        count = counted(self.f)
        solve(count)
        return lambda: solve(self.f), count.calls


class Diffrax:
    def __init__(self, problem):
        import jax

        jax.config.update("jax_enable_x64", True)
        import jax.numpy as jnp

        self.jax, self.jnp = jax, jnp
        if problem == "sampling":
            x0, layers = cnf()
            self.x0, self.layers, self.f, self.t1 = jnp.array(x0), [[jnp.array(p) for p in l] for l in layers], self.field, np.float32(1)
            return
        f, x0, self.t1 = PROBLEMS[problem]
        self.x0, self.layers = jnp.array(x0), None
        self.f = lambda t, y, args: jnp.stack(f(t, y, jnp.cos))

    def field(self, t, x, layers):
        for i, (w, b, gate, bias, shift) in enumerate(layers):
            x = self.jax.nn.silu(x) if i else x
            gate = self.jax.nn.sigmoid(gate * t + bias)
            x = x @ (w * gate) + (b * gate + shift * t)
        return x

    def slope(self):
        return np.asarray(self.f(self.jnp.zeros((), self.x0.dtype), self.x0, self.layers))

    def solver(self, method, tol, steps):
        import diffrax

        method = getattr(diffrax, method.split(",")[0])()
        control = diffrax.ConstantStepSize() if steps else diffrax.PIDController(rtol=tol, atol=tol)
        t0, first = self.x0.dtype.type(0), self.x0.dtype.type(self.t1 / steps) if steps else None

        def solve(f, x0, layers):
            return diffrax.diffeqsolve(diffrax.ODETerm(f), method, t0, self.t1, first, x0, layers, stepsize_controller=control, max_steps=100_000).ys[-1]

        calls = 0

        def called():
            nonlocal calls
            calls += 1

        def counting(t, y, args):
            self.jax.debug.callback(called)
            return self.f(t, y, args)

        self.jax.jit(functools.partial(solve, counting))(self.x0, self.layers).block_until_ready()
        self.jax.effects_barrier()
        program = self.jax.jit(functools.partial(solve, self.f))
        run = lambda: program(self.x0, self.layers).block_until_ready()
        run()
        return run, calls


def main(side):
    sides, ready = functools.cache({"scipy": Scipy, "torchdiffeq": Torchdiffeq, "diffrax": Diffrax}[side]), {}
    for line in sys.stdin:
        try:
            answer = handle(json.loads(line), sides, ready)
        except Exception as e:  # the driver notes the sentence and goes on
            answer = {"Error": f"{type(e).__name__}: {e}".splitlines()[0][:300]}
        print(json.dumps(answer), flush=True)


def handle(ask, sides, ready):
    problem = sides(ask["Problem"])
    if ask["Slope"]:
        return {"X": np.ravel(problem.slope()).tolist()}
    key = tuple(ask[k] for k in ("Problem", "Method", "Tol", "Steps"))
    if key not in ready:
        ready[key] = problem.solver(ask["Method"], ask["Tol"], ask["Steps"])
    run, calls = ready[key]
    start = time.perf_counter()
    for _ in range(ask["Reps"]):
        x = run()
    ms = 1e3 * (time.perf_counter() - start) / ask["Reps"]
    return {"X": np.ravel(np.asarray(x, np.float64)).tolist(), "MS": ms, "Evaluations": calls}


if __name__ == "__main__":
    main(sys.argv[1])
