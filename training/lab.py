"""The lab's default recipe in PyTorch: does label-free self-distillation bring a model's focus back?

    python3 training/lab.py --model DIR --scenes DIR

DIR of the model is what export.py wrote, DIR of the scenes what `npm run scenes` painted (DIR/train, DIR/validation).
The encoder, the connector and the embeddings stand still; the decoder learns (AdamW, 3e-4) from the divergence between
the student, which reads the whole tiled picture and answers by itself, and the same weights as they were at the start,
which read the evidence crop. Each scene is shown once. Every so many steps the accuracies on held-out scenes are
printed with 95 % intervals (Wilson), and how many answers from the whole picture became right or wrong.

Controls, which the recipe must beat: --teacher wrong-crop, whose crop holds no evidence, and --control crops, right
answers on crops without any whole picture.
"""
import argparse
import copy
import random
import time
from pathlib import Path

import numpy as np
import torch

from fovea import weights
from fovea.distil import Lessons, crops_alone, self_distillation
from fovea.held import held_out, report
from fovea.precision import autocast, summary
from fovea.prompts import Prompter
from fovea.scenes import Shards

STEPS = 400


def train(model, held, lessons, args):
    """The steps, with a line for each evaluation."""
    teacher = copy.deepcopy(model)
    model.requires_grad_(False)
    model.decoder.requires_grad_(True)
    optimiser = torch.optim.AdamW(model.decoder.parameters(), lr=args.rate, betas=(.9, .98), weight_decay=0)
    generator = torch.Generator().manual_seed(args.seed)
    before, spent, seen = held.right(model), 0.0, {}
    print(f"step 0: {report(before, before)}", flush=True)
    for step in range(1, args.steps + 1):
        began = time.process_time()
        lesson = lessons.next("crop" if args.control else args.teacher)
        with autocast():
            loss, figures = (crops_alone(model, held.prompter, lesson) if args.control else
                             self_distillation(model, teacher, held.prompter, lesson, generator))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.decoder.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        spent += time.process_time() - began
        for key, value in {"loss": loss.item(), **figures}.items():
            seen.setdefault(key, []).append(value)
        if step % args.every == 0 or step == args.steps:
            means = ", ".join(f"{key} {sum(values) / len(values):.4f}" for key, values in seen.items())
            print(f"step {step}, {spent:.0f} s, {means}: {report(held.right(model), before)}", flush=True)
            seen = {}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--teacher", choices=("crop", "wrong-crop"), default="crop")
    parser.add_argument("--control", choices=("crops",))
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--every", type=int, default=40, help="steps between evaluations")
    parser.add_argument("--pictures", type=int, default=2, help="a step")
    parser.add_argument("--questions", type=int, default=8, help="of a picture")
    parser.add_argument("--per-dimension", type=int, default=60, help="held-out questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    print(summary(), flush=True)
    model, tokenizer = weights.open_folder(args.model)
    prompter = Prompter(tokenizer, random.Random(args.seed))
    held = held_out(model, prompter, Shards(args.scenes / "validation"), args.per_dimension)
    lessons = Lessons(Shards(args.scenes / "train"), prompter, args.pictures, args.questions,
                      random.Random(args.seed), np.random.default_rng(args.seed))
    train(model, held, lessons, args)


if __name__ == "__main__":
    main()
