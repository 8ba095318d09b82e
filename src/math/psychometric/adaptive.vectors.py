"""Writes adaptive.vectors.json: the level that psi-marginal asks about next, for answers so far.

python3 src/math/psychometric/adaptive.vectors.py

Independent of the code that it checks: Bayes' rule curve by curve, and the entropy of the marginal posterior of the
threshold after each possible answer (Kontsevich & Tyler 1999; Prins 2013).
"""

import json
import random
from math import exp, log
from pathlib import Path

SLOPES = [3, 6, 12, 24, 48]
LOWERS = [0.02, 0.1, 0.3]
LAPSES = [0.01, 0.05]


def curves(xs):
    span = xs[-1] - xs[0]
    for i in range(27):
        for slope in SLOPES:
            for lower in LOWERS:
                for lapse in LAPSES:
                    yield xs[0] - 0.25 * span + 1.5 * span * i / 26, slope / span, lower, lapse


def psi(curve, x):
    threshold, slope, lower, lapse = curve
    return lower + (1 - lower - lapse) / (1 + exp(-(x - threshold) * slope))


def likelihood(p, right, asked):
    return p**right * (1 - p) ** (asked - right)


def entropy(weights):
    total = sum(weights.values())
    return -sum(w / total * log(w / total) for w in weights.values() if w > 0)


def after(xs, weighted, level, right):
    """The probability of an answer at a level, and the threshold's entropy given it."""
    marginal = {}
    for curve, weight in weighted:
        p = psi(curve, xs[level])
        marginal[curve[0]] = marginal.get(curve[0], 0) + weight * (p if right else 1 - p)
    return sum(marginal.values()), entropy(marginal)


def expected(xs, counts, unseen, seen):
    weighted = []
    for curve in curves(xs):
        weight = likelihood(curve[2], *unseen) * likelihood(1 - curve[3], *seen)
        for x, (right, asked) in zip(xs, counts):
            weight *= likelihood(psi(curve, x), right, asked)
        weighted.append((curve, weight))
    total = sum(weight for _, weight in weighted)
    weighted = [(curve, weight / total) for curve, weight in weighted]
    found = []
    for level in range(len(xs)):
        answers = [after(xs, weighted, level, right) for right in (True, False)]
        found.append(sum(p * h for p, h in answers))
    return found


def case(draw, count):
    xs = sorted(draw.uniform(-3, 3) for _ in range(count))
    counts = []
    for _ in xs:
        asked = draw.choice([0, 0, 1, 2, 5])
        counts.append([draw.randint(0, asked), asked])
    unseen, seen = [1, draw.choice([4, 20])], [draw.choice([9, 10]), 10]
    entropies = expected(xs, counts, unseen, seen)
    return {"xs": xs, "counts": counts, "unseen": unseen, "seen": seen, "entropies": entropies}


draw = random.Random(17)
cases = [case(draw, count) for count in (2, 5, 8, 8, 15, 20)]
path = Path(__file__).with_name("adaptive.vectors.json")
path.write_text(json.dumps(cases) + "\n")
