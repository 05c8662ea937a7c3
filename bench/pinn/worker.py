"""One training of a peer: worker.py DeepXDE|JAX, in a folder with task.json and files of float64 (see files.go).

Prints {"Setup": seconds, "First", "Last": losses, "Trace": "steps evaluations seconds error;…", "End": why it ended}. Seconds are those of training
alone. The sides differ in how they differentiate and minimize; equations, points, weights and errors are the same.
"""
import json
import math
import os
import sys
import time

import numpy as np

TASK = json.load(open("task.json"))
DTYPE = np.dtype(TASK["DType"])


def array(name, *shape):
    return np.fromfile(name).reshape(*shape).astype(DTYPE)


def conditions():
    """Field, weight, points [n, vars] and values [n, 1] of each condition on values."""
    for i, c in enumerate(TASK["Conditions"]):
        a, n, d = np.fromfile(f"data-{i}").astype(DTYPE), c["N"], len(TASK["Vars"])
        yield c["Field"], c["Weight"], a[: n * d].reshape(n, d), a[n * d :].reshape(n, 1)


def first_weights():
    """Weights [in, out] and biases [out] of each layer."""
    sizes, rest, layers = [len(TASK["Vars"]), *TASK["Hidden"], len(TASK["Fields"])], np.fromfile("weights").astype(DTYPE), []
    for i, o in zip(sizes, sizes[1:]):
        layers.append((rest[: i * o].reshape(i, o), rest[i * o : i * o + o]))
        rest = rest[i * o + o :]
    return layers


def equations(x, u, sin):
    """The residuals: x are the coordinates by name, u("t") is u_t of the first field, u("x", field="v") is v_x."""
    problem = TASK["Problem"]
    if problem == "Burgers":
        return [u("t") + u() * u("x") - 0.01 / math.pi * u("x", "x")]
    if problem == "Poisson":
        k = 2 * math.pi
        return [(u("x", "x") + u("y", "y")) / (2 * k * k) + sin(k * x["x"]) * sin(k * x["y"])]
    if problem == "Helmholtz":
        a, b = math.pi, 4 * math.pi
        q = (1 - a * a - b * b) * (sin(a * x["x"]) * sin(b * x["y"]))
        return [(u("x", "x") + u("y", "y") + u() - q) / (a * a + b * b)]
    if problem == "Heat":
        return [u("t") - 0.1 * u("x", "x")]
    if problem == "Kovasznay":

        def momentum(f, axis):
            flow = u(field="u") * u("x", field=f) + u(field="v") * u("y", field=f)
            return u(axis, field="p") + flow - (u("x", "x", field=f) + u("y", "y", field=f)) / 40

        return [momentum("u", "x"), momentum("v", "y"), u("x", field="u") + u("y", field="v")]
    raise ValueError(f"no equations for {problem}")


class Log:
    """The marks of a training, and a clock that runs while it trains."""

    def __init__(self):
        self.marks, self.seconds = [], 0.0

    def timed(self, f):
        def g(*args):
            start = time.perf_counter()
            out = f(*args)
            self.seconds += time.perf_counter() - start
            return out

        return g

    def look(self, steps, evaluations, prediction):
        truth = array("truth", TASK["Tested"], len(TASK["Fields"])).astype(np.float64)
        error = math.sqrt(((np.asarray(prediction, np.float64) - truth) ** 2).sum() / (truth**2).sum())
        self.marks.append(f"{steps} {evaluations} {self.seconds:.5f} {error:.12e}")


