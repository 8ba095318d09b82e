"""Writes gradients of PyTorch, to compare the page's own differentiation with them:

    python3 training/gradients.py public/models/fovea-nano public/models/fovea-mini

training/reference/gradients.json gets for each model the ids of two prompts about one picture with their answers, the
mean cross-entropy of the answers' tokens, and of its gradient with respect to every weight of the decoder, and to the head,
the norm and 48 numbers. The picture's features are a sine, since the encoder stands still; the weights are the bundled
ones, the arithmetic is float32.
"""
import argparse
import json
import math
from pathlib import Path

import torch
from torch.nn import functional as F

from fovea import weights
from fovea.model import Decoder

TO = Path(__file__).resolve().parent / "reference" / "gradients.json"
NUMBERS = 48


def answers_of(vocabulary, image, places):
    """Two prompts that begin alike, with an answer each, as (ids of the prompt, ids of the answer)."""
    word = lambda i: 300 + (7 * i) % (vocabulary - 400)  # noqa: E731
    head = [word(90), word(91), *[image] * places, word(92)]
    return [(head + [word(i) for i in range(5)], [word(i) for i in range(20, 25)]),
            (head + [word(i) for i in range(30, 38)], [word(i) for i in range(40, 43)])]


def loss_of(decoder, embed, head, features, pairs, image):
    """The mean cross-entropy over the tokens of all answers; each prompt by itself."""
    losses = []
    for prompt, answer in pairs:
        ids = torch.tensor([prompt + answer[:-1]])
        x = F.embedding(ids, embed)
        x = x.masked_scatter((ids == image).unsqueeze(-1).expand_as(x), features)
        hidden = decoder(x)[0][0, len(prompt) - 1:]
        losses.append(F.cross_entropy(hidden @ head.T, torch.tensor(answer), reduction="none"))
    return torch.cat(losses).mean()


def gradients_of(folder):
    """The record of one model."""
    config = json.loads((folder / "config.json").read_text())
    named = weights.read_folder(folder)
    image = next(token["id"] for token in json.loads((folder / "tokenizer.json").read_text())["added_tokens"]
                 if token["content"] == "<image>")
    decoder = Decoder(config)
    decoder.load_state_dict({k.removeprefix("decoder."): v for k, v in named.items() if k.startswith("decoder.")})
    head = named["embed.weight"].clone().requires_grad_(True)
    count = config["image_tokens"] * config["hidden_size"]
    features = torch.tensor([.5 * math.sin(.37 * (i + 1)) for i in range(count)])
    pairs = answers_of(config["vocab_size"], image, config["image_tokens"])
    loss = loss_of(decoder, named["embed.weight"], head, features, pairs, image)
    loss.backward()
    found = {f"decoder.{name}": p.grad for name, p in decoder.named_parameters()}
    numbers = {}
    for name, gradient in {**found, "embed.weight": head.grad}.items():
        flat = gradient.flatten()
        at = [i * len(flat) // NUMBERS for i in range(NUMBERS)]
        numbers[name] = {"norm": float(flat.double().norm()), "numbers": [float(f"{flat[i].item():.9g}") for i in at]}
    return {"image": image, "answers": [{"prompt": p, "answer": a} for p, a in pairs], "loss": loss.item(),
            "gradients": numbers}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, nargs="+")
    args = parser.parse_args()
    torch.set_num_threads(1)
    TO.write_text(json.dumps({folder.name: gradients_of(folder) for folder in args.models}) + "\n")


if __name__ == "__main__":
    main()
