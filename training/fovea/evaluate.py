"""Measures a model on held-out scenes: regional, grounded, global and blank.

A question counts as right when every token of its sentence is the most probable one after the
true tokens before it: the same as exact match of a greedy answer, in one pass.
"""
import numpy as np
import torch

from . import scene as scenes
from . import views, words
from .batches import padded
from .losses import ask, prefix
from .model import normalise

VIEWS = ("regional", "global", "grounded", "blank")


def build(path, split, per_dimension):
    """Writes the evaluation set of a split: the exact pixel path, canonical wordings."""
    if path.exists():
        return
    left = {d: per_dimension for d in words.DIMENSIONS}
    full, boxed, crops, items, seed = [], [], [], [], scenes.SPLITS[split]
    while any(left.values()):
        layout = scenes.layout(seed)
        image, wanted = scenes.draw(layout), []
        for thing in layout["things"]:
            if left[thing["dim"]]:
                left[thing["dim"]] -= 1
                wanted.append(thing)
        for thing in wanted:
            boxed.append(views.to_pixels(views.boxed(image, thing["box"])))
            window = views.margin_window(thing["box"], layout["size"], .15)
            crops.append(views.to_pixels(views.crop(image, window)))
            area = thing["box"][2] * thing["box"][3] / (layout["size"][0] * layout["size"][1])
            items.append({**thing, "scene": len(full), "area": area})
        if wanted:
            full.append(views.to_pixels(image))
        seed += 1
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, full=np.stack(full), boxed=np.stack(boxed), crops=np.stack(crops),
             items=np.array(items, dtype=object))


@torch.no_grad()
def score(model, prompter, pictures, rows, pairs, device, temperatures=(1,)):
    """For each question: all tokens right, then the product of the largest probabilities at each
    temperature."""
    out = []
    with torch.autocast(device, dtype=torch.bfloat16):
        for at in range(0, len(pairs), 50):
            chunk = rows[at:at + 50]
            unique = sorted(set(chunk))
            tokens = model.vision(normalise(pictures[unique], device))
            past = prefix(model, model.connector(tokens), prompter.prefix, prompter.image_id)
            ids, targets = padded(pairs[at:at + 50])
            index = torch.tensor([unique.index(r) for r in chunk], device=device)
            logits = model.logits(ask(model, past, index, ids.to(device))).float()
            keep = targets.to(device) != -100
            right = ((logits.argmax(-1) == targets.to(device)) | ~keep).all(1)
            sure = [((logits / t).log_softmax(-1).amax(-1) * keep).sum(1).exp() for t in temperatures]
            out += list(zip(right.tolist(), *(s.tolist() for s in sure)))
    return out


def calibration(results, column=1):
    """Expected calibration error over ten bins, of one column of probabilities."""
    right, sure = np.array([r[0] for r in results], float), np.array([r[column] for r in results])
    bins = np.clip((sure * 10).astype(int), 0, 9)
    return sum(abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean()
               for b in range(10) if (bins == b).any())


def evaluate(model, prompter, path, device="cpu", every=1):
    """Accuracy per view and dimension, and calibration errors; on every n-th question."""
    model.eval()
    data = np.load(path, allow_pickle=True)
    items = list(data["items"])[::every]
    by_name = [prompter.pair(words.name_stem(t) + "?", words.answer(t)) for t in items]
    by_box = [prompter.pair(words.box_stem(t) + " in the red box?" + words.HINT, words.answer(t))
              for t in items]
    each, blank = list(range(len(items))), np.full((1, 128, 128, 3), 128, np.uint8)
    runs = {"regional": (data["crops"][::every], each, by_name), "grounded": (data["boxed"][::every], each, by_box),
            "global": (data["full"], [t["scene"] for t in items], by_name),
            "blank": (blank, [0] * len(items), by_name)}
    report = {}
    for view in VIEWS:
        results = score(model, prompter, *runs[view], device)
        right = [r for r, _ in results]
        report[view] = {d[:5]: round(float(np.mean([r for r, t in zip(right, items) if t["dim"] == d])), 3)
                        for d in words.DIMENSIONS}
        report[view]["all"] = round(float(np.mean(right)), 4)
        report[view]["ece"] = round(float(calibration(results)), 4)
    return report
