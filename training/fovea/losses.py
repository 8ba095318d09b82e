"""The two losses: dense labels alone, and answers with dense labels beside them."""
import torch
from torch.nn import functional as F

from .model import normalise, shuffled

DENSE = .5
# So many tokens of an answer count in full.
LONG = 10


def seen(model, group, device, grad=True):
    """Cells of a group's pictures, [n, tiles, 8, 8, width], and of their thumbnails or None."""
    with torch.set_grad_enabled(grad and torch.is_grad_enabled()):
        cells = model.vision.cells(normalise(group["pixels"], device))
        small = None if group["thumbnails"] is None else model.vision.cells(normalise(group["thumbnails"], device))
    return cells, small


def squares(cells, small):
    """The encoder's features, [n, tokens, 4 * width]: the tiles', then the whole picture's."""
    return shuffled(cells) if small is None else torch.cat([shuffled(cells), shuffled(small)], 1)


def features(model, cells, small):
    """What takes the places of the prompt's image tokens, [n, tokens, hidden]."""
    return model.connector(squares(cells, small))


def by_tile(labels):
    """Labels [n, rows * 8, columns * 8, fields] in the order of cells, [n * tiles * 64, fields]."""
    n, h, w, f = labels.shape
    return labels.view(n, h // 8, 8, w // 8, 8, f).permute(0, 1, 3, 2, 4, 5).reshape(-1, f)


def dense_loss(heads, group, cells, small, device):
    """The dense loss of a group's pictures and thumbnails."""
    flat, target = cells.reshape(-1, cells.shape[-1]), by_tile(group["labels"])
    if small is not None:
        flat = torch.cat([flat, small.reshape(-1, small.shape[-1])])
        target = torch.cat([target, by_tile(group["labels_small"])])
    return heads(flat, target.to(device))


def prefix(model, tokens, head, image_id):
    """Keys and values of the prompt up to the picture's end, one row a picture."""
    ids = torch.tensor([head], device=tokens.device).expand(len(tokens), -1)
    return model.decoder(model.inputs(ids, tokens, image_id), keys_only=True)[1]


def ask(model, past, rows, ids):
    """Hidden states of questions, each after the shared prefix of its picture."""
    chosen = [(k.index_select(0, rows), v.index_select(0, rows)) for k, v in past]
    return model.decoder(model.embed(ids), chosen)[0]


def answers(model, hidden, targets):
    """The summed cross-entropy of the answer tokens; logits only where there is a target. An answer of more than LONG
    tokens, a printed line that is spelled, counts as one of LONG, or such lines would be most of what is learnt from."""
    keep = targets != -100
    share = (LONG / keep.sum(1, keepdim=True).clamp(min=LONG)).expand_as(targets)[keep]
    loss = F.cross_entropy(model.logits(hidden[keep]).float(), targets[keep], reduction="none")
    return (loss * share).sum()


def group_loss(model, prompter, group, tokens, device):
    """The summed cross-entropy of a group's answers."""
    past = prefix(model, tokens, prompter.head(group["size"]), prompter.image_id)
    return sum(answers(model, ask(model, past, rows.to(device), ids.to(device)), targets.to(device))
               for rows, ids, targets in group["asked"])


def two_loss(model, prompter, two, frozen, device):
    """The summed cross-entropy of the answer to a prompt with two images."""
    parts = [features(model, *seen(model, two[k], device, not frozen)) for k in ("full", "crop")]
    ids, targets = (t.to(device) for t in two["pair"])
    hidden = model.decoder(model.inputs(ids, torch.cat(parts, 1), prompter.image_id))[0]
    return answers(model, hidden, targets)
