"""Self-distillation: the student answers from the whole picture, and its own answers are weighed token by token by
what the same weights, frozen, would have said from the evidence crop (Vision-OPD, arXiv 2605.18740, section 3.2)."""
import math

import torch
from torch.nn import functional as F

from . import views
from .batches import padded
from .evaluate import chunks, encode
from .losses import ask, prefix
from .scenes import image_of, size_of

MARGIN = .15
# The longest answer in tokens. Things with a longer right answer are not asked about.
LONGEST = 24


def jsd(student, teacher, beta=.5):
    """The Jensen-Shannon divergence of each row of logits in nats: with m = beta q + (1 - beta) p, of p the student
    and q the teacher, beta KL(q | m) + (1 - beta) KL(p | m)."""
    p, q = F.log_softmax(student.float(), -1), F.log_softmax(teacher.float(), -1)
    m = torch.logaddexp(q + math.log(beta), p + math.log(1 - beta))
    return (beta * q.exp() * (q - m) + (1 - beta) * p.exp() * (p - m)).sum(-1)


class Showing:
    """Pictures that a model has read, with the questions that are asked about each: keys and values of its prefixes."""

    def __init__(self, model, prompter, encoded, rows):
        """`encoded`: (size, features) of each picture; `rows`: the number of each question's picture."""
        self.model, self.parts = model, []
        for size, pictures in chunks([size for size, _ in encoded], 64):
            tokens = torch.stack([encoded[i][1] for i in pictures])
            questions = [i for i, row in enumerate(rows) if row in pictures]
            if questions:
                past = prefix(model, tokens, prompter.head(size), prompter.image_id)
                self.parts.append((past, questions, torch.tensor([pictures.index(rows[i]) for i in questions])))

    def logits(self, pairs):
        """Logits of the answers' tokens, [tokens, vocabulary], answer after answer; pairs of (ids, length of the
        question), one a question."""
        out = [None] * len(pairs)
        for past, questions, rows in self.parts:
            ids, targets = padded([pairs[i] for i in questions])
            hidden = ask(self.model, past, rows, ids)
            for i, states, keep in zip(questions, hidden, targets != -100):
                out[i] = self.model.logits(states[keep])
        return torch.cat(out)

    @torch.no_grad()
    def sample(self, asked, end, generator, longest=LONGEST):
        """Answers to questions (ids), drawn token by token at temperature 1 up to the end token: pairs."""
        out = [(list(ids), len(ids)) for ids in asked]
        for past, questions, rows in self.parts:
            going = list(range(len(questions)))
            for _ in range(longest):
                lengths = [len(out[questions[g]][0]) for g in going]
                ids = torch.zeros(len(going), max(lengths), dtype=torch.long)
                for row, g in enumerate(going):
                    ids[row, :lengths[row]] = torch.tensor(out[questions[g]][0])
                hidden = ask(self.model, past, rows[going], ids)
                last = hidden[torch.arange(len(going)), torch.tensor(lengths) - 1]
                drawn = torch.multinomial(self.model.logits(last).float().softmax(-1), 1, generator=generator)[:, 0].tolist()
                for g, token in zip(going, drawn):
                    out[questions[g]][0].append(token)
                going = [g for g, token in zip(going, drawn) if token != end]
                if not going:
                    break
        return out


def crop_of(scene, thing, kind, numbers):
    """The evidence crop of a thing, or a crop of the same size elsewhere in the scene; None where there is no room."""
    size = size_of(scene)
    window = (views.margin_window(thing["box"], size, MARGIN) if kind == "crop"
              else views.elsewhere(thing["box"], size, numbers))
    return None if window is None else views.crop(image_of(scene), window)


class Lessons:
    """Fresh scenes, each once: `questions` things of each of `pictures` scenes a step."""

    def __init__(self, shards, prompter, pictures, questions, random, numbers):
        self.scenes, self.prompter, self.pictures, self.questions = iter(shards.scenes), prompter, pictures, questions
        self.random, self.numbers = random, numbers

    def next(self, kind):
        """Scenes, and (number of the scene, thing, its crop of a kind, its question) of each question."""
        scenes, asked = [], []
        while len(scenes) < self.pictures:
            scene = next(self.scenes, None)
            if scene is None:
                raise RuntimeError("There are too few scenes: each is shown once. Paint more, or take fewer steps.")
            things = [t for t in scene["things"] if t["questions"].get("name") and self.length(t) <= LONGEST]
            things = self.random.sample(things, min(len(things), self.questions))
            with_crops = [(t, crop_of(scene, t, kind, self.numbers)) for t in things]
            asked += [(len(scenes), t, c, self.prompter.ask(t)) for t, c in with_crops if c is not None]
            scenes.append(scene)
        return scenes, asked

    def length(self, thing):
        """Tokens of the right answer with its end."""
        ids, asked = self.prompter.pair("", thing["answer"])
        return len(ids) - asked


def self_distillation(student, teacher, prompter, lesson, generator):
    """The mean divergence over the tokens of the student's own answers; and for the log, how many of them are right and
    how long they are."""
    scenes, asked = lesson
    whole = encode(student, [views.cuttable(image_of(s), views.LONGEST) for s in scenes])
    crops = encode(student, [crop for _, _, crop, _ in asked])
    rows = [row for row, _, _, _ in asked]
    right = [prompter.pair(question, thing["answer"]) for _, thing, _, question in asked]
    end = prompter.tokenizer.ids["<end_of_utterance>"]
    with torch.no_grad():
        pairs = Showing(student, prompter, whole, rows).sample([ids[:n] for ids, n in right], end, generator)
        theirs = Showing(teacher, prompter, crops, range(len(asked))).logits(pairs)
    loss = jsd(Showing(student, prompter, whole, rows).logits(pairs), theirs).mean()
    count = len(asked)
    return loss, {"right": sum(p == r for p, r in zip(pairs, right)) / count, "length": len(theirs) / count}


def crops_alone(student, prompter, lesson):
    """The control: the mean cross-entropy of right answers on crops, without any whole picture."""
    _, asked = lesson
    crops = encode(student, [crop for _, _, crop, _ in asked])
    pairs = [prompter.pair(question, thing["answer"]) for _, thing, _, question in asked]
    targets = torch.tensor([token for ids, n in pairs for token in ids[n:]])
    logits = Showing(student, prompter, crops, range(len(asked))).logits(pairs)
    return F.cross_entropy(logits.float(), targets), {"length": len(targets) / len(asked)}
