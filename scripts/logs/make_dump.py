"""Makes dump.pt, as slime writes its dumps: torch.save of samples. Needs torch, NumPy and Pillow.

    python3 scripts/logs/make_dump.py scripts/logs/dump.pt
"""

import sys

import numpy
import torch
from PIL import Image


def sample(index, **more):
    return {
        "group_index": 0,
        "index": index,
        "prompt": "user\nWhat is on the plate?\nassistant\n",
        "tokens": [1, 2, 3, 40, 50, 60],
        "multimodal_inputs": {"images": [Image.new("RGB", (4, 2), (255, 0, 10))]},
        "response": "A red fox",
        "response_length": 3,
        "label": "fox",
        "reward": 1.0,
        "loss_mask": [1, 1, 0],
        "rollout_log_probs": [-0.5, -1.25, -2.0],
        "teacher_log_probs": torch.tensor([-9.0, -9.0, -9.0, -1.5, -0.25, float("-inf")]),
        "status": "completed",
        "metadata": {"source": "test", "at": (1, 2)},
        **more,
    }


samples = [
    sample(0),
    sample(
        1,
        prompt=[{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "What is it?"}]}],
        reward={"accuracy": numpy.float64(0.25)},
        rollout_log_probs=numpy.array([-0.5, -1.25, -2.0], dtype=numpy.float32),
        teacher_log_probs=torch.tensor([-1.5, -0.25, -3.0], dtype=torch.bfloat16),
        loss_mask=None,
        multimodal_inputs=None,
    ),
]
torch.save({"rollout_id": 12, "samples": samples}, sys.argv[1])
