"""Writes colour-profile.vectors.json: small pictures with and without colour profiles, made by Pillow and Little CMS.

`other` says whether the colours are meant otherwise than as sRGB. Needs a Pillow that writes AVIF (11.3 or newer):
python3 src/view/colour/colour-profile.vectors.py
"""
import base64
import io
import json
import pathlib

import PIL
from PIL import Image, ImageCms

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# Red and blue exchanged: valid, and as far from sRGB as can be.
SWAPPED = SRGB.replace(b"rXYZ", b"tmp ").replace(b"bXYZ", b"rXYZ").replace(b"tmp ", b"bXYZ")
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def case(kind, name, profile, other, **options):
    buffer = io.BytesIO()
    extra = {} if profile is None else {"icc_profile": profile}
    Image.new("RGB", (8, 6), (220, 30, 30)).save(buffer, kind, **extra, **options)
    format = {"WEBP": "WebP"}.get(kind, kind)
    return {"format": format, "profile": name, "other": other, "file": base64.b64encode(buffer.getvalue()).decode()}


CASES = [
    case(kind, name, profile, other)
    for kind in ("JPEG", "PNG", "WEBP", "AVIF")
    for name, profile, other in (
        ("none", None, False), ("sRGB", SRGB, False), ("swapped", SWAPPED, True), ("lab", LAB, True),
    )
    # libavif refuses profiles that are not of RGB.
    if not (kind == "AVIF" and name == "lab")
]

vectors = {"source": f"Pillow {PIL.__version__}, Little CMS {ImageCms.core.littlecms_version}", "files": CASES}
path = pathlib.Path(__file__).with_name("colour-profile.vectors.json")
path.write_text(json.dumps(vectors, separators=(",", ":")).replace('{"f', '\n{"f') + "\n")
print(path, path.stat().st_size)