def deepxde():
    os.environ["DDE_BACKEND"] = "pytorch"
    import deepxde as dde
    import torch
    from deepxde.optimizers.config import LBFGS_options

    torch.set_num_threads(TASK["Threads"])
    dde.config.set_default_float(TASK["DType"])
    log, names, fields = Log(), TASK["Vars"], TASK["Fields"]
    some = torch.nn.Linear(1, 1)  # PyTorch imports more when the first optimizer is made and used
    for optimizer in torch.optim.Adam(some.parameters()), torch.optim.LBFGS(some.parameters(), line_search_fn="strong_wolfe"):

        def closure():
            optimizer.zero_grad()
            y = some(torch.ones(1, 1)).square().sum()
            y.backward()
            return y

        optimizer.step(closure)
    start = time.perf_counter()

    def pde(x, y):
        def u(*by, field=fields[0]):
            i, on = fields.index(field), [names.index(v) for v in by]
            if not on:
                return y[:, i : i + 1]
            if len(on) == 1:
                return dde.grad.jacobian(y, x, i=i, j=on[0])
            return dde.grad.hessian(y, x, component=i, i=on[0], j=on[1])

        return equations({v: x[:, j : j + 1] for j, v in enumerate(names)}, u, torch.sin)

    known = list(conditions())
    bcs = [dde.icbc.PointSetBC(x, values, component=field) for field, _, x, values in known]
    geometry = dde.geometry.Rectangle(TASK["Lo"], TASK["Hi"])
    points = array("points", TASK["Points"], len(names))
    data = dde.data.PDE(geometry, pde, bcs, num_domain=0, num_boundary=0, anchors=points)
    net = dde.nn.FNN([len(names), *TASK["Hidden"], len(fields)], "tanh", "Glorot uniform")
    lo, hi = (torch.tensor(np.array(TASK[k], DTYPE)) for k in ("Lo", "Hi"))
    net.apply_feature_transform(lambda x: 2 * (x - lo) / (hi - lo) - 1)
    with torch.no_grad():
        for layer, (w, b) in zip(net.linears, first_weights()):
            layer.weight.copy_(torch.tensor(w.T))
            layer.bias.copy_(torch.tensor(b))
    model = dde.Model(data, net)
    weights = TASK["Weights"] + [weight for _, weight, _, _ in known]
    model.compile(torch.optim.Adam(net.parameters(), TASK["Rate"]), loss_weights=weights)
    setup = time.perf_counter() - start
    test = torch.tensor(array("test", TASK["Tested"], len(names)))

    def look(steps, evaluations):
        with torch.no_grad():
            log.look(steps, evaluations, net(test).numpy())

    def loss():
        return float(model.outputs_losses_train(*data.train_next_batch())[1].sum())

    class Adam(dde.callbacks.Callback):
        def on_epoch_end(self):
            steps = self.model.train_state.step
            if steps % TASK["Every"] == 0 or steps == TASK["Adam"]:
                look(steps, steps)

    class LBFGS(dde.callbacks.Callback):
        before = 0

        def on_epoch_end(self):
            state = self.model.opt.state_dict()["state"][0]
            look(TASK["Adam"] + state["n_iter"], TASK["Adam"] + state["func_evals"])
            self.model.stop_training = state["n_iter"] == self.before
            self.before = state["n_iter"]

    never = 10**9
    data.train_next_batch()
    first = loss()
    look(0, 0)
    model.train_step = log.timed(model.train_step)
    model.train(TASK["Adam"], display_every=never, callbacks=[Adam()], verbose=0)
    if TASK["LBFGS"] > 0:
        start = time.perf_counter()
        dde.optimizers.set_LBFGS_options(maxcor=TASK["Memory"], maxiter=TASK["LBFGS"])
        LBFGS_options["iter_per_step"] = min(TASK["Every"], TASK["LBFGS"])
        LBFGS_options["fun_per_step"] = 10 * TASK["Every"]
        model.compile("L-BFGS", loss_weights=weights)
        setup += time.perf_counter() - start
        model.train_step = log.timed(model.train_step)
        model.train(display_every=never, callbacks=[LBFGS()], verbose=0)
    if TASK["LBFGS"] == 0:
        return setup, first, loss(), log, "all steps"
    state = model.opt.state_dict()["state"][0]
    look(TASK["Adam"] + state["n_iter"], TASK["Adam"] + state["func_evals"])
    return setup, first, loss(), log, f"{state['n_iter']} iterations of L-BFGS"


