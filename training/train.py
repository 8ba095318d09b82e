"""Trains a Fovea model within a time budget, from the weights of an earlier one:

    python3 training/train.py --name mini --start public/models/fovea-mini --scenes DIR --hours 1.5

DIR holds the scenes that `npm run scenes` painted (DIR/train, DIR/validation). The run resumes from its last
checkpoint. The encoder is trained on dense labels first, then the rest on answers about pictures whose features are
kept, then everything on answers and dense labels together, then the rest again while the encoder stands still.
"""
import argparse
import json
import math
import os
import signal
import sys
import time
from pathlib import Path

# Threads that wait busily lose half their speed to any other process on a machine of two cores.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch  # noqa: E402

from fovea import vocabulary  # noqa: E402
from fovea.batches import Feeder, Maker  # noqa: E402
from fovea.dense import Labels  # noqa: E402
from fovea.evaluate import GAP, evaluate, items_of  # noqa: E402
from fovea.kept import CROP, STRIP, Kept, encoded  # noqa: E402
from fovea.losses import DENSE, dense_loss, features, group_loss, seen, two_loss  # noqa: E402
from fovea.model import CONFIGS  # noqa: E402
from fovea.pool import Pool  # noqa: E402
from fovea.precision import autocast, summary  # noqa: E402
from fovea.prompts import FIXED, Prompter  # noqa: E402
from fovea.scenes import Shards  # noqa: E402
from fovea.state import State  # noqa: E402
from fovea.weights import transfer  # noqa: E402

HERE = Path(__file__).resolve().parent
RUNS = HERE / ".runs"
# What is trained, and the share of the time at which that ends: the encoder, the rest, both, the rest.
STAGES = {"vision": .3, "decoder": .5, "joint": .68, "settle": 1}
PEAK_A, PEAK_B, PEAK_SETTLE = 1.5e-3, 1e-3, 8e-4
# In these the encoder stands still, and pictures are asked about again and again, by their features.
STILL = ("decoder", "settle")
# How many tiles and crops are encoded and kept for such a stage, 24 kB each.
KEPT = 36000


def rate(progress, step):
    """The learning rate: falling slowly while the encoder is alone, then along a cosine, which the last stage begins anew."""
    first = STAGES["vision"]
    if progress < first:
        return min(1, (step + 1) / 100) * (PEAK_A + (PEAK_B - PEAK_A) * progress / first)
    begin, peak = (STAGES["joint"], PEAK_SETTLE) if progress >= STAGES["joint"] else (first, PEAK_B)
    t = min(1, (progress - begin) / (1 - begin))
    return min(1, .05 + (progress - begin) / .01) * peak * (.02 + .98 * (.5 + .5 * math.cos(math.pi * t)))


def stage_of(progress):
    """What is trained at this share of the time."""
    return next((name for name, end in STAGES.items() if progress < end), "settle")


def hold_still(model, stage):
    """Puts the model into training, but for what stands still at this stage."""
    model.train()
    if stage in STILL:
        model.vision.eval()


def make_batch(stage, maker, text, kept=None):
    """The parts of one step's batch, of kept pictures where the stage has some."""
    if stage in STILL:
        rng = maker.pool.random
        wholes = kept.draw(rng, kept.whole_shape(rng), 2)
        groups = [maker.wholes_of(wholes, 10), maker.crops_of(kept.draw(rng, CROP, 14)),
                  *([maker.crops_of(kept.draw(rng, STRIP, 5))] if text else [])]
        # Prompts with two images come in from the stage "joint" on.
        return {"groups": groups, **({"two": maker.two()} if stage == "settle" else {})}
    if stage == "vision":
        return {"groups": [maker.whole(1, 0), maker.crops(24), *([maker.crops(8, strip=True)] if text else [])]}
    return {"groups": [maker.whole(3, 8), maker.crops(22), *([maker.crops(6, strip=True)] if text else [])],
            "two": maker.two()}


