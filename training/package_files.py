"""The files of a model package without PyTorch: a tensor is a name, a type, a shape and its bytes.

The safetensors format is an 8-byte little-endian header length, a JSON header padded with spaces to a multiple of 8,
and the tensors' bytes, see https://github.com/huggingface/safetensors#format.
"""

import json
import struct
from collections import namedtuple
from pathlib import Path

# name; dtype as in the file, such as F32; shape, outermost first; data: the elements' little-endian bytes, row-major
TensorBytes = namedtuple("TensorBytes", "name dtype shape data")


def float_tensor(name, rows):
    """Returns a float32 tensor of a list of numbers, or of a list of rows."""
    nested = isinstance(rows[0], (list, tuple))
    values = [value for row in rows for value in row] if nested else rows
    shape = [len(rows), len(rows[0])] if nested else [len(rows)]
    return TensorBytes(name, "F32", shape, struct.pack(f"<{len(values)}f", *values))


def write_tensor_bytes(path, tensors, metadata=None):
    """Writes tensors in the order in which they are given, with string metadata."""
    header = {"__metadata__": {"format": "pt", **(metadata or {})}}
    offset = 0
    for tensor in tensors:
        size = len(tensor.data)
        header[tensor.name] = {"dtype": tensor.dtype, "shape": tensor.shape, "data_offsets": [offset, offset + size]}
        offset += size
    encoded = json.dumps(header, separators=(",", ":")).encode()
    encoded += b" " * (-len(encoded) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(encoded)) + encoded + b"".join(tensor.data for tensor in tensors))


def write_json(path, value):
    """Writes indented UTF-8 JSON."""
    Path(path).write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))
