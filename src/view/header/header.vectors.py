"""Writes header.vectors.json: small image files made by Pillow, with what Pillow itself says of them.

Needs a Pillow that writes AVIF (11.3 or newer): python3 src/view/header/header.vectors.py
"""
import base64
import io
import json
import pathlib

import PIL
from PIL import Image

SIZE = (37, 21)


def exif(orientation):
    data = Image.Exif()
    data[0x010F] = "Camera"
    data[0x0112] = orientation
    return data.tobytes()


def picture(mode="RGB", shade=90):
    return Image.linear_gradient("L").resize(SIZE).convert(mode).point(lambda v: v ^ shade & 255)


def transparent():
    image = picture("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(SIZE))
    return image


def frames(mode="RGB"):
    return [picture(mode, shade) for shade in (30, 60, 120)]


def moving(**options):
    first, *rest = frames()
    return first, dict(save_all=True, append_images=rest, duration=100, **options)


FILES = [
    ("PNG", picture(), {}), ("PNG", transparent(), {}), ("PNG", picture("L"), {}),
    ("PNG", picture("RGB"), {"transparency": (1, 2, 3)}), ("PNG", picture(), {"exif": exif(8)}),
    ("PNG", *moving()),
    ("JPEG", picture(), {}), ("JPEG", picture(), {"progressive": True, "exif": exif(6)}),
    ("JPEG", picture("L"), {"exif": exif(3)}), ("JPEG", picture("CMYK"), {}),
    ("WEBP", picture(), {}), ("WEBP", picture(), {"lossless": True}), ("WEBP", transparent(), {}),
    ("WEBP", transparent(), {"lossless": True}), ("WEBP", picture(), {"exif": exif(5)}), ("WEBP", *moving()),
    ("GIF", picture("P"), {}), ("GIF", picture("P"), {"transparency": 0}), ("GIF", *moving()),
    ("BMP", picture(), {}), ("BMP", picture("L"), {}),
    ("AVIF", picture(), {}), ("AVIF", transparent(), {}),
    *[("AVIF", picture(), {"exif": exif(orientation)}) for orientation in range(2, 9)],
    ("AVIF", *moving()),
]


def vector(kind, image, options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    with Image.open(io.BytesIO(buffer.getvalue())) as opened:
        return {
            "format": {"WEBP": "WebP"}.get(kind, kind), "width": opened.width, "height": opened.height,
            "animated": getattr(opened, "n_frames", 1) > 1, "orientation": opened.getexif().get(0x0112, 1),
            "alpha": "A" in opened.mode or "transparency" in opened.info,
            "file": base64.b64encode(buffer.getvalue()).decode(),
        }


vectors = {"source": f"Pillow {PIL.__version__}", "files": [vector(*file) for file in FILES]}
path = pathlib.Path(__file__).with_name("header.vectors.json")
path.write_text(json.dumps(vectors, separators=(",", ":")).replace('{"f', '\n{"f') + "\n")
print(path, path.stat().st_size)
