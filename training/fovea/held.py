"""Held-out questions that are asked again and again while only the decoder learns."""
from .evaluate import encode_items, items_of, read, wilson

SHOWN = ("global", "isolated", "matched", "regional")


class Held:
    """Held-out questions; their pictures are encoded once, since the encoder stands still."""

    def __init__(self, model, prompter, items):
        self.prompter, self.items = prompter, items
        self.encoded = {view: encode_items(model, items, view) for view in SHOWN}

    def right(self, model):
        """Which answers are right, per view."""
        return {view: [r for r, _ in read(model, self.prompter, self.items, view, self.encoded[view])] for view in SHOWN}


def held_out(model, prompter, shards, per_dimension):
    """So many questions of each dimension of held-out scenes."""
    dimensions = sorted({t["dim"] for s in shards.scenes for t in s["things"]})
    return Held(model, prompter, items_of(shards, per_dimension, dimensions))


def report(now, before):
    """Accuracies in percent with their intervals, and the pairs of the whole picture against the start."""
    parts = []
    for view, right in now.items():
        low, high = wilson(sum(right), len(right))
        parts.append(f"{view} {100 * sum(right) / len(right):.1f} ({100 * low:.1f} to {100 * high:.1f})")
    pairs = list(zip(before["global"], now["global"]))
    return f"{', '.join(parts)}; global: {pairs.count((False, True))} gained, {pairs.count((True, False))} lost"
