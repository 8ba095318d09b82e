"""Self-distillation: the loss against a formula by hand, sampling, and a tiny model that learns."""
import copy
import math
import random
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from fovea import distil, views
from fovea.distil import Lessons, Showing, jsd, self_distillation
from fovea.evaluate import encode, encode_items, read, score, wilson
from fovea.model import CONFIGS, Fovea
from fovea.prompts import Prompter
from fovea.vocabulary import Tokenizer, piece

WORDS = [piece(w) for w in (" It", " is", " red", " blue", "What", " colour", " left", " right")]
RED, BLUE = (220, 30, 30), (30, 60, 220)


def by_hand(student, teacher, beta):
    """The divergence in float64, term by term."""
    p = np.exp(student) / np.exp(student).sum()
    q = np.exp(teacher) / np.exp(teacher).sum()
    m = beta * q + (1 - beta) * p
    return sum(beta * b * math.log(b / c) + (1 - beta) * a * math.log(a / c) for a, b, c in zip(p, q, m))


@pytest.mark.parametrize("beta", [.5, .2])
def test_divergence_is_the_formula(beta):
    """Each row by itself, in nats."""
    rng = np.random.default_rng(3)
    student, teacher = rng.normal(0, 3, (5, 11)), rng.normal(0, 3, (5, 11))
    found = jsd(torch.tensor(student), torch.tensor(teacher), beta)
    assert found.tolist() == pytest.approx([by_hand(*rows, beta) for rows in zip(student, teacher)], abs=1e-5)


def test_divergence_has_its_limits():
    """Zero where both agree, ln 2 where they share nothing; the gradient points to the teacher."""
    logits = torch.tensor([[9., -9., 0.]])
    assert jsd(logits, logits + 4).item() == pytest.approx(0, abs=1e-6)
    assert jsd(torch.tensor([[60., -60.]]), torch.tensor([[-60., 60.]])).item() == pytest.approx(math.log(2), abs=1e-6)
    student = torch.zeros(1, 3, requires_grad=True)
    jsd(student, torch.tensor([[4., 0., 0.]])).backward()
    assert student.grad[0, 0] < 0 < student.grad[0, 1]


def scene_of(left, right, seed):
    """A scene with a square at the left and one at the right, which fill their halves."""
    pixels = np.full((256, 512, 3), 240, np.uint8)
    pixels[40:216, 40:216], pixels[40:216, 296:472] = left, right
    said = {RED: "red", BLUE: "blue"}
    things = [{"dim": "colour", "box": [x, 40, 176, 176], "answer": f"It is {said[c]}.",
               "questions": {"name": [f"What colour {side}?"], "box": [f"What colour {side}?"]}}
              for x, side, c in ((40, "left", left), (296, "right", right))]
    return {"seed": seed, "width": 512, "height": 256, "offset": 0, "pixels": pixels.reshape(-1), "things": things}


@pytest.fixture
def setting():
    """A small model, its prompter, and scenes."""
    torch.manual_seed(5)
    tokenizer = Tokenizer(WORDS)
    config = {**CONFIGS["nano"], "num_layers": 2, "vision_layers": 1, "hidden_size": 64, "num_heads": 2,
              "num_kv_heads": 1, "ffn": 128, "vocab_size": len(tokenizer.pieces)}
    prompter = Prompter(tokenizer, random.Random(0))
    colours = [(a, b) for a in (RED, BLUE) for b in (RED, BLUE)]
    scenes = [scene_of(*colours[i % 4], i) for i in range(40)]
    return Fovea(config).eval(), prompter, scenes


def lessons_of(scenes, prompter, pictures=2, questions=8):
    return Lessons(SimpleNamespace(scenes=scenes), prompter, pictures, questions, random.Random(1), np.random.default_rng(1))


def test_samples_follow_the_model(setting):
    """Drawn answers are as frequent as their probabilities, end at the end token, and are of their own picture."""
    model, prompter, scenes = setting
    end = prompter.tokenizer.ids["<end_of_utterance>"]
    encoded = encode(model, [views.cuttable(distil.image_of(s), 128) for s in scenes[:2]])
    asked, rows = [prompter.tokenizer.encode("What colour left?")] * 400, [0] * 200 + [1] * 200
    with torch.no_grad():
        model.decoder.norm.weight.mul_(30)
        showing = Showing(model, prompter, encoded, rows)
        pairs = showing.sample(asked, end, torch.Generator().manual_seed(2), longest=1)
        p = showing.logits(pairs).softmax(-1)
    for first in (0, 200):
        drawn = np.bincount([ids[-1] for ids, _ in pairs[first:first + 200]], minlength=p.shape[1]) / 200
        best = int(p[first].argmax())
        assert drawn[best] == pytest.approx(p[first, best].item(), abs=.12)
    assert all(len(ids) == n + 1 for ids, n in pairs)
    with torch.no_grad():
        ended = showing.sample(asked, end, torch.Generator().manual_seed(2), longest=6)
    assert all(end not in ids[n:-1] and (ids[-1] == end or len(ids) == n + 6) for ids, n in ended)


