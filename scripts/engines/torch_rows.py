"""Computes in PyTorch, from the model's full logits, the rows that a recorded server gave (tests compare them).

    python scripts/engines/torch_rows.py MODEL_FOLDER [FOLDER]

Reads recorded.json.gz in the folder, src/engine/remote/recorded by default, and writes recorded.torch.json beside it: for every
request that scored token ids with five log-probabilities, the same from a softmax over the whole vocabulary.
"""

import base64
import gzip
import io
import json
import sys
from pathlib import Path

import torch
from PIL import Image
from transformers import Qwen2VLForConditionalGeneration, Qwen2VLImageProcessor

HERE = Path(__file__).resolve().parents[2] / "src" / "engine" / "remote" / "recorded"
TOP = 5


def pictures(exchanges: list[dict]) -> dict[str, Image.Image]:
    """The pictures by the hash under which the server knows them."""
    found = {}
    for exchange in exchanges:
        if not exchange["path"].endswith("/render"):
            continue
        url = exchange["body"]["messages"][0]["content"][0]["image_url"]["url"]
        picture = Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGB")
        found[json.loads(exchange["text"])["features"]["mm_hashes"]["image"][0]] = picture
    return found


def main() -> None:
    folder = sys.argv[1]
    recorded = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
    model = Qwen2VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
    processor = Qwen2VLImageProcessor.from_pretrained(folder)
    exchanges = json.loads(gzip.decompress((recorded / "recorded.json.gz").read_bytes()))["exchanges"]
    known = pictures(exchanges)
    rows = []
    for exchange in exchanges:
        body = exchange["body"] or {}
        if body.get("sampling_params", {}).get("prompt_logprobs") != TOP:
            continue
        images = processor(images=[known[body["features"]["mm_hashes"]["image"][0]]], return_tensors="pt")
        ids = torch.tensor([body["token_ids"]])
        with torch.no_grad():
            kinds = (ids == model.config.image_token_id).long()
            logits = model(
                input_ids=ids, attention_mask=torch.ones_like(ids), mm_token_type_ids=kinds, **images
            ).logits[0]
        logs = torch.log_softmax(logits.double(), -1)
        top = torch.topk(logs, TOP, -1)
        rows.append(
            {
                "ids": body["token_ids"],
                "image": body["features"]["mm_hashes"]["image"][0],
                "own": [logs[t, own].item() for t, own in enumerate(body["token_ids"][1:])],
                "topIds": top.indices[:-1].tolist(),
                "topLogProbs": top.values[:-1].tolist(),
            }
        )
    path = recorded / "recorded.torch.json"
    path.write_text(json.dumps({"torch": torch.__version__, "rows": rows}) + "\n")
    print(f"{len(rows)} requests computed in {path}")


if __name__ == "__main__":
    main()
