"""Reads what `npm run scenes` paints: shards of raw pixels with one line of JSON a scene (docs/scenes.md)."""
import json

import numpy as np
from PIL import Image


class Shards:
    """All scenes of a folder, memory-mapped. Shards that appear later are taken in by refresh()."""

    def __init__(self, folder):
        self.folder, self.scenes, self.seen = folder, [], set()
        self.refresh()

    def refresh(self):
        """Takes in new shards; the number of scenes."""
        for path in sorted(self.folder.glob("*.jsonl")):
            if path.name in self.seen or not path.with_suffix(".rgb").exists():
                continue
            pixels = np.memmap(path.with_suffix(".rgb"), np.uint8, "r")
            for line in path.read_text().splitlines():
                scene = json.loads(line)
                scene["pixels"] = pixels
                self.scenes.append(scene)
            self.seen.add(path.name)
        return len(self.scenes)


def image_of(scene):
    """The painted scene."""
    w, h, at = scene["width"], scene["height"], scene["offset"]
    return Image.fromarray(np.asarray(scene["pixels"][at:at + 3 * w * h]).reshape(h, w, 3))


def size_of(scene):
    """(width, height)."""
    return scene["width"], scene["height"]