def test_each_scene_is_shown_once(setting):
    """Fresh scenes at every step, at most so many questions each, and an error where they run out."""
    _, prompter, scenes = setting
    lessons = lessons_of(scenes[:4], prompter, questions=1)
    seen = [s["seed"] for _ in range(2) for s in lessons.next("crop")[0]]
    assert seen == [0, 1, 2, 3]
    with pytest.raises(RuntimeError, match="too few scenes"):
        lessons.next("crop")


def test_a_wrong_crop_holds_no_evidence(setting):
    """The control's crop touches nothing of the thing's colour."""
    _, _, scenes = setting
    scene = scene_of(RED, BLUE, 0)
    numbers = np.random.default_rng(0)
    thing = {"box": [40, 40, 60, 60]}
    crop = np.asarray(distil.crop_of(scene, {**thing, "box": [296, 40, 176, 176]}, "crop", numbers))
    assert crop[64, 64].tolist() == pytest.approx(list(BLUE), abs=3)
    window = views.elsewhere(thing["box"], (512, 256), numbers)
    assert window[0] >= 100 or window[1] >= 100 or window[2] <= 40 or window[3] <= 40


def stripes(model, pictures):
    """Stands for the encoder: the mean colour of each sixteenth of a picture's width and its place, by fixed vectors."""
    fixed = torch.Generator().manual_seed(0)
    to_hidden, places = (torch.randn(n, model.config["hidden_size"], generator=fixed) for n in (3, 16))
    means = [np.asarray(p, np.float32).reshape(128, 16, 8, 3).mean((0, 2)) / 128 - 1 for p in pictures]
    return [(p.size, torch.from_numpy(m) @ to_hidden + places) for p, m in zip(pictures, means)]


def test_a_tiny_model_learns(setting, monkeypatch):
    """Right answers on crops are learnt; then the student's own answers about whole pictures become right, which no
    label told it."""
    model, prompter, scenes = setting
    monkeypatch.setattr(distil, "encode", stripes)
    monkeypatch.setattr(views, "LONGEST", 128)
    learnt = [*model.decoder.parameters(), *model.embed.parameters()]
    generator, teacher, figures = torch.Generator().manual_seed(1), None, []
    for step in range(150):
        if step in (0, 30):
            optimiser = torch.optim.AdamW(learnt if step == 0 else model.decoder.parameters(), lr=1e-2)
        teacher = copy.deepcopy(model) if step == 30 else teacher
        part = [scenes[(2 * step + i) % len(scenes)] for i in range(2)]
        lesson = lessons_of(part, prompter).next("crop")
        loss, figure = (distil.crops_alone(model, prompter, lesson) if teacher is None else
                        self_distillation(model, teacher, prompter, lesson, generator))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1)
        optimiser.step()
        model.zero_grad(set_to_none=True)
        figures.append({"loss": loss.item(), **figure})
    mean = lambda key, a, b: np.mean([f[key] for f in figures[a:b]])  # noqa: E731
    assert mean("loss", 25, 30) < .2
    # Half of the scenes have two squares of one colour, so who never looks is right in three of four.
    assert mean("right", -30, None) > .78 and mean("loss", -30, None) < .8 * mean("loss", 30, 36)


def test_whole_pictures_are_encoded_once(setting):
    """Items of one scene share the features of its whole picture, and are read as if they did not."""
    model, prompter, scenes = setting
    items = [(s, t) for s in scenes[:3] for t in s["things"]]
    encoded = encode_items(model, items, "global")
    assert encoded[0][1] is not None and torch.equal(encoded[0][1], encoded[1][1]) and not torch.equal(encoded[0][1], encoded[2][1])
    alone = [score(model, prompter, [item], "global")[0] for item in items]
    assert [p for _, p in read(model, prompter, items, "global", encoded)] == pytest.approx([p for _, p in alone], rel=1e-3)


def test_wilsons_interval():
    """Newcombe 1998, table I: 81 of 263 and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((.2553, .3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, .1611), abs=5e-5)


def test_the_command_prints_what_it_measured(setting, tmp_path, monkeypatch, capsys):
    """A few steps of recipe and controls on painted scenes in the form of shards."""
    import json

    import lab
    from fovea import weights
    model, prompter, scenes = setting
    weights.write(tmp_path / "model.safetensors", weights.tensors(model))
    (tmp_path / "config.json").write_text(json.dumps(model.config))
    prompter.tokenizer.save(tmp_path)
    for name in ("train", "validation"):
        (tmp_path / name).mkdir()
        lines, pixels = [], b""
        for scene in scenes[:12]:
            lines.append(json.dumps({**{k: v for k, v in scene.items() if k != "pixels"}, "offset": len(pixels)}))
            pixels += scene["pixels"].tobytes()
        (tmp_path / name / "000000.jsonl").write_text("\n".join(lines))
        (tmp_path / name / "000000.rgb").write_bytes(pixels)
    for extra in ([], ["--teacher", "wrong-crop"], ["--control", "crops"]):
        monkeypatch.setattr(sys, "argv", ["lab.py", "--model", str(tmp_path), "--scenes", str(tmp_path), "--steps", "2",
                                          "--every", "2", "--per-dimension", "4", *extra])
        lab.main()
        said = capsys.readouterr().out.splitlines()
        assert said[1].startswith("step 0: global ") and said[2].startswith("step 2, ")
        assert "matched" in said[2] and " to " in said[2] and said[2].endswith("lost")
