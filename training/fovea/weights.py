"""Safetensors: batch normalisation folded into the convolutions, nothing but weights."""
import json
import struct

import torch

from .model import Fovea
from .vocabulary import Tokenizer


def folded(conv_norm):
    """Weight and bias of the convolution that does the same as convolution and normalisation."""
    conv, norm = conv_norm.conv, conv_norm.norm
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return conv.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale


def tensors(model, dtype=torch.float16):
    """All weights by the names that the ONNX graph is built from."""
    out, vision = {}, model.vision
    convs = {"conv0": vision.conv0}
    for i in (1, 2, 3):
        residual = getattr(vision, f"res{i}")
        convs.update({f"conv{i}": getattr(vision, f"conv{i}"), f"res{i}.a": residual.a,
                      f"res{i}.b": residual.b})
    for name, conv in convs.items():
        out[f"vision.{name}.weight"], out[f"vision.{name}.bias"] = folded(conv)
    out["vision.position"] = vision.position
    for owner, blocks in (("vision", vision.blocks), ("decoder", model.decoder.blocks)):
        for i, block in enumerate(blocks):
            for part in ("norm1", "q", "k", "v", "o", "norm2", "gate", "up", "down"):
                out[f"{owner}.blocks.{i}.{part}.weight"] = getattr(block, part).weight
    out["vision.norm.weight"] = vision.norm.weight
    out["connector.weight"] = model.connector.weight
    out["embed.weight"] = model.embed.weight
    out["decoder.norm.weight"] = model.decoder.norm.weight
    return {k: v.detach().cpu().to(dtype).contiguous() for k, v in out.items()}


def write(path, named):
    """The safetensors format: length of the header, header as JSON, then the raw bytes."""
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, value in named.items():
        size = value.numel() * value.element_size()
        kind = {torch.float16: "F16", torch.float32: "F32"}[value.dtype]
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in named.values():
            file.write(value.numpy().tobytes())


def read(path):
    """Named float32 tensors of a file that write made."""
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header, body, out = json.loads(data[8:8 + length]), memoryview(data)[8 + length:], {}
    for name, entry in header.items():
        if name != "__metadata__":
            part = bytearray(body[slice(*entry["data_offsets"])])
            dtype = {"F16": torch.float16, "F32": torch.float32}[entry["dtype"]]
            out[name] = torch.frombuffer(part, dtype=dtype).view(entry["shape"]).float()
    return out


def read_folder(folder):
    """All tensors of a model's folder; of a bundled one those that it shares with the model beside it, too."""
    manifest = folder / "manifest.json"
    files = json.loads(manifest.read_text())["files"] if manifest.exists() else []
    paths = [folder / file.get("at", file["path"]) for file in files if file["path"].endswith(".safetensors")]
    return {name: value for path in paths or sorted(folder.glob("*.safetensors")) for name, value in read(path).items()}


def load(model, named):
    """Puts exported weights into a fresh model: the folded bias becomes the bias of a
    normalisation that does nothing else."""
    state = model.state_dict()
    for name, value in named.items():
        parts = name.rsplit(".", 1)
        if name.startswith(("vision.conv", "vision.res")):
            owner = parts[0]
            if parts[1] == "weight":
                state[f"{owner}.conv.weight"] = value
                one = torch.ones(value.shape[0])
                state.update({f"{owner}.norm.weight": one, f"{owner}.norm.running_mean": 0 * one,
                              f"{owner}.norm.running_var": one - 1e-5})
            else:
                state[f"{owner}.norm.bias"] = value
        else:
            state[name] = value
    model.load_state_dict(state)
    return model.eval()


def open_folder(folder):
    """The model of an exported or bundled folder, and its tokenizer."""
    config = json.loads((folder / "config.json").read_text())
    return load(Fovea(config), read_folder(folder)), Tokenizer.load(folder)


def transfer(model, folder, tokenizer):
    """Starts a model from an exported one of another shape: weights of the same name and shape are copied, a
    connector over single cells becomes one over squares of four, embeddings follow their pieces, and layers that
    are new begin by adding nothing. Says what was taken."""
    named, state, taken = read_folder(folder), model.state_dict(), []
    old = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    load_into = {}
    for name, value in named.items():
        parts = name.rsplit(".", 1)
        if name.startswith(("vision.conv", "vision.res")):
            if parts[1] == "weight":
                one = torch.ones(value.shape[0])
                load_into.update({f"{parts[0]}.conv.weight": value, f"{parts[0]}.norm.weight": one,
                                  f"{parts[0]}.norm.running_mean": 0 * one, f"{parts[0]}.norm.running_var": one - 1e-5})
            else:
                load_into[f"{parts[0]}.norm.bias"] = value
        else:
            load_into[name] = value
    connector = load_into.get("connector.weight")
    if connector is not None and connector.shape[1] * 4 == state["connector.weight"].shape[1]:
        load_into["connector.weight"] = torch.cat([connector] * 4, 1) / 2
    embed = load_into.pop("embed.weight", None)
    if embed is not None and embed.shape[1] == state["embed.weight"].shape[1]:
        rows = state["embed.weight"].clone()
        for i, piece in enumerate(tokenizer.pieces):
            at = old.get(piece)
            if at is None and piece.startswith("<row_"):
                rows[i] = embed[old["<global-img>"]] * .5 + torch.randn(embed.shape[1]) * .15
            elif at is not None:
                rows[i] = embed[at]
                taken.append(piece)
        state["embed.weight"] = rows
    count = 0
    for name, value in load_into.items():
        if name in state and state[name].shape == value.shape:
            state[name] = value.clone()
            count += 1
    layers = 1 + max(int(n.split(".")[2]) for n in named if n.startswith("decoder.blocks."))
    for name in state:
        if name.startswith("decoder.blocks.") and int(name.split(".")[2]) >= layers and name.endswith(
                ("o.weight", "down.weight")):
            state[name] = torch.zeros_like(state[name])
    model.load_state_dict(state)
    return f"{count} of {len(load_into)} tensors and {len(taken)} of {len(tokenizer.pieces)} embeddings taken"
