"""Writes window-search.vectors.json: ViCrop's window search (mllms_know, arXiv 2502.17422), with NumPy and by sums over slices.

Written from the paper's appendix and the released behaviour, independently of window-search.ts:
    python3 window-search.vectors.py
"""

import json
from pathlib import Path

import numpy as np

RATIOS = [1, 1.2, 1.4, 1.6, 1.8, 2]


def search(heat, width, height, base):
    rows, columns = heat.shape
    cell_width, cell_height = width / columns, height / rows
    best = None
    for ratio in RATIOS:
        across = min(int(base * ratio / cell_width), columns)
        down = min(int(base * ratio / cell_height), rows)
        if across == columns and down == rows:
            if ratio == 1:
                return {"box": [0, 0, width, height], "ratio": 1}
            continue
        sums = np.array(
            [
                [heat[y : y + down, x : x + across].sum() for x in range(columns - across + 1)]
                for y in range(rows - down + 1)
            ]
        )
        # The first maximum column by column, as the released loops meet it.
        x, y = divmod(int(np.argmax(sums.T)), sums.shape[0])
        near = [
            sums[y + dy, x + dx]
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1))
            if 0 <= x + dx < sums.shape[1] and 0 <= y + dy < sums.shape[0]
        ]
        sharpness = (sums[y, x] - np.mean(near)) / (across * down)
        if best is None or sharpness > best[0]:
            best = (sharpness, ratio, x, y, across, down)
    sharpness, ratio, x, y, across, down = best
    half = base * ratio // 2
    centre_x = int(x * cell_width + cell_width * across / 2)
    centre_y = int(y * cell_height + cell_height * down / 2)
    centre_x = min(max(centre_x, half), width - half) if width >= 2 * half else width - half
    centre_y = min(max(centre_y, half), height - half) if height >= 2 * half else height - half
    box = [
        max(0, centre_x - half),
        max(0, centre_y - half),
        min(width, centre_x + half),
        min(height, centre_y + half),
    ]
    return {"box": [float(side) for side in box], "ratio": ratio, "sharpness": float(sharpness)}


def main():
    random = np.random.default_rng(7)
    cases = []
    # The last number is the side of a plateau, which larger windows fit better; 0 is a single peak.
    for rows, columns, width, height, base, plateau in [
        (12, 16, 1024, 768, 224, 0),
        (24, 24, 900, 900, 336, 0),
        (16, 16, 640, 480, 224, 5),
        (10, 20, 2000, 1000, 224, 0),
        (8, 8, 300, 200, 336, 0),
        (6, 24, 1200, 300, 224, 0),
        (12, 16, 1024, 768, 224, 5),
        (24, 32, 1024, 768, 224, 13),
    ]:
        heat = random.random((rows, columns)) ** 6 * (0.05 if plateau else 1)
        heat[rows // 3, columns - 3] += 0 if plateau else 3
        heat[4 : 4 + plateau, 5 : 5 + plateau] += 1
        heat = heat.round(6)
        found = search(heat, width, height, base)
        cases.append(
            {
                **{"rows": rows, "columns": columns, "width": width, "height": height, "base": base},
                **{"values": heat.ravel().tolist(), **found},
            }
        )
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"about": "Written by window-search.vectors.py.", "cases": cases}) + "\n")


main()
