"""Writes jpeg.vectors.json: what libjpeg-turbo makes of a picture, through Pillow.

Run with a Pillow that has libjpeg-turbo: python3 src/scene/jpeg.vectors.py
The picture of size (w, h) is test_picture(w, h); jpeg.test.ts computes the same one.
"""
import base64
import io
import json
import pathlib

import PIL
from PIL import Image, features

CASES = [((16, 16), 50), ((24, 17), 24), ((33, 9), 92), ((5, 31), 75), ((40, 26), 60), ((47, 33), 30),
         ((64, 48), 24), ((63, 1), 85), ((16, 8), 100), ((17, 15), 1)]


def test_picture(width, height):
    """A ramp with noise in red, edges in green, a ramp and a bright disc in blue; from x = 40 on, one colour."""
    data, state = bytearray(), 1
    for y in range(height):
        for x in range(width):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            red = (x * 5 + (state >> 16 & 31)) % 256
            green = 255 if (x // 5 + y // 4) % 2 else 0
            blue = 255 if (x - 12) ** 2 + (y - 9) ** 2 < 50 else (x * 3 + y * 4) % 256
            data += bytes([red, green, blue] if x < 40 else [90, 140, 201])
    return Image.frombytes("RGB", (width, height), bytes(data))


def damaged(size, quality):
    packed = io.BytesIO()
    test_picture(*size).save(packed, "jpeg", quality=quality, subsampling="4:2:0")
    return {"size": size, "quality": quality,
            "rgb": base64.b64encode(Image.open(packed).convert("RGB").tobytes()).decode()}


assert features.check_feature("libjpeg_turbo")
vectors = {"source": f"Pillow {PIL.__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}",
           "cases": [damaged(size, quality) for size, quality in CASES]}
path = pathlib.Path(__file__).with_name("jpeg.vectors.json")
path.write_text(json.dumps(vectors, indent=1) + "\n")
