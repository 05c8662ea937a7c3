# %% imports
import math, random, time
import numpy as np
import matplotlib.pyplot as plt
from sklearn.mixture import GaussianMixture

# %% seed
seed = 42

# %% numbers
numbers = [3, 1, 4, 1, 5, 9, 2, 6]
numbers

# %% total
total = 0
for n in numbers:
    total += n
total

# %% mean
mean = total / len(numbers)
print(f"mean {mean:.3f} of {len(numbers)} numbers")

# %% squares
squares = [n * n for n in numbers if n % 2 == 1]
squares

# %% sorted
ordered = sorted(numbers)
ordered[:3], ordered[-1]

# %% grid
grid = [[i * j for j in range(1, 4)] for i in range(1, 4)]
grid

# %% words
text = "the quick brown fox jumps over the lazy dog the end"
words = text.split()
len(words)

# %% counts
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
counts["the"]

# %% absent
found = "cat" in counts
found

# %% often
often = sorted(counts, key=lambda w: (-counts[w], w))
often[:3]

# %% title
title = " ".join(w.capitalize() for w in often[:3])
title

# %% class
class Planet:
    def __init__(self, name, mass, radius):  # 10²⁴ kg, km
        self.name, self.mass, self.radius = name, mass, radius

# %% method
def density(self):
    r = self.radius * 1e3
    return self.mass * 1e24 / (4 / 3 * math.pi * r**3)
Planet.density = density

# %% planets
planets = [Planet("Earth", 5.97, 6371), Planet("Mars", 0.642, 3390), Planet("Venus", 4.87, 6052)]
planets.append(Planet("Mercury", 0.33, 2440))
[p.name for p in planets]

# %% densities
for p in planets:
    print(f"{p.name:<8} {p.density():.0f} kg/m³")

# %% lightest
planets.sort(key=lambda p: p.mass)
planets[0].name

# %% alias
home = next(p for p in planets if p.name == "Earth")
home.name = "Terra"
planets[-1].name

# %% write
with open("planets.csv", "w") as file:
    for p in planets:
        file.write(f"{p.name},{p.mass:g},{p.radius:g}\n")

# %% read
lines = open("planets.csv").read().splitlines()
masses = [float(line.split(",")[1]) for line in lines]
masses

# %% missing
try:
    open("moons.csv")
except FileNotFoundError:
    print("there are no moons")

# %% raises
def root(x):
    if x < 0:
        raise ValueError(f"{x:g} has no real root")
    return math.sqrt(x)

# %% caught
for x in [4, -1]:
    try:
        print(root(x))
    except ValueError as err:
        print("error:", err)

# %% data
rng = np.random.default_rng(seed)
x = np.linspace(0, 4.9, 50)
y = 2 * x + 1 + 0.1 * rng.standard_normal(50)
y[:2]

# %% fit
slope, intercept = np.polyfit(x, y, 1)
print(f"{intercept:.4f} + {slope:.4f} x")

# %% closed
exact = np.cov(x, y)[0, 1] / np.var(x, ddof=1)
abs(slope - exact) < 1e-12

# %% spread
rest = y - intercept - slope * x
print(f"{rest.std():.3f} where the noise has 0.1")

# %% table
table = np.column_stack([x, y])
table.shape

# %% picture
plt.plot(*table.T, "o")
plt.plot(x, intercept + slope * x)

# %% matrix
A = np.array([[2.0, 1], [1, 3]])
A

# %% solve
b = np.array([1.0, 2])
np.linalg.solve(A, b)

# %% newton
f = lambda x: x * x - 2
df = lambda x: 2 * x
guess = 1.0
for _ in range(5):
    guess -= f(guess) / df(guess)
guess

# %% memo
memo = {}
def fib(n):
    if n < 2:
        return n
    if n not in memo:
        memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]
fib(60)

# %% known
len(memo)

# %% dice
dice = random.Random(seed)
inside = sum(math.hypot(dice.random(), dice.random()) < 1 for _ in range(100_000))
abs(4 * inside / 100_000 - math.pi) < 0.02

# %% took
start = time.perf_counter()
sum(math.sqrt(i) for i in range(1_000_000))
took = time.perf_counter() - start
took < 10

# %% train
m = GaussianMixture(1, random_state=seed).fit(table)

# %% judge
print(f"{m.score(table):.3f} nats for each example")

# %% summary
f"{title}: {len(planets)} planets, {len(words)} words, slope {slope:.2f}"
