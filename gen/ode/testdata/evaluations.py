"""Evaluations that scipy needs for the problems of adaptive_test.go at rtol = atol = tol: writes scipy.csv.

python3 -m venv venv && venv/bin/pip install scipy numpy && venv/bin/python evaluations.py > scipy.csv
"""
import numpy as np
import scipy
from scipy.integrate import solve_ivp

M = np.array([[-0.5, -1.5, 0.3], [1.4, -0.3, 0.0], [0.5, -0.3, -0.9]])
PROBLEMS = {
    "A1": (lambda t, y: -y, [1.0]),
    "A2": (lambda t, y: -y**3 / 2, [1.0]),
    "A3": (lambda t, y: y * np.cos(t), [1.0]),
    "A4": (lambda t, y: y / 4 * (1 - y / 20), [1.0]),
    "matrix": (lambda t, y: M @ y, [1.0, 0.0, 0.5]),
}
print(f"# scipy {scipy.__version__}, numpy {np.__version__}; t from 0 to 20")
print("problem,method,tolerance,evaluations,error")
for name, (f, y0) in PROBLEMS.items():
    for method, tols in (("RK45", (1e-3, 1e-5, 1e-7, 1e-9)), ("DOP853", (1e-5, 1e-7, 1e-9, 1e-11))):
        for tol in tols:
            s = solve_ivp(f, (0, 20), y0, method=method, rtol=tol, atol=tol)
            ref = solve_ivp(f, (0, 20), y0, method="DOP853", rtol=1e-13, atol=1e-14)
            print(f"{name},{method},{tol:g},{s.nfev},{np.abs(s.y[:, -1] - ref.y[:, -1]).max():.2g}")
