"""Trains `models/sentiment`, which tells whether a sentence is positive, on the Stanford Sentiment Treebank.

A causal LSTM reads the sentence word by word; its last hidden state gives the answer. In training it is asked at the
end of every constituent of the training trees, for two classes and, with a second head that is not kept, for the trees'
five. The epoch with the best accuracy on the development sentences is kept.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import torch

from golden_cases import step_scores, write_cases
from network import SequenceNetwork, WeightAverage, load_network
from rnn_package import read_json, write_package
from sst import read_labelled, read_runs
from tagger import UNKNOWN, Encoder
from word_features import feature, lower

LABELS = ["negative", "positive"]
NEUTRAL = 2
GOLDEN_SENTENCES = [
    "splendid",
    "the soup was cold and the waiter colder .",
    "I did n't expect to like this circus , but I laughed from start to end !",
    "a quixel-like , zorblatt 1970s thing : neither good nor bad , merely long — naïve , 東京 ?",
    "one more dull evening with a clever woman who deserves a far better play than this tired , loud and empty mess .",
]


def describe(settings):
    """Returns model.json without the sizes that the training data decide."""
    return {
        "name": "sentiment",
        "version": "1",
        "description": "Whether an English sentence about a film is positive or negative, scored after every word.",
        "licence": "none stated for the training data (Stanford Sentiment Treebank)",
        "topology": "many-to-one",
        "cell": "lstm",
        "layers": 1,
        "hiddenSize": settings.hidden,
        "bidirectional": False,
        "dropout": settings.dropout,
        "input": {
            "kind": "tokens",
            "vocabularySize": 0,
            "embeddingSize": 100,
            "features": [
                {"name": "prefix5", "kind": "prefix", "length": 5, "embeddingSize": 32},
                {"name": "suffix3", "kind": "suffix", "length": 3, "embeddingSize": 16},
            ],
        },
        "tokenizer": {"kind": "words", "vocabulary": "vocabulary.json", "lowercase": True, "unknown": UNKNOWN},
        "head": {"size": len(LABELS), "activation": "softmax", "labels": "labels.json"},
    }


def build_lists(model, sentences):
    """Returns the vocabularies and labels by file name, and enters their sizes into model.json.

    A word must occur twice, an affix in two different words.
    """

    def vocabulary(values):
        counts = Counter(values)
        return [UNKNOWN] + sorted(v for v, count in counts.items() if count >= 2 and v != UNKNOWN)

    words = [lower(word) for sentence in sentences for word in sentence]
    lists = {"vocabulary.json": vocabulary(words), "labels.json": LABELS}
    model["input"]["vocabularySize"] = len(lists["vocabulary.json"])
    for entry in model["input"]["features"]:
        entry["vocabulary"] = f"{entry['name']}.json"
        lists[entry["vocabulary"]] = vocabulary(feature(word, entry) for word in set(words))
        entry["vocabularySize"] = len(lists[entry["vocabulary"]])
    return lists


class Example:
    """The ids of a run of words, and the places in it that the network is asked at, with class and weight."""

    def __init__(self, run, encoder, settings):
        ends = sorted(run.labels)
        self.ids = encoder.encode(run.tokens)
        self.places = torch.tensor(ends) - 1
        self.classes = torch.tensor([run.labels[end] for end in ends])
        whole = [run.is_sentence and end == len(run.tokens) for end in ends]
        self.weights = torch.tensor([settings.sentence_weight if w else 1.0 for w in whole])
        self.weights[self.classes == NEUTRAL] *= settings.neutral_weight
        self.is_sentence = run.is_sentence


def epoch_batches(examples, settings, generator):
    """Yields batches of about the same number of words: all runs that begin a sentence, and a share of the others."""
    kept = [e for e in examples if e.is_sentence or torch.rand((), generator=generator) < settings.share]
    noise = torch.rand(len(kept), generator=generator).tolist()
    order = sorted(range(len(kept)), key=lambda i: len(kept[i].ids) * (0.8 + 0.4 * noise[i]))
    batches, batch = [], []
    for index in order:
        batch.append(kept[index])
        if len(batch) * len(kept[index].ids) >= settings.batch:
            batches.append(batch)
            batch = []
    batches += [batch] if batch else []
    return [batches[i] for i in torch.randperm(len(batches), generator=generator).tolist()]


def hide_words(ids, word_rates, feature_rate):
    """Replaces words, by a rate that falls with their count, and single features by <unk>, so that <unk> is learnt."""
    ids = ids.clone()
    ids[:, :, 0][torch.rand(ids.shape[:2]) < word_rates[ids[:, :, 0]]] = 0
    ids[:, :, 1:][torch.rand(ids.shape[0], ids.shape[1], ids.shape[2] - 1) < feature_rate] = 0
    return ids


def batch_loss(network, five_head, batch, word_rates, settings):
    """Returns the weighted losses of both heads where the batch is asked; that of two classes skips neutral ones."""

    def weighted(logits, targets, weights):
        losses = torch.nn.functional.cross_entropy(logits, targets, reduction="none")
        return (losses * weights).sum() / weights.sum().clamp(min=1e-6)

    ids = torch.nn.utils.rnn.pad_sequence([e.ids for e in batch], batch_first=True)
    rows = torch.cat([torch.full_like(e.places, row) for row, e in enumerate(batch)])
    places = torch.cat([e.places for e in batch])
    classes = torch.cat([e.classes for e in batch])
    weights = torch.cat([e.weights for e in batch])
    hidden, _ = network.hidden(hide_words(ids, word_rates, settings.feature_dropout))
    hidden = hidden[rows, places]
    told = classes != NEUTRAL
    two = weighted(network.head(hidden[told]), (classes[told] > NEUTRAL).long(), weights[told])
    return two, weighted(five_head(hidden), classes, weights)


def final_logits(network, sentences):
    """Returns the logits after the last word of each sentence, given as ids."""
    network.eval()
    rows = []
    with torch.no_grad():
        for start in range(0, len(sentences), 128):
            chunk = sentences[start : start + 128]
            hidden, _ = network.hidden(torch.nn.utils.rnn.pad_sequence(chunk, batch_first=True))
            lengths = torch.tensor([len(ids) for ids in chunk])
            rows.append(network.head(hidden[torch.arange(len(chunk)), lengths - 1]))
    return torch.cat(rows)


def score(network, development):
    """Returns how many of the (label, ids) sentences are classified rightly, and the mean cross-entropy."""
    labels = torch.tensor([label for label, _ in development])
    logits = final_logits(network, [ids for _, ids in development])
    return (logits.argmax(1) == labels).sum().item(), torch.nn.functional.cross_entropy(logits, labels).item()


def train(network, examples, development, word_rates, settings, save):
    """Calls save with the averaged weights after each epoch that is the best so far on the development sentences."""
    generator = torch.Generator().manual_seed(settings.seed)
    five_head = torch.nn.Linear(settings.hidden, 5)
    parameters = [*network.parameters(), *five_head.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=settings.rate, weight_decay=settings.decay)
    epochs = [epoch_batches(examples, settings, generator) for _ in range(settings.epochs)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, settings.rate, total_steps=sum(map(len, epochs)), pct_start=0.1)
    average = WeightAverage(network, 0.999)
    best, begin = 0, time.monotonic()
    for epoch, batches in enumerate(epochs):
        network.train()
        total = 0.0
        for batch in batches:
            two, five = batch_loss(network, five_head, batch, word_rates, settings)
            loss = two + five
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            average.update(network)
            total += loss.item()
        trained = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(average.weights)
        right, entropy = score(network, development)
        print(f"epoch {epoch + 1:2d}  loss {total / len(batches):.4f}  development {right / len(development):.2%}, "
              f"cross-entropy {entropy:.4f}, {time.monotonic() - begin:.0f} s", flush=True)
        if right > best:
            best = right
            save(average.weights)
        network.load_state_dict(trained)


def stored_encoder(folder, model):
    names = ["vocabulary.json"] + [entry["vocabulary"] for entry in model["input"]["features"]]
    return Encoder(model, {name: read_json(folder / name) for name in names})


def evaluate(folder, sentences):
    """Returns the score of a package's stored weights on (label, tokens) sentences."""
    network, model = load_network(folder)
    encoder = stored_encoder(folder, model)
    return score(network, [(label, encoder.encode(tokens)) for label, tokens in sentences])


