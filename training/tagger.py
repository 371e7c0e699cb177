"""Trains the part-of-speech taggers of `models/` on UD English EWT and writes their packages.

An LSTM reads a sentence word by word from a zero state and gives the UPOS tag of each word. There are three:
- `tagger` is causal and gives the tag of each word as it comes, without look-ahead;
- `tagger-lookahead` is causal, too, but gives the tag of the word two words ago, and reads `<end>` twice at the end;
  it begins with the weights of `tagger`;
- `tagger-bidirectional` reads whole sentences from both ends.
The epoch with the best accuracy on the development split is kept.
"""

import argparse
import gzip
import json
import time
from collections import Counter
from pathlib import Path

import torch

from network import SequenceNetwork, WeightAverage, load_network
from rnn_package import read_json, write_json, write_package
from word_features import feature, lower

UNKNOWN = "<unk>"
END = "<end>"
PADDING_LABEL = -100

# what differs between the packages; every setting can be given on the command line as well
PACKAGES = {
    "tagger": {
        "description": "Part-of-speech tags (UPOS) for English words as they arrive, without look-ahead.",
    },
    "tagger-lookahead": {
        "description": "Part-of-speech tags (UPOS) for English words as they arrive, two words late.",
        "look_ahead": 2, "start": "tagger", "epochs": 10, "batch": 64, "average": 0.99, "weights": "bfloat16",
    },
    "tagger-bidirectional": {
        "description": "Part-of-speech tags (UPOS) for the words of whole English sentences, read from both ends.",
        "bidirectional": True, "hidden": 144, "epochs": 14, "weights": "bfloat16",
    },
}
WEIGHT_TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}

# written for the golden files, of different lengths
SENTENCES = [
    "Stop !",
    "Running water is cold , but the lake freezes only in January .",
    "Zorblatt 's 3 quixels did n't like anna@example.org :-)",
    "I know that that is what that dog wants",
]


def read_sentences(path):
    """Returns a list of sentences, each a list of (word, tag)."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().strip().split("\n\n")
    return [[tuple(line.split("\t")[:2]) for line in block.split("\n")] for block in blocks]


def describe(arguments):
    """Returns model.json without the sizes that the training data decide."""
    look_ahead = {"lookAhead": {"steps": arguments.look_ahead, "end": END}} if arguments.look_ahead else {}
    return {
        "name": arguments.package,
        "version": "1",
        "description": PACKAGES[arguments.package]["description"],
        "licence": "CC BY-SA 4.0",
        "topology": "many-to-many",
        "cell": "lstm",
        "layers": 1,
        "hiddenSize": arguments.hidden,
        "bidirectional": arguments.bidirectional,
        "dropout": arguments.dropout,
        **look_ahead,
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


def words_read(model, words):
    """Returns the words as the network reads them: followed by as many <end> as it looks ahead."""
    return words + [END] * model.get("lookAhead", {"steps": 0})["steps"]


def build_lists(model, sentences, word_count_min, feature_count_min):
    """Returns the vocabularies and labels by file name, and enters their sizes into model.json."""

    def vocabulary(values, count_min):
        counts = Counter(values)
        return [UNKNOWN] + sorted(v for v, count in counts.items() if count >= count_min and v != UNKNOWN)

    words = [word for sentence in sentences for word in words_read(model, [word for word, _ in sentence])]
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
    """Yields padded ids and labels, and the lengths, of sentences of similar length, in random order with a generator."""
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
        yield ids, labels, torch.tensor([len(examples[i][0]) for i in chunk])


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
        for ids, labels, lengths in batches(examples, 128):
            best = network(ids, lengths=lengths)[0].argmax(2)
            right += (best == labels).sum().item()
            total += (labels != PADDING_LABEL).sum().item()
    return right / total


def train(network, train_examples, dev_examples, word_rates, arguments, save):
    """Trains, and calls save with the averaged weights and their accuracy on the development split when it is the best."""
    generator = torch.Generator().manual_seed(arguments.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=arguments.decay)
    steps = arguments.epochs * -(-len(train_examples) // arguments.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, arguments.rate, total_steps=steps, pct_start=0.1)
    loss_function = torch.nn.CrossEntropyLoss(ignore_index=PADDING_LABEL, label_smoothing=arguments.smoothing)
    average = WeightAverage(network, arguments.average)
    best = 0.0
    for epoch in range(arguments.epochs):
        network.train()
        total_loss = count = 0
        for ids, labels, lengths in batches(train_examples, arguments.batch, generator):
            logits, _ = network(hide_words(ids, word_rates, arguments.feature_dropout), lengths=lengths)
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
            best = score
            save(average.weights, score)
        network.load_state_dict(trained)


def encode_examples(model, lists, sentences):
    """Returns the ids and labels of each sentence; with a look-ahead the first outputs have no label."""
    encoder = Encoder(model, lists)
    tag_ids = {tag: index for index, tag in enumerate(lists["labels.json"])}
    examples = []
    for sentence in sentences:
        words = [word for word, _ in sentence]
        read = words_read(model, words)
        labels = [PADDING_LABEL] * (len(read) - len(words)) + [tag_ids[tag] for _, tag in sentence]
        examples.append((encoder.encode(read), torch.tensor(labels)))
    return examples


def load_tagger(folder):
    """Returns the network of a package with its stored weights, its model.json dictionary and its lists."""
    network, model = load_network(folder)
    names = ["vocabulary.json", "labels.json"] + [entry["vocabulary"] for entry in model["input"]["features"]]
    return network, model, {name: read_json(folder / name) for name in names}


def start_from(folder, network, model, lists):
    """Copies the weights of a written tagger into the network, the rows of its tables by their words and affixes."""
    other, _, other_lists = load_tagger(folder)
    files = {f"{entry['name']}.weight": entry["vocabulary"] for entry in model["input"]["features"]}
    files["embedding.weight"] = "vocabulary.json"
    weights = network.state_dict()
    for name, value in other.state_dict().items():
        if name in files:
            rows = {text: row for row, text in enumerate(other_lists[files[name]])}
            for row, text in enumerate(lists[files[name]]):
                if text in rows:
                    weights[name][row] = value[rows[text]]
        else:
            weights[name].copy_(value)


def evaluate(folder, sentences):
    """Returns the accuracy of a written package."""
    network, model, lists = load_tagger(folder)
    return accuracy(network, encode_examples(model, lists, sentences))


def golden(folder):
    """Returns sentences and the probabilities of the labels for each word, as a written package gives them."""
    network, model, lists = load_tagger(folder)
    encoder = Encoder(model, lists)
    cases = []
    for sentence in SENTENCES:
        words = sentence.split(" ")
        with torch.no_grad():
            logits, _ = network(encoder.encode(words_read(model, words)).unsqueeze(0))
        scores = torch.softmax(logits[0], dim=1)[-len(words) :].tolist()
        cases.append({"tokens": words, "scores": [[float(f"{score:.6g}") for score in row] for row in scores]})
    return {"cases": cases}


def parse_arguments(root):
    """Returns the settings of the command line; the package's own ones are the defaults."""
    choice = argparse.ArgumentParser(add_help=False)
    choice.add_argument("--package", choices=PACKAGES, default="tagger")
    package = choice.parse_known_args()[0].package
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], parents=[choice])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models" / package)
    parser.add_argument("--evaluate", action="store_true", help="measure the written package instead of training")
    parser.add_argument("--golden", action="store_true", help="write the golden file of the written package instead")
    parser.add_argument("--look-ahead", type=int, default=0, help="words read before a word gets its tag")
    parser.add_argument("--bidirectional", action="store_true")
    parser.add_argument("--start", metavar="PACKAGE", help="begin with the weights of this one")
    parser.add_argument("--weights", choices=WEIGHT_TYPES, default="float32", help="type of the stored weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch", type=int, default=32, help="sentences a step")
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=1e-2, help="weight decay")
    parser.add_argument("--average", type=float, default=0.998, help="what the moving average keeps in a step")
    parser.add_argument("--hidden", type=int, default=224)
    parser.add_argument("--dropout", type=float, default=0.5)
    parser.add_argument("--embedding-dropout", type=float, default=0.3)
    parser.add_argument("--feature-dropout", type=float, default=0.02)
    parser.add_argument("--word-dropout", type=float, default=0.5, help="a word seen n times hides with a/(a+n)")
    parser.add_argument("--smoothing", type=float, default=0.05, help="label smoothing")
    parser.add_argument("--word-count-min", type=int, default=2, help="rarer words are not in the vocabulary")
    parser.add_argument("--feature-count-min", type=int, default=2)
    parser.set_defaults(**{name: value for name, value in PACKAGES[package].items() if name != "description"})
    return parser.parse_args()


