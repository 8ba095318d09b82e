"""The stage that makes focus latent: what it shows, what it trains, and how its rate falls."""
import copy
from types import SimpleNamespace

import numpy as np
import pytest
import torch

import train
from fovea.batches import LATENT, Maker
from fovea.dense import Labels
from fovea.kept import CROP, Kept, encoded
from fovea.losses import features, seen
from fovea.model import CONFIGS
from fovea.pool import Pool
from fovea.prompts import Prompter
from fovea.state import State
from fovea.vocabulary import Tokenizer

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


def test_rate_falls_to_zero():
    """A short rise, then a cosine to zero."""
    rates = [train.rate(p, 1000, latent=True) for p in (0, .25, .5, 1)]
    assert rates == sorted(rates, reverse=True) and rates[0] == pytest.approx(train.PEAK_LATENT) and rates[-1] == 0
    assert train.rate(0, 0, latent=True) == pytest.approx(train.PEAK_LATENT / 20)


def test_only_close_crops_are_shown(maker):
    """Every picture is one tile that holds its thing and little else."""
    group = train.make_batch("latent", maker, text=False)["groups"][0]
    assert group["size"] == (128, 128) and len(group["pixels"]) == 32
    # Nearly all cells are the thing's: its margins are half of its size at most.
    shares = (group["labels"][..., 0] == 1).float().mean((1, 2))
    assert shares.min() > .2 and "spoilt" not in LATENT and "wide" not in LATENT


def test_only_the_decoder_is_trained(maker, tmp_path):
    """One step changes the decoder and nothing else, running statistics included."""
    config = {**CONFIGS["nano"], "num_layers": 1, "vision_layers": 1, "vocab_size": len(maker.prompter.tokenizer.pieces)}
    state = State(config, maker.labels.fields, tmp_path, "cpu")
    train.hold_still(state.model, "latent")
    before = copy.deepcopy(state.model.state_dict())
    report = train.step(state, {"groups": [maker.crops(2, LATENT)]}, maker.prompter, "latent")
    state.update(1e-3)
    changed = {n.split(".")[0] for n, v in state.model.state_dict().items() if not torch.equal(v, before[n])}
    assert changed == {"decoder"} and report["language0"] > 0


def test_kept_features_are_those_of_the_pictures(maker, tmp_path):
    """Read again from their files they stand for the pixels, and other questions are asked about them."""
    config = {**CONFIGS["nano"], "num_layers": 1, "vision_layers": 1, "vocab_size": len(maker.prompter.tokenizer.pieces)}
    state = State(config, maker.labels.fields, tmp_path, "cpu")
    train.hold_still(state.model, "decoder")
    wholes, crops = maker.whole_pictures(2), maker.crop_pictures(3)
    with torch.no_grad():
        expected = [features(state.model, *seen(state.model, maker.group(p, []), "cpu")) for p in (wholes, crops)]
    kept = Kept(tmp_path / "kept", maker.pool.shards)
    for pairs in (wholes, crops):
        kept.save(encoded(state.model, maker, pairs, "cpu"))
    again = Kept(tmp_path / "kept", maker.pool.shards)
    size = wholes[0][1]["size"]
    assert again.tiles == kept.tiles and again.whole_shape(maker.pool.random) == size
    for shape, tokens in zip((size, CROP), expected):
        pairs = again.by_shape[shape]
        group = maker.wholes_of(pairs, 8) if shape == size else maker.crops_of(pairs)
        found = state.model.connector(group["features"].float())
        assert torch.allclose(found, tokens, atol=2e-2) and group["questions"] >= len(pairs)
    before = copy.deepcopy(state.model.state_dict())
    batch = {"groups": [maker.wholes_of(again.draw(maker.pool.random, size, 2), 8)]}
    assert train.step(state, batch, maker.prompter, "decoder")["language0"] > 0
    state.update(1e-3)
    changed = {n.split(".")[0] for n, v in state.model.state_dict().items() if not torch.equal(v, before[n])}
    assert changed == {"decoder", "connector", "embed"}


def test_stages_follow_one_another():
    """Every stage has its share, and what comes after the last is the last."""
    assert [train.stage_of(p) for p in (0, .4, .6, .95, 1)] == ["vision", "decoder", "joint", "settle", "settle"]


def test_the_last_stage_begins_a_rate_of_its_own():
    """It rises again, and both it and the stages before fall to little."""
    end = train.STAGES["joint"]
    before, after, last = (train.rate(p, 1000) for p in (end - 1e-3, end + .02, 1))
    assert after > before and after == pytest.approx(train.PEAK_SETTLE, rel=.05) and last < .03 * train.PEAK_SETTLE