def write_golden(path, folder):
    """Writes made-up sentences and the probabilities that the stored weights give after each word."""
    network, model = load_network(folder)
    encoder = stored_encoder(folder, model)
    cases = []
    for sentence in GOLDEN_SENTENCES:
        tokens = sentence.split(" ")
        cases.append({"tokens": tokens, "scores": step_scores(network, encoder.encode(tokens))})
    write_cases(path, model, cases)


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models/sentiment")
    parser.add_argument("--evaluate", action="store_true", help="only print the metric of the package in --out")
    parser.add_argument("--golden", type=Path, help="only write the golden file of the package in --out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=1200, help="words a step")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=0.02, help="weight decay")
    parser.add_argument("--hidden", type=int, default=160)
    parser.add_argument("--dropout", type=float, default=0.5)
    parser.add_argument("--embedding-dropout", type=float, default=0.45)
    parser.add_argument("--feature-dropout", type=float, default=0.1)
    parser.add_argument("--word-dropout", type=float, default=0.5, help="a word seen n times hides with a/(a+n)")
    parser.add_argument("--word-dropout-min", type=float, default=0.05, help="and at least with this probability")
    parser.add_argument("--share", type=float, default=0.5, help="of the runs inside a sentence that an epoch reads")
    parser.add_argument("--sentence-weight", type=float, default=4.0, help="of a whole sentence; a phrase has 1")
    parser.add_argument("--neutral-weight", type=float, default=0.3, help="of a neutral phrase, for the five classes")
    settings = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(settings.seed)
    if settings.golden:
        write_golden(settings.golden, settings.out)
        return
    sentences = read_labelled(settings.data / "sst/binary.dev.tsv")
    if not settings.evaluate:
        training = [tokens for _, tokens in read_labelled(settings.data / "sst/fine.train.tsv")]
        model = describe(settings)
        lists = build_lists(model, training)
        encoder = Encoder(model, lists)
        examples = [Example(run, encoder, settings) for run in read_runs(settings.data / "sst")]
        counts = sum(torch.bincount(encoder.encode(tokens)[:, 0], minlength=model["input"]["vocabularySize"])
                     for tokens in training)
        word_rates = (settings.word_dropout / (settings.word_dropout + counts)).clamp(min=settings.word_dropout_min)
        network = SequenceNetwork(model, settings.embedding_dropout)
        print(f"{sum(p.numel() for p in network.parameters()):,} parameters, {len(examples):,} runs", flush=True)

        def save(weights):
            rounded = {name: value.bfloat16() for name, value in weights.items()}
            write_package(settings.out, model, rounded, lists)
            right, _ = evaluate(settings.out, sentences)
            model["metric"] = {
                "name": "accuracy", "value": round(right / len(sentences), 4),
                "split": f"SST-2 development sentences, {len(sentences)}"}
            write_package(settings.out, model, rounded, lists)

        development = [(label, encoder.encode(tokens)) for label, tokens in sentences]
        train(network, examples, development, word_rates, settings, save)
    right, entropy = evaluate(settings.out, sentences)
    print(f"{right} of {len(sentences)} right, {right / len(sentences):.2%}, cross-entropy {entropy:.4f}")


if __name__ == "__main__":
    main()
