"""Float32 or bfloat16: whichever is faster where the scripts run.

Processors with AMX or AVX-512-bf16 multiply in bfloat16 several times as fast as in float32; without them PyTorch
imitates it, many times as slowly. What a processor says of itself does not tell, so both are tried.
"""
import functools
import time

import torch


def speed(dtype, device, seconds=.1, side=384):
    """GFLOP/s of a square matrix product, measured for about that long."""
    a = torch.randn(side, side, device=device).to(dtype)
    b, count = a.t().contiguous(), 0
    (a @ b).sum().item()
    began = time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        (a @ b).sum().item()
        count += 1
    return 2e-9 * count * side ** 3 / spent


@functools.lru_cache(None)
def speeds(device="cpu"):
    """GFLOP/s in float32 and in bfloat16; measured once."""
    return {dtype: speed(dtype, device) for dtype in (torch.float32, torch.bfloat16)}


def faster(device="cpu"):
    """The type that is multiplied faster."""
    measured = speeds(device)
    return max(measured, key=measured.get)


def autocast(device="cpu"):
    """A context in which matrices are multiplied, and pictures convolved, in the faster type."""
    # Without a cache: a weight that is first read where no gradients are kept would else have none afterwards.
    return torch.autocast(device, dtype=torch.bfloat16, enabled=faster(device) is torch.bfloat16, cache_enabled=False)


def summary(device="cpu"):
    """What was measured and chosen, for the log."""
    figures = ", ".join(f"{str(t)[6:]} {v:.0f}" for t, v in speeds(device).items())
    return f"{str(faster(device))[6:]} is used: GFLOP/s {figures}"
