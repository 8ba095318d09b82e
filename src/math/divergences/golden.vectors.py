"""Writes golden.vectors.json: every divergence by mpmath with 50 digits, independent of the code that it checks.

python3 src/math/divergences/golden.vectors.py

Each entry of DIVERGENCES is a function of two lists of probabilities and a parameter. Values are over the whole vocabulary
and over the student's two most likely tokens with one bin for the rest; gradients with respect to the student's logits are
numerical derivatives of those functions through a softmax.
"""

import json
from pathlib import Path

from mpmath import diff, exp, fabs, log, mp, mpf, sqrt

mp.dps = 50


def kl(a, b):
    return sum(x * log(x / y) for x, y in zip(a, b))


def mixed(a, b, share):
    """`share` of a, the rest of b."""
    return [share * x + (1 - share) * y for x, y in zip(a, b)]


def jsd(p, q, beta):
    m = mixed(q, p, beta)
    return beta * kl(q, m) + (1 - beta) * kl(p, m)


def renyi(a, b, alpha):
    return log(sum(x**alpha * y ** (1 - alpha) for x, y in zip(a, b))) / (alpha - 1)


# Student p, teacher q. By id: the parameter's name (None without one), the values that are tried, the function.
DIVERGENCES = {
    "forwardKl": (None, [0], lambda p, q, _: kl(q, p)),
    "reverseKl": (None, [0], lambda p, q, _: kl(p, q)),
    "jsd": ("beta", ["0.1", "0.5", "0.9"], jsd),
    "totalVariation": (None, [0], lambda p, q, _: sum(fabs(x - y) for x, y in zip(p, q)) / 2),
    "squaredHellinger": (None, [0], lambda p, q, _: 1 - sum(sqrt(x * y) for x, y in zip(p, q))),
    "renyiForward": ("alpha", ["0.25", "0.5", "2", "10"], lambda p, q, alpha: renyi(q, p, alpha)),
    "renyiReverse": ("alpha", ["0.25", "0.5", "2", "10"], renyi),
    "skewForwardKl": ("lambda", ["0.1", "0.5", "0.9"], lambda p, q, share: kl(q, mixed(p, q, share))),
    "skewReverseKl": ("lambda", ["0.1", "0.5", "0.9"], lambda p, q, share: kl(p, mixed(q, p, share))),
}

# Fixture A, and two whose sides are further apart.
PAIRS = [
    (["2", "1", "0", "-1", "-2"], ["1", "2.5", "0", "-2", "-0.5"]),
    (["0", "3", "-4", "1.5", "0.25", "-1"], ["2", "-3", "0.5", "1", "-6", "4"]),
    (["-1", "-1.5", "6"], ["3", "-2", "2.5"]),
]
KEPT = 2


def softmax(logits):
    weights = [exp(z) for z in logits]
    return [w / sum(weights) for w in weights]


def cut(p, q, ids):
    bins = [[side[i] for i in ids] for side in (p, q)]
    return [[*kept, 1 - sum(kept)] for kept in bins]


def slope(loss, logits, token):
    def moved(z):
        return loss(softmax([z if i == token else other for i, other in enumerate(logits)]))

    return diff(moved, logits[token])


def entry(name, parameter, function, pair, number):
    student, teacher = ([mpf(z) for z in side] for side in pair)
    p, q = softmax(student), softmax(teacher)
    ids = sorted(range(len(p)), key=lambda i: (-p[i], i))[:KEPT]

    def full(r):
        return function(r, q, number)

    def reduced(r):
        return function(*cut(r, q, ids), number)

    return {
        "kind": name,
        **({} if parameter is None else {"parameter": parameter, "number": float(number)}),
        "student": [float(z) for z in student],
        "teacher": [float(z) for z in teacher],
        "full": float(full(p)),
        "tail": float(reduced(p)),
        "gradient": [float(slope(full, student, i)) for i in range(len(student))],
        "tailGradient": [float(slope(reduced, student, i)) for i in range(len(student))],
    }


entries = [
    entry(name, parameter, function, pair, mpf(number))
    for name, (parameter, numbers, function) in DIVERGENCES.items()
    for number in numbers
    for pair in PAIRS
]
Path(__file__).with_suffix(".json").write_text(json.dumps(entries, indent=1) + "\n")
