"""Writes twenty steps of four recipes as PyTorch makes them, to compare training in the page with them:

    python3 training/steps.py public/models/fovea-nano

training/reference/steps.json gets one prompt, a right and a wrong answer to it, and for each recipe the loss before each
step and the norm of the decoder's weights after it. The pictures that the sides see are waves, since the encoder stands
still; the teacher is the model as it was. Formulas are written out from the papers: Vision-OPD (JSD 1/2), V-Zero (eq. 17
to 24), VA-OPD (eq. 2 to 6), Uni-OPD (released settings, PPO's clipping at 0.2 and 0.28). The arithmetic is float32.

The rate is far below the recipes' own. At 3e-4 without warm-up the first steps overshoot on two answers, and what follows
amplifies rounding: this program in float64 and in float32 then part by more than 1e-3 of the loss from step 7 (VA-OPD)
and step 14 (V-Zero) on, and so do two float64 runs whose weights differ by 1e-7 of themselves. At 3e-5 they stay within a
fifteenth of that for all twenty steps, so what parts there is not rounding.
"""
import argparse
import json
import math
from pathlib import Path

import torch
from torch.nn import functional as F

from fovea import weights
from fovea.distil import jsd
from fovea.model import Decoder

TO = Path(__file__).resolve().parent / "reference" / "steps.json"
STEPS, RATE = 20, 3e-5
WAVES = {"student": (.5, .37, math.sin), "teacher": (.5, .23, math.cos), "other": (.25, .11, math.sin)}


class Sides:
    """Logits of answers under each side's picture."""

    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        named = weights.read_folder(folder)
        self.embed = named["embed.weight"]
        self.state = {k.removeprefix("decoder."): v for k, v in named.items() if k.startswith("decoder.")}
        tokens = json.loads((folder / "tokenizer.json").read_text())["added_tokens"]
        self.image = next(token["id"] for token in tokens if token["content"] == "<image>")
        word = lambda i: 300 + (7 * i) % (self.config["vocab_size"] - 400)  # noqa: E731
        self.prompt = [word(90), *[self.image] * self.config["image_tokens"], *map(word, range(6))]
        self.answers = [[word(i) for i in range(20, 25)], [word(i) for i in range(40, 47)]]

    def decoder(self):
        decoder = Decoder(self.config)
        decoder.load_state_dict(self.state)
        return decoder

    def log_probs(self, decoder, side):
        """Of each answer, [tokens, vocabulary]."""
        size, step, wave = WAVES[side]
        count = self.config["image_tokens"] * self.config["hidden_size"]
        features = torch.tensor([size * wave(step * (i + 1)) for i in range(count)])
        out = []
        for answer in self.answers:
            ids = torch.tensor([self.prompt + answer[:-1]])
            x = F.embedding(ids, self.embed)
            x = x.masked_scatter((ids == self.image).unsqueeze(-1).expand_as(x), features)
            hidden = decoder(x)[0][0, len(self.prompt) - 1:]
            out.append(F.log_softmax(hidden @ self.embed.T, -1))
        return out

    def sampled(self, rows):
        """The log-probabilities of the answers' own tokens."""
        return [r.gather(1, torch.tensor(a)[:, None])[:, 0] for r, a in zip(rows, self.answers)]


def standardised(values):
    values = torch.stack(values)
    return (values - values.mean()) / (values.std(unbiased=False) + 1e-6)


def vision_opd(sides, p, q, other):
    value = torch.cat([jsd(a, b) for a, b in zip(p, q)]).mean()
    return value, value.item()


def v_zero(sides, p, q, other):
    own, positive, negative = (sides.sampled(rows) for rows in (p, q, other))
    advantage = standardised([(a - b).mean() for a, b in zip(positive, negative)])
    parts, values = [], []
    for weight, s, t in zip((1 + advantage).clamp(0, 2), own, positive):
        gap = (s - t).detach().clamp(-10, 10)
        parts.append(weight * (gap * s).mean() / 2)
        values.append(weight * gap.mean() / 2)
    return sum(parts), sum(values).item()


def va_opd(sides, p, q, other):
    clear, degraded = sides.sampled(q), sides.sampled(other)
    gains = [(a - b).clamp(min=0) for a, b in zip(clear, degraded)]
    shares = standardised([gain.mean() for gain in gains]).softmax(0)
    value = 0
    for share, gain, a, b in zip(shares, gains, p, q):
        kl = (a.exp() * (a - b)).sum(-1)
        high = torch.zeros(len(gain), dtype=torch.bool)
        high[gain.argsort(descending=True)[:math.ceil(.2 * len(gain))]] = True
        value = value + share * (.5 * kl[high].mean() + .5 * kl[~high].mean())
    return value, value.item()


def uni_opd(sides, p, q, other):
    own, theirs = sides.sampled(p), sides.sampled(q)
    rewards = [(t - s).detach() for s, t in zip(own, theirs)]
    margin = rewards[0].mean() - rewards[1].mean()
    shift = max(0., .4 - margin.item()) / 2
    advantages = [(r + sign * shift) * (r.abs() < 10) for r, sign in zip(rewards, (1, -1))]
    ratios = [(s - s.detach()).exp() for s in own]
    clipped = [r.clamp(.8, 1.28) for r in ratios]
    value = -torch.cat([torch.minimum(r * a, c * a) for a, r, c in zip(advantages, ratios, clipped)]).mean()
    return value, value.item()


def steps_of(sides, loss):
    student, teacher = sides.decoder(), sides.decoder().requires_grad_(False)
    with torch.no_grad():
        q, other = sides.log_probs(teacher, "teacher"), sides.log_probs(teacher, "other")
    optimiser = torch.optim.AdamW(student.parameters(), lr=RATE, betas=(.9, .98), weight_decay=0)
    record = {"loss": [], "norm": []}
    for _ in range(STEPS):
        objective, value = loss(sides, sides.log_probs(student, "student"), q, other)
        optimiser.zero_grad()
        objective.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step()
        record["loss"].append(value)
        record["norm"].append(math.sqrt(sum(float(w.double().pow(2).sum()) for w in student.parameters())))
    return record


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(1)
    sides = Sides(args.model)
    recipes = {"vision-opd": vision_opd, "v-zero": v_zero, "va-opd": va_opd, "uni-opd": uni_opd}
    record = {"model": args.model.name, "prompt": sides.prompt, "answers": sides.answers,
              "rate": RATE, "waves": {side: [size, step, wave.__name__] for side, (size, step, wave) in WAVES.items()},
              "recipes": {name: steps_of(sides, loss) for name, loss in recipes.items()}}
    TO.write_text(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
