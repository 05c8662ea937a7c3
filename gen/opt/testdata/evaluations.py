"""Evaluations of value and gradient that scipy's L-BFGS-B takes on the functions of functions_test.go until the Euclidean norm of the
gradient is at most 1e-6. Writes scipy.csv: name, memory, evaluations, value reached, lowest value that it can reach.

    python evaluations.py > scipy.csv
"""
import numpy as np
import scipy
from scipy.optimize import minimize

TOLERANCE = 1e-6


def rosenbrock(x):
    a, b = x[:-1], x[1:]
    g = np.zeros_like(x)
    g[:-1] += -400 * a * (b - a**2) - 2 * (1 - a)
    g[1:] += 200 * (b - a**2)
    return np.sum(100 * (b - a**2) ** 2 + (1 - a) ** 2), g


def quadratic(x):
    lam = 1e6 ** (np.arange(len(x)) / (len(x) - 1))
    return 0.5 * np.sum(lam * x**2), lam * x


def residuals(r, jacobian):
    """Sum of squares of r(x), gradient 2 Jᵀr."""
    return lambda x: (np.sum(r(x) ** 2), 2 * jacobian(x).T @ r(x))


beale = residuals(
    lambda x: np.array([y - x[0] * (1 - x[1] ** (i + 1)) for i, y in enumerate([1.5, 2.25, 2.625])]),
    lambda x: np.array([[-(1 - x[1] ** (i + 1)), x[0] * (i + 1) * x[1] ** i] for i in range(3)]),
)
powell = residuals(
    lambda x: np.array([x[0] + 10 * x[1], 5**0.5 * (x[2] - x[3]), (x[1] - 2 * x[2]) ** 2, 10**0.5 * (x[0] - x[3]) ** 2]),
    lambda x: np.array([
        [1, 10, 0, 0], [0, 0, 5**0.5, -(5**0.5)],
        [0, 2 * (x[1] - 2 * x[2]), -4 * (x[1] - 2 * x[2]), 0],
        [2 * 10**0.5 * (x[0] - x[3]), 0, 0, -2 * 10**0.5 * (x[0] - x[3])]]),
)
wood = residuals(
    lambda x: np.array([10 * (x[1] - x[0] ** 2), 1 - x[0], 90**0.5 * (x[3] - x[2] ** 2), 1 - x[2],
                        10**0.5 * (x[1] + x[3] - 2), 0.1**0.5 * (x[1] - x[3])]),
    lambda x: np.array([[-20 * x[0], 10, 0, 0], [-1, 0, 0, 0], [0, 0, -2 * 90**0.5 * x[2], 90**0.5], [0, 0, -1, 0],
                        [0, 10**0.5, 0, 10**0.5], [0, 0.1**0.5, 0, -(0.1**0.5)]]),
)
brown = residuals(
    lambda x: np.array([x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2]),
    lambda x: np.array([[1, 0], [0, 1], [x[1], x[0]]]),
)


def logistic(w):
    i = np.arange(1, 41)
    z = np.where(np.cos(3 * i) >= 0, 1.0, -1.0)[:, None] * np.sin(np.outer(i, np.arange(1, 7)))
    m = z @ w
    p = 1 / (1 + np.exp(m))
    return np.mean(np.log1p(np.exp(-m))) + 0.5e-3 * w @ w, -z.T @ p / 40 + 1e-3 * w


PROBLEMS = [
    ("rosenbrock2", rosenbrock, [-1.2, 1]), ("rosenbrock10", rosenbrock, [-1.2, 1] * 5), ("rosenbrock100", rosenbrock, [-1.2, 1] * 50),
    ("quadratic", quadratic, [1.0] * 10), ("beale", beale, [1, 1]), ("powell", powell, [3, -1, 0, 1]), ("wood", wood, [-3, -1, -3, -1]),
    ("brown", brown, [1, 1]), ("logistic", logistic, [0.0] * 6),
]


def evaluations(f, x0, memory):
    """Evaluations until the gradient is small, and the value there."""
    seen = []

    def counted(x):
        v, g = f(x)
        seen.append((x.copy(), v, np.linalg.norm(g)))
        return v, g

    def stop(x):
        v, g = f(x)
        if np.linalg.norm(g) <= TOLERANCE:
            raise StopIteration

    minimize(counted, np.array(x0, float), jac=True, method="L-BFGS-B", callback=stop,
             options={"maxcor": memory, "ftol": 0, "gtol": 0, "maxiter": 100000, "maxfun": 100000})
    return len(seen), min(v for _, v, _ in seen), min(g for _, _, g in seen)


if __name__ == "__main__":
    print(f"# scipy {scipy.__version__}, numpy {np.__version__}, L-BFGS-B to a gradient of {TOLERANCE:g}")
    print("name,memory,evaluations,value,gradient")
    for name, f, x0 in PROBLEMS:
        x = np.array(x0, float)
        num = np.array([(f(x + e)[0] - f(x - e)[0]) / 2e-6 for e in 1e-6 * np.eye(len(x))])
        assert np.allclose(num, f(x)[1], rtol=1e-3, atol=1e-3 * np.abs(f(x)[1]).max()), name
        for memory in (10, 20):
            n, v, g = evaluations(f, x0, memory)
            print(f"{name},{memory},{n},{v:.17g},{g:.3g}")
