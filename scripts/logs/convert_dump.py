"""Converts dumps of slime and miles (`--save-debug-rollout-data`, `--dump-details`) to lines of tokens and metrics.

    python3 scripts/logs/convert_dump.py DUMP.pt … --out run.jsonl [--images DIR] [--reward-key KEY]

A dump is a pickle, and a pickle can run any code when it is opened. This program opens it without: it knows how torch and
NumPy write numbers, and every other class in the pickle becomes an inert object; nothing of the pickle is imported or called.
It needs Python 3.9 and no package. Images of PIL are written as PNG files into --images. docs/logs.md describes the lines.
"""

import argparse
import hashlib
import io
import json
import math
import multiprocessing
import pickle
import re
import shutil
import struct
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

# How torch names the types of its storages, and how their numbers are stored.
STORAGES = {
    "DoubleStorage": "d",
    "FloatStorage": "f",
    "HalfStorage": "e",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "q",
    "IntStorage": "i",
    "ShortStorage": "h",
    "CharStorage": "b",
    "ByteStorage": "B",
    "BoolStorage": "?",
}

# The same for NumPy's dtypes, without their byte order.
DTYPES = {"f8": "d", "f4": "f", "f2": "e", "i8": "q", "i4": "i", "i2": "h", "i1": "b", "u1": "B", "b1": "?"}

# Numbers beyond the range of doubles; written for infinities, which JSON lacks.
INFINITE = {math.inf: "1e999", -math.inf: "-1e999"}

# A column has a number per token; a larger storage or tensor is none, and would fill the memory.
MOST_NUMBERS = 1 << 26

# A pickle can name the same list in many places, each time in two bytes, so that a small dump stands for a content of any size.
# So many values and characters are taken for each byte of a dump, and so many of any dump; a real one has fewer than one a
# byte, and a few more where siblings share their prompt.
MOST_PER_BYTE = 16
MOST_OF_ANY = 1 << 20

# Keys that are tuples of shared tuples keep Python's own reader busy for ever, so that a dump has so many seconds, and so many
# more for each megabyte: several times what a real one takes.
SECONDS = 60
SECONDS_PER_MEGABYTE = 20

# What Python raises where a dump is cut off, or was not written by torch.save. NotImplementedError and RecursionError are
# RuntimeErrors, IndexError and KeyError are LookupErrors.
MALFORMED = (
    *(zipfile.BadZipFile, pickle.UnpicklingError, struct.error, zlib.error, EOFError),
    *(ValueError, TypeError, LookupError, AttributeError, OverflowError, RuntimeError),
)


class Meter:
    """Counts the values and characters that come of a dump."""

    def __init__(self, size):
        self.left = MOST_OF_ANY + MOST_PER_BYTE * size

    def count(self, amount):
        self.left -= amount
        if self.left < 0:
            raise ValueError("it names the same values so often that they would not end.")


class Inert:
    """Stands for an object of a class that is not known: it takes whatever it is given and does nothing."""

    def __init__(self, *given, **named):
        self.given = given
        self.state = None

    def __setstate__(self, state):
        self.state = state

    def append(self, _):
        pass

    def extend(self, _):
        pass

    def __setitem__(self, _, __):
        pass


def inert(module, name):
    return type(name, (Inert,), {"__module__": f"inert.{module}"})


