"""Dense supervision of the vision encoder: each cell of 16 pixels tells what covers it.

The heads are thrown away at export. This signal is far richer than that of the answers: it is what makes the
encoder learn to see in minutes instead of days on a CPU. A cell that a character crosses also tells, for each of
its four columns of 4 pixels, which character that is: this is what starts reading.
"""
import numpy as np
from torch import nn
from torch.nn import functional as F

CELL, SLOTS = 16, 4
CHARACTERS = "".join(map(chr, range(0x21, 0x7f)))
NONE = -100
WEIGHTS = {"kind": .5, "boxed": .5, "s0": .8, "s1": .8, "s2": .8, "s3": .8}


def fields(lists):
    """The fields of a cell and how many classes each has."""
    return {"kind": len(lists["dim"]) + 1, "boxed": 2, "count": 6,
            **{k: len(v) for k, v in lists.items() if k != "dim" and v},
            **{f"s{i}": len(CHARACTERS) for i in range(SLOTS)}}


class Labels:
    """Makes the labels of pictures of scenes."""

    def __init__(self, lists):
        self.lists, self.fields = lists, fields(lists)
        self.index = {f: i for i, f in enumerate(self.fields)}

    def blank(self, size, kind=0):
        """Labels of nothing for a picture of (width, height) pixels."""
        grid = np.full((size[1] // CELL, size[0] // CELL, len(self.fields)), NONE, np.int64)
        grid[..., 0] = kind
        return grid

    def row(self, thing):
        """The thing's fields as class numbers."""
        row = np.full(len(self.fields), NONE, np.int64)
        row[0] = self.lists["dim"].index(thing["dim"]) + 1
        for field, items in self.lists.items():
            if field in self.index and thing.get(field) in items:
                row[self.index[field]] = items.index(thing[field])
        if thing.get("count"):
            row[self.index["count"]] = thing["count"] - 1
        return row

    def of(self, scene, size, window, boxed=None, only=None):
        """int64 [rows, columns, fields] of a picture of (width, height) pixels that shows a window of the scene;
        `boxed` is the thing with the red box, `only` the one that was left where the rest is grey."""
        grid, (x0, y0, x1, y1) = self.blank(size), window
        kx, ky = size[0] / (x1 - x0), size[1] / (y1 - y0)
        for i, thing in enumerate(scene["things"]):
            if only is not None and i != only:
                continue
            x, y, w, h = thing["box"]
            left, top, right, bottom = (x - x0) * kx, (y - y0) * ky, (x + w - x0) * kx, (y + h - y0) * ky
            shown = [max(0, left), max(0, top), min(size[0], right), min(size[1], bottom)]
            visible = max(0, shown[2] - shown[0]) * max(0, shown[3] - shown[1]) / ((right - left) * (bottom - top))
            if visible <= .1:
                continue
            row = self.row(thing)
            if visible < .97 or min(right - left, bottom - top) < 5:
                row[1:] = NONE
            if boxed is not None:
                row[self.index["boxed"]] = int(i == boxed)
            ys, xs = cells(shown[1], shown[3], grid.shape[0]), cells(shown[0], shown[2], grid.shape[1])
            grid[ys, xs] = row
            if thing.get("characters"):
                self.spell(grid, thing["characters"], (x0, y0, kx, ky), size)
        return grid

    def spell(self, grid, characters, frame, size):
        """Marks which character crosses each quarter of a cell."""
        x0, y0, kx, ky = frame
        first = self.index["s0"]
        for char, x, y, w, h in characters:
            left, top, right, bottom = (x - x0) * kx, (y - y0) * ky, (x + w - x0) * kx, (y + h - y0) * ky
            if left < -1 or top < -1 or right > size[0] + 1 or bottom > size[1] + 1 or bottom - top < 5 or right - left < 1.5:
                continue
            code = CHARACTERS.find(char)
            if code < 0:
                continue
            ys = cells(top, bottom, grid.shape[0])
            a, b = round(left / SLOTS), max(round(right / SLOTS), round(left / SLOTS) + 1)
            for sub in range(max(0, a), min(b, grid.shape[1] * SLOTS)):
                grid[ys, sub // SLOTS, first + sub % SLOTS] = code


def cells(low, high, count):
    """The cells whose centres lie between two pixels, at least the one of the middle."""
    a, b = round(low / CELL), round(high / CELL)
    if b <= a:
        a = min(count - 1, int((low + high) / 2 / CELL))
        b = a + 1
    return slice(max(0, a), min(count, b))


class Heads(nn.Module):
    """One linear layer for all fields."""

    def __init__(self, width, sizes):
        super().__init__()
        self.sizes = sizes
        self.linear = nn.Linear(width, sum(sizes.values()))

    def forward(self, tokens, target):
        """The weighted loss, and each field's accuracy for the log; tokens [m, width], target [m, fields]."""
        total, report, start = tokens.float().sum() * 0, {}, 0
        for i, (field, size) in enumerate(self.sizes.items()):
            goal = target[:, i]
            keep = (goal != NONE).nonzero()[:, 0]
            if len(keep):
                weight = self.linear.weight[start:start + size]
                part = F.linear(tokens[keep], weight, self.linear.bias[start:start + size]).float()
                loss = F.cross_entropy(part, goal[keep])
                total = total + WEIGHTS.get(field, 1.0) * loss
                report[field] = (part.argmax(-1) == goal[keep]).float().mean().item()
            start += size
        return total, report
