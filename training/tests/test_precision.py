"""The faster type is the one that is used."""
import pytest
import torch

from fovea import precision


@pytest.mark.parametrize("float32, bfloat16, chosen", [(64, 4.5, torch.float32), (195, 525, torch.bfloat16)])
def test_products_are_made_in_the_faster_type(monkeypatch, float32, bfloat16, chosen):
    """Inside the context a matrix product comes in the type with the higher figure."""
    monkeypatch.setattr(precision, "speeds", lambda device="cpu": {torch.float32: float32, torch.bfloat16: bfloat16})
    with precision.autocast():
        product = torch.ones(4, 4) @ torch.ones(4, 4)
    assert precision.faster() is chosen and product.dtype is chosen
    assert precision.summary().startswith(str(chosen)[6:])


def test_both_are_measured():
    """Both figures are there, and more work in the same time is more GFLOP/s."""
    measured = precision.speeds()
    assert set(measured) == {torch.float32, torch.bfloat16} and all(v > 0 for v in measured.values())
    assert precision.speed(torch.float32, "cpu", .02) > 0


def test_weights_that_were_read_without_gradients_have_them_later(monkeypatch):
    """Answers are sampled without gradients before they are scored with them, in one context."""
    monkeypatch.setattr(precision, "faster", lambda device="cpu": torch.bfloat16)
    layer = torch.nn.Linear(4, 4)
    with precision.autocast():
        with torch.no_grad():
            layer(torch.ones(2, 4))
        layer(torch.ones(2, 4)).sum().backward()
    assert layer.weight.grad is not None
