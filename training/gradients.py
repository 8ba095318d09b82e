"""Writes gradients of PyTorch, to compare the page's own differentiation with them:

    python3 training/gradients.py public/models/fovea-nano public/models/fovea-mini

training/reference/gradients.json gets for each model the ids of two prompts about a picture of two tiles and one about a
picture of one tile, with their answers, the mean cross-entropy of the answers' tokens, and of its gradient with respect to
every weight (vision encoder, connector, embeddings, which are also the head, and decoder) the norm and 24 numbers. The
pixels are a sine; the weights are the bundled ones, the arithmetic is float32.
"""
import argparse
import json
import math
from pathlib import Path

import torch
from torch.nn import functional as F

from fovea import weights
from fovea.model import shuffled

TO = Path(__file__).resolve().parent / "reference" / "gradients.json"
NUMBERS = 24
TILE, PLACES = 128, 16
# Rows and columns of tiles; of more than one, the whole picture is a further tile.
PICTURES = [{"rows": 1, "columns": 2}, {"rows": 0, "columns": 0}]


def answers_of(vocabulary, image):
    """Prompts of which two begin alike, as (number of the picture, ids of the prompt, ids of the answer)."""
    word = lambda i: 300 + (7 * i) % (vocabulary - 400)  # noqa: E731
    words = lambda start, end: [word(i) for i in range(start, end)]  # noqa: E731
    wide, one = [[word(90), word(91), *[image] * PLACES * tiles, word(92)] for tiles in (3, 1)]
    return [(0, wide + words(0, 5), words(20, 25)), (0, wide + words(30, 38), words(40, 43)),
            (1, one + words(50, 54), words(60, 64))]


def tiles_of(count):
    """Values of as many tiles, [count, 3, TILE, TILE]."""
    size = 3 * TILE * TILE
    return torch.tensor([math.sin(.37 * (i + 1)) for i in range(count * size)]).view(count, 3, TILE, TILE)


def features_of(model, rows, columns):
    """What takes the places of a picture's image tokens, [1, tokens, hidden]."""
    tiles = tiles_of(rows * columns + 1)
    parts = [shuffled(model.vision.cells(tiles[-1:]))]
    if rows * columns > 0:
        joined = torch.cat([torch.cat(list(tiles[r * columns:(r + 1) * columns]), 2) for r in range(rows)], 1)
        parts.insert(0, shuffled(model.vision.cells(joined[None])))
    return model.connector(torch.cat(parts, 1))


def loss_of(model, seen, pairs, image):
    """The mean cross-entropy over the tokens of all answers; each prompt by itself."""
    losses = []
    for picture, prompt, answer in pairs:
        x = model.inputs(torch.tensor([prompt + answer[:-1]]), seen[picture], image)
        hidden = model.decoder(x)[0][0, len(prompt) - 1:]
        losses.append(F.cross_entropy(model.logits(hidden), torch.tensor(answer), reduction="none"))
    return torch.cat(losses).mean()


def exported_name(name):
    """A parameter's name in the exported files, where batch normalisation, which does nothing here, is folded; or None."""
    if ".norm." in name and name.startswith(("vision.conv", "vision.res")):
        return None if name.endswith("weight") else name.replace(".norm.", ".")
    return name.replace(".conv.", ".")


def gradients_of(folder):
    """The record of one model."""
    model, tokenizer = weights.open_folder(folder)
    image = tokenizer.pieces.index("<image>")
    pairs = answers_of(model.config["vocab_size"], image)
    loss = loss_of(model, [features_of(model, **grid) for grid in PICTURES], pairs, image)
    loss.backward()
    numbers = {}
    for name, parameter in model.named_parameters():
        exported, flat = exported_name(name), parameter.grad.flatten()
        if exported is None:
            continue
        at = [i * len(flat) // NUMBERS for i in range(NUMBERS)]
        numbers[exported] = {"norm": float(flat.double().norm()), "numbers": [float(f"{flat[i].item():.8g}") for i in at]}
    answers = [{"picture": n, "prompt": p, "answer": a} for n, p, a in pairs]
    return {"image": image, "answers": answers, "loss": loss.item(), "gradients": numbers}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, nargs="+")
    args = parser.parse_args()
    torch.set_num_threads(1)
    models = {folder.name: gradients_of(folder) for folder in args.models}
    TO.write_text(json.dumps({"pictures": PICTURES, "models": models}) + "\n")


if __name__ == "__main__":
    main()