def numbers(raw, kind, order="<"):
    """The numbers in some bytes."""
    if kind == "bfloat16":
        return [struct.unpack("<f", b"\0\0" + raw[at : at + 2])[0] for at in range(0, len(raw), 2)]
    size = struct.calcsize(kind)
    return list(struct.unpack(f"{order}{len(raw) // size}{kind}", raw[: len(raw) // size * size]))


class Storage:
    """The numbers of tensors, read when the first tensor of one dimension needs them."""

    def __init__(self, read, meter):
        self.read = read
        self.meter = meter
        self.known = None

    def values(self):
        if self.known is None:
            self.known = self.read()
        return self.known


def rebuild_tensor(storage, offset, size, stride, *_):
    """A tensor of one dimension as a list, one of none as a number; larger ones, which are no columns, are left out."""
    if not isinstance(storage, Storage) or len(size) > 1:
        return None
    values = storage.values()
    count, step = (size[0], stride[0]) if len(size) == 1 else (1, 0)
    last = offset + (count - 1) * step
    if min(count, step, offset) < 0 or count > MOST_NUMBERS or (count > 0 and last >= len(values)):
        raise ValueError("a tensor leads out of its storage.")
    storage.meter.count(count)
    found = [values[offset + i * step] for i in range(count)]
    return found if len(size) == 1 else found[0]


class Dtype(Inert):
    """A dtype of NumPy."""

    def kind(self):
        return DTYPES.get(str(self.given[0]) if self.given else "")

    def order(self):
        return ">" if self.state and self.state[1] == ">" else "<"


def numpy_scalar(dtype, raw=b""):
    kind = dtype.kind() if isinstance(dtype, Dtype) else None
    return numbers(raw, kind, dtype.order())[0] if kind else None


class Array(Inert):
    """An array of NumPy, whose numbers come with its state."""

    def values(self):
        if not isinstance(self.state, tuple) or len(self.state) != 5:
            return None
        _, shape, dtype, _, raw = self.state
        kind = dtype.kind() if isinstance(dtype, Dtype) else None
        if kind is None or len(shape) > 1 or not isinstance(raw, bytes):
            return None
        found = numbers(raw, kind, dtype.order())
        return found if shape else found[0]


def numpy_array(*_):
    return Array()


def encoded(text="", *_):
    """Bytes, which old protocols of pickle write as a text of their values."""
    return text.encode("latin-1") if isinstance(text, str) else b""


KNOWN = {
    ("_codecs", "encode"): encoded,
    ("collections", "OrderedDict"): dict,
    ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
    ("numpy", "dtype"): Dtype,
    ("numpy", "ndarray"): Array,
}
for core in ("numpy.core.multiarray", "numpy._core.multiarray"):
    KNOWN[(core, "scalar")] = numpy_scalar
    KNOWN[(core, "_reconstruct")] = numpy_array


class Restricted(pickle.Unpickler):
    """Reads a pickle and imports nothing for it."""

    def __init__(self, file, storage):
        super().__init__(file)
        self.storage = storage

    def find_class(self, module, name):
        if module == "torch" and name in STORAGES:
            return name
        return KNOWN.get((module, name)) or inert(module, name)

    def persistent_load(self, key):
        # ("storage", its type, its name in the archive, its device, how many numbers it has)
        if not isinstance(key, tuple) or len(key) < 5 or key[1] not in STORAGES:
            return None
        return self.storage(STORAGES[key[1]], str(key[2]))


def read_dump(path, meter):
    """The content of a .pt file. Raises one of MALFORMED for anything else."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        (pickled,) = [name for name in names if name.endswith("data.pkl")]
        root = pickled[: -len("data.pkl")]
        known = {}

        def read(name):
            # torch.save compresses nothing, so that no file in a dump is larger than the dump.
            if archive.getinfo(name).compress_type != zipfile.ZIP_STORED:
                raise ValueError(f"{name} in it is compressed.")
            return archive.read(name)

        def storage(kind, name):
            def read_numbers():
                raw = read(f"{root}data/{name}")
                if len(raw) > MOST_NUMBERS * (2 if kind == "bfloat16" else struct.calcsize(kind)):
                    raise ValueError(f"the storage {name} has more than {MOST_NUMBERS} numbers.")
                return numbers(raw, kind)

            return known.setdefault((kind, name), Storage(read_numbers, meter))

        return Restricted(io.BytesIO(read(pickled)), storage).load()


def plain(value, meter, depth=0):
    """A value as JSON has it; what has no such form becomes null."""
    if isinstance(value, Array):
        return plain(value.values(), meter, depth)
    if isinstance(value, str):
        meter.count(len(value))
        return value
    meter.count(1)
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    if depth > 20:
        return None
    if isinstance(value, (list, tuple)):
        return [plain(each, meter, depth + 1) for each in value]
    if isinstance(value, dict):
        return {str(plain(name, meter, depth)): plain(each, meter, depth + 1) for name, each in value.items()}
    return None


def column(value, length, meter):
    """A list of one number per token of the answer: the last ones of a longer list, which begins with the prompt."""
    found = plain(value, meter)
    if not isinstance(found, list) or len(found) < length or length == 0:
        return None
    last = found[len(found) - length :]
    return last if all(each is None or isinstance(each, (int, float)) for each in last) else None


def prompt_text(given, meter):
    prompt = plain(given, meter)
    if isinstance(prompt, str):
        return prompt
    turns = []
    for turn in prompt if isinstance(prompt, list) else []:
        if not isinstance(turn, dict):
            return None
        content = turn.get("content")
        parts = content if isinstance(content, list) else [content]
        texts = [part.get("text") if isinstance(part, dict) else part for part in parts]
        turns.append(f"{turn.get('role')}\n{''.join(text for text in texts if isinstance(text, str))}")
    return "\n".join(turns) or None


def png(mode, size, raw):
    """A PNG file of an image of PIL; None for a mode that PNG does not have."""
    channels = {"L": (1, 0), "RGB": (3, 2), "RGBA": (4, 6)}.get(mode)
    width, height = size
    if channels is None or not isinstance(raw, bytes) or len(raw) != width * height * channels[0]:
        return None

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = width * channels[0]
    rows = b"".join(b"\0" + raw[at : at + row] for at in range(0, len(raw), row))
    head = struct.pack(">2I5B", width, height, 8, channels[1], 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def images_in(value, meter):
    """The images of PIL in a value, as mode, size and bytes."""
    meter.count(1)
    if isinstance(value, Inert):
        state = value.state
        if isinstance(state, (list, tuple)) and len(state) >= 5 and isinstance(state[1], str):
            meter.count(len(state[4]) if isinstance(state[4], bytes) else 0)
            yield state[1], state[2], state[4]
    elif isinstance(value, dict):
        for each in value.values():
            yield from images_in(each, meter)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from images_in(each, meter)


def write_images(sample, folder, meter):
    """Writes the images of a prompt, each once under a name that follows from its bytes. Returns their names."""
    written = []
    for mode, size, raw in images_in(sample.get("multimodal_inputs"), meter) if folder else ():
        file = png(mode, size, raw)
        if file is None:
            continue
        path = folder / f"image-{hashlib.sha256(file).hexdigest()[:32]}.png"
        path.write_bytes(file)
        written.append(path.name)
    return written


TAKEN = {
    *("prompt", "tokens", "response", "response_length", "label", "reward", "loss_mask", "group_index"),
    *("rollout_log_probs", "teacher_log_probs", "mopd_teacher_log_probs"),
    # Pixels and routes of experts, which are no text.
    *("multimodal_inputs", "multimodal_train_inputs", "rollout_routed_experts"),
}


def metrics_of(sample, length, meter):
    named = {
        "student_logprob": sample.get("rollout_log_probs"),
        "teacher_logprob": sample.get("teacher_log_probs"),
        "loss_mask": sample.get("loss_mask"),
    }
    several = sample.get("mopd_teacher_log_probs")
    for domain, values in several.items() if isinstance(several, dict) else ():
        named[f"teacher_logprob {domain}"] = values
    found = {name: column(values, length, meter) for name, values in named.items()}
    return {name: values for name, values in found.items() if values is not None}


def reward_of(reward, key):
    if not isinstance(reward, dict):
        return reward if isinstance(reward, (int, float)) else None
    if key is None and len(reward) == 1:
        (key,) = reward
    return reward.get(key)


def line_of(sample, step, meter, folder=None, reward_key=None):
    """The line of one sample."""
    ids = [int(each) for each in plain(sample.get("tokens"), meter) or []]
    length = min(int(sample.get("response_length") or 0), len(ids))
    reward = plain(sample.get("reward"), meter)
    fields = {str(key): plain(value, meter) for key, value in sample.items() if key not in TAKEN}
    group = plain(sample.get("group_index"), meter)
    if isinstance(reward, dict):
        fields["reward"] = reward
    answer = ids[len(ids) - length :]
    line = {
        "tokens": [f"⟨{each}⟩" for each in answer],
        "unnamed_tokens": True,
        "metrics": metrics_of(sample, length, meter),
        "ids": answer,
        "step": step,
        "prompt": prompt_text(sample.get("prompt"), meter),
        "prompt_ids": ids[: len(ids) - length],
        "response": plain(sample.get("response"), meter),
        "reference": plain(sample.get("label"), meter),
        "reward": reward_of(reward, reward_key),
        "group": None if group is None else f"{step}-{group}",
        "images": write_images(sample, folder, meter),
        "fields": fields,
    }
    return {key: value for key, value in line.items() if value is not None}


def json_text(value):
    """JSON that browsers read too: infinities as numbers beyond the range of doubles, NaN as null."""
    if isinstance(value, float) and not math.isfinite(value):
        return INFINITE.get(value, "null")
    if isinstance(value, list):
        return f"[{','.join(map(json_text, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{json.dumps(name)}:{json_text(each)}' for name, each in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


def convert(path, lines, folder=None, reward_key=None):
    """Appends the lines of a dump to a file. Returns how many."""
    meter = Meter(Path(path).stat().st_size)
    dump = read_dump(path, meter)
    samples = dump.get("samples") if isinstance(dump, dict) else dump
    if not isinstance(samples, list) or not all(isinstance(each, dict) for each in samples):
        raise ValueError("it has no list of samples.")
    step = dump.get("rollout_id") if isinstance(dump, dict) else None
    if not isinstance(step, int):
        (step,) = [int(each) for each in re.findall(r"\d+", Path(path).stem)[-1:]] or [None]
    with lines.open("a", encoding="utf-8") as out:
        for sample in samples:
            out.write(json_text(line_of(sample, step, meter, folder, reward_key)) + "\n")
    return len(samples)


def convert_in_time(path, *more):
    """The same in a process of its own, which is ended where it takes too long. Raises ValueError then."""
    seconds = SECONDS + SECONDS_PER_MEGABYTE * Path(path).stat().st_size / 1e6
    with multiprocessing.Pool(1) as pool:
        try:
            return pool.apply_async(convert, (path, *more)).get(seconds)
        except multiprocessing.TimeoutError:
            raise ValueError(f"reading it took more than {seconds:.0f} s.") from None


def convert_all(dumps, out, images, reward_key):
    """Writes the lines and images of all dumps, or nothing where one cannot be read. Returns a sentence for each."""
    told = []
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".convert-dump-") as name:
        folder = Path(name)
        kept = folder / "images"
        kept.mkdir()
        lines = folder / "lines"
        for path in dumps:
            try:
                count = convert_in_time(path, lines, kept if images else None, reward_key)
            except MALFORMED as error:
                reason = " ".join(str(error).split())
                raise ValueError(f"{path} is no dump that can be read: {reason}") from error
            told.append(f"{path}: {count} rollouts")
        if images:
            images.mkdir(parents=True, exist_ok=True)
            for image in kept.iterdir():
                shutil.move(str(image), str(images / image.name))
        shutil.move(str(lines), str(out))
    return told


def main():
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dumps", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--images", type=Path, help="gets the images of the prompts")
    parser.add_argument("--reward-key", help="which reward counts where a sample has several by name")
    given = parser.parse_args()
    try:
        print("\n".join(convert_all(given.dumps, given.out, given.images, given.reward_key)))
    except (OSError, ValueError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
