"""Generates tunes from the music package with PyTorch, by plain sampling at one temperature."""

import argparse
from pathlib import Path

import torch

from check_abc import FILE_HEADER
from network import load_network
from rnn_package import read_json


def sample_tunes(network, vocabulary, count, temperature, tokens_max, generator):
    """Returns `count` lists of token ids, without <start>; a list that ended by itself ends with the id of <end>.

    All tunes advance together, one token at a time; each draws from softmax(logits / temperature).
    """
    start, end = vocabulary.index("<start>"), vocabulary.index("<end>")
    tunes = [[] for _ in range(count)]
    alive = list(range(count))
    ids, state = torch.full((count, 1, 1), start), None
    with torch.no_grad():
        for _ in range(tokens_max):
            logits, state = network(ids, state)
            drawn = torch.multinomial(torch.softmax(logits[:, 0] / temperature, dim=1), 1, generator=generator)[:, 0]
            for tune, token in zip(alive, drawn.tolist()):
                tunes[tune].append(token)
            keep = drawn != end
            alive = [tune for tune, kept in zip(alive, keep.tolist()) if kept]
            if not alive:
                break
            ids = drawn[keep].reshape(-1, 1, 1)
            state = tuple(part[:, keep] for part in state)
    return tunes


def tune_texts(tunes, vocabulary):
    """Returns the texts of sampled tunes, <end> left out."""
    end = vocabulary.index("<end>")
    return ["".join(vocabulary[token] for token in tune if token != end) for tune in tunes]


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=root / "models/music")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("--out", type=Path, default=root / "out/music")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network, model = load_network(arguments.model)
    vocabulary = read_json(arguments.model / model["tokenizer"]["vocabulary"])
    generator = torch.Generator().manual_seed(arguments.seed)
    tunes = sample_tunes(
        network, vocabulary, arguments.count, arguments.temperature, model["sampling"]["maxTokens"], generator)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for index, text in enumerate(tune_texts(tunes, vocabulary)):
        name = f"{model['name']}-{index:04d}"
        (arguments.out / f"{name}.abc").write_text(FILE_HEADER.format(title=name) + text, encoding="utf-8")
    print(f"{arguments.count} tunes written to {arguments.out}")


if __name__ == "__main__":
    main()
