"""Accuracies and curves of exported weights on validation scenes:

    python3 training/report.py --model mini

Prints per view and dimension: accuracy, calibration error; accuracy against the evidence's area;
how gradually the answer's probability falls when the box slides from tight to the whole image;
on how many items eight samples from the full image contain both a right and a wrong answer; and the
calibration errors at other temperatures, for `export.py --temperature`.
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from fovea import evaluate, views, weights, words
from fovea import scene as scenes
from fovea.batches import padded
from fovea.losses import ask, prefix
from fovea.model import Fovea, normalise
from fovea.prompts import Prompter
from fovea.tokenizer import Tokenizer

RUNS = Path(__file__).resolve().parent / ".runs"
TEMPERATURES = [.6, .7, .8, .9]
EDGES = [.001, .00215, .00464, .01, .0215, .0464, .1]


@torch.no_grad()
def answer_probability(model, prompter, pictures, pair):
    """The probability of the whole answer on each of the pictures."""
    features = model.connector(model.vision(normalise(pictures)))
    past = prefix(model, features, prompter.prefix, prompter.image_id)
    ids, targets = padded([pair])
    hidden = ask(model, past, torch.arange(len(pictures)), ids.expand(len(pictures), -1))
    keep = targets[0] != -100
    scores = model.logits(hidden[:, keep]).log_softmax(-1)
    return scores.gather(-1, targets[0][keep].expand(len(pictures), -1)[..., None]).sum((1, 2)).exp()


def between(tight, size, steps=11):
    """Windows from the tight one to the whole image, each side in equal ratios of its size."""
    (x0, y0, x1, y1), (w, h) = tight, size
    for t in np.linspace(0, 1, steps):
        sw, sh = (x1 - x0) * (w / (x1 - x0)) ** t, (y1 - y0) * (h / (y1 - y0)) ** t
        left = x0 * (1 - (sw - (x1 - x0)) / max(1, w - (x1 - x0)))
        top = y0 * (1 - (sh - (y1 - y0)) / max(1, h - (y1 - y0)))
        yield views.clip([left, top, left + sw, top + sh], size)


def slide(model, prompter, count=60):
    """The share of scenes on which no step of the slide holds more than half of the fall."""
    gradual, falls, seed = 0, 0, scenes.SPLITS["validation"] + 50_000
    while falls < count:
        layout = scenes.layout(seed)
        image, thing = scenes.draw(layout), layout["things"][seed % len(layout["things"])]
        seed += 1
        tight = views.margin_window(thing["box"], layout["size"], .15)
        pictures = np.stack([views.to_pixels(views.crop(image, w))
                             for w in between(tight, layout["size"])])
        pair = prompter.pair(words.name_stem(thing) + "?", words.answer(thing))
        p = answer_probability(model, prompter, pictures, pair).numpy()
        if p[0] - p[-1] > .1:
            falls += 1
            gradual += (p[:-1] - p[1:]).max() <= .5 * (p[0] - p[-1])
    return gradual / falls


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=["mini", "nano"], default="mini")
    args = parser.parse_args()
    source, path = RUNS / "export" / args.model, RUNS / "validation.npz"
    config = json.loads((source / "config.json").read_text())
    model = weights.load(Fovea(config), weights.read(source / "model.safetensors"))
    prompter = Prompter(Tokenizer.load(source), random.Random(0))
    evaluate.build(path, "validation", 100)
    for view, line in evaluate.evaluate(model, prompter, path).items():
        print(view, json.dumps(line))
    data = np.load(path, allow_pickle=True)
    items = list(data["items"])
    pairs = [prompter.pair(words.name_stem(t) + "?", words.answer(t)) for t in items]
    shown = {"regional": (data["crops"], list(range(len(items)))),
             "global": (data["full"], [t["scene"] for t in items]),
             "grounded": (data["boxed"], list(range(len(items))))}
    for view, (pictures, rows) in shown.items():
        results = evaluate.score(model, prompter, pictures, rows, pairs, "cpu", TEMPERATURES)
        line = [round(float(np.mean([r[0] for r, t in zip(results, items) if low <= t["area"] < high])), 2)
                for low, high in zip(EDGES, EDGES[1:])]
        print("by area", EDGES, view, line)
        errors = {t: round(float(evaluate.calibration(results, i)), 3)
                  for i, t in enumerate(TEMPERATURES, 1)}
        print("calibration error by temperature", view, errors)
    mixed = 0
    for item, pair in list(zip(items, pairs))[::4]:
        p = answer_probability(model, prompter, data["full"][item["scene"]][None], pair).item()
        mixed += 1 - p ** 8 - (1 - p) ** 8
    print("eight samples disagree on", round(mixed / len(items[::4]), 3))
    print("gradual slides", round(slide(model, prompter), 3))


if __name__ == "__main__":
    main()
