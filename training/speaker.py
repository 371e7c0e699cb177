"""Trains `models/speaker`, which says who of nine men speaks, on JapaneseVowels, and writes the package.

Every fifth recording of the training file (the 5th, 10th, …) is the development cut and is never trained on.
"""

import argparse
import gzip
from pathlib import Path

import torch

import frame_classifier as frames
from rnn_package import write_package

LABELS = [str(speaker) for speaker in range(1, 10)]
# Roughly the values of the cepstra, for made-up recordings.
MEAN = [1.0, -0.4, 0.3, 0.0, -0.2, 0.1, 0.0, -0.1, 0.0, 0.0, 0.0, 0.0]
DEVIATION = [0.5, 0.3, 0.3, 0.3, 0.2, 0.2, 0.2, 0.15, 0.15, 0.15, 0.1, 0.1]


def read_recordings(path):
    """Returns the recordings of a .ts file in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        cases = [line.strip().split(":") for line in lines if line.strip() and line[0] not in "#@"]
    return [
        frames.Recording(
            torch.tensor([[float(v) for v in dimension.split(",")] for dimension in case[:-1]]).T.contiguous(),
            LABELS.index(case[-1]))
        for case in cases
    ]


def split(recordings):
    """Returns the recordings to train on and the development cut."""
    cut = [r for index, r in enumerate(recordings) if index % 5 == 4]
    return [r for index, r in enumerate(recordings) if index % 5 != 4], cut


def describe(settings):
    return {
        "name": "speaker",
        "version": "1",
        "description": "Who of nine men says the Japanese vowels /ae/, from 12 LPC cepstra a step.",
        "licence": "CC BY 4.0",
        "topology": "many-to-one",
        "cell": "gru",
        "layers": 1,
        "hiddenSize": settings.hidden,
        "dropout": settings.dropout,
        "input": {"kind": "features", "size": 12},
        "head": {"size": len(LABELS), "activation": "softmax", "labels": "labels.json"},
    }


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models/speaker")
    parser.add_argument("--evaluate", action="store_true", help="only print the metric of the package in --out")
    parser.add_argument("--golden", type=Path, help="only write the golden file of the package in --out")
    frames.add_arguments(
        parser, epochs=60, batch=16, rate=4e-3, decay=1e-2, average=0.995, hidden=64, dropout=0.4, input_dropout=0.0,
        noise=0.3, offset=0.2, speed=0.2, crop=0.2, live=0.3, smoothing=0.05, report=10)
    settings = parser.parse_args()
    torch.set_num_threads(1)
    if settings.golden:
        frames.write_golden(settings.golden, settings.out, MEAN, DEVIATION, [1, 7, 16, 29], settings.seed)
        return
    recordings, cut = split(read_recordings(settings.data / "timeseries-uea/JapaneseVowels_TRAIN.ts.gz"))
    if not settings.evaluate:
        model = describe(settings)
        weights = frames.fit(model, recordings, cut, settings)
        write_package(settings.out, model, weights, {"labels.json": LABELS})
        network, _ = frames.load(settings.out)
        right, _ = frames.score(network, cut)
        model["metric"] = {
            "name": "accuracy", "value": round(right / len(cut), 4),
            "split": f"every fifth recording of the JapaneseVowels training file, {len(cut)} recordings"}
        write_package(settings.out, model, weights, {"labels.json": LABELS})
    network, _ = frames.load(settings.out)
    print("development cut:", frames.describe_score(network, cut))


if __name__ == "__main__":
    main()