def in_jax():
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
    import optax
    from jax.flatten_util import ravel_pytree
    from scipy.optimize import minimize

    log, names, fields = Log(), TASK["Vars"], TASK["Fields"]
    lo, hi = jnp.array(TASK["Lo"], DTYPE), jnp.array(TASK["Hi"], DTYPE)
    points, known = jnp.array(array("points", TASK["Points"], len(names))), list(conditions())
    test = jnp.array(array("test", TASK["Tested"], len(names)))
    params, unravel = ravel_pytree([tuple(map(jnp.array, layer)) for layer in first_weights()])

    def net(layers, x):
        x = 2 * (x - lo) / (hi - lo) - 1
        for w, b in layers[:-1]:
            x = jnp.tanh(x @ w + b)
        w, b = layers[-1]
        return x @ w + b

    def residuals(layers, x):
        """Derivatives in forward mode: along one variable at a time, nested for the second ones."""

        def along(f, v):
            tangent = jnp.zeros_like(x).at[:, names.index(v)].set(1)
            return lambda x: jax.jvp(f, (x,), (tangent,))[1]

        cache = {}

        def u(*by, field=fields[0]):
            if by not in cache:
                f = lambda x: net(layers, x)
                for v in by:
                    f = along(f, v)
                cache[by] = f(x)
            i = fields.index(field)
            return cache[by][:, i : i + 1]

        return equations({v: x[:, j : j + 1] for j, v in enumerate(names)}, u, jnp.sin)

    def loss(params, points, given):
        layers = unravel(params)
        total = sum(w * jnp.mean(r**2) for w, r in zip(TASK["Weights"], residuals(layers, points)))
        for (field, weight, _, _), (x, values) in zip(known, given):
            total += weight * jnp.mean((net(layers, x)[:, field : field + 1] - values) ** 2)
        return total

    given = [(jnp.array(x), jnp.array(values)) for _, _, x, values in known]
    optimizer = optax.adam(TASK["Rate"])

    def steps(n, params, state, points, given):
        def step(_, carry):
            params, state = carry
            updates, state = optimizer.update(jax.grad(loss)(params, points, given), state, params)
            return optax.apply_updates(params, updates), state

        return jax.lax.fori_loop(0, n, step, (params, state))

    start = time.perf_counter()
    state = optimizer.init(params)
    run = jax.jit(steps).lower(1, params, state, points, given).compile()
    both = jax.jit(jax.value_and_grad(loss)).lower(params, points, given).compile()
    setup = time.perf_counter() - start
    predict = jax.jit(lambda params: net(unravel(params), test))

    def look(steps, evaluations, params):
        log.look(steps, evaluations, predict(params))

    first, done = float(both(params, points, given)[0]), 0
    look(0, 0, params)
    train = log.timed(lambda n, p, s: jax.block_until_ready(run(n, p, s, points, given)))
    while done < TASK["Adam"]:
        n = min(TASK["Every"], TASK["Adam"] - done)
        params, state = train(n, params, state)
        done += n
        look(done, done, params)
    if TASK["LBFGS"] == 0:
        return setup, first, float(both(params, points, given)[0]), log, "all steps"

    calls, iterations, paused = 0, 0, 0.0

    def objective(x):
        nonlocal calls
        calls += 1
        f, g = both(jnp.asarray(x, DTYPE), points, given)
        return float(f), np.asarray(g, np.float64)

    def callback(x):
        nonlocal iterations, paused
        iterations += 1
        if iterations % TASK["Every"] == 0:
            stop = time.perf_counter()
            log.seconds = before + stop - begin - paused
            look(TASK["Adam"] + iterations, TASK["Adam"] + calls, jnp.asarray(x, DTYPE))
            paused += time.perf_counter() - stop

    before, begin = log.seconds, time.perf_counter()
    options = dict(maxcor=TASK["Memory"], maxiter=TASK["LBFGS"], maxfun=10 * TASK["LBFGS"], ftol=0, gtol=1e-8, maxls=50)
    result = minimize(objective, np.asarray(params, np.float64), jac=True, method="L-BFGS-B", callback=callback, options=options)
    log.seconds = before + time.perf_counter() - begin - paused
    look(TASK["Adam"] + result.nit, TASK["Adam"] + calls, jnp.asarray(result.x, DTYPE))
    return setup, first, float(result.fun), log, f"{result.nit} iterations of L-BFGS, {result.message.lower()}"


if __name__ == "__main__":
    answer, sys.stdout = sys.stdout, sys.stderr  # libraries print what they like
    setup, first, last, log, end = {"DeepXDE": deepxde, "JAX": in_jax}[sys.argv[1]]()
    print(json.dumps({"Setup": setup, "First": first, "Last": last, "Trace": ";".join(log.marks), "End": end}), file=answer)
