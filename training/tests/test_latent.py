"""The stage that makes focus latent: what it shows, and what it trains when."""
import copy
from types import SimpleNamespace

import pytest
import torch

import latent
from fovea.batches import LATENT
from fovea.model import CONFIGS, Fovea


@pytest.fixture
def model(maker):
    """A small model of the usual form."""
    torch.manual_seed(3)
    vocabulary = len(maker.prompter.tokenizer.pieces)
    return Fovea({**CONFIGS["nano"], "num_layers": 2, "vision_layers": 1, "vocab_size": vocabulary}).eval()


def changed(model, before):
    """The names of the weights that are no longer what they were."""
    return {name for name, value in model.state_dict().items() if not torch.equal(value, before[name])}


def test_only_close_crops_are_shown(maker):
    """Every picture is one tile that holds its thing and little else."""
    group = maker.crops(32, LATENT)
    assert group["size"] == (128, 128) and len(group["pixels"]) == 32
    # Nearly all cells are the thing's: its margins are half of its size at most.
    shares = (group["labels"][..., 0] == 1).float().mean((1, 2))
    assert shares.min() > .2 and "spoilt" not in LATENT and "wide" not in LATENT


def test_queries_and_keys_alone_fade_then_the_whole_decoder_is_repaired(maker, model):
    """The first stage shrinks every query and key by its decay and moves nothing else; the second touches the decoder only."""
    args = SimpleNamespace(crops=2, alone=0, fade=3, decay=200, repair=2)
    before, seen = copy.deepcopy(model.state_dict()), []
    for stage, number, loss in latent.stages(model, maker, args):
        seen.append((stage, number))
        assert loss > 0
        if (stage, number) == ("fade", 3):
            faded = copy.deepcopy(model.state_dict())
            assert changed(model, before) == {f"decoder.blocks.{i}.{part}.weight" for i in (0, 1) for part in "qk"}
            for name in changed(model, before):
                assert faded[name].norm() < .7 * before[name].norm()
    assert seen == [("fade", 1), ("fade", 2), ("fade", 3), ("repair", 1), ("repair", 2)]
    assert {name.split(".")[0] for name in changed(model, faded)} == {"decoder"}
    assert any(".v." in name for name in changed(model, faded))
