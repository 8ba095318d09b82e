"""Trains and keeps the tokenizer, and the word lists that dense labels are numbered by.

Whole words of questions and answers are single tokens; every other run of characters is spelled, one token a
byte, because BPE without merges has nothing else (`ignore_merges`): a sign or a printed line is read character by
character. Any string round-trips through the 256 byte pieces.
"""
import collections
import functools
import json
import re
import unicodedata

TILES = [f"<row_{r}_col_{c}>" for r in range(1, 5) for c in range(1, 5)]
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<fake_token_around_image>", "<global-img>", "<image>",
            "<end_of_utterance>", *TILES]
SPACES = frozenset("\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"
                   + "".join(map(chr, range(0x2000, 0x200b))))
CONTRACTIONS = re.compile("'s|'t|'re|'ve|'m|'ll|'d")
LISTS = ("colour", "object", "icon", "sprite", "shape", "surface", "dim")
# So that free typing is not all spelled; the world itself does not use most of these words.
COMMON = """about above after again all also and another any are around at away back be because
been before behind below beside between big blank both but by can color come corner could
dark day did different do does down each edge every far few find first for from front full get give go
good had half has have he help her here high him his hot if into it just know large last left less
light like line little long look low made make man many maybe me mean middle more most move much
must my name near never new next no not now number of off old one only open or other our out over
own part people picture place please point put question read region right room same say says scene see
seems she should show side similar small so some sorry still such sure take tell text than thank that
their them then there these they thing think this those through time to today together too top toward two
under until up upper use very view want was water way we well were what when where while who whole
why will with without word would write written wrong yes yet you your""".split()


def byte_alphabet():
    """GPT-2's map from bytes to printable characters."""
    keep = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in keep]
    return {**{b: chr(b) for b in keep}, **{b: chr(256 + i) for i, b in enumerate(rest)}}


BYTES = byte_alphabet()


def kind(char):
    """The class of a character in GPT-2's splitting pattern."""
    if char in SPACES:
        return "s"
    category = unicodedata.category(char)[0]
    return {"L": "l", "N": "n"}.get(category, "o")


def pretokens(text):
    """GPT-2's split: contractions, runs of one class with one leading space, white space."""
    i, n = 0, len(text)
    while i < n:
        found = CONTRACTIONS.match(text, i)
        if found:
            yield found.group()
            i = found.end()
            continue
        j = i + 1 if text[i] == " " and i + 1 < n and kind(text[i + 1]) != "s" else i
        end, first = j + 1, kind(text[j])
        while end < n and kind(text[end]) == first:
            end += 1
        if first == "s" and end < n and end - j > 1:
            end -= 1
        yield text[i:end]
        i = end


def piece(pretoken):
    """A pretoken in the byte alphabet."""
    return "".join(BYTES[b] for b in pretoken.encode("utf-8", "replace"))


class Tokenizer:
    """Encodes and decodes with given whole-word pieces."""

    def __init__(self, words):
        self.pieces = SPECIALS + [BYTES[b] for b in range(256)] + list(words)
        self.ids = {p: i for i, p in enumerate(self.pieces)}
        self.splitter = re.compile("(" + "|".join(map(re.escape, SPECIALS)) + ")")
        self.word = functools.lru_cache(65536)(self.word)

    def word(self, pretoken):
        """Ids of one pretoken: itself if it is a piece, else its bytes."""
        whole = piece(pretoken)
        return [self.ids[whole]] if whole in self.ids else [self.ids[c] for c in whole]

    def encode(self, text):
        """Ids of a text; special tokens inside it are recognised, none are added."""
        ids = []
        for part in self.splitter.split(text):
            if part in self.ids and part in SPECIALS:
                ids.append(self.ids[part])
            else:
                for pretoken in pretokens(part):
                    ids.extend(self.word(pretoken))
        return ids

    def decode(self, ids):
        """The text of ids without special tokens."""
        back = {c: b for b, c in BYTES.items()}
        text = "".join(self.pieces[i] for i in ids if i >= len(SPECIALS))
        return bytes(back[c] for c in text).decode("utf-8", "replace")

    def save(self, folder):
        """Writes tokenizer.json and tokenizer_config.json."""
        level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
        added = [{"id": i, "content": s, "single_word": False, "lstrip": False, "rstrip": False,
                  "normalized": False, "special": True} for i, s in enumerate(SPECIALS)]
        body = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added,
                "normalizer": None, "pre_tokenizer": level, "post_processor": None, "decoder": level,
                "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                          "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False,
                          "ignore_merges": True, "vocab": self.ids, "merges": []}}
        (folder / "tokenizer.json").write_text(json.dumps(body, ensure_ascii=False, indent=0))
        config = {"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": False, "add_bos_token": False,
                  "model_max_length": 2048, "clean_up_tokenization_spaces": False, "bos_token": "<|im_start|>",
                  "eos_token": "<end_of_utterance>", "pad_token": "<|im_end|>", "unk_token": "<|endoftext|>"}
        (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1))

    @classmethod
    def load(cls, folder):
        """Reads what save wrote."""
        vocab = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
        return cls(sorted(vocab, key=vocab.get)[len(SPECIALS) + 256:])


def sentences(scenes, fixed):
    """Everything that scenes say and ask, without what is written in them."""
    for scene in scenes:
        for thing in scene["things"]:
            said = thing["answer"]
            for text in thing["evidence"] if "text" in thing else []:
                said = said.replace(text, "")
            yield " " + said
            for way in ("name", "box"):
                yield from (q.replace(thing.get("text") or "\0", "") for q in thing["questions"][way])
    for _ in range(3):
        yield from fixed


def build(folder, scenes, fixed):
    """The tokenizer and the word lists of some scenes; made once, then read."""
    path = folder / "lists.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        counts = collections.Counter(p for s in sentences(scenes, fixed) for p in pretokens(s))
        words = sorted({piece(p) for p, n in counts.items() if n >= 3 and p.strip() and not re.search(r"\d", p)}
                       | {piece(" " + w) for w in COMMON})
        texts = {t["text"] for s in scenes for t in s["things"] if "text" in t}
        lone = {piece(p) for t in texts for p in pretokens(" " + t)} - {piece(" " + w) for w in COMMON}
        words = [w for w in words if len(w) > 1 and (w not in lone or len(w.replace("\u0120", "")) > 3)]
        Tokenizer(words).save(folder)
        lists = {k: sorted({t[k] for s in scenes for t in s["things"] if t.get(k) is not None}) for k in LISTS}
        path.write_text(json.dumps(lists))
    return Tokenizer.load(folder), json.loads(path.read_text())
