"""The protocol: one JSON object per line in, one out.

{"row": "mlp", "form": "eager", "steps": 100} trains on mini-batches and answers {"ms": per step, "first": s, "loss": mean of the last steps, "params": n};
{"row": "mlp", "form": "eager", "check": 5} trains afresh on the first batch again and again and answers {"losses": [...]}, which all sides must agree on;
{"forget": true} drops everything compiled. "first" is the time from nothing to the end of the
first call, which takes "first_steps" steps: building, tracing, compiling.
"""
import gc
import json
import sys
import time

import work


def serve(hello, build, forget=lambda: None):
    """build(row, form) returns an object with params, run(steps) -> loss and check(n) -> losses."""
    print(json.dumps(hello), flush=True)
    ready = {}
    for line in sys.stdin:
        try:
            answer = handle(json.loads(line), build, forget, ready)
        except Exception as e:  # the driver prints the sentence and goes on with the other sides
            answer = {"error": f"{type(e).__name__}: {e}".splitlines()[0][:500]}
        print(json.dumps(answer), flush=True)


def handle(ask, build, forget, ready):
    if ask.get("forget"):
        ready.clear()
        gc.collect()
        forget()
        return {}
    row, form = ask["row"], ask["form"]
    if ask.get("check"):
        return {"losses": build(row, form).check(ask["check"])}
    first, taken = 0.0, 0
    if (row, form) not in ready:
        work.data(row), work.weights(row)  # kept by work, and not part of the cost
        start = time.perf_counter()
        ready[row, form] = build(row, form)
        taken, _ = ready[row, form].run(1)
        first = time.perf_counter() - start
    side, steps = ready[row, form], ask["steps"]
    start = time.perf_counter()
    done, loss = side.run(steps) if steps else (1, 0.0)
    return {"ms": 1e3 * (time.perf_counter() - start) / done, "first": first, "first_steps": taken, "loss": loss, "steps": done, "params": side.params}
