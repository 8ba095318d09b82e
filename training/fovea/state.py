"""What is kept between steps and on disk: weights, their moving average, optimiser, clock."""
import copy
import os

import torch

from .dense import Heads
from .model import Fovea


class State:
    """Model, dense heads, moving average and optimiser of one run."""

    def __init__(self, config, sizes, folder, device):
        torch.manual_seed(7)
        self.config, self.folder, self.device = config, folder, device
        self.model = Fovea(config).to(device).to(memory_format=torch.channels_last)
        self.heads = Heads(config["vision_channels"][3], sizes).to(device)
        self.average = copy.deepcopy(self.model).eval()
        named = [*self.model.named_parameters(), *self.heads.named_parameters("heads")]
        vision = [p for n, p in named if n.startswith(("vision", "heads")) and p.dim() > 1]
        rest = [p for n, p in named if not n.startswith(("vision", "heads")) and p.dim() > 1]
        vectors = [p for _, p in named if p.dim() <= 1]
        self.optimiser = torch.optim.AdamW(
            [{"params": vision, "weight_decay": .05}, {"params": rest, "weight_decay": .05},
             {"params": vectors, "weight_decay": 0}], lr=1e-3, betas=(.9, .98))
        self.params = [p for _, p in named]
        self.step, self.seconds = 0, 0.0

    def update(self, rate):
        """One optimiser step on the gradients that are there, with clipping, then the moving average."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        norm = torch.nn.utils.clip_grad_norm_([p for p in self.params if p.grad is not None], 1.0)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        decay = min(.995, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            ours, theirs = self.average.state_dict(), self.model.state_dict()
            for name, value in theirs.items():
                if value.is_floating_point():
                    ours[name].lerp_(value, 1 - decay)
                else:
                    ours[name].copy_(value)
        return float(norm)

    def still_encoder(self):
        """Before the decoder alone is trained, the averaged encoder becomes the encoder."""
        self.model.vision.load_state_dict(self.average.vision.state_dict())

    def save(self, name="last"):
        """Writes a checkpoint; the old one stays until the new one is whole."""
        body = {"model": self.model.state_dict(), "heads": self.heads.state_dict(),
                "average": self.average.state_dict(), "optimiser": self.optimiser.state_dict(),
                "step": self.step, "seconds": self.seconds, "config": self.config}
        torch.save(body, self.folder / "part.pt")
        os.replace(self.folder / "part.pt", self.folder / f"{name}.pt")

    def load(self):
        """Continues from last.pt if there is one."""
        path = self.folder / "last.pt"
        if not path.exists():
            return False
        body = torch.load(path, map_location=self.device)
        self.model.load_state_dict(body["model"])
        self.heads.load_state_dict(body["heads"])
        self.average.load_state_dict(body["average"])
        self.optimiser.load_state_dict(body["optimiser"])
        self.step, self.seconds = body["step"], body["seconds"]
        return True
