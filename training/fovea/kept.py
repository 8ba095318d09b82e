"""Features of pictures, kept while the encoder stands still.

Making a picture and encoding it costs several times what the decoder's step costs. While only connector, embeddings and
decoder learn, a picture's features never change, so they are computed once, kept as float16, and asked about again and
again with other questions and other wordings.
"""
import torch

from .losses import seen, squares

# Of each picture the shape decides with which others it can be asked about: full images by their size, crops, wide crops.
CROP, STRIP = "crop", "strip"


class Kept:
    """Pictures with features in place of pixels, by shape, in files of one folder so that a run goes on from them."""

    def __init__(self, folder, shards):
        self.folder, self.by_shape, self.tiles, self.files = folder, {}, 0, 0
        by_seed = {scene["seed"]: scene for scene in shards.scenes}
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.pt")):
            self.add([(by_seed[seed], picture) for seed, picture in torch.load(path)])
            self.files += 1

    def add(self, pairs):
        """Takes pairs of scene and picture in."""
        for scene, picture in pairs:
            wide = STRIP if picture["size"][0] > picture["size"][1] else CROP
            shape = wide if picture["kind"] == "crop" else picture["size"]
            self.by_shape.setdefault(shape, []).append((scene, picture))
            self.tiles += picture["features"].shape[0] // 16

    def save(self, pairs):
        """Writes these pairs to a file of their own, and takes them in."""
        part = self.folder / "part"
        torch.save([(scene["seed"], picture) for scene, picture in pairs], part)
        part.rename(self.folder / f"{self.files:05}.pt")
        self.files += 1
        self.add(pairs)

    def draw(self, rng, shape, count):
        """So many random pairs of a shape."""
        pairs = self.by_shape[shape]
        return [pairs[rng.randrange(len(pairs))] for _ in range(count)]

    def whole_shape(self, rng):
        """The shape of a random full image."""
        shapes = [shape for shape in self.by_shape if shape not in (CROP, STRIP)]
        return rng.choices(shapes, [len(self.by_shape[shape]) for shape in shapes])[0]


@torch.no_grad()
def encoded(model, maker, pairs, device):
    """The pairs with their pictures' features, float16 [tokens, 4 * width], in place of their pixels."""
    rows = squares(*seen(model, maker.group(pairs, []), device, False)).half().cpu().numpy()
    named = ("kind", "window", "target", "size", "spoilt")
    return [(scene, {**{k: picture[k] for k in named if k in picture}, "features": row.copy()})
            for (scene, picture), row in zip(pairs, rows)]
