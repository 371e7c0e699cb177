"""Trains `models/digits`, which reads handwritten digits of 8 × 8 pixels, and writes the package.

A small convolutional network sees the whole image at once. It is trained on nine tenths of the UCI optical digits'
training file, distorted anew each time; every tenth image is the development cut. The last epoch's averaged weights are
kept. `--evaluate` also measures the official test file, whose writers are others.
"""

import argparse
import time
from pathlib import Path

import torch

from image_classifier import accuracy, add_options, describe, load_classifier, save, train, write_golden

IMAGE = {"channels": 1, "height": 8, "width": 8}
MODULES = [
    {"kind": "conv2d", "channels": 32, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "conv2d", "channels": 32, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "max-pool", "kernelSize": 2},
    {"kind": "conv2d", "channels": 64, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "flatten"},
    {"kind": "dropout"},
    {"kind": "linear", "size": 64},
    {"kind": "relu"},
]
LABELS = [str(digit) for digit in range(10)]
GREATEST_PIXEL = 16


def read_images(path):
    """Returns images [count, 1, 8, 8] with pixels 0 to 1, and the digits."""
    rows = torch.tensor([[int(value) for value in line.split(",")] for line in path.read_text().split()])
    return rows[:, :64].reshape(-1, 1, 8, 8) / GREATEST_PIXEL, rows[:, 64]


def split(images, labels):
    """Returns the images for training and, every tenth, the development cut."""
    held_out = torch.arange(len(images)) % 10 == 9
    return (images[~held_out], labels[~held_out]), (images[held_out], labels[held_out])


def made_up_images():
    """Returns strokes, a ring, noise and an empty image."""
    rows, columns = torch.meshgrid(torch.arange(8.0), torch.arange(8.0), indexing="ij")
    distance = ((rows - 3.5) ** 2 + (columns - 3.5) ** 2).sqrt()
    images = [
        (1.5 - (columns - 3.5).abs()).clamp(0, 1),
        (1.4 - (distance - 2.6).abs()).clamp(0, 1),
        (1.5 - (rows + columns - 7).abs() * 0.7).clamp(0, 1),
        torch.rand(8, 8, generator=torch.Generator().manual_seed(1)),
        torch.zeros(8, 8),
    ]
    return torch.stack(images).unsqueeze(1)


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(
        parser, root, "digits", epochs=60, batch=64, rate=5e-3, decay=1e-2, dropout=0.3, smoothing=0.05, turn=12.0,
        scale=0.15, shear=0.15, shift=0.7, mirror=0.0, cut_out=0, light=0.0, border="zeros")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.golden:
        write_golden(arguments.out, made_up_images(), root / "tests/Recurrent.Tests/Golden/models/digits.json")
        return
    train_cut, dev = split(*read_images(arguments.data / "digits-uci/optdigits.tra"))
    if not arguments.evaluate:
        start = time.monotonic()
        model = describe(
            "digits", "Handwritten digits, 8 × 8 pixels.", "CC BY 4.0", IMAGE, MODULES, len(LABELS))
        weights = train(model, *train_cut, dev, arguments)
        save(arguments, model, weights, LABELS, dev,
             f"UCI optical digits, every tenth of the training file, {len(dev[0])} images")
        print(f"{time.monotonic() - start:.0f} s")
        return
    network, _ = load_classifier(arguments.out)
    test = read_images(arguments.data / "digits-uci/optdigits.tes")
    for name, (images, labels) in {"dev": dev, "test": test}.items():
        print(f"{name}: {accuracy(network, images, labels):.4%} of {len(images):,} images")


if __name__ == "__main__":
    main()
