"""The network: a small convolutional vision encoder and a llama decoder, in SmolVLM's layout.

Image tokens come first and everything is causal, so the prefix of a picture can be computed once
and shared by all questions about it: training uses that, and so does the browser.
"""
import torch
from torch import nn
from torch.nn import functional as F

MINI = {
    "model_type": "fovea", "image_size": 128, "vision_channels": [32, 64, 128, 192],
    "vision_layers": 2, "vision_heads": 6, "vision_ffn": 384, "image_tokens": 16, "scale_factor": 2,
    "hidden_size": 192, "num_layers": 6, "num_heads": 6, "num_kv_heads": 2, "head_dim": 32,
    "ffn": 512, "vocab_size": 0, "rope_theta": 10000, "rms_eps": 1e-5,
}
NANO = {**MINI, "num_layers": 4}
# Words must be as loud as the image features beside them, or the first attention drowns them; the
# last norm starts small instead, so that the tied head does not start too sure of itself.
EMBEDDING = .35
CONFIGS = {"mini": MINI, "nano": NANO}


class ConvNorm(nn.Module):
    """A convolution with batch normalisation, folded into one convolution at export."""

    def __init__(self, inputs, outputs, kernel, stride):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(self.conv(x))


class Residual(nn.Module):
    """Two 3x3 convolutions around a skip."""

    def __init__(self, channels):
        super().__init__()
        self.a = ConvNorm(channels, channels, 3, 1)
        self.b = ConvNorm(channels, channels, 3, 1)

    def forward(self, x):
        return torch.relu(x + self.b(torch.relu(self.a(x))))


class RMSNorm(nn.Module):
    """Root mean square normalisation, always in float32."""

    def __init__(self, width, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x):
        x = x.float()
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


def rotate(x, cos, sin):
    """Rotary positions, the rotate_half convention."""
    half = x.shape[-1] // 2
    turned = torch.cat([-x[..., half:], x[..., :half]], -1)
    return x * cos + turned * sin


class Block(nn.Module):
    """A pre-norm transformer block; with rope it is the decoder's, without it the encoder's."""

    def __init__(self, width, heads, kv_heads, head_dim, ffn, eps):
        super().__init__()
        self.heads, self.kv_heads, self.head_dim = heads, kv_heads, head_dim
        self.norm1, self.norm2 = RMSNorm(width, eps), RMSNorm(width, eps)
        self.q = nn.Linear(width, heads * head_dim, bias=False)
        self.k = nn.Linear(width, kv_heads * head_dim, bias=False)
        self.v = nn.Linear(width, kv_heads * head_dim, bias=False)
        self.o = nn.Linear(heads * head_dim, width, bias=False)
        self.gate = nn.Linear(width, ffn, bias=False)
        self.up = nn.Linear(width, ffn, bias=False)
        self.down = nn.Linear(ffn, width, bias=False)

    def keys_values(self, h, rope):
        """Keys and values of normalised inputs."""
        n, t, _ = h.shape
        k = self.k(h).view(n, t, self.kv_heads, self.head_dim).transpose(1, 2)
        v = self.v(h).view(n, t, self.kv_heads, self.head_dim).transpose(1, 2)
        return (k if rope is None else rotate(k, *rope)), v

    def forward(self, x, mask=None, rope=None, past=None):
        n, t, _ = x.shape
        h = self.norm1(x)
        q = self.q(h).view(n, t, self.heads, self.head_dim).transpose(1, 2)
        if rope is not None:
            q = rotate(q, *rope)
        kv = k, v = self.keys_values(h, rope)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        group = self.heads // self.kv_heads
        # Query heads of one group share a key head: fold them into the time axis instead of
        # repeating keys and values.
        q = q.reshape(n, self.kv_heads, group * t, self.head_dim)
        scores = (q @ k.transpose(2, 3)).float() * self.head_dim ** -.5
        if mask is not None:
            scores = scores.view(n, self.kv_heads, group, t, -1) + mask
            scores = scores.view(n, self.kv_heads, group * t, -1)
        mixed = scores.softmax(-1).to(v.dtype) @ v
        mixed = mixed.view(n, self.heads, t, self.head_dim).transpose(1, 2).reshape(n, t, -1)
        x = x + self.o(mixed)
        h = self.norm2(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h)), kv


