"""Pictures of painted scenes, made when they are asked for, so that no crop comes twice."""
import random

import numpy as np

from . import views
from .scenes import image_of, size_of

# Whose crops are shown how often: signs, counts and printed lines are learnt slowest.
SHOWN = {"ocr": 3, "counting": 1.6, "identification": 1, "colour": .5, "structure": .6, "material": .6, "text": 2.5}


def relit(pixels, rng):
    """Slightly other light and tint, by one table per channel."""
    gain, base, out = rng.uniform(.9, 1.08), rng.uniform(-8, 8), np.empty_like(pixels)
    for c in range(3):
        table = np.clip(np.arange(256) * gain * rng.uniform(.94, 1.06) + base, 0, 255).astype(np.uint8)
        out[..., c] = table[pixels[..., c]]
    return out


def array(picture):
    """A picture as uint8 [height, width, 3]."""
    return np.asarray(picture.convert("RGB"))


class Pool:
    """Draws scenes and makes pictures of them: {"kind", "window", "target", "size", "pixels", "thumbnail"}."""

    def __init__(self, shards, seed):
        self.shards, self.random = shards, random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.count = 0

    def scene(self, size=None, edge=views.LONGEST):
        """A random scene with things in it; with a size, one whose tiled picture has it at this longest edge."""
        scenes = self.shards.scenes
        while True:
            scene = scenes[self.random.randrange(len(scenes))]
            if scene["things"] and size in (None, self.tiled_size(scene, edge)):
                return scene

    def tiled_size(self, scene, edge):
        """The size of the picture that tiles are cut from."""
        return views.whole_tiles(views.longest_edge(size_of(scene), edge))

    def target(self, scene):
        """A thing, signs and lines more often; its number."""
        things = scene["things"]
        return self.random.choices(range(len(things)), [SHOWN[t["dim"]] for t in things])[0]

    def finish(self, scene, picture, pixels, image=None):
        """Adds the pixels, with other light, and the thumbnail where there are several tiles."""
        light = self.random.getrandbits(32)
        picture["size"] = pixels.size
        picture["pixels"] = relit(array(pixels), random.Random(light))
        small = views.thumbnail(pixels)
        picture["thumbnail"] = None if small is None else relit(array(small), random.Random(light))
        return scene, picture

    def whole(self, scene, kind, edge=views.LONGEST):
        """The full image, with a red box drawn or all but one thing grey where the kind says so."""
        image, target = image_of(scene), self.target(scene) if kind != "full" else None
        if kind == "boxed":
            image = views.boxed(image, scene["things"][target]["box"])
        if kind == "isolated":
            margin = self.random.choice((0, .1, .15, .3))
            image = views.isolated(image, views.margin_window(scene["things"][target]["box"], image.size, margin))
        picture = {"kind": kind, "target": target, "window": [0, 0, *image.size]}
        return self.finish(scene, picture, views.cuttable(image, edge))

    def crop(self, kind, strip=False):
        """A crop of a random thing: close, wide, matched (from the tiled picture) or elsewhere (of no evidence)."""
        while True:
            scene = self.scene()
            target = self.target(scene)
            # The window is drawn before the picture is read: most are of the other shape.
            box, size = scene["things"][target]["box"], size_of(scene)
            make = {"wide": views.wide_window, "elsewhere": views.elsewhere}.get(kind, views.close_window)
            window = make(box, size, self.numbers)
            if window is None or window[2] - window[0] < 4 or window[3] - window[1] < 4:
                continue
            long = window[2] - window[0] >= views.STRIP * (window[3] - window[1])
            if long != strip:
                continue
            picture = {"kind": "crop", "target": target, "window": window}
            image = image_of(scene)
            if kind == "matched":
                pixels = views.matched_crop(views.cuttable(image, views.LONGEST), image.size, window)
            else:
                pixels = views.crop(image, window)
            return self.finish(scene, picture, pixels)
