"""Trains `models/catdog`, which tells cats from dogs in grey pictures of 16 × 16 pixels, and writes the package.

A small convolutional network on the CIFAR-10 cats and dogs. Every tenth training record is the development cut; the
network is trained on the others, distorted anew each time. The last epoch's averaged weights are kept.
"""

import argparse
import gzip
import time
from pathlib import Path

import torch

from image_classifier import accuracy, add_options, describe, load_classifier, save, train, write_golden

IMAGE = {"channels": 1, "height": 16, "width": 16}
MODULES = [
    {"kind": "conv2d", "channels": 24, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "conv2d", "channels": 24, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "max-pool", "kernelSize": 2},
    {"kind": "conv2d", "channels": 48, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "conv2d", "channels": 64, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "max-pool", "kernelSize": 2},
    {"kind": "conv2d", "channels": 128, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "average-pool", "kernelSize": 4},
    {"kind": "flatten"},
    {"kind": "dropout"},
]
LABELS = ["cat", "dog"]


def read_images(path):
    """Returns images [count, 1, 16, 16] with pixels 0 to 1, and the labels, 0 for a cat."""
    records = torch.frombuffer(bytearray(gzip.decompress(path.read_bytes())), dtype=torch.uint8).reshape(-1, 257)
    return records[:, 1:].reshape(-1, 1, 16, 16) / 255, records[:, 0].long()


def split(images, labels):
    """Returns the images for training and, every tenth, the development cut."""
    held_out = torch.arange(len(images)) % 10 == 9
    return (images[~held_out], labels[~held_out]), (images[held_out], labels[held_out])


def made_up_images():
    """Returns a face with pointed ears, a ramp, and noise."""
    rows, columns = torch.meshgrid(torch.arange(16.0), torch.arange(16.0), indexing="ij")
    face = (6.0 - ((rows - 9) ** 2 + (columns - 7.5) ** 2).sqrt()).clamp(0, 1)
    ears = (rows * 0.5 - ((columns - 7.5).abs() - 4).abs()).clamp(0, 1) * (rows < 8)
    eyes = (1.8 - ((rows - 8) ** 2 + ((columns - 7.5).abs() - 2.5) ** 2).sqrt()).clamp(0, 1)
    images = [
        0.3 + 0.5 * torch.maximum(face, ears) - 0.6 * eyes * face,
        (rows + 2 * columns) / 45,
        torch.rand(16, 16, generator=torch.Generator().manual_seed(1)),
    ]
    return torch.stack(images).clamp(0, 1).unsqueeze(1)


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(
        parser, root, "catdog", epochs=50, batch=64, rate=5e-3, decay=5e-2, dropout=0.3, smoothing=0.1, turn=12.0,
        scale=0.2, shear=0.1, shift=2.0, mirror=0.5, cut_out=6, light=0.2, border="reflection")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.golden:
        write_golden(arguments.out, made_up_images(), root / "tests/Recurrent.Tests/Golden/models/catdog.json")
        return
    train_cut, dev = split(*read_images(arguments.data / "cats-dogs-cifar10/train_gray16.bin.gz"))
    if not arguments.evaluate:
        start = time.monotonic()
        model = describe(
            "catdog", "Cat or dog, in a grey picture of 16 × 16 pixels.", "none stated for the training images, see CARD.md", IMAGE, MODULES,
            len(LABELS))
        weights = train(model, *train_cut, dev, arguments)
        save(arguments, model, weights, LABELS, dev,
             f"CIFAR-10 cats and dogs, grey 16 × 16, every tenth training record, {len(dev[0]):,} images")
        print(f"{time.monotonic() - start:.0f} s")
        return
    network, _ = load_classifier(arguments.out)
    print(f"dev: {accuracy(network, *dev):.4%} of {len(dev[0]):,} images")


if __name__ == "__main__":
    main()