def step(state, batch, prompter, stage):
    """Gradients of one batch, part by part; the report for the log."""
    model, device, report = state.model, state.device, {}
    frozen = stage in STILL
    questions = sum(g["questions"] for g in batch["groups"]) + ("two" in batch)
    cells_in = 0 if frozen else sum(g["labels"].shape[:3].numel() for g in batch["groups"])
    for number, group in enumerate(batch["groups"]):
        with autocast(device):
            loss = 0
            if "features" in group:
                tokens = model.connector(group["features"].to(device).float())
            else:
                cells, small = seen(model, group, device, not frozen)
                tokens = features(model, cells, small) if stage != "vision" else None
            if not frozen:
                dense, accuracies = dense_loss(state.heads, group, cells, small, device)
                share = 1 if stage == "vision" else DENSE
                loss = loss + share * dense * group["labels"].shape[:3].numel() / cells_in
                report.update({f"{k}{number}": v for k, v in accuracies.items() if k in ("kind", "object", "s1", "sprite", "count")})
            if stage != "vision":
                language = group_loss(model, prompter, group, tokens, device)
                report[f"language{number}"] = language.item() / group["questions"]
                loss = loss + language / questions
        loss.backward()
    if "two" in batch:
        with autocast(device):
            language = two_loss(model, prompter, batch["two"], frozen, device)
        (language / questions).backward()
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="mini", help="folder of the run")
    parser.add_argument("--model", choices=list(CONFIGS), default="mini")
    parser.add_argument("--start", type=Path, help="folder of an exported model to start from")
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--hours", type=float, default=1.5, help="of processor time")
    parser.add_argument("--evaluate", type=float, default=10, help="minutes of processor time between evaluations")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    folder = RUNS / args.name
    folder.mkdir(parents=True, exist_ok=True)
    shards, held = Shards(args.scenes / "train"), Shards(args.scenes / "validation")
    tokenizer, lists = vocabulary.build(RUNS / "tokenizer", shards.scenes[:1500], FIXED)
    labels = Labels(lists)
    config = {**CONFIGS[args.model], "vocab_size": len(tokenizer.pieces)}
    state = State(config, labels.fields, folder, "cuda" if torch.cuda.is_available() else "cpu")
    if not state.load() and args.start:
        print(transfer(state.model, args.start, tokenizer), flush=True)
        state.average.load_state_dict(state.model.state_dict())
    print(summary(state.device), flush=True)
    pool = Pool(shards, state.step)
    prompter = Prompter(tokenizer, pool.random)
    items = items_of(held, 30, lists["dim"])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        train(state, args, Maker(pool, prompter, labels), items)
    finally:
        state.save()


def keep(state, maker, kept, text):
    """Encodes full images and crops, two thirds and one third of the tiles, until there are enough."""
    state.model.eval()
    chunk, began = [], time.time()
    while kept.tiles < KEPT:
        spent = time.process_time()
        parts = [maker.whole_pictures(4), maker.crop_pictures(20), *([maker.crop_pictures(2, strip=True)] if text else [])]
        chunk += [pair for pairs in parts for pair in encoded(state.model, maker, pairs, state.device)]
        state.seconds += time.process_time() - spent
        if len(chunk) >= 1000:
            kept.save(chunk)
            chunk = []
            print(f"{kept.tiles} of {KEPT} tiles are encoded, {time.time() - began:.0f} s", flush=True)


def train(state, args, maker, items):
    """Steps until the time budget is spent, with a log, checkpoints and evaluations."""
    budget, text = args.hours * 3600, "text" in maker.labels.lists["dim"]
    log = open(state.folder / "log.jsonl", "a", buffering=1)
    stage, feeder, sums, saved, measured = None, None, {}, time.time(), state.seconds
    waited = 0
    while state.seconds < budget:
        progress = state.seconds / budget
        if stage != stage_of(progress):
            stage = stage_of(progress)
            if feeder:
                feeder.stopped = True
            kept = None
            if stage in STILL:
                state.still_encoder()
                # What is kept holds for this encoder.
                state.save()
                kept = Kept(state.folder / f"kept-{stage}", maker.pool.shards)
                keep(state, maker, kept, text)
            feeder = Feeder(lambda stage=stage, kept=kept: make_batch(stage, maker, text, kept))
        began, spent = time.time(), time.process_time()
        batch = feeder.next()
        waited += time.time() - began
        hold_still(state.model, stage)
        report = step(state, batch, maker.prompter, stage)
        report["norm"] = state.update(rate(progress, state.step))
        state.seconds += time.process_time() - spent
        for key, value in report.items():
            sums.setdefault(key, []).append(value)
        if state.step % 50 == 0:
            means = {k: round(sum(v) / len(v), 3) for k, v in sums.items()}
            line = {"step": state.step, "seconds": round(state.seconds), "waited": round(waited), "stage": stage,
                    "scenes": maker.pool.shards.refresh(), **means}
            log.write(json.dumps(line) + "\n")
            sums, waited = {}, 0
        if time.time() - saved > 180:
            state.save()
            saved = time.time()
        if stage != "vision" and state.seconds - measured > args.evaluate * 60:
            report = evaluate(state.average, maker.prompter, items, state.device, GAP)
            log.write(json.dumps({"step": state.step, "evaluation": report}) + "\n")
            measured = state.seconds
    log.write(json.dumps({"step": state.step, "evaluation": evaluate(state.average, maker.prompter, items, state.device)}) + "\n")


if __name__ == "__main__":
    main()
