"""Writes test prompts with PyTorch's logits, to compare another engine with PyTorch:

    python3 training/reference.py --model public/models/ID --scenes DIR/validation

training/reference/ID gets prompts.json ([{"picture", "text", "ids"}]), pictures.json ([{"rows", "columns"}], 1 × 1 for
one tile), pixels.bin.gz (uint8, the tiles of one picture after another, [128, 128, 3] each, the whole picture last),
and logits.bin (float32 [prompts, vocabulary], after the last id). A prompt ends
somewhere inside the answer, where the picture decides about the next token as well as where grammar does. The
weights are the exported ones, the arithmetic is float32.
"""
import argparse
import gzip
import json
import random
from pathlib import Path

import numpy as np
import torch

from fovea import views, weights
from fovea.model import Fovea, normalise, shuffled
from fovea.prompts import HEAD, TURN, Prompter, image_text
from fovea.scenes import Shards, image_of
from fovea.vocabulary import Tokenizer

HERE = Path(__file__).resolve().parent
PICTURES, QUESTIONS = 10, 10


def tiles_of(picture):
    """The tiles that the vision encoder reads, the whole picture last."""
    pixels, tile = np.asarray(picture), views.TILE
    rows, columns = picture.height // tile, picture.width // tile
    tiles = [pixels[r * tile:(r + 1) * tile, c * tile:(c + 1) * tile] for r in range(rows) for c in range(columns)]
    small = views.thumbnail(picture)
    return rows, columns, tiles + ([] if small is None else [np.asarray(small)])


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--to", type=Path, help="instead of training/reference/ID")
    args = parser.parse_args()
    target = args.to or HERE / "reference" / args.model.resolve().name
    target.mkdir(parents=True, exist_ok=True)
    config = json.loads((args.model / "config.json").read_text())
    model = weights.load(Fovea(config), weights.read_folder(args.model))
    tokenizer = Tokenizer.load(args.model)
    rng, prompter = random.Random(0), Prompter(tokenizer, random.Random(0))
    prompts, grids, pixels, logits = [], [], [], []
    for i, scene in enumerate(Shards(args.scenes).scenes[:PICTURES]):
        image, box = image_of(scene), scene["things"][i % len(scene["things"])]["box"]
        # Whole images at every longest edge, and crops.
        edge = views.EDGES[-1 - (i // 2) % len(views.EDGES)]
        picture = views.crop(image, views.window_of(box)) if i % 2 else views.cuttable(image, edge)
        rows, columns, tiles = tiles_of(picture)
        cells = model.vision.cells(normalise(np.asarray(picture)[None]))
        parts = [shuffled(cells)]
        if len(tiles) > rows * columns:
            parts.append(shuffled(model.vision.cells(normalise(tiles[-1][None]))))
        seen = model.connector(torch.cat(parts, 1))
        for _ in range(QUESTIONS):
            thing = rng.choice(scene["things"])
            text = HEAD + image_text(picture.size) + (prompter.ask(thing) or prompter.ask(thing, "box")) + TURN
            answer = tokenizer.encode(" " + thing["answer"])
            ids = tokenizer.encode(text) + answer[:rng.randrange(len(answer))]
            hidden, _ = model.decoder(model.inputs(torch.tensor([ids]), seen, prompter.image_id))
            prompts.append({"picture": i, "text": text, "ids": ids})
            logits.append(model.logits(hidden[0, -1]).numpy())
        grids.append({"rows": rows, "columns": columns})
        pixels += tiles
    (target / "prompts.json").write_text(json.dumps(prompts))
    (target / "pictures.json").write_text(json.dumps(grids))
    (target / "pixels.bin.gz").write_bytes(gzip.compress(np.stack(pixels).tobytes(), mtime=0))
    np.stack(logits).astype("<f4").tofile(target / "logits.bin")
    print(f"{len(prompts)} prompts in {target}")


if __name__ == "__main__":
    main()