def main():
    root = Path(__file__).resolve().parent.parent
    arguments = parse_arguments(root)
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    if arguments.golden:
        path = root / f"tests/Recurrent.Tests/Golden/models/{arguments.package}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(golden(arguments.out), ensure_ascii=False) + "\n", encoding="utf-8")
        return
    dev_sentences = read_sentences(arguments.data / "ud-english-ewt/dev.tsv")
    if arguments.evaluate:
        print(f"{evaluate(arguments.out, dev_sentences):.4%} UPOS accuracy on the development split")
        return

    start = time.monotonic()
    train_sentences = read_sentences(arguments.data / "ud-english-ewt/train.tsv.gz")
    model = describe(arguments)
    lists = build_lists(model, train_sentences, arguments.word_count_min, arguments.feature_count_min)
    train_examples = encode_examples(model, lists, train_sentences)
    counts = torch.zeros(model["input"]["vocabularySize"])
    for ids, _ in train_examples:
        counts += torch.bincount(ids[:, 0], minlength=len(counts))
    word_rates = arguments.word_dropout / (arguments.word_dropout + counts)
    network = SequenceNetwork(model, arguments.embedding_dropout)
    if arguments.start:
        start_from(root / "models" / arguments.start, network, model, lists)
    print(f"{sum(p.numel() for p in network.parameters()):,} parameters", flush=True)
    split = f"UD English EWT 2.16 dev, {sum(map(len, dev_sentences)):,} words"

    def save(weights, score):
        model["metric"] = {"name": "UPOS accuracy", "value": round(score, 4), "split": split}
        stored = {name: weight.to(WEIGHT_TYPES[arguments.weights]) for name, weight in weights.items()}
        write_package(arguments.out, model, stored, lists)

    dev_examples = encode_examples(model, lists, dev_sentences)
    train(network, train_examples, dev_examples, word_rates, arguments, save)
    score = evaluate(arguments.out, dev_sentences)
    model["metric"]["value"] = round(score, 4)
    write_json(arguments.out / "model.json", model)
    print(f"{score:.4%} with the stored weights, {time.monotonic() - start:.0f} s, written to {arguments.out}")


if __name__ == "__main__":
    main()
