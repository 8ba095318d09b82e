"""Writes test prompts with PyTorch's logits, to compare another engine with PyTorch:

    python3 training/reference.py --models public/models/ID ... --scenes DIR/validation

training/reference gets prompts.json ([{"picture", "text", "ids"}]), pictures.json ([{"rows", "columns"}], 1 × 1 for
one tile), pixels.bin.gz (uint8, the tiles of one picture after another, [128, 128, 3] each, the whole picture last),
and ID.logits.bin (float32 [prompts, vocabulary], after the last id) of each model; their tokenizer is one. A prompt ends
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
from fovea.model import normalise, shuffled
from fovea.prompts import HEAD, TURN, Prompter, image_text
from fovea.scenes import Shards, image_of

HERE = Path(__file__).resolve().parent
PICTURES, QUESTIONS = 10, 10


def tiles_of(picture):
    """The tiles that the vision encoder reads, the whole picture last."""
    pixels, tile = np.asarray(picture), views.TILE
    rows, columns = picture.height // tile, picture.width // tile
    tiles = [pixels[r * tile:(r + 1) * tile, c * tile:(c + 1) * tile] for r in range(rows) for c in range(columns)]
    small = views.thumbnail(picture)
    return rows, columns, tiles + ([] if small is None else [np.asarray(small)])


def seen_by(model, picture, tiles):
    """What takes the places of the prompt's image tokens, [1, tokens, hidden]."""
    parts = [shuffled(model.vision.cells(normalise(np.asarray(picture)[None])))]
    if len(tiles) > 1:
        parts.append(shuffled(model.vision.cells(normalise(tiles[-1][None]))))
    return model.connector(torch.cat(parts, 1))


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=HERE / "reference")
    args = parser.parse_args()
    models = {folder.resolve().name: weights.open_folder(folder) for folder in args.models}
    tokenizer = next(iter(models.values()))[1]
    rng, prompter = random.Random(0), Prompter(tokenizer, random.Random(0))
    prompts, grids, pixels, logits = [], [], [], {name: [] for name in models}
    for i, scene in enumerate(Shards(args.scenes).scenes[:PICTURES]):
        image, box = image_of(scene), scene["things"][i % len(scene["things"])]["box"]
        # Whole images at every longest edge, and crops.
        edge = views.EDGES[-1 - (i // 2) % len(views.EDGES)]
        picture = views.crop(image, views.window_of(box)) if i % 2 else views.cuttable(image, edge)
        rows, columns, tiles = tiles_of(picture)
        seen = {name: seen_by(model, picture, tiles) for name, (model, _) in models.items()}
        for _ in range(QUESTIONS):
            thing = rng.choice(scene["things"])
            text = HEAD + image_text(picture.size) + (prompter.ask(thing) or prompter.ask(thing, "box")) + TURN
            answer = tokenizer.encode(" " + thing["answer"])
            ids = tokenizer.encode(text) + answer[:rng.randrange(len(answer))]
            prompts.append({"picture": i, "text": text, "ids": ids})
            for name, (model, _) in models.items():
                hidden, _ = model.decoder(model.inputs(torch.tensor([ids]), seen[name], prompter.image_id))
                logits[name].append(model.logits(hidden[0, -1]).numpy())
        grids.append({"rows": rows, "columns": columns})
        pixels += tiles
    (args.to / "prompts.json").write_text(json.dumps(prompts))
    (args.to / "pictures.json").write_text(json.dumps(grids))
    (args.to / "pixels.bin.gz").write_bytes(gzip.compress(np.stack(pixels).tobytes(), mtime=0))
    for name, rows in logits.items():
        np.stack(rows).astype("<f4").tofile(args.to / f"{name}.logits.bin")
    print(f"{len(prompts)} prompts of {', '.join(models)} in {args.to}")


if __name__ == "__main__":
    main()
