"""Lets tests import the package without installing it, and what several of them need."""
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fovea.batches import Maker  # noqa: E402
from fovea.dense import Labels  # noqa: E402
from fovea.pool import Pool  # noqa: E402
from fovea.prompts import Prompter  # noqa: E402
from fovea.vocabulary import Tokenizer  # noqa: E402

LISTS = {"colour": ["red"], "object": [], "icon": [], "sprite": [], "shape": [], "surface": [], "dim": ["colour"]}


@pytest.fixture
def maker():
    """Batches of a scene with one thing."""
    thing = {"dim": "colour", "colour": "red", "box": [300, 200, 90, 90], "answer": "It is red.",
             "questions": {"name": ["What colour is it?"], "box": ["What colour is the thing in the red box?"]}}
    scene = {"seed": 5, "width": 1024, "height": 768, "offset": 0, "things": [thing],
             "pixels": np.random.default_rng(0).integers(0, 256, 3 * 1024 * 768, np.uint8)}
    pool = Pool(SimpleNamespace(scenes=[scene]), 1)
    return Maker(pool, Prompter(Tokenizer([]), pool.random), Labels(LISTS))
