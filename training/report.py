"""Accuracies of an exported model on painted scenes:

    python3 training/report.py --model DIR --scenes DIR/validation --per-dimension 100

DIR of the model is what export.py wrote. Prints, per view and dimension, the accuracy (the whole sentence, greedy)
and the calibration error, the gap's three parts with intervals over pictures, accuracy by the evidence's area, and
the share of items on which eight samples from the full image would hold both a right and a wrong answer.
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from fovea import weights
from fovea.evaluate import VIEWS, calibration, items_of, score
from fovea.model import Fovea
from fovea.prompts import Prompter
from fovea.scenes import Shards
from fovea.vocabulary import Tokenizer

EDGES = [.001, .00215, .00464, .01, .0215, .0464, .1]
GAPS = {"resolution": ("regional", "matched"), "placement": ("matched", "isolated"), "clutter": ("isolated", "global")}


def interval(items, values, draws=2000, seed=0):
    """The 95 % interval of a mean by resampling pictures, since the items of one picture are not independent."""
    groups = {}
    for (scene, _), value in zip(items, values):
        groups.setdefault(scene["seed"], []).append(value)
    sums = np.array([[sum(g), len(g)] for g in groups.values()], float)
    rows = np.random.default_rng(seed).integers(len(sums), size=(draws, len(sums)))
    drawn = sums[rows].sum(1)
    return [round(float(v), 3) for v in np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])]


def area_of(scene, thing):
    """The share of the scene that the evidence covers."""
    return thing["box"][2] * thing["box"][3] / (scene["width"] * scene["height"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--per-dimension", type=int, default=100)
    args = parser.parse_args()
    config = json.loads((args.model / "config.json").read_text())
    model = weights.load(Fovea(config), weights.read_folder(args.model))
    prompter = Prompter(Tokenizer.load(args.model), random.Random(0))
    shards = Shards(args.scenes)
    dimensions = sorted({t["dim"] for s in shards.scenes for t in s["things"]})
    items = items_of(shards, args.per_dimension, dimensions)
    right, torch_threads = {}, torch.get_num_threads()
    print(f"{len(items)} questions on {len({s['seed'] for s, _ in items})} scenes, {torch_threads} threads")
    for view in VIEWS:
        results = score(model, prompter, items, view)
        right[view] = np.array([float(r) for r, _ in results])
        by = {d: round(float(np.mean([r for r, (_, t) in zip(right[view], items) if t["dim"] == d])), 3)
              for d in dimensions}
        print(view, round(float(right[view].mean()), 4), interval(items, right[view]), by,
              "calibration error", round(float(calibration(results)), 3))
        print(view, "by area", [round(float(np.mean([r for r, i in zip(right[view], items) if low <= area_of(*i) < high] or [np.nan])), 2)
                                for low, high in zip(EDGES, EDGES[1:])])
        if view == "global":
            p = np.array([q if r else 0 for r, q in results])
            print("eight samples disagree on about", round(float((1 - p ** 8 - (1 - p) ** 8).mean()), 3))
    for name, (a, b) in GAPS.items():
        gap = right[a] - right[b]
        print(name, round(float(gap.mean()), 4), interval(items, gap))


if __name__ == "__main__":
    main()
