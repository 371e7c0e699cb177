"""Writes what PyTorch computes with the finished packages, for the C# network to be checked against.

`tagger-dev-sample.json`: sentences written for this purpose, with the predicted label index and its probability for
each word. `music-sample.json`: the ids of one generated tune, and the log-probability of each id after the ones before.
"""

import argparse
from pathlib import Path

import torch

from generate import sample_tunes
from network import load_network
from rnn_package import read_json, write_json
from tagger import Encoder

SENTENCES = [
    "The old clock in the hall stopped at midnight .",
    "She plays the fiddle every Friday , does n't she ?",
    "I 'd like two tickets to Dublin , please .",
    "Our server restarted 1,204 times in 2019 !",
    "Running water is cold , but the lake freezes only in January .",
    "Can you can the tomatoes before they spoil ?",
    "Please email anna@example.org or call 555-0199 .",
    "WOW , that was AMAZING !!! :-)",
    "Time flies like an arrow ; fruit flies like a banana .",
    "Mr. O’Neill 's café opened on 3 May .",
    "They have been trying to fix it since yesterday .",
    "What a strange , wonderful little machine this is .",
    "If it rains , we will stay home and bake bread .",
    "The quickest route is not always the best one .",
    "He read the letter twice , folded it , and said nothing .",
    "Neither of them knew why the lights had gone out .",
    "Zorblatt frumious quixels were glimmering over Xanthia .",
    "Go !",
    "See http://www.example.com/music for the scores .",
    "naïve Ünïcödé words 東京 👍 and ½ cups of sugar",
]


def tagger_sample(folder):
    """Returns the sentences with the best label index and probability for each word."""
    network, model = load_network(folder)
    names = ["vocabulary.json"] + [entry["vocabulary"] for entry in model["input"]["features"]]
    encoder = Encoder(model, {name: read_json(folder / name) for name in names})
    cases = []
    for sentence in SENTENCES:
        words = sentence.split(" ")
        with torch.no_grad():
            logits, _ = network(encoder.encode(words).unsqueeze(0))
        probabilities, labels = torch.softmax(logits[0], dim=1).max(1)
        cases.append({"tokens": words, "labels": labels.tolist(), "probabilities": probabilities.tolist()})
    return {"model": model["name"], "version": model["version"], "sentences": cases}


def music_sample(folder, seed):
    """Returns the ids of one tune, from <start> to <end>, and the log-probability of each one after the first."""
    network, model = load_network(folder)
    vocabulary = read_json(folder / "vocabulary.json")
    sampling = model["sampling"]
    generator = torch.Generator().manual_seed(seed)
    (tune,) = sample_tunes(network, vocabulary, 1, sampling["temperature"], sampling["maxTokens"], generator)
    ids = [vocabulary.index(sampling["start"]), *tune]
    with torch.no_grad():
        logits, _ = network(torch.tensor(ids[:-1]).reshape(1, -1, 1))
    scores = torch.log_softmax(logits[0], dim=1).gather(1, torch.tensor(ids[1:]).unsqueeze(1))[:, 0]
    return {"model": model["name"], "version": model["version"], "ids": ids, "logProbabilities": scores.tolist()}


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=Path, default=root / "models")
    parser.add_argument("--out", type=Path, default=root / "tests/Recurrent.Tests/Golden")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    write_json(arguments.out / "tagger-dev-sample.json", tagger_sample(arguments.models / "tagger"))
    write_json(arguments.out / "music-sample.json", music_sample(arguments.models / "music", arguments.seed))


if __name__ == "__main__":
    main()
