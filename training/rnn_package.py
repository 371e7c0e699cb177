"""Reads and writes model packages: `model.json`, `weights.safetensors` and the JSON lists beside them.

Tensors are laid out by falling element size and then by name, so that each one is aligned.
"""

import ctypes
import json
import struct
from pathlib import Path

import torch

from package_files import TensorBytes, read_json, write_json, write_tensor_bytes

__all__ = ["read_json", "read_safetensors", "write_json", "write_package", "write_safetensors"]

DTYPE_NAMES = {torch.float32: "F32", torch.bfloat16: "BF16"}
DTYPES = {name: dtype for dtype, name in DTYPE_NAMES.items()}


def write_safetensors(path, tensors, metadata=None):
    """Writes a dictionary of float32 and bfloat16 tensors with string metadata."""
    contents = []
    for name, tensor in sorted(tensors.items(), key=lambda item: (-item[1].element_size(), item[0])):
        tensor = tensor.detach().contiguous()
        data = ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size())
        contents.append(TensorBytes(name, DTYPE_NAMES[tensor.dtype], list(tensor.shape), data))
    write_tensor_bytes(path, contents, metadata)


def read_safetensors(path):
    """Returns the tensors of a file that write_safetensors could have written."""
    content = bytearray(Path(path).read_bytes())
    (header_size,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + header_size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        dtype, (start, end) = DTYPES[entry["dtype"]], entry["data_offsets"]
        count = (end - start) // torch.empty(0, dtype=dtype).element_size()
        flat = torch.frombuffer(content, dtype=dtype, count=count, offset=8 + header_size + start)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def write_package(folder, model, weights, lists):
    """Writes a whole package: the model.json dictionary, the state_dict, and the JSON lists by file name."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "model.json", model)
    for name, items in lists.items():
        write_json(folder / name, items)
    write_safetensors(folder / "weights.safetensors", weights)
