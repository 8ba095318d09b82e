"""Logits of PyTorch for what the page trained, with the adapter loaded by the Python package PEFT:

    python3 training/adapter.py PARENT ADAPTER MERGED < answers.json

PARENT and MERGED are folders of models with safetensors, ADAPTER is one that the page saved. The answers are a list of
{"ids", "answer", "features"}: prompts with the features of their picture, and what follows them. Prints one line of JSON: by
"adapter" and "merged", for each answer the logits of its tokens, row after row. `src/training/keep/peft.test.ts` compares
them with the page's own.
"""
import json
import sys
from pathlib import Path

import torch
from peft import PeftModel

from fovea import weights
from fovea.model import Fovea


def opened(folder):
    """The model of a folder."""
    model = Fovea(json.loads((folder / "config.json").read_text()))
    weights.load(model, weights.read_folder(folder))
    return model.eval()


def logits_of(model, image, answers):
    """Of every answer, [tokens, vocabulary] as a flat list; row t predicts token t."""
    rows = []
    for each in answers:
        ids = torch.tensor([each["ids"] + each["answer"][:-1]])
        features = torch.tensor(each["features"])
        hidden = model.decoder(model.inputs(ids, features, image))[0][0, len(each["ids"]) - 1:]
        rows.append(model.logits(hidden).flatten().tolist())
    return rows


def main():
    """Reads the answers from the standard input."""
    parent, adapter, merged = map(Path, sys.argv[1:4])
    asked = json.load(sys.stdin)
    with torch.no_grad():
        adapted = PeftModel.from_pretrained(opened(parent), str(adapter)).eval()
        found = {"adapter": logits_of(adapted.base_model.model, asked["image"], asked["answers"]),
                 "merged": logits_of(opened(merged), asked["image"], asked["answers"])}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
