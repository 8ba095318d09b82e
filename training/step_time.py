"""Times the parts of a training step in PyTorch on one thread, for `npm run bench -- train`:

    python3 training/step_time.py public/models/fovea-nano '{"pictures": 2, "questions": 8, ...}'

The shape names the step: pictures, questions about each, and tokens of a picture (image), of a crop (crop), of what
follows it in a prompt (tail) and of an answer (answer). Features and tokens are arbitrary, since only their number costs. As in
the page, the vision encoder is not part of these times, prompts of one picture share its prefix, and the student's
answers are drawn token by token over a cache. Prints one line of JSON: the median seconds of each part.
"""
import argparse
import json
import time
from pathlib import Path

import torch
from torch.nn import functional as F

from fovea import weights
from fovea.distil import jsd
from fovea.model import Decoder

REPEATS = 5


class Timed:
    """A decoder with random features, and the parts of a step."""

    def __init__(self, folder, shape):
        config = json.loads((folder / "config.json").read_text())
        named = weights.read_folder(folder)
        self.embed, self.shape, self.width = named["embed.weight"], shape, config["hidden_size"]
        state = {k.removeprefix("decoder."): v for k, v in named.items() if k.startswith("decoder.")}
        self.student, self.teacher = Decoder(config), Decoder(config).requires_grad_(False)
        self.student.load_state_dict(state)
        self.teacher.load_state_dict(state)
        self.optimiser = torch.optim.AdamW(self.student.parameters(), lr=1e-6, betas=(.9, .98), weight_decay=0)
        self.rows = torch.arange(shape["pictures"]).repeat_interleave(shape["questions"])
        self.tail = torch.randn(len(self.rows), shape["tail"], self.width) * .02
        self.drawn = torch.randint(len(self.embed), (len(self.rows), shape["answer"]))

    def prefix(self, decoder, pictures, tokens):
        return decoder(torch.randn(pictures, tokens, self.width) * .02, keys_only=True)[1]

    def answers(self):
        """Draws an answer to each question, side by side over a cache."""
        with torch.no_grad():
            past = [(k[self.rows], v[self.rows]) for k, v in
                    self.prefix(self.student, self.shape["pictures"], self.shape["image"])]
            x = self.tail
            for t in range(self.shape["answer"]):
                hidden, kept = self.student(x, past)
                past = [(torch.cat([a, c], 2), torch.cat([b, d], 2)) for (a, b), (c, d) in zip(past, kept)]
                (hidden[:, -1] @ self.embed.T).softmax(-1).multinomial(1)
                x = self.embed[self.drawn[:, t:t + 1]]

    def logits(self, decoder, past):
        x = torch.cat([self.tail, F.embedding(self.drawn[:, :-1], self.embed)], 1)
        return decoder(x, past)[0][:, self.shape["tail"] - 1:] @ self.embed.T

    def score(self):
        with torch.no_grad():
            self.theirs = self.logits(self.teacher, self.prefix(self.teacher, len(self.rows), self.shape["crop"]))

    def gradient(self):
        past = self.prefix(self.student, self.shape["pictures"], self.shape["image"])
        own = self.logits(self.student, [(k[self.rows], v[self.rows]) for k, v in past])
        jsd(own.flatten(0, 1), self.theirs.flatten(0, 1)).mean().backward()

    def update(self):
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("shape", type=json.loads)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    step = Timed(args.model, args.shape)
    parts = {"answers": step.answers, "teacher": step.score, "gradient": step.gradient, "update": step.update}
    seen = {name: [] for name in parts}
    for _ in range(REPEATS + 1):
        for name, part in parts.items():
            began = time.perf_counter()
            part()
            seen[name].append(time.perf_counter() - began)
    medians = {name: sorted(times[1:])[REPEATS // 2] for name, times in seen.items()}
    print(json.dumps({"torch": torch.__version__, "seconds": medians}))


if __name__ == "__main__":
    main()
