"""Writes vppo.vectors.json: VPPO's token mask and answer weights with NumPy, from the released code's description.

python3 src/gate/vppo.vectors.py
"""

import json
from pathlib import Path

import numpy as np

SHARE, FLOOR = 0.4, 0.9
rng = np.random.default_rng(7)
student = [-rng.exponential(1.0, size) for size in (5, 3, 8, 1)]
masked = [row - rng.normal(0.5, 1.5, row.size).clip(-3, 6) for row in student]
masked = [np.minimum(row, 0.0) for row in masked]

x = [(m - s).clip(-20, 20) for s, m in zip(student, masked)]
k3 = [(np.exp(v) - v - 1).clip(0, 10) for v in x]
means = np.array([row.mean() for row in k3])
scaled = (means - means.min()) / (means.max() - means.min())
top = FLOOR + (1 - FLOOR) / (scaled.mean() + 1e-8)
weights = FLOOR + scaled * (top - FLOOR)
kept = []
for row in k3:
    mask = np.zeros(row.size)
    mask[np.argsort(-row, kind="stable")[: int(np.ceil(SHARE * row.size))]] = 1
    kept.append(mask)
vectors = {
    "settings": {"share": SHARE, "floor": FLOOR},
    "student": [row.tolist() for row in student],
    "masked": [row.tolist() for row in masked],
    "dependence": [row.tolist() for row in k3],
    "means": means.tolist(),
    "top": float(top),
    "weights": weights.tolist(),
    "kept": [row.tolist() for row in kept],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(vectors, indent=1) + "\n")
