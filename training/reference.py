"""Writes test prompts with PyTorch's logits, to compare another engine with PyTorch:

    python3 training/reference.py --model mini

training/reference/ gets prompts.json ([{"picture", "text", "ids"}]) and pixels.bin (uint8 [pictures,
128, 128, 3]), the same for every model, and <model>.logits.bin (float32 [prompts, vocabulary], after
the last id). A prompt ends somewhere inside the answer, where the picture decides about the next
token as well as where grammar does. The weights are the exported ones, the arithmetic is float32;
--source and --to name other folders than .runs/export/<model>/ and training/reference/.
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from fovea import scene as scenes
from fovea import views, weights, words
from fovea.model import Fovea, normalise
from fovea.prompts import PREFIX, TURN, Prompter
from fovea.tokenizer import Tokenizer

HERE = Path(__file__).resolve().parent
# After the scenes of the suite, before those of the gallery.
FIRST_SEED = scenes.SPLITS["test"] + 500_000
PICTURES, QUESTIONS = 10, 10


def pictures():
    """Whole images and crops in turn, each with its scene."""
    for i in range(PICTURES):
        layout = scenes.layout(FIRST_SEED + i)
        image = scenes.draw(layout)
        box = layout["things"][i % len(layout["things"])]["box"]
        yield layout, views.to_pixels(views.crop(image, views.window_of(box)) if i % 2 else image)


def prompt(layout, tokenizer, rng):
    """Text and ids of a question and a part of its answer."""
    thing = rng.choice(layout["things"])
    asked = PREFIX + words.name_stem(thing, rng.randrange(3)) + "?" + TURN
    answer = tokenizer.encode(" " + words.answer(thing))
    return asked, tokenizer.encode(asked) + answer[:rng.randrange(len(answer))]


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=["mini", "nano"], default="mini")
    parser.add_argument("--source", type=Path)
    parser.add_argument("--to", type=Path)
    args = parser.parse_args()
    source = args.source or HERE / ".runs" / "export" / args.model
    target = args.to or HERE / "reference"
    target.mkdir(parents=True, exist_ok=True)
    config = json.loads((source / "config.json").read_text())
    model = weights.load(Fovea(config), weights.read(source / "model.safetensors"))
    tokenizer = Tokenizer.load(source)
    rng, image_id = random.Random(0), tokenizer.ids["<image>"]
    prompts, pixels, logits = [], [], []
    for layout, picture in pictures():
        seen = model.connector(model.vision(normalise(picture[None])))
        for _ in range(QUESTIONS):
            text, ids = prompt(layout, tokenizer, rng)
            hidden, _ = model.decoder(model.inputs(torch.tensor([ids]), seen, image_id))
            prompts.append({"picture": len(pixels), "text": text, "ids": ids})
            logits.append(model.logits(hidden[0, -1]).numpy())
        pixels.append(picture)
    (target / "prompts.json").write_text(json.dumps(prompts))
    np.stack(pixels).tofile(target / "pixels.bin")
    np.stack(logits).astype("<f4").tofile(target / f"{args.model}.logits.bin")
    print(f"{len(prompts)} prompts in {target}")


if __name__ == "__main__":
    main()
