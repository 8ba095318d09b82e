"""Turns a painted scene into the pictures that a model reads.

The path is that of an Idefics3 image processor with tiles of 128 pixels: Lanczos to a longest edge with the
aspect kept, Lanczos up to whole tiles, then the tiles in rows and the whole picture, squeezed to one tile, last.
A crop is cut from the source, doubled, and read as one tile (longest edge 128) or, where it is at least
STRIP times as wide as high, as one row of four tiles (longest edge 512).
"""
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

LANCZOS = Image.Resampling.LANCZOS
TILE, LONGEST = 128, 512
EDGES = (128, 256, 384, 512)
STRIP = 4
RED, GREY = (255, 0, 0), (128, 128, 128)


def longest_edge(size, longest):
    """The size with its longest edge set; the short side floored, then made even."""
    w, h = size
    even = lambda side: max(1, int(side) + int(side) % 2)  # noqa: E731
    return (longest, even(longest / (w / h))) if w >= h else (even(longest * (w / h)), longest)


def whole_tiles(size, tile=TILE):
    """Both sides up to whole tiles, the longer one first, as the reference does."""
    w, h = size
    aspect = w / h
    up = lambda side: math.ceil(side / tile) * tile  # noqa: E731
    if w >= h:
        return up(w), up(int(up(w) / aspect))
    return up(int(up(h) * aspect)), up(h)


def cuttable(image, longest):
    """The resized picture that tiles are cut from."""
    image = image.resize(longest_edge(image.size, longest), LANCZOS)
    return image.resize(whole_tiles(image.size), LANCZOS)


def thumbnail(picture):
    """The whole picture as the last tile; None where one tile is all there is."""
    return None if picture.size == (TILE, TILE) else picture.resize((TILE, TILE), LANCZOS)


def edge_of_crop(size):
    """The longest edge at which a crop of this size is read."""
    return LONGEST if size[0] >= STRIP * size[1] else TILE


def crop(image, window):
    """The teacher's crop: cut from the source, each side doubled; one that is reduced anyway is not doubled."""
    part = image.crop(tuple(window))
    edge = edge_of_crop(part.size)
    if max(part.size) < 2 * edge:
        part = part.resize((part.width * 2, part.height * 2), LANCZOS)
    return cuttable(part, edge)


def matched_crop(picture, size, window):
    """The crop with only the pixels that the tiled picture keeps: its window cut from that picture, brought to
    the size of the crop, then read as the crop is."""
    sx, sy = picture.width / size[0], picture.height / size[1]
    x0, y0, x1, y1 = window
    cut = (math.floor(x0 * sx), math.floor(y0 * sy), math.ceil(x1 * sx), math.ceil(y1 * sy))
    wide, high = 2 * (x1 - x0), 2 * (y1 - y0)
    part = picture.crop(cut).resize((wide, high), LANCZOS)
    return cuttable(part, edge_of_crop(part.size))


def isolated(image, window):
    """The image with all pixels outside the window grey."""
    grey = Image.new("RGB", image.size, GREY)
    grey.paste(image.crop(tuple(window)), tuple(window[:2]))
    return grey


def window_of(box):
    """[x, y, w, h] as [x0, y0, x1, y1]."""
    return [box[0], box[1], box[0] + box[2], box[1] + box[3]]


def boxed(image, box):
    """The image with the red box drawn, expanded by 5 % of its size on each side."""
    w, h = image.size
    x0, y0, x1, y1 = window_of(box)
    dx, dy = .05 * box[2], .05 * box[3]
    outline = (max(0, round(x0 - dx)), max(0, round(y0 - dy)),
               min(w, round(x1 + dx)) - 1, min(h, round(y1 + dy)) - 1)
    image = image.copy()
    ImageDraw.Draw(image).rectangle(outline, outline=RED, width=max(5, round(.005 * min(w, h))))
    return image


def margin_window(box, size, margin):
    """The box with a margin (a share of its width and height) on every side, clipped."""
    x0, y0, x1, y1 = window_of(box)
    dx, dy = margin * box[2], margin * box[3]
    return clip([x0 - dx, y0 - dy, x1 + dx, y1 + dy], size)


def clip(window, size):
    """Whole pixels inside the image."""
    x0, y0, x1, y1 = window
    return [max(0, math.floor(x0)), max(0, math.floor(y0)),
            min(size[0], math.ceil(x1)), min(size[1], math.ceil(y1))]


def close_window(box, size, rng):
    """A training crop with margins of 0-50 %: the bare box, one margin for all sides, or four."""
    x0, y0, x1, y1 = window_of(box)
    way = rng.random()
    m = np.full(4, 0 if way < .3 else rng.uniform(0, .5)) if way < .65 else rng.uniform(0, .5, 4)
    return clip([x0 - m[0] * box[2], y0 - m[1] * box[3], x1 + m[2] * box[2], y1 + m[3] * box[3]], size)


def wide_window(box, size, rng):
    """A window that keeps the box whole, on the way from the box to the whole image."""
    x0, y0, _, _ = window_of(box)
    t = rng.random() ** 1.5
    w = box[2] * (size[0] / box[2]) ** t
    h = box[3] * (size[1] / box[3]) ** t
    left = min(max(0, x0 - rng.random() * (w - box[2])), size[0] - w)
    top = min(max(0, y0 - rng.random() * (h - box[3])), size[1] - h)
    return widen(clip([left, top, left + w, top + h], size), size)


def widen(window, size, limit=3):
    """Keeps the aspect between 1:3 and 3:1."""
    x0, y0, x1, y1 = window
    w, h = x1 - x0, y1 - y0
    if w > limit * h:
        extra = (w / limit - h) / 2
        y0, y1 = y0 - extra, y1 + extra
    elif h > limit * w:
        extra = (h / limit - w) / 2
        x0, x1 = x0 - extra, x1 + extra
    return clip([x0, y0, x1, y1], size)


def elsewhere(box, size, rng):
    """A window of the same size as the box and its margins that does not touch the box; None if none was found."""
    w, h = min(size[0], round(box[2] * 1.4)), min(size[1], round(box[3] * 1.4))
    target = window_of(box)
    for _ in range(100):
        x, y = int(rng.integers(0, size[0] - w + 1)), int(rng.integers(0, size[1] - h + 1))
        if x >= target[2] or x + w <= target[0] or y >= target[3] or y + h <= target[1]:
            return [x, y, x + w, y + h]
    return None


def spoil(picture, rng):
    """Degrades, blurs or blanks a picture (uint8 array); the right answer to it is the prior."""
    way, high, wide = rng.random(), *picture.shape[:2]
    if way < .4:
        side = rng.randrange(3, 26)
        small = Image.fromarray(picture).resize((side, max(2, side * high // wide)), Image.Resampling.BILINEAR)
        return np.asarray(small.resize((wide, high), Image.Resampling.NEAREST))
    if way < .6:
        return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(rng.uniform(2, 14) * wide / TILE)))
    colour = picture.reshape(-1, 3).mean(0) if way < .75 else rng.choice((0, 127, 128, 255))
    return np.broadcast_to(np.asarray(colour, np.uint8), picture.shape)
