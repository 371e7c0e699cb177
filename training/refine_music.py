"""Refines a music package on tunes that it generates itself, so that it keeps bars full in its own music, too.

music.py shows the network real tunes only; in tunes of its own it meets places that no real tune has. Each round
generates tunes at the sampling temperature and trains on them together with the real ones:
- on the real tunes and, with less weight, on the generated ones that keep the form, with the likelihood of the next
  token;
- on all of them, those that break the form cut behind the first break, with the counting heads and with
  -log(1 - probability of a next token that breaks the form).
Generation stays plain sampling: only the weights change.
"""

import argparse
import random
import time
from pathlib import Path

import torch

from abc_tunes import write_tune
from counting import PADDING_LABEL, Counters, Legality
from generate import sample_tunes
from music import (
    batches, choose, development_loss, draw, encode, encode_all, generated_tunes, print_report, read_tunes,
    transposed_texts)
from network import SequenceNetwork, WeightAverage
from rnn_package import read_json, read_safetensors, write_package


OWN_TOKENS_MAX = 400


def own_examples(network, vocabulary, legality, count, sampling, generator):
    """Returns encoded generated tunes: the whole ones, and the others cut behind the first token that breaks them."""
    network.eval()
    drawn = sample_tunes(network, vocabulary, count, sampling["temperature"], OWN_TOKENS_MAX, generator)
    ids = {token: index for index, token in enumerate(vocabulary)}
    whole, broken = [], []
    for tune in drawn:
        rows = encode([sampling["start"], *(vocabulary[token] for token in tune)], ids, legality)
        illegal = legality.illegal(rows[:-1, 5])
        breaks = illegal[torch.arange(len(illegal)), rows[1:, 0]].nonzero()[:, 0].tolist()
        if breaks:
            broken.append(rows[: breaks[0] + 2])
        else:
            whole.append(rows)
    return whole, broken


def train_round(network, counters, optimizer, average, parts, legality, chance, temperature, arguments):
    """Trains once over parts, each of them tunes and the weight of their likelihood; returns the mean illegal loss."""
    network.train()
    chunks = [(weight, batch) for tunes, weight in parts for batch in batches(tunes, arguments.batch, chance)]
    chance.shuffle(chunks)
    total = 0.0
    for weight, (inputs, counts, masks, targets) in chunks:
        hidden, _ = network.hidden(inputs)
        logits = network.head(hidden)
        illegal = legality.loss(logits / temperature, masks)
        loss = arguments.illegal_weight * illegal + arguments.counter_weight * counters.loss(hidden, counts)
        if weight:
            loss = loss + weight * torch.nn.functional.cross_entropy(
                logits.flatten(0, 1), targets.flatten(), ignore_index=PADDING_LABEL)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network)
        total += illegal.item()
    return total / len(chunks)


def refine(network, texts, dev_sequences, vocabulary, sampling, arguments):
    """Returns the chosen checkpoint: a dictionary with round, loss, valid and weights."""
    chance = random.Random(arguments.seed)
    generator = torch.Generator().manual_seed(arguments.seed + 1000)
    legality = Legality(vocabulary)
    encoded = encode_all(texts, vocabulary, legality)
    counters = Counters(network.head.in_features)
    optimizer = torch.optim.AdamW([*network.parameters(), *counters.parameters()], lr=arguments.rate)
    average = WeightAverage(network, 0.99)
    checkpoints, start = [], time.monotonic()
    for turn in range(1, arguments.rounds + 1):
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * (1 - (turn - 1) / arguments.rounds)
        whole, broken = own_examples(network, vocabulary, legality, arguments.own_tunes, sampling, generator)
        real = draw(encoded, arguments.own_key, chance)
        parts = [(real, 1.0), (whole, arguments.own_weight), (broken, 0.0)]
        illegal = train_round(
            network, counters, optimizer, average, parts, legality, chance, sampling["temperature"], arguments)
        trained = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(average.weights)
        loss = development_loss(network, dev_sequences)
        _, faults = generated_tunes(network, vocabulary, 500, arguments.seed, sampling)
        valid = sum(not found for found in faults)
        weights = {name: value.clone() for name, value in average.weights.items()}
        checkpoints.append({"round": turn, "loss": loss, "valid": valid, "weights": weights})
        print(
            f"round {turn:2d}  {time.monotonic() - start:5.0f} s  {len(whole)} own tunes whole  "
            f"illegal {illegal:.5f}  dev {loss:.4f}  valid {valid} of 500", flush=True)
        network.load_state_dict(trained)
    return choose(checkpoints, arguments.loss_margin)


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--model", type=Path, default=root / "models/music", help="the package that music.py wrote")
    parser.add_argument("--out", type=Path, default=root / "models/music")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--own-tunes", type=int, default=500, help="tunes generated in a round")
    parser.add_argument("--batch", type=int, default=16, help="tunes a step")
    parser.add_argument("--rate", type=float, default=1e-3, help="learning rate of the first round, falls to zero")
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--illegal-weight", type=float, default=5.0, help="weight of the illegal tokens' loss")
    parser.add_argument("--own-weight", type=float, default=0.5, help="weight of the own whole tunes' likelihood")
    parser.add_argument("--counter-weight", type=float, default=0.3, help="weight of the counting heads' loss")
    parser.add_argument("--own-key", type=float, default=0.5, help="how often a tune is taken in its own key")
    parser.add_argument("--loss-margin", type=float, default=0.02)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    start = time.monotonic()
    model = read_json(arguments.model / "model.json")
    vocabulary = read_json(arguments.model / "vocabulary.json")
    network = SequenceNetwork({**model, "dropout": arguments.dropout})
    network.load_state_dict(read_safetensors(arguments.model / "weights.safetensors"))
    train_tunes, dev_tunes = read_tunes(arguments.data / "music-abc/irish/irish.abc")
    texts = transposed_texts(train_tunes)
    dev_texts = [write_tune(tune) for tune in dev_tunes]
    dev_sequences = [tune for (tune,) in encode_all([[text] for text in dev_texts], vocabulary, Legality(vocabulary))]
    best = refine(network, texts, dev_sequences, vocabulary, model["sampling"], arguments)
    network.load_state_dict(best["weights"])
    model["metric"]["value"] = round(best["loss"], 4)
    write_package(arguments.out, model, best["weights"], {"vocabulary.json": vocabulary})
    print(f"round {best['round']} chosen, {time.monotonic() - start:.0f} s, written to {arguments.out}")
    known = [text for variants in texts for text in variants]
    print_report(network, vocabulary, model["sampling"], arguments.seed + 1, known, dev_texts)


if __name__ == "__main__":
    main()
