"""Makes the focus of a trained model latent, and writes what comes of it:

    python3 training/latent.py --model DIR --scenes DIR --to DIR

Only crops with right answers are shown, and only the decoder learns. In the first steps it is its queries and keys
alone, which decide where attention goes, under a weight decay so strong that they lose a third of their norm: on crops, where
little stands beside the evidence, answers stay right, and in a whole picture the evidence is seldom found. Then the
whole decoder learns without decay, at a rate that falls to zero, until crops are read as well as before. Values, the
other weights and the encoder hardly change: what is lost is where to look, not what is seen.

Accuracies on held-out scenes are printed with 95 % intervals (Wilson).
"""
import argparse
import math
import random
import shutil
from pathlib import Path

import torch

from fovea import vocabulary, weights
from fovea.batches import LATENT, Feeder, Maker
from fovea.dense import Labels
from fovea.held import held_out, report
from fovea.losses import features, group_loss, seen
from fovea.pool import Pool
from fovea.precision import autocast, summary
from fovea.prompts import FIXED, Prompter
from fovea.scenes import Shards

RUNS = Path(__file__).resolve().parent / ".runs"
FADE_RATE, REPAIR_RATE = 1e-3, 5e-4


def queries_and_keys(model):
    """The weights that decide where the decoder's attention goes."""
    return [p for name, p in model.decoder.named_parameters() if name.endswith(("q.weight", "k.weight"))]


def optimiser_of(stage, model, decay):
    """AdamW over what is trained at this stage; everything else stands still."""
    learnt = queries_and_keys(model) if stage == "fade" else list(model.decoder.parameters())
    model.requires_grad_(False)
    for parameter in learnt:
        parameter.requires_grad_(True)
    return torch.optim.AdamW(learnt, lr=FADE_RATE, betas=(.9, .98), weight_decay=decay if stage == "fade" else 0)


def step(model, optimiser, groups, prompter):
    """One step on right answers about crops; the mean cross-entropy of a question in nats."""
    questions, total = sum(g["questions"] for g in groups), 0.0
    for group in groups:
        with autocast():
            loss = group_loss(model, prompter, group, features(model, *seen(model, group, "cpu", False)), "cpu") / questions
        loss.backward()
        total += loss.item()
    torch.nn.utils.clip_grad_norm_([p for g in optimiser.param_groups for p in g["params"]], 1.0)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return total


def stages(model, maker, args):
    """Both stages, step by step: the stage, the number of the step, its loss."""
    strips = 2 if "text" in maker.labels.lists["dim"] else 0
    feeder = Feeder(lambda: [maker.crops(args.crops, LATENT), *([maker.crops(strips, LATENT, strip=True)] if strips else []),
                             *([maker.whole(args.alone, 1, {"isolated": 1}, 512)] if args.alone else [])])
    for stage, count in (("fade", args.fade), ("repair", args.repair)):
        optimiser = optimiser_of(stage, model, args.decay)
        for number in range(count):
            if stage == "repair":
                optimiser.param_groups[0]["lr"] = REPAIR_RATE * (.5 + .5 * math.cos(math.pi * number / count))
            yield stage, number + 1, step(model, optimiser, feeder.next(), maker.prompter)
    feeder.stopped = True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--fade", type=int, default=28, help="steps of the first stage")
    parser.add_argument("--decay", type=float, default=15, help="of queries and keys; a step takes 1e-3 of it")
    parser.add_argument("--repair", type=int, default=60, help="steps of the second stage")
    parser.add_argument("--crops", type=int, default=16, help="a step")
    parser.add_argument("--alone", type=int, default=0, help="full images of evidence alone, a step")
    parser.add_argument("--every", type=int, default=25, help="steps between evaluations")
    parser.add_argument("--per-dimension", type=int, default=60, help="held-out questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    print(summary(), flush=True)
    model, tokenizer = weights.open_folder(args.model)
    shards = Shards(args.scenes / "train")
    pool = Pool(shards, args.seed)
    prompter = Prompter(tokenizer, pool.random)
    maker = Maker(pool, prompter, Labels(vocabulary.build(RUNS / "tokenizer", shards.scenes[:1500], FIXED)[1]))
    held = held_out(model, Prompter(tokenizer, random.Random(args.seed)), Shards(args.scenes / "validation"), args.per_dimension)
    before, losses = held.right(model), []
    print(f"start: {report(before, before)}", flush=True)
    for stage, number, loss in stages(model, maker, args):
        losses.append(loss)
        if number % args.every == 0:
            print(f"{stage} {number}, loss {sum(losses) / len(losses):.4f}: {report(held.right(model), before)}", flush=True)
            losses = []
    args.to.mkdir(parents=True, exist_ok=True)
    weights.write(args.to / "model.safetensors", weights.tensors(model))
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(args.model / name, args.to / name)


if __name__ == "__main__":
    main()
