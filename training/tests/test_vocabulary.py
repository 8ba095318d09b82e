"""The tokenizer: round trips, whole words, and the file that other libraries read."""
import json

import pytest

from fovea import vocabulary
from fovea.vocabulary import Tokenizer, piece, pretokens

WORDS = [piece(w) for w in (" The", " sign", " says", "What")]


@pytest.fixture
def tokenizer():
    return Tokenizer(WORDS)


@pytest.mark.parametrize("text", ["", " The sign says K7P.", "Crème brûlée — 12,50 €", "日本語 \n\t x", "<image>a", "'s 're"])
def test_round_trip(tokenizer, text):
    """Any text comes back, special tokens aside."""
    assert tokenizer.decode(tokenizer.encode(text)) == text.replace("<image>", "")


def test_words_and_spelling(tokenizer):
    """A known word is one token; everything else is one token a byte."""
    assert [tokenizer.pieces[i] for i in tokenizer.encode(" The sign says K7")] == [
        "\u0120The", "\u0120sign", "\u0120says", "\u0120", "K", "7"]


def test_split_is_gpt2s():
    """Contractions, runs of one class with one leading space, white space."""
    assert list(pretokens("It's 12  apples!")) == ["It", "'s", " 12", " ", " apples", "!"]


def test_saved_file(tokenizer, tmp_path):
    """What is saved has no merges, says so, and loads to the same pieces."""
    tokenizer.save(tmp_path)
    model = json.loads((tmp_path / "tokenizer.json").read_text())["model"]
    assert model["ignore_merges"] and model["merges"] == []
    assert Tokenizer.load(tmp_path).pieces == tokenizer.pieces


def test_texts_stay_out_of_the_vocabulary(tmp_path):
    """A word that is only ever written on a sign is spelled."""
    thing = {"dim": "ocr", "text": "QX", "answer": "The red sign says QX.", "evidence": ["QX"],
             "questions": {"name": ["What does the red sign say?"], "box": []}}
    tokenizer, lists = vocabulary.build(tmp_path, [{"things": [thing] * 5}], [])
    assert "QX" not in tokenizer.pieces and "\u0120sign" in tokenizer.pieces
    assert lists["dim"] == ["ocr"]
