"""Writes optimization.vectors.json: AdamW and the clipping of gradients as PyTorch computes them, in float64.

    /usr/bin/python3 src/math/optimization/optimization.vectors.py
"""
import json
from pathlib import Path

import torch

SETTINGS = {"rate": 0.01, "beta1": 0.9, "beta2": 0.98, "epsilon": 1e-8, "weightDecay": 0.1}


def adamw():
    """Weights after each of five steps with given gradients."""
    generator = torch.Generator().manual_seed(1)
    weights = torch.nn.Parameter(torch.randn(6, generator=generator, dtype=torch.float64))
    start = weights.tolist()
    optimiser = torch.optim.AdamW([weights], lr=SETTINGS["rate"], betas=(SETTINGS["beta1"], SETTINGS["beta2"]),
                                  eps=SETTINGS["epsilon"], weight_decay=SETTINGS["weightDecay"])
    steps = []
    for _ in range(5):
        weights.grad = torch.randn(6, generator=generator, dtype=torch.float64)
        optimiser.step()
        steps.append({"gradient": weights.grad.tolist(), "weights": weights.tolist()})
    return {"settings": SETTINGS, "start": start, "steps": steps}


def clip():
    """Two tensors, clipped to a norm that they exceed and to one that they do not."""
    generator = torch.Generator().manual_seed(2)
    tensors = [torch.randn(n, generator=generator, dtype=torch.float64) for n in (4, 3)]
    found = []
    for most in (1.0, 100.0):
        parameters = [torch.nn.Parameter(torch.zeros_like(t)) for t in tensors]
        for parameter, tensor in zip(parameters, tensors):
            parameter.grad = tensor.clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters, most)
        found.append({"most": most, "norm": float(norm), "clipped": [p.grad.tolist() for p in parameters]})
    return {"gradients": [t.tolist() for t in tensors], "cases": found}


def main():
    vectors = {"adamw": adamw(), "clip": clip()}
    Path(__file__).with_suffix("").with_suffix(".vectors.json").write_text(json.dumps(vectors, indent=1) + "\n")


if __name__ == "__main__":
    main()