class Vision(nn.Module):
    """Pictures [n, 3, rows * 128, columns * 128] to [n, rows * columns * 16, 4 * width].

    The convolutions run over the whole picture, so tiles have no borders for them; attention runs in each tile's
    8 x 8 cells. Then squares of 2 x 2 cells become one token, their features side by side (Idefics3's pixel
    shuffle), tile after tile.
    """

    def __init__(self, config):
        super().__init__()
        c = config["vision_channels"]
        self.conv0 = ConvNorm(3, c[0], 5, 2)
        for i in (1, 2, 3):
            setattr(self, f"conv{i}", ConvNorm(c[i - 1], c[i], 3, 2))
            setattr(self, f"res{i}", Residual(c[i]))
        self.position = nn.Parameter(torch.randn(64, c[3]) * .02)
        heads, eps = config["vision_heads"], config["rms_eps"]
        self.blocks = nn.ModuleList(
            Block(c[3], heads, heads, c[3] // heads, config["vision_ffn"], eps)
            for _ in range(config["vision_layers"]))
        self.norm = RMSNorm(c[3], eps)

    def cells(self, pixels):
        """Features of every cell, [n, rows * columns, 8, 8, width]."""
        x = torch.relu(self.conv0(pixels))
        for i in (1, 2, 3):
            x = getattr(self, f"res{i}")(torch.relu(getattr(self, f"conv{i}")(x)))
        n, c, h, w = x.shape
        x = x.reshape(n, c, h // 8, 8, w // 8, 8).permute(0, 2, 4, 3, 5, 1).reshape(-1, 64, c)
        x = x.float() + self.position
        for block in self.blocks:
            x, _ = block(x)
        return self.norm(x).view(n, -1, 8, 8, c)

    def forward(self, pixels):
        return shuffled(self.cells(pixels))


def shuffled(cells):
    """[n, tiles, 8, 8, width] to [n, tiles * 16, 4 * width]."""
    n, tiles, _, _, c = cells.shape
    x = cells.view(n, tiles, 4, 2, 4, 2, c).permute(0, 1, 2, 4, 3, 5, 6)
    return x.reshape(n, tiles * 16, 4 * c)


class Decoder(nn.Module):
    """Llama blocks over embeddings, with the keys and values of an optional past."""

    def __init__(self, config):
        super().__init__()
        eps = config["rms_eps"]
        self.blocks = nn.ModuleList(
            Block(config["hidden_size"], config["num_heads"], config["num_kv_heads"],
                  config["head_dim"], config["ffn"], eps) for _ in range(config["num_layers"]))
        self.norm = RMSNorm(config["hidden_size"], eps)
        self.theta, self.head_dim = config["rope_theta"], config["head_dim"]

    def rope(self, start, length, device):
        half = torch.arange(0, self.head_dim, 2, device=device).float() / self.head_dim
        position = torch.arange(start, start + length, device=device).float()
        angle = position[:, None] * (1.0 / self.theta ** half)
        angle = torch.cat([angle, angle], -1)
        return angle.cos(), angle.sin()

    def forward(self, x, past=None, keys_only=False):
        """Returns the hidden states and each layer's keys and values of these positions; with
        keys_only the last layer stops there, for a prefix needs no more."""
        start = past[0][0].shape[2] if past else 0
        t = x.shape[1]
        future = torch.full((t, t), -1e9, device=x.device).triu(1)
        mask = torch.cat([torch.zeros(t, start, device=x.device), future], 1)
        rope = self.rope(start, t, x.device)
        kept = []
        for i, block in enumerate(self.blocks):
            if keys_only and i == len(self.blocks) - 1:
                return None, kept + [block.keys_values(block.norm1(x), rope)]
            x, kv = block(x, mask, rope, past[i] if past else None)
            kept.append(kv)
        return self.norm(x), kept


class Fovea(nn.Module):
    """The whole model; the language head is the transposed embedding."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.vision = Vision(config)
        self.connector = nn.Linear(4 * config["vision_channels"][3], config["hidden_size"], bias=False)
        self.embed = nn.Embedding(config["vocab_size"], config["hidden_size"])
        self.decoder = Decoder(config)
        for name, p in self.named_parameters():
            if p.dim() == 2 and "position" not in name:
                nn.init.normal_(p, std=EMBEDDING if "embed" in name else p.shape[1] ** -.5)
            if name.endswith(("o.weight", "down.weight")):
                p.data *= .5
        self.decoder.norm.weight.data *= .05

    def logits(self, hidden):
        """Scores over the vocabulary."""
        return F.linear(hidden, self.embed.weight)

    def inputs(self, ids, features, image_id):
        """Embeddings of ids with the image tokens replaced by features [.., hidden], in their order."""
        x = self.embed(ids).float()
        spots = (ids == image_id).unsqueeze(-1).expand_as(x)
        return x.masked_scatter(spots, features.reshape(-1, x.shape[-1]).float())


def normalise(pixels, device="cpu"):
    """uint8 [n, height, width, 3] to float in [-1, 1], channels last in memory."""
    x = torch.as_tensor(pixels).to(device).permute(0, 3, 1, 2).float()
    return ((x / 255 - .5) / .5).contiguous(memory_format=torch.channels_last)
