"""Exports the averaged weights of a run: `python3 training/export.py --name mini --to DIR`.

Writes model.safetensors (float16), config.json and the tokenizer. With --float32 the weights stay as they were
trained, to measure what rounding costs. --temperature scales the logits for good, by the last norm (temperature
scaling, Guo et al. 2017, arXiv 1706.04599): choose it on validation scenes.
"""
import argparse
import json
import shutil
from pathlib import Path

import torch

from fovea import weights
from fovea.model import Fovea

RUNS = Path(__file__).resolve().parent / ".runs"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="mini", help="folder of the run")
    parser.add_argument("--to", type=Path)
    parser.add_argument("--float32", action="store_true")
    parser.add_argument("--temperature", type=float, default=1)
    args = parser.parse_args()
    target = args.to or RUNS / "export" / args.name
    target.mkdir(parents=True, exist_ok=True)
    body = torch.load(RUNS / args.name / "last.pt", map_location="cpu")
    model = Fovea(body["config"])
    model.load_state_dict(body["average"])
    model.decoder.norm.weight.data /= args.temperature
    dtype = torch.float32 if args.float32 else torch.float16
    weights.write(target / "model.safetensors", weights.tensors(model.eval(), dtype))
    (target / "config.json").write_text(json.dumps({**body["config"], "joined_tiles": True}, indent=1))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(RUNS / "tokenizer" / name, target / name)
    count = sum(v.numel() for v in weights.tensors(model).values())
    print(f"{target}: step {body['step']}, {body['seconds'] / 60:.0f} CPU minutes, {count / 1e6:.2f} M weights")


if __name__ == "__main__":
    main()
