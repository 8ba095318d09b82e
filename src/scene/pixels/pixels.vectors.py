"""Writes pixels.vectors.json: what perspective and noise make of a picture, computed with NumPy.

Run with Python and NumPy: python3 src/scene/pixels.vectors.py
The picture of size (w, h) is test_picture(w, h); pixels.test.ts computes the same one. The projective map is found by
solving the eight linear equations of its four corners; draws of the generator are given, not computed.
"""
import base64
import json
import pathlib

import numpy as np

WARPS = [((20, 12), (16, 10), [(0, 0), (20, 0), (20, 12), (0, 12)]),
         ((20, 12), (20, 12), [(1.5, .5), (18, 2), (19.5, 11), (.25, 12.5)]),
         ((33, 9), (17, 32), [(-2, 1), (34, -1), (30, 8), (3, 10)])]


def test_picture(width, height):
    y, x = np.mgrid[:height, :width]
    return np.stack([(x * 37 + y * 11) % 256, (x // 3 + y // 2) % 2 * 255, (x * y * 5) % 256], -1).astype(np.uint8)


def projection(corners):
    """Nine numbers that take the unit square's corners to the given ones."""
    rows, right = [], []
    for (u, v), (x, y) in zip([(0, 0), (1, 0), (1, 1), (0, 1)], corners):
        rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
        right += [x, y]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(right, float)), 1).reshape(3, 3)


def warped(size, to, corners):
    picture, (w, h) = test_picture(*size).astype(float), to
    v, u = np.mgrid[:h, :w]
    points = np.stack([(u + .5) / w, (v + .5) / h, np.ones((h, w))])
    x, y, z = np.einsum("ij,jhw->ihw", projection(corners), points)
    x, y = np.clip(x / z - .5, 0, size[0] - 1), np.clip(y / z - .5, 0, size[1] - 1)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    right, below = np.minimum(left + 1, size[0] - 1), np.minimum(top + 1, size[1] - 1)
    a, b = (x - left)[..., None], (y - top)[..., None]
    mixed = ((picture[top, left] * (1 - a) + picture[top, right] * a) * (1 - b)
             + (picture[below, left] * (1 - a) + picture[below, right] * a) * b)
    return {"from": size, "to": to, "corners": corners,
            "rgb": base64.b64encode(np.floor(mixed + .5).astype(np.uint8).tobytes()).decode()}


def noisy(size, strength, seed):
    draws = np.random.default_rng(seed).integers(0, 2 ** 32, size[0] * size[1], dtype=np.uint32)
    grain = sum(((draws >> shift) & 255).astype(np.int64) for shift in (0, 8, 16, 24)) - 510
    added = (grain * strength) >> 8
    picture = test_picture(*size).astype(np.int64) + added.reshape(size[1], size[0], 1)
    return {"from": size, "strength": strength, "draws": draws.tolist(),
            "rgb": base64.b64encode(np.clip(picture, 0, 255).astype(np.uint8).tobytes()).decode()}


def scanned(size, threshold, seed):
    draws = np.random.default_rng(seed).integers(0, 2 ** 32, size[0] * size[1], dtype=np.uint32)
    grain = sum(((draws >> shift) & 255).astype(np.int64) for shift in (0, 8, 16, 24)) - 510
    r, g, b = np.moveaxis(test_picture(*size).astype(np.int64), -1, 0)
    luma = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16
    black = np.where(luma + ((grain * 16) >> 8).reshape(size[1], size[0]) >= threshold, 255, 0)
    return {"from": size, "threshold": threshold, "draws": draws.tolist(),
            "rgb": base64.b64encode(np.repeat(black[..., None], 3, -1).astype(np.uint8).tobytes()).decode()}


vectors = {"source": f"NumPy {np.__version__}", "warp": [warped(*case) for case in WARPS],
           "noise": [noisy((9, 7), 40, 1), noisy((6, 5), 255, 2)], "scan": [scanned((9, 7), 128, 3), scanned((8, 4), 90, 4)]}
path = pathlib.Path(__file__).with_name("pixels.vectors.json")
path.write_text(json.dumps(vectors) + "\n")
