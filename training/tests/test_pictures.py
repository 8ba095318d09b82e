"""The path from a scene to pictures, their prompts, their features and their labels."""
import random

import numpy as np
import pytest
import torch
from PIL import Image

from fovea import views
from fovea.dense import CHARACTERS, Labels
from fovea.losses import by_tile
from fovea.model import CONFIGS, Fovea, normalise, shuffled
from fovea.prompts import HEAD, TOKENS, Prompter, image_text
from fovea.vocabulary import Tokenizer

LISTS = {"colour": ["blue", "red"], "object": [], "icon": [], "sprite": [], "shape": [], "surface": [], "dim": ["colour", "ocr"]}


@pytest.mark.parametrize("size, edge, tiled", [((1024, 1024), 512, (512, 512)), ((1024, 768), 512, (512, 384)),
                                               ((1024, 576), 512, (512, 384)), ((683, 1024), 512, (384, 512)),
                                               ((1024, 768), 128, (128, 128)), ((1000, 100), 512, (512, 128))])
def test_sizes(size, edge, tiled):
    """Longest edge, then whole tiles."""
    assert views.cuttable(Image.new("RGB", size), edge).size == tiled


def test_crops_are_one_tile_or_a_strip():
    """A wide crop is read as a row of tiles, every other as one."""
    image = Image.new("RGB", (1000, 800))
    assert views.crop(image, [0, 0, 60, 40]).size == (128, 128)
    assert views.crop(image, [0, 0, 400, 40]).size == (512, 128)


def test_matched_crop_has_the_tiled_pictures_pixels():
    """Detail finer than the tiled picture's pixels is gone; the crop itself still has it."""
    stripes = np.zeros((1024, 1024, 3), np.uint8)
    stripes[:, ::2] = 255
    image = Image.fromarray(stripes)
    window = [500, 500, 564, 564]
    crop, matched = np.asarray(views.crop(image, window)), np.asarray(views.matched_crop(views.cuttable(image, 512), image.size, window))
    assert crop.std() > 60 and matched.std() < 5


def test_isolated_keeps_the_window_only():
    """All pixels outside the window are grey 128."""
    image = Image.fromarray(np.full((50, 60, 3), 7, np.uint8))
    found = np.asarray(views.isolated(image, [10, 20, 30, 40]))
    assert (found[20:40, 10:30] == 7).all() and (found == 128).all(2).sum() == 50 * 60 - 20 * 20


def test_prompt_has_a_place_for_every_feature():
    """Tiles row by row, then the whole picture; as many image tokens as the vision encoder makes."""
    tokenizer = Tokenizer([])
    ids = tokenizer.encode(HEAD + image_text((384, 256)))
    assert ids.count(tokenizer.ids["<image>"]) == 7 * TOKENS
    assert ids.count(tokenizer.ids["<row_2_col_3>"]) == 1 and tokenizer.ids["<row_3_col_1>"] not in ids
    assert tokenizer.encode(HEAD + image_text((128, 128))).count(tokenizer.ids["<image>"]) == TOKENS


def test_convolutions_cross_tiles_and_attention_does_not():
    """A pixel beside a border changes the next tile through convolutions only near the border's cells."""
    torch.manual_seed(0)
    vision = Fovea({**CONFIGS["nano"], "vocab_size": 300}).eval().vision
    one = np.zeros((1, 128, 256, 3), np.uint8)
    other = one.copy()
    other[:, 60:68, 120:128] = 255
    with torch.no_grad():
        changed = (vision.cells(normalise(one)) - vision.cells(normalise(other))).abs().amax(-1)[0]
        alone = vision.cells(normalise(one[:, :, :128]))
    assert changed[0].max() > 1e-4 and changed[1].max() > 1e-4
    assert alone.shape == (1, 1, 8, 8, 192)


def test_pixel_shuffle_is_idefics3s():
    """Squares of 2 x 2 cells side by side, in row order."""
    cells = torch.arange(64.).view(1, 1, 8, 8, 1)
    assert shuffled(cells)[0, 0].tolist() == [0, 1, 8, 9] and shuffled(cells)[0, 5].tolist() == [18, 19, 26, 27]


