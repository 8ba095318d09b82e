"""The stages of training: what each shows and trains, how its rate falls, and what is kept for it."""
import copy

import pytest
import torch

import train
from fovea.kept import CROP, Kept, encoded
from fovea.losses import features, seen
from fovea.model import CONFIGS
from fovea.state import State


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
