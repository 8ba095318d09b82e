"""Writes image.vectors.json: what Pillow's Image.resize, ImageFilter.GaussianBlur and ImageDraw.rectangle give.

Run with the Pillow to compare with: python3 src/math/image/image.vectors.py
The picture of size (w, h) is test_picture(w, h); image.test.ts computes the same one.
"""
import base64
import json
import pathlib

import PIL
from PIL import Image, ImageDraw, ImageFilter

FILTERS = ["nearest", "box", "bilinear", "bicubic", "lanczos"]
SIZES = [
    ((7, 5), (13, 9)), ((16, 12), (5, 4)), ((1, 9), (4, 3)), ((9, 1), (3, 5)), ((1, 1), (6, 4)),
    ((31, 17), (31, 8)), ((31, 17), (8, 17)), ((12, 12), (1, 1)), ((10, 10), (10, 10)),
    ((23, 19), (46, 38)), ((64, 3), (17, 11)), ((90, 70), (21, 16)),
]
BLURS = [((9, 7), .5), ((20, 13), 2), ((20, 13), 7.3), ((1, 6), 1.5), ((5, 5), 40)]


def test_picture(width, height):
    """Noise in red, edges in green, a ramp in blue."""
    data, state = bytearray(), 1
    for y in range(height):
        for x in range(width):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            data += bytes([state >> 16 & 255, 255 if (x // 3 + y // 2) % 2 else 0, (x * 7 + y * 11) % 256])
    return Image.frombytes("RGB", (width, height), bytes(data))


def packed(image):
    return base64.b64encode(image.tobytes()).decode()


def resized(size, to, name):
    image = test_picture(*size).resize(to, getattr(Image.Resampling, name.upper()))
    return {"filter": name, "from": size, "to": to, "rgb": packed(image)}


def blurred(size, radius):
    image = test_picture(*size).filter(ImageFilter.GaussianBlur(radius))
    return {"from": size, "radius": radius, "rgb": packed(image)}


def outlined(size, corners, width):
    """Both corners belong to the outline, which grows inwards."""
    image = test_picture(*size)
    ImageDraw.Draw(image).rectangle(corners, outline=(255, 0, 0), width=width)
    return {"from": size, "corners": corners, "width": width, "rgb": packed(image)}


vectors = {
    "source": f"Pillow {PIL.__version__}",
    "resize": [resized(a, b, name) for name in FILTERS for a, b in SIZES],
    "blur": [blurred(size, radius) for size, radius in BLURS],
    "outline": [outlined((30, 20), (4, 3, 22, 15), 5), outlined((30, 20), (0, 0, 29, 19), 2),
                outlined((30, 20), (10, 8, 14, 11), 5)],
}
path = pathlib.Path(__file__).with_name("image.vectors.json")
path.write_text(json.dumps(vectors, indent=None, separators=(",", ":")).replace('{"f', '\n{"f') + "\n")
print(path, path.stat().st_size)
