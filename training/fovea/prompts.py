"""Prompts in SmolVLM's template, as ids, and the questions that a picture allows."""
from .views import TILE, window_of

TOKENS = 16  # image tokens a tile
HINT = "\n\nOnly focus on the objects inside the red bounding box in the image to answer this question."
CROP_INTRO = "\nHere is a crop of the image:"
CROP_OUTRO = "Use the crop as focused evidence and keep the image as context to answer the question."
TOLD = "\nThe right answer is: "
DESCRIBE = ["Describe the image.", "Write a general description of the image."]
HEAD, TURN, END = "<|im_start|>User:", "<end_of_utterance>\nAssistant:", "<end_of_utterance>"
FIXED = ["User:", "\nAssistant:", HINT, CROP_INTRO, CROP_OUTRO, TOLD, *DESCRIBE, ", in the box from (, ) to (, )?"]
# How often a dimension is asked about: signs, counts and printed lines are learnt slowest.
ASKED = {"ocr": 1.6, "counting": 1.4, "identification": 1.2, "colour": .8, "structure": .9, "material": .9, "text": 1.4}


def image_text(picture):
    """What announces a picture of this size in pixels (width, height), as Idefics3's processor writes it."""
    columns, rows = picture[0] // TILE, picture[1] // TILE
    fake, places = "<fake_token_around_image>", "<image>" * TOKENS
    whole = f"{fake}<global-img>{places}{fake}"
    if rows * columns == 1:
        return whole
    row = lambda r: "".join(f"{fake}<row_{r}_col_{c}>{places}" for c in range(1, columns + 1))  # noqa: E731
    return "".join(f"{row(r)}\n" for r in range(1, rows + 1)) + "\n" + whole


def seen_share(box, window):
    """The share of a box [x, y, w, h] that a window shows."""
    w = min(box[0] + box[2], window[2]) - max(box[0], window[0])
    h = min(box[1] + box[3], window[3]) - max(box[1], window[1])
    return max(0, w) * max(0, h) / (box[2] * box[3])


def box_text(box, size):
    """The box as text, in whole percent of the image's width and height."""
    p = [round(100 * v / size[i % 2]) for i, v in enumerate(window_of(box))]
    return f", in the box from ({p[0]}, {p[1]}) to ({p[2]}, {p[3]})?"


class Prompter:
    """Writes questions with random wordings and encodes them with their answers."""

    def __init__(self, tokenizer, random):
        self.tokenizer, self.random = tokenizer, random
        self.image_id = tokenizer.ids["<image>"]

    def head(self, picture):
        """Ids of the prompt up to the end of a picture of this size."""
        return self.tokenizer.encode(HEAD + image_text(picture))

    def pair(self, question, answer):
        """Ids of question and answer, and how many of them are the question."""
        asked = self.tokenizer.encode(question + TURN)
        return asked + self.tokenizer.encode(" " + answer + END), len(asked)

    def ask(self, thing, way="name", wording=None):
        """A question; None where the thing has none of that kind."""
        questions = thing["questions"].get(way) or []
        if not questions:
            return None
        return questions[0 if wording == 0 else self.random.randrange(len(questions))]

    def boxed_text(self, thing, size):
        """The question with its box as text."""
        question = self.ask(thing, self.random.choice(("name", "box"))) or self.ask(thing, "box")
        end = " in the red box?"
        stem = question[:-len(end)] if question.endswith(end) else question[:-1]
        return stem + box_text(thing["box"], size)

    def told(self, thing, question):
        """Now and then the right answer stands in the prompt."""
        return question + TOLD + thing["answer"] if self.random.random() < .03 else question

    def full(self, scene, count):
        """Questions about a whole image: mostly by name, some with the box as text, some "describe"."""
        things, r, size = scene["things"], self.random, (scene["width"], scene["height"])
        area = size[0] * size[1]
        weights = [ASKED[t["dim"]] * (.5 if t["box"][2] * t["box"][3] / area < .003 else 1) for t in things]
        order = sorted(range(len(things)), key=lambda i: r.random() ** (1 / weights[i]))
        pairs = []
        for i in order[-count:]:
            question = self.ask(things[i])
            if question is None or r.random() < .08:
                question = self.boxed_text(things[i], size) + (HINT if r.random() < .3 else "")
            pairs.append(self.pair(self.told(things[i], question), things[i]["answer"]))
        if r.random() < .1 and scene.get("description"):
            pairs.append(self.pair(r.choice(DESCRIBE), scene["description"]))
        return pairs

    def boxed(self, scene, picture):
        """Questions about the boxed thing, by name and by box."""
        thing = scene["things"][picture["target"]]
        asked = [q for q in (self.ask(thing, way) for way in ("name", "box")) if q]
        return [self.pair(q + (HINT if self.random.random() < .5 else ""), thing["answer"]) for q in asked]

    def isolated(self, scene, picture):
        """The question about the thing that was left, in either form."""
        thing = scene["things"][picture["target"]]
        return [self.pair(self.ask(thing) or self.ask(thing, "box"), thing["answer"])]

    def crop(self, scene, picture):
        """Questions about a crop: its thing, and others if they are whole in it."""
        r, things = self.random, scene["things"]
        target = things[picture["target"]]
        whole = [t for t in things if seen_share(t["box"], picture["window"]) > .999]
        seen = [t for t in things if seen_share(t["box"], picture["window"]) > .05]
        by_box = len(seen) == 1 and r.random() < .4
        question = self.ask(target, "box" if by_box else "name") or self.ask(target, "box")
        question = self.told(target, question + (HINT if r.random() < .15 else ""))
        pairs = [self.pair(question, target["answer"])]
        others = [t for t in whole if t is not target and t["questions"].get("name")]
        for other in r.sample(others, min(2, len(others))):
            pairs.append(self.pair(self.ask(other), other["answer"]))
        return pairs

    def two(self, scene, picture, full_size, crop_size):
        """Head, image, question, sentence announcing the crop, crop, instruction; then the answer."""
        thing = scene["things"][picture["target"]]
        question = (HEAD + image_text(full_size) + (self.ask(thing) or self.ask(thing, "box")) + CROP_INTRO
                    + image_text(crop_size) + CROP_OUTRO)
        return self.pair(question, thing["answer"])
