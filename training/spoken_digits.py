"""Trains `models/spoken-digits`, which hears spoken English digits frame by frame, on the Free Spoken Digit Dataset.

Of the official training recordings, numbers 5 to 9 of each digit and speaker are the development cut and are never
trained on; numbers 10 to 49 are. The official test recordings, numbers 0 to 4, give the package's metric.
"""

import argparse
import gzip
import struct
from array import array
from pathlib import Path

import torch

import frame_classifier as frames
from rnn_package import write_package

LABELS = [str(digit) for digit in range(10)]
COEFFICIENTS = 13
DEVELOPMENT_NUMBERS = range(5, 10)
# Roughly the values of the coefficients, for made-up recordings.
MEAN = [-57.0, -4.0] + [0.0] * 11
DEVIATION = [16.0, 6.0] + [3.0] * 3 + [2.0] * 8


def read_recordings(path):
    """Returns (number, speaker, Recording) of each recording in a file, in its order."""
    content = gzip.decompress(Path(path).read_bytes())
    recordings, place = [], 0
    while place < len(content):
        digit, speaker, number, count = struct.unpack_from("<BBHH", content, place)
        values = array("h", content[place + 6 : place + 6 + 2 * COEFFICIENTS * count])
        place += 6 + 2 * COEFFICIENTS * count
        values = torch.tensor(values, dtype=torch.float32).reshape(count, COEFFICIENTS) / 256
        recordings.append((number, speaker, frames.Recording(values, digit)))
    return recordings


def describe(settings):
    return {
        "name": "spoken-digits",
        "version": "1",
        "description": "Which English digit is spoken, from 13 MFCCs a frame of 10 ms, while it is spoken.",
        "licence": "CC BY-SA 4.0",
        "topology": "many-to-one",
        "cell": "gru",
        "layers": 1,
        "hiddenSize": settings.hidden,
        "dropout": settings.dropout,
        "input": {"kind": "features", "size": COEFFICIENTS},
        "head": {"size": len(LABELS), "activation": "softmax", "labels": "labels.json"},
    }


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models/spoken-digits")
    parser.add_argument("--evaluate", action="store_true", help="only print the metric of the package in --out")
    parser.add_argument("--golden", type=Path, help="only write the golden file of the package in --out")
    parser.add_argument("--without-speaker", type=int, default=-1, metavar="INDEX",
                        help="experiment: leave a speaker out of training and measure on that one; nothing is written")
    parser.add_argument("--no-test", action="store_true", help="leave the test recordings alone; nothing is written")
    frames.add_arguments(
        parser, epochs=15, batch=32, rate=4e-3, decay=1e-2, average=0.995, hidden=100, dropout=0.4, input_dropout=0.0,
        noise=0.3, offset=0.3, speed=0.2, crop=0.1, live=0.3, smoothing=0.05, report=1)
    settings = parser.parse_args()
    torch.set_num_threads(1)
    if settings.golden:
        frames.write_golden(settings.golden, settings.out, MEAN, DEVIATION, [1, 12, 25, 40], settings.seed)
        return
    official = read_recordings(settings.data / "spoken-digits-fsdd/train.mfcc13.bin.gz")
    train = [r for number, speaker, r in official
             if number not in DEVELOPMENT_NUMBERS and speaker != settings.without_speaker]
    if settings.without_speaker >= 0:
        cut = [r for _, speaker, r in official if speaker == settings.without_speaker]
    else:
        cut = [r for number, _, r in official if number in DEVELOPMENT_NUMBERS]
    model = describe(settings)
    if not settings.evaluate:
        weights = frames.fit(model, train, cut, settings)
        if settings.no_test or settings.without_speaker >= 0:
            return
        write_package(settings.out, model, weights, {"labels.json": LABELS})
    network, _ = frames.load(settings.out)
    test = [r for _, _, r in read_recordings(settings.data / "spoken-digits-fsdd/test.mfcc13.bin.gz")]
    right, _ = frames.score(network, test)
    if not settings.evaluate:
        model["metric"] = {
            "name": "accuracy", "value": round(right / len(test), 4),
            "split": f"FSDD official test, {len(test)} recordings"}
        write_package(settings.out, model, weights, {"labels.json": LABELS})
    print("development cut:", frames.describe_score(network, cut))
    print("official test:", frames.describe_score(network, test))


if __name__ == "__main__":
    main()
