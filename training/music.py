"""Trains the tune generator of `models/music` on the Irish tunes and writes the package.

An LSTM reads and writes ABC tokens. The tunes are brought into the regular form of abc_tunes.py and transposed to the
keys that the collection itself uses. While training, extra heads on the hidden state count the time in the bar and the
bars in the section, which teaches it to keep bars and sections full; the package has no trace of them. The checkpoint
is the one with the most valid tunes out of 500 generated ones among those whose loss on the development split is
within `--loss-margin` of the lowest.
"""

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path

import torch

from abc_lexer import lex
from abc_tunes import Unfit, parse_tune, transpose, write_tune
from check_abc import check_texts
from counting import PADDING_LABEL, Counters, Legality, places
from generate import sample_tunes, tune_texts
from network import SequenceNetwork, WeightAverage
from rnn_package import write_package

START, END = "<start>", "<end>"
KEY_COUNT_MIN = 5
STEP_RANGE = (-3, 15)  # G, to d'
WINDOW_BARS = 8


def describe(arguments):
    """Returns model.json without the sizes that the training data decide."""
    return {
        "name": "music",
        "version": "1",
        "description": "Irish dance tunes in ABC notation, token by token.",
        "licence": "MIT",
        "topology": "one-to-many",
        "cell": "lstm",
        "layers": arguments.layers,
        "hiddenSize": arguments.hidden,
        "bidirectional": False,
        "dropout": arguments.dropout,
        "input": {"kind": "tokens", "vocabularySize": 0, "embeddingSize": arguments.embedding},
        "tokenizer": {"kind": "abc", "vocabulary": "vocabulary.json"},
        "head": {"size": 0, "activation": "softmax"},
        "sampling": {
            "start": START, "end": END, "temperature": 0.8, "topK": 0, "topP": 1.0, "maxTokens": 1024},
    }


