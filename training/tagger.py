"""Trains the part-of-speech tagger of `models/tagger` on UD English EWT and writes the package.

A causal LSTM reads a sentence word by word from a zero state and gives the UPOS tag of each word as it comes, without
look-ahead. The epoch with the best accuracy on the development split is kept.
"""

import argparse
import gzip
import time
from collections import Counter
from pathlib import Path

import torch

from network import SequenceNetwork, WeightAverage
from rnn_package import write_package
from word_features import feature, lower

UNKNOWN = "<unk>"
PADDING_LABEL = -100


def read_sentences(path):
    """Returns a list of sentences, each a list of (word, tag)."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().strip().split("\n\n")
    return [[tuple(line.split("\t")[:2]) for line in block.split("\n")] for block in blocks]


def describe(hidden, dropout):
    """Returns model.json without the sizes that the training data decide."""
    return {
        "name": "tagger",
        "version": "1",
        "description": "Part-of-speech tags (UPOS) for English words as they arrive, without look-ahead.",
        "licence": "CC BY-SA 4.0",
        "topology": "many-to-many",
        "cell": "lstm",
        "layers": 1,
        "hiddenSize": hidden,
        "bidirectional": False,
        "dropout": dropout,
        "input": {
            "kind": "tokens",
            "vocabularySize": 0,
            "embeddingSize": 80,
            "features": [
                {"name": "suffix3", "kind": "suffix", "length": 3, "embeddingSize": 48},
                {"name": "suffix2", "kind": "suffix", "length": 2, "embeddingSize": 24},
                {"name": "suffix1", "kind": "suffix", "length": 1, "embeddingSize": 12},
                {"name": "prefix3", "kind": "prefix", "length": 3, "embeddingSize": 24},
                {"name": "prefix2", "kind": "prefix", "length": 2, "embeddingSize": 16},
                {"name": "shape", "kind": "shape", "embeddingSize": 24},
            ],
        },
        "tokenizer": {"kind": "words", "vocabulary": "vocabulary.json", "lowercase": True, "unknown": UNKNOWN},
        "head": {"size": 0, "activation": "softmax", "labels": "labels.json"},
    }


def build_lists(model, sentences, word_count_min, feature_count_min):
    """Returns the vocabularies and labels by file name, and enters their sizes into model.json."""

    def vocabulary(values, count_min):
        counts = Counter(values)
        return [UNKNOWN] + sorted(v for v, count in counts.items() if count >= count_min and v != UNKNOWN)

    words = [word for sentence in sentences for word, _ in sentence]
    lists = {"vocabulary.json": vocabulary((lower(word) for word in words), word_count_min)}
    model["input"]["vocabularySize"] = len(lists["vocabulary.json"])
    for entry in model["input"]["features"]:
        entry["vocabulary"] = f"{entry['name']}.json"
        lists[entry["vocabulary"]] = vocabulary((feature(word, entry) for word in words), feature_count_min)
        entry["vocabularySize"] = len(lists[entry["vocabulary"]])
    lists["labels.json"] = sorted({tag for sentence in sentences for _, tag in sentence})
    model["head"]["size"] = len(lists["labels.json"])
    return lists


class Encoder:
    """Turns words into id rows: the token id and the ids of its features."""

    def __init__(self, model, lists):
        self.features = model["input"]["features"]
        names = ["vocabulary.json"] + [entry["vocabulary"] for entry in self.features]
        self.tables = [{value: index for index, value in enumerate(lists[name])} for name in names]

    def encode(self, words):
        """Returns ids [time, 1 + features]; unseen values get id 0."""
        rows = [[lower(word)] + [feature(word, entry) for entry in self.features] for word in words]
        return torch.tensor([[t.get(v, 0) for t, v in zip(self.tables, row)] for row in rows])


def batches(examples, size, generator=None):
    """Yields padded (ids, labels) of sentences of similar length, in random order when a generator is given."""
    if generator is None:
        order = sorted(range(len(examples)), key=lambda i: len(examples[i][0]))
    else:
        noise = torch.rand(len(examples), generator=generator).tolist()
        order = sorted(range(len(examples)), key=lambda i: len(examples[i][0]) * (0.8 + 0.4 * noise[i]))
    chunks = [order[start : start + size] for start in range(0, len(order), size)]
    if generator is not None:
        chunks = [chunks[i] for i in torch.randperm(len(chunks), generator=generator).tolist()]
    for chunk in chunks:
        ids = torch.nn.utils.rnn.pad_sequence([examples[i][0] for i in chunk], batch_first=True)
        labels = torch.nn.utils.rnn.pad_sequence(
            [examples[i][1] for i in chunk], batch_first=True, padding_value=PADDING_LABEL)
        yield ids, labels


def hide_words(ids, word_rates, feature_rate):
    """Replaces words, by a rate that falls with their count, and single features by <unk>, so that <unk> is learnt."""
    ids = ids.clone()
    ids[:, :, 0][torch.rand(ids.shape[:2]) < word_rates[ids[:, :, 0]]] = 0
    ids[:, :, 1:][torch.rand(ids.shape[0], ids.shape[1], ids.shape[2] - 1) < feature_rate] = 0
    return ids


def accuracy(network, examples):
    """Returns the share of words whose best tag is the right one."""
    network.eval()
    right = total = 0
    with torch.no_grad():
        for ids, labels in batches(examples, 128):
            best = network(ids)[0].argmax(2)
            right += (best == labels).sum().item()
            total += (labels != PADDING_LABEL).sum().item()
    return right / total


def train(network, train_examples, dev_examples, word_rates, arguments):
    """Returns the best accuracy on the development split and the averaged weights that reached it."""
    generator = torch.Generator().manual_seed(arguments.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=arguments.decay)
    steps = arguments.epochs * -(-len(train_examples) // arguments.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, arguments.rate, total_steps=steps, pct_start=0.1)
    loss_function = torch.nn.CrossEntropyLoss(ignore_index=PADDING_LABEL, label_smoothing=arguments.smoothing)
    average = WeightAverage(network, 0.998)
    best, best_weights = 0.0, None
    for epoch in range(arguments.epochs):
        network.train()
        total_loss = count = 0
        for ids, labels in batches(train_examples, arguments.batch, generator):
            logits, _ = network(hide_words(ids, word_rates, arguments.feature_dropout))
            loss = loss_function(logits.flatten(0, 1), labels.flatten())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(network)
            total_loss, count = total_loss + loss.item(), count + 1
        trained = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(average.weights)
        score = accuracy(network, dev_examples)
        print(f"epoch {epoch + 1:2d}  loss {total_loss / count:.4f}  dev {score:.4%}", flush=True)
        if score > best:
            best, best_weights = score, {name: value.clone() for name, value in average.weights.items()}
        network.load_state_dict(trained)
    return best, best_weights


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models/tagger")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch", type=int, default=32, help="sentences a step")
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=1e-2, help="weight decay")
    parser.add_argument("--hidden", type=int, default=224)
    parser.add_argument("--dropout", type=float, default=0.5)
    parser.add_argument("--embedding-dropout", type=float, default=0.3)
    parser.add_argument("--feature-dropout", type=float, default=0.02)
    parser.add_argument("--word-dropout", type=float, default=0.5, help="a word seen n times hides with a/(a+n)")
    parser.add_argument("--smoothing", type=float, default=0.05, help="label smoothing")
    parser.add_argument("--word-count-min", type=int, default=2, help="rarer words are not in the vocabulary")
    parser.add_argument("--feature-count-min", type=int, default=2)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    start = time.monotonic()
    train_sentences = read_sentences(arguments.data / "ud-english-ewt/train.tsv.gz")
    dev_sentences = read_sentences(arguments.data / "ud-english-ewt/dev.tsv")
    model = describe(arguments.hidden, arguments.dropout)
    lists = build_lists(model, train_sentences, arguments.word_count_min, arguments.feature_count_min)
    encoder = Encoder(model, lists)
    tag_ids = {tag: index for index, tag in enumerate(lists["labels.json"])}

    def examples(sentences):
        return [
            (encoder.encode([word for word, _ in sentence]), torch.tensor([tag_ids[tag] for _, tag in sentence]))
            for sentence in sentences
        ]

    train_examples, dev_examples = examples(train_sentences), examples(dev_sentences)
    counts = torch.zeros(model["input"]["vocabularySize"])
    for ids, _ in train_examples:
        counts += torch.bincount(ids[:, 0], minlength=len(counts))
    word_rates = arguments.word_dropout / (arguments.word_dropout + counts)
    network = SequenceNetwork(model, arguments.embedding_dropout)
    print(f"{sum(p.numel() for p in network.parameters()):,} parameters", flush=True)
    best, weights = train(network, train_examples, dev_examples, word_rates, arguments)
    dev_words = sum(len(ids) for ids, _ in dev_examples)
    model["metric"] = {
        "name": "UPOS accuracy", "value": round(best, 4), "split": f"UD English EWT 2.16 dev, {dev_words:,} words"}
    write_package(arguments.out, model, weights, lists)
    print(f"best {best:.4%}, {time.monotonic() - start:.0f} s, written to {arguments.out}")


if __name__ == "__main__":
    main()
