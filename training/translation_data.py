"""Reads the parallel corpora: Multi30k, German and English, and Tatoeba, English and French."""

import gzip
from dataclasses import dataclass

from word_features import lower


@dataclass
class Pair:
    """A source text and its translations."""

    source: str
    targets: list


def read_lines(path):
    """Returns the lines of a text file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]


def multi30k(data, split):
    """Returns the pairs of Multi30k's "train" or "dev" part, German to English."""
    folder, name = data / "multi30k-en-de", {"train": "train", "dev": "val"}[split]
    german, english = (read_lines(folder / f"{name}.{language}.gz") for language in ("de", "en"))
    return [Pair(source, [target]) for source, target in zip(german, english, strict=True)]


def tatoeba(data, split):
    """Returns the English sentences of Tatoeba's "train" or "dev" part, letter case aside, with all French sides."""
    path = data / "tatoeba-en-fr" / {"train": "train.tsv.gz", "dev": "dev.tsv"}[split]
    pairs = {}
    for line in read_lines(path):
        english, french = line.split("\t")
        pair = pairs.setdefault(lower(english), Pair(english, []))
        if french not in pair.targets:
            pair.targets.append(french)
    return list(pairs.values())
