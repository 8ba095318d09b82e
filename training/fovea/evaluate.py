"""Measures a model on held-out scenes: regional, matched, isolated, global, boxed and blank.

A question counts as right when every token of its sentence is the most probable one after the true tokens before
it: the same as exact match of a greedy answer, in one pass.
"""
import numpy as np
import torch

from . import views
from .batches import padded
from .losses import ask, features, prefix
from .model import normalise
from .precision import autocast
from .prompts import HINT
from .scenes import image_of

GAP = ("regional", "matched", "isolated", "global")
VIEWS = (*GAP, "boxed", "blank")


def items_of(shards, per_dimension, dimensions):
    """(scene, thing) of the first scenes, up to so many questions a dimension."""
    left, items = {d: per_dimension for d in dimensions}, []
    for scene in shards.scenes:
        for thing in scene["things"]:
            if left.get(thing["dim"], 0):
                left[thing["dim"]] -= 1
                items.append((scene, thing))
        if not any(left.values()):
            break
    return items


def picture_of(view, scene, thing, margin):
    """The picture that a view shows."""
    image = image_of(scene)
    window = views.margin_window(thing["box"], image.size, margin)
    if view == "regional":
        return views.crop(image, window)
    if view == "matched":
        return views.matched_crop(views.cuttable(image, views.LONGEST), image.size, window)
    if view == "isolated":
        return views.cuttable(views.isolated(image, views.margin_window(thing["box"], image.size, .15)), views.LONGEST)
    if view == "boxed":
        return views.cuttable(views.boxed(image, thing["box"]), views.LONGEST)
    if view == "blank":
        return views.cuttable(views.Image.new("RGB", image.size, views.GREY), views.LONGEST)
    return views.cuttable(image, views.LONGEST)


def question_of(view, thing):
    """The canonical question: by name, or about the box where it is drawn or nothing else names the thing."""
    asked = thing["questions"]
    if view == "boxed" or not asked.get("name"):
        return asked["box"][0] + (HINT if view == "boxed" else "")
    return asked["name"][0]


def chunks(sizes, most):
    """Indices in groups of one picture size: up to `most` of several tiles, or 64 of one."""
    by_size = {}
    for i, size in enumerate(sizes):
        by_size.setdefault(size, []).append(i)
    for size, rows in by_size.items():
        step = most if size[0] * size[1] > views.TILE ** 2 else 64
        for at in range(0, len(rows), step):
            yield size, rows[at:at + step]


@torch.no_grad()
def encode(model, pictures, device="cpu", most=12):
    """For each picture its size and the features that the decoder is given, [tokens, hidden]."""
    out = [None] * len(pictures)
    stack = lambda ps: normalise(np.stack([np.asarray(p) for p in ps]), device)  # noqa: E731
    with autocast(device):
        for size, rows in chunks([p.size for p in pictures], most):
            part = [pictures[i] for i in rows]
            small = [views.thumbnail(p) for p in part]
            cells = model.vision.cells(stack(part))
            tokens = features(model, cells, None if small[0] is None else model.vision.cells(stack(small)))
            for i, seen in zip(rows, tokens):
                out[i] = size, seen
    return out


def encode_items(model, items, view, device="cpu", margin=0.0):
    """For each item the size of its picture and its features; a view of the whole scene is encoded once."""
    keys = [s["seed"] if view in ("global", "blank") else i for i, (s, _) in enumerate(items)]
    first = dict(zip(reversed(keys), reversed(items)))
    encoded = dict(zip(first, encode(model, [picture_of(view, *item, margin) for item in first.values()], device)))
    return [encoded[key] for key in keys]


@torch.no_grad()
def read(model, prompter, items, view, encoded, device="cpu", most=12):
    """For each item: whether all tokens are right, and the product of the largest probabilities."""
    out = [None] * len(items)
    with autocast(device):
        for size, rows in chunks([size for size, _ in encoded], most):
            tokens = torch.stack([encoded[i][1] for i in rows])
            past = prefix(model, tokens, prompter.head(size), prompter.image_id)
            ids, targets = padded([prompter.pair(question_of(view, items[i][1]), items[i][1]["answer"]) for i in rows])
            ids, targets = ids.to(device), targets.to(device)
            logits = model.logits(ask(model, past, torch.arange(len(rows), device=device), ids)).float()
            keep = targets != -100
            right = ((logits.argmax(-1) == targets) | ~keep).all(1)
            sure = (logits.log_softmax(-1).amax(-1) * keep).sum(1).exp()
            for i, r, p in zip(rows, right.tolist(), sure.tolist()):
                out[i] = r, p
    return out


def score(model, prompter, items, view, device="cpu", margin=0.0):
    """As `read`, of the pictures that a view shows."""
    model.eval()
    return read(model, prompter, items, view, encode_items(model, items, view, device, margin), device)


def wilson(right, count, z=1.959964):
    """The 95 % interval of a share of `right` in `count` (Wilson 1927)."""
    share, spread = right / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * (share * (1 - share) / count + spread / (4 * count)) ** .5
    return middle - reach, middle + reach


def calibration(results):
    """Expected calibration error over ten bins."""
    right, sure = np.array([r for r, _ in results], float), np.array([p for _, p in results])
    bins = np.clip((sure * 10).astype(int), 0, 9)
    return sum(abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean()
               for b in range(10) if (bins == b).any())


def evaluate(model, prompter, items, device="cpu", which=VIEWS):
    """Accuracy per view and dimension, calibration errors, and the three parts of the gap."""
    report = {}
    for view in which:
        results = score(model, prompter, items, view, device)
        right = [r for r, _ in results]
        dims = sorted({t["dim"] for _, t in items})
        report[view] = {"all": round(float(np.mean(right)), 4), "ece": round(float(calibration(results)), 3),
                        **{d[:5]: round(float(np.mean([r for r, (_, t) in zip(right, items) if t["dim"] == d])), 3)
                           for d in dims}}
    if all(v in report for v in GAP):
        regional, matched, isolated, whole = (report[v]["all"] for v in GAP)
        report["gaps"] = {"resolution": round(regional - matched, 4), "placement": round(matched - isolated, 4),
                          "clutter": round(isolated - whole, 4)}
    return report