def read_tunes(path):
    """Returns the training and the development tunes in the regular form; the last tenth of the file is development."""
    blocks = re.split(r"^(?=X:)", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    parts, reasons = ([], []), Counter()
    for index, block in enumerate(blocks):
        try:
            tune = parse_tune(block)
        except Unfit as unfit:
            reasons[str(unfit)] += 1
            continue
        faults = check_texts([write_tune(tune)])[0]
        if faults:
            reasons[faults[0]] += 1
        else:
            parts[index >= len(blocks) * 9 // 10].append(tune)
    print(f"{len(blocks)} tunes, {len(parts[0])} train, {len(parts[1])} dev; left out: {dict(reasons)}")
    return parts


def transposed_texts(tunes):
    """Returns for each tune the texts in its own key (first) and in the other keys that suit its mode and range."""
    counts = Counter((tune.mode, tune.tonic) for tune in tunes)
    texts = []
    for tune in tunes:
        tonics = [tonic for (mode, tonic), n in counts.items() if mode == tune.mode and n >= KEY_COUNT_MIN]
        moved = [transpose(tune, tonic) for tonic in sorted(tonics) if tonic != tune.tonic]
        texts.append([write_tune(tune)] + [write_tune(other) for other in moved if fits(other)])
    return texts


def fits(tune):
    """Says whether a transposed tune stays in the range of the instruments and needs no odd accidental."""
    notes = [note for section in tune.sections for bar in section.bars for note in bar if note.step is not None]
    in_range = all(STEP_RANGE[0] <= note.step <= STEP_RANGE[1] for note in notes)
    return in_range and all(note.accidental in (None, -1, 0, 1) for note in notes)


def build_vocabulary(texts, count_min):
    """Returns the token list; tokens rarer than count_min are left out."""
    counts = Counter(token for variants in texts for text in variants for token in lex(text))
    return [START, END] + sorted(token for token, count in counts.items() if count >= count_min)


def encode(tokens, ids, legality):
    """Returns rows [time, 6] of a tune's tokens: id, the four counts, and the number of the place's mask."""
    return torch.tensor([
        [ids[token], place.position, place.bar, place.repeat, place.triplet, legality.index(place)]
        for token, place in zip(tokens, places(tokens))])


def encode_all(texts, vocabulary, legality):
    """Returns the encoded variants of each tune; one with a token that is not in the vocabulary is left out."""
    ids = {token: index for index, token in enumerate(vocabulary)}
    tunes = [[[START, *lex(text), END] for text in variants] for variants in texts]
    known = [[tokens for tokens in variants if all(token in ids for token in tokens)] for variants in tunes]
    return [[encode(tokens, ids, legality) for tokens in variants] for variants in known if variants]


def draw(encoded, own_key, chance):
    """Returns one variant of each tune: its own key with that probability, else any of its keys."""
    return [variants[0] if chance.random() < own_key else chance.choice(variants) for variants in encoded]


def batches(sequences, size, chance=None):
    """Yields padded (ids [batch, time, 1], counts, mask numbers, targets [batch, time]) of tunes of similar length."""
    order = sorted(sequences, key=lambda s: len(s) * (chance.uniform(0.8, 1.2) if chance else 1))
    chunks = [order[start : start + size] for start in range(0, len(order), size)]
    if chance:
        chance.shuffle(chunks)
    for chunk in chunks:
        inputs = torch.nn.utils.rnn.pad_sequence([s[:-1] for s in chunk], True, PADDING_LABEL)
        targets = torch.nn.utils.rnn.pad_sequence([s[1:, 0] for s in chunk], True, PADDING_LABEL)
        yield inputs[:, :, :1].clamp(min=0), inputs[:, :, 1:5], inputs[:, :, 5], targets


def development_loss(network, sequences):
    """Returns the mean negative log-likelihood of a token in nats."""
    network.eval()
    total = count = 0
    with torch.no_grad():
        for inputs, _, _, targets in batches(sequences, 32):
            logits = network(inputs)[0].flatten(0, 1)
            total += torch.nn.functional.cross_entropy(
                logits, targets.flatten(), ignore_index=PADDING_LABEL, reduction="sum").item()
            count += (targets != PADDING_LABEL).sum().item()
    return total / count


def generated_tunes(network, vocabulary, count, seed, sampling):
    """Returns generated texts and, for each, its faults."""
    generator = torch.Generator().manual_seed(seed)
    network.eval()
    tunes = sample_tunes(network, vocabulary, count, sampling["temperature"], sampling["maxTokens"], generator)
    end = vocabulary.index(END)
    texts = tune_texts(tunes, vocabulary)
    faults = [found + ["no <end>"] * (tune[-1] != end) for tune, found in zip(tunes, check_texts(texts))]
    return texts, faults


def body(text):
    """Returns a tune's text without M: and K:."""
    return re.sub(r"^[MK]:.*\n", "", text, flags=re.M)


def windows(text):
    """Returns every run of WINDOW_BARS bars of a tune, as text without repeats and spaces."""
    bars = [bar for bar in re.split(r"[|:\]\n]+", body(text).replace(" ", "")) if bar]
    return {"|".join(bars[start : start + WINDOW_BARS]) for start in range(len(bars) - WINDOW_BARS + 1)}


def copied_shares(texts, known_texts):
    """Returns the share of tunes, and the share of 8-bar windows, that also occur in the known tunes."""
    known_bodies = {body(text) for text in known_texts}
    known = set().union(*(windows(text) for text in known_texts))
    found = [window for text in texts for window in windows(text)]
    copied_windows = sum(window in known for window in found)
    return sum(body(text) in known_bodies for text in texts) / len(texts), copied_windows / max(len(found), 1)


def train(network, texts, dev_sequences, vocabulary, sampling, arguments):
    """Returns the chosen checkpoint: a dictionary with epoch, loss, valid and weights."""
    chance = random.Random(arguments.seed)
    encoded = encode_all(texts, vocabulary, Legality(vocabulary))
    counters = Counters(arguments.hidden)
    parameters = [*network.parameters(), *counters.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=arguments.rate, weight_decay=arguments.decay)
    steps = arguments.epochs * -(-len(encoded) // arguments.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, arguments.rate, total_steps=steps, pct_start=0.05)
    average = WeightAverage(network, 0.998)
    checkpoints = []
    start = time.monotonic()
    for epoch in range(1, arguments.epochs + 1):
        network.train()
        total = count = 0
        tunes = draw(encoded, arguments.own_key, chance)
        for inputs, counts, _, targets in batches(tunes, arguments.batch, chance):
            hidden, _ = network.hidden(inputs)
            loss = torch.nn.functional.cross_entropy(
                network.head(hidden).flatten(0, 1), targets.flatten(), ignore_index=PADDING_LABEL)
            optimizer.zero_grad()
            (loss + arguments.counter_weight * counters.loss(hidden, counts)).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(network)
            total, count = total + loss.item(), count + 1
        trained = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(average.weights)
        loss = development_loss(network, dev_sequences)
        line = f"epoch {epoch:3d}  {time.monotonic() - start:5.0f} s  train {total / count:.4f}  dev {loss:.4f}"
        if epoch % arguments.check_every == 0 or epoch == arguments.epochs:
            _, faults = generated_tunes(network, vocabulary, 500, arguments.seed, sampling)
            valid = sum(not found for found in faults)
            weights = {name: value.clone() for name, value in average.weights.items()}
            checkpoints.append({"epoch": epoch, "loss": loss, "valid": valid, "weights": weights})
            line += f"  valid {valid} of 500 {Counter(f for found in faults for f in set(found)).most_common(3)}"
        print(line, flush=True)
        network.load_state_dict(trained)
    return choose(checkpoints, arguments.loss_margin)


def choose(checkpoints, loss_margin):
    """Returns the checkpoint with the most valid tunes among those whose loss is near the lowest."""
    limit = min(checkpoint["loss"] for checkpoint in checkpoints) * (1 + loss_margin)
    return max((c for c in checkpoints if c["loss"] <= limit), key=lambda c: (c["valid"], -c["loss"]))


def print_report(network, vocabulary, sampling, seed, known_texts, dev_texts):
    """Prints what the card reports of 1,000 fresh tunes: how many are valid, and how much of them is copied."""
    generated, faults = generated_tunes(network, vocabulary, 1000, seed, sampling)
    print(f"valid: {sum(not found for found in faults)} of 1000 fresh tunes")
    print(Counter(f for found in faults for f in set(found)).most_common(5))
    print("copied: {:.1%} of the tunes, {:.1%} of the 8-bar windows".format(*copied_shares(generated, known_texts)))
    print("dev in train: {:.1%} of the tunes, {:.1%} of the windows".format(*copied_shares(dev_texts, known_texts)))


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models/music")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--batch", type=int, default=16, help="tunes a step")
    parser.add_argument("--rate", type=float, default=4e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=1e-2, help="weight decay")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--hidden", type=int, default=288)
    parser.add_argument("--embedding", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.35)
    parser.add_argument("--embedding-dropout", type=float, default=0.1)
    parser.add_argument("--counter-weight", type=float, default=0.3, help="weight of the counting heads' loss")
    parser.add_argument("--own-key", type=float, default=0.5, help="how often a tune is taken in its own key")
    parser.add_argument("--token-count-min", type=int, default=3)
    parser.add_argument("--check-every", type=int, default=5, help="epochs between validity checks")
    parser.add_argument("--loss-margin", type=float, default=0.02)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    start = time.monotonic()
    train_tunes, dev_tunes = read_tunes(arguments.data / "music-abc/irish/irish.abc")
    texts = transposed_texts(train_tunes)
    vocabulary = build_vocabulary(texts, arguments.token_count_min)
    dev_texts = [write_tune(tune) for tune in dev_tunes]
    dev_sequences = [tune for (tune,) in encode_all([[text] for text in dev_texts], vocabulary, Legality(vocabulary))]
    model = describe(arguments)
    model["input"]["vocabularySize"] = model["head"]["size"] = len(vocabulary)
    network = SequenceNetwork(model, arguments.embedding_dropout)
    print(
        f"{sum(p.numel() for p in network.parameters()):,} parameters, {len(vocabulary)} tokens, "
        f"{sum(map(len, texts))} texts with transpositions, {len(dev_sequences)} dev tunes encoded", flush=True)

    best = train(network, texts, dev_sequences, vocabulary, model["sampling"], arguments)
    network.load_state_dict(best["weights"])
    model["metric"] = {
        "name": "nats per token", "value": round(best["loss"], 4),
        "split": f"Irish tunes, last tenth, {len(dev_sequences)} tunes in the regular form"}
    write_package(arguments.out, model, best["weights"], {"vocabulary.json": vocabulary})
    known = [text for variants in texts for text in variants]
    print(f"epoch {best['epoch']} chosen, {time.monotonic() - start:.0f} s, written to {arguments.out}")
    print_report(network, vocabulary, model["sampling"], arguments.seed + 1, known, dev_texts)


if __name__ == "__main__":
    main()
