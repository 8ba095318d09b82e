"""Makes training batches from the pool, in threads beside the optimiser.

A batch is a list of groups of pictures of one size: {"pixels", "thumbnails" or None, "labels", "labels_small",
"asked": [(row, (ids, length of the question))]}, and prompts with two images. Of pictures whose features are kept
(fovea/kept.py) a group holds {"features"} in place of pixels and labels.
"""
import queue
import threading

import numpy as np
import torch

from . import views

WHOLE = {"full": .62, "boxed": .2, "isolated": .12, "spoilt": .06}
EDGES = {512: .82, 384: .07, 256: .06, 128: .05}
CROPS = {"close": .52, "matched": .2, "wide": .22, "spoilt": .06}
# Evidence alone: nothing beside it is to be passed over.
LATENT = {"close": .75, "matched": .25}
SHORT = 30


def pick(rng, shares):
    """A key drawn by its share."""
    return rng.choices(list(shares), list(shares.values()))[0]


def padded(pairs):
    """Ids and targets of (ids, length of the question), padded on the right."""
    length = max(len(ids) for ids, _ in pairs)
    ids = torch.zeros(len(pairs), length, dtype=torch.long)
    targets = torch.full((len(pairs), length), -100)
    for row, (tokens, asked) in enumerate(pairs):
        ids[row, :len(tokens)] = torch.tensor(tokens)
        targets[row, asked - 1:len(tokens) - 1] = torch.tensor(tokens[asked:])
    return ids, targets


def bucketed(asked):
    """Questions as (picture, pair) in groups of similar length, with little padding."""
    order = sorted(asked, key=lambda a: len(a[1][0]))
    groups = [[a for a in order if len(a[1][0]) <= SHORT], [a for a in order if len(a[1][0]) > SHORT]]
    return [(torch.tensor([row for row, _ in g]), *padded([p for _, p in g])) for g in groups if g]


class Maker:
    """Makes batches; `labels` makes dense labels."""

    def __init__(self, pool, prompter, labels):
        self.pool, self.prompter, self.labels = pool, prompter, labels

    def group(self, pairs, asked):
        """A group of pictures of one size."""
        scenes, pictures = zip(*pairs)
        size = pictures[0]["size"]
        stack = lambda arrays: torch.from_numpy(np.stack(arrays))  # noqa: E731
        group = {"size": size, "questions": len(asked), "asked": bucketed(asked)}
        if "features" in pictures[0]:
            return {**group, "features": stack([p["features"] for p in pictures])}
        many = pictures[0]["thumbnail"] is not None
        label = lambda s, p, z: (self.labels.blank(z, -100) if p.get("spoilt") else  # noqa: E731
                                 self.labels.of(s, z, p["window"], p["target"] if p["kind"] == "boxed" else None,
                                                p["target"] if p["kind"] == "isolated" else None))
        return {**group, "pixels": stack([p["pixels"] for p in pictures]),
                "labels": stack([label(s, p, size) for s, p in pairs]),
                "thumbnails": stack([p["thumbnail"] for p in pictures]) if many else None,
                "labels_small": stack([label(s, p, (views.TILE, views.TILE)) for s, p in pairs]) if many else None}

    def spoil(self, picture):
        """A picture that can no longer be read."""
        picture["pixels"] = views.spoil(picture["pixels"], self.pool.random)
        if picture["thumbnail"] is not None:
            small = views.Image.fromarray(picture["pixels"]).resize((views.TILE, views.TILE), views.LANCZOS)
            picture["thumbnail"] = np.asarray(small)
        picture["spoilt"] = True

    def whole_pictures(self, count, shares=WHOLE, edge=None):
        """Scenes with their full images, all of one size and of several kinds."""
        rng, pairs = self.pool.random, []
        edge = edge or pick(rng, EDGES)
        first = self.pool.scene()
        size = self.pool.tiled_size(first, edge)
        for row in range(count):
            kind = pick(rng, shares)
            scene = self.pool.scene(size, edge) if row else first
            scene, picture = self.pool.whole(scene, "full" if kind == "spoilt" else kind, edge)
            if kind == "spoilt":
                self.spoil(picture)
            pairs.append((scene, picture))
        return pairs

    def about_whole(self, scene, picture, questions):
        """Questions about a full image, so many where nothing else is asked."""
        if picture["kind"] == "full":
            return self.prompter.full(scene, 3 if picture.get("spoilt") else questions)
        return getattr(self.prompter, picture["kind"])(scene, picture)

    def crop_pictures(self, count, shares=CROPS, strip=False):
        """Scenes with crops of one tile, or wide ones of a row of four."""
        pairs = []
        for _ in range(count):
            kind = pick(self.pool.random, shares)
            scene, picture = self.pool.crop("close" if kind == "spoilt" else kind, strip)
            if kind == "spoilt":
                self.spoil(picture)
            pairs.append((scene, picture))
        return pairs

    def about_crop(self, scene, picture):
        """Questions about a crop; one about what cannot be read."""
        return self.prompter.crop(scene, picture)[:1 if picture.get("spoilt") else None]

    def wholes_of(self, pairs, questions):
        """The group of these full images, with so many questions each."""
        return self.group(pairs, [(row, ask) for row, pair in enumerate(pairs) for ask in self.about_whole(*pair, questions)])

    def crops_of(self, pairs):
        """The group of these crops, with their questions."""
        return self.group(pairs, [(row, ask) for row, pair in enumerate(pairs) for ask in self.about_crop(*pair)])

    def whole(self, count, questions, shares=WHOLE, edge=None):
        """Full images of one size, with so many questions each."""
        return self.wholes_of(self.whole_pictures(count, shares, edge), questions)

    def crops(self, count, shares=CROPS, strip=False):
        """Crops of one tile, or wide ones of a row of four, with their questions."""
        return self.crops_of(self.crop_pictures(count, shares, strip))

    def two(self):
        """One prompt with two images: the full one and a crop, which shows the evidence in 60 % of cases."""
        kind = "close" if self.pool.random.random() < .6 else "elsewhere"
        scene, crop = self.pool.crop(kind)
        _, full = self.pool.whole(scene, "full")
        pair = self.prompter.two(scene, crop, full["size"], crop["size"])
        return {"full": self.group([(scene, full)], []), "crop": self.group([(scene, crop)], []), "pair": padded([pair])}


class Feeder:
    """Keeps a few batches ready."""

    def __init__(self, make, depth=4, threads=1):
        self.ready, self.error, self.make, self.stopped = queue.Queue(depth), None, make, False
        for _ in range(threads):
            threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        try:
            while not self.stopped:
                self.ready.put(self.make())
        except Exception as error:  # Handed to the trainer, which would otherwise wait for ever.
            self.error = error
            self.ready.put(None)

    def next(self):
        """The next batch."""
        batch = self.ready.get()
        if batch is None:
            raise self.error
        return batch