def test_labels_lie_where_things_are():
    """The cells of a thing, the quarters of a character, and the order of tiles."""
    things = [{"dim": "colour", "colour": "red", "box": [0, 0, 32, 32]},
              {"dim": "ocr", "colour": "blue", "text": "A", "box": [128, 0, 64, 32], "characters": [["A", 136, 4, 12, 24]]}]
    labels = Labels(LISTS)
    grid = labels.of({"things": things}, (256, 128), [0, 0, 256, 128])
    index = labels.index
    assert grid.shape == (8, 16, len(labels.fields))
    assert (grid[:2, :2, 0] == 1).all() and (grid[:2, :2, index["colour"]] == 1).all() and grid[3, 3, 0] == 0
    code = CHARACTERS.index("A")
    assert [grid[0, 8, index[f"s{i}"]] for i in range(4)] == [-100, -100, code, code]
    assert grid[0, 9, index["s0"]] == code and grid[0, 9, index["s1"]] == -100
    flat = by_tile(torch.from_numpy(grid)[None])
    assert flat[64, 0] == 2 and flat[0, 0] == 1


def test_a_prefix_serves_all_questions():
    """Keys and values of a picture's prefix give the logits of the whole prompt."""
    from fovea.losses import ask, features, prefix
    torch.manual_seed(1)
    tokenizer = Tokenizer([])
    model = Fovea({**CONFIGS["nano"], "vocab_size": len(tokenizer.pieces)}).eval()
    prompter = Prompter(tokenizer, random.Random(0))
    pixels = np.random.default_rng(0).integers(0, 256, (1, 128, 128, 3), np.uint8)
    with torch.no_grad():
        tokens = features(model, model.vision.cells(normalise(pixels)), None)
        head, asked = prompter.head((128, 128)), tokenizer.encode("What?")
        past = prefix(model, tokens, head, prompter.image_id)
        apart = ask(model, past, torch.tensor([0]), torch.tensor([asked]))
        whole = model.decoder(model.inputs(torch.tensor([head + asked]), tokens, prompter.image_id))[0]
    assert torch.allclose(apart[0], whole[0, len(head):], atol=1e-4)


def test_pictures_of_a_batch_have_one_size_at_every_edge():
    """Scenes of one size at the largest edge differ at a smaller one: 1,024 x 683 and 1,024 x 768 at 384."""
    from types import SimpleNamespace

    from fovea.batches import Maker
    from fovea.pool import Pool
    thing = {"dim": "colour", "colour": "red", "box": [9, 9, 90, 90], "answer": "It is red.",
             "questions": {"name": ["What colour is it?"], "box": ["What colour is the thing in the red box?"]}}
    scenes = [{"width": w, "height": h, "offset": 0, "pixels": np.zeros(3 * w * h, np.uint8), "things": [thing]}
              for w, h in ((1024, 683), (1024, 768), (1024, 1024))]
    pool = Pool(SimpleNamespace(scenes=scenes), 1)
    maker = Maker(pool, Prompter(Tokenizer([]), pool.random), Labels(LISTS))
    sizes = {maker.whole(4, 1, edge=edge)["pixels"].shape[1:3] for edge in views.EDGES for _ in range(3)}
    assert (128, 128) in sizes and len(sizes) >= 3


def test_a_crop_reads_one_picture(monkeypatch):
    """Windows of the wrong shape are drawn again without reading their pictures."""
    from types import SimpleNamespace

    from fovea import pool as pools
    wide = {"dim": "text", "box": [100, 100, 600, 40]}
    square = {"dim": "colour", "box": [100, 300, 90, 90]}
    scene = {"width": 1024, "height": 768, "offset": 0, "pixels": np.zeros(3 * 1024 * 768, np.uint8), "things": [wide] + [square] * 9}
    read = []
    monkeypatch.setattr(pools, "image_of", lambda s, make=pools.image_of: read.append(s) or make(s))
    pool = pools.Pool(SimpleNamespace(scenes=[scene]), 1)
    _, picture = pool.crop("close", strip=True)
    assert picture["size"] == (512, 128) and picture["target"] == 0 and len(read) == 1
