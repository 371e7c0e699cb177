"""Trains a translator and writes its package: `translate` (English to French) or `translate-de-en` (German to English).

The network reads and writes tokens of a byte pair encoding learnt on the training part. After each epoch the moving
average of the weights, rounded as they are stored, translates the development part greedily; the best one is kept.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import torch

import bpe
from bleu import corpus_bleu
from network import WeightAverage
from rnn_package import read_safetensors, write_package
from translation import Translator
from translation_data import multi30k, tatoeba
from translation_evaluation import choose_penalty, evaluate, write_golden
from translation_search import greedy

NO_TARGET = -100


@dataclass
class Recipe:
    """What differs between the packages."""

    read: callable
    description: str
    licence: str
    source_size: int
    target_size: int
    epochs: int
    stop: int
    dropout: float
    split: str
    golden: list


RECIPES = {
    "translate": Recipe(
        tatoeba, "Translates short everyday English sentences into French, in lower case.", "CC BY 2.0",
        source_size=3500, target_size=4200, epochs=6, stop=5, dropout=0.2, split="Tatoeba English-French dev",
        golden=[
            "Where did you buy these shoes?",
            "Tom didn't want to go home.",
            "It was raining, so we stayed at the hotel all day.",
            "My sister's train arrives at 7:45 tomorrow.",
            "I think that she knows the answer.",
            "Wait!",
            "The zyzzyva is 30% off, isn't it? \u65e5\u672c",
            "If I had known that you were ill, I would have visited you in the hospital.",
        ]),
    "translate-de-en": Recipe(
        multi30k, "Translates German descriptions of pictures into English, in lower case.",
        "none stated for the training data; research and non-commercial use",
        source_size=4000, target_size=3000, epochs=18, stop=6, dropout=0.35, split="Multi30k val",
        golden=[
            "Ein Hund läuft durch den Schnee.",
            "Zwei Frauen sitzen auf einer Bank und trinken Kaffee.",
            "Ein Mann mit rotem Hut repariert sein Fahrrad.",
            "Die Kinder spielen am Strand, während ihre Eltern zusehen.",
            "Ein älterer Herr verkauft Obst auf einem Wochenmarkt in der Innenstadt.",
            "Straßenmusiker.",
            "Drei Skifahrer (einer in Gelb) warten vor dem 2. Lift; \u65e5\u672c.",
            "Eine Gruppe junger Leute in bunten T-Shirts tanzt nachts auf einer großen Bühne vor vielen Zuschauern.",
        ]),
}


def describe(name, recipe, hidden):
    """Returns model.json without the vocabulary sizes."""
    def tokenizer(prefix):
        return {
            "kind": "bpe", "vocabulary": f"{prefix}vocabulary.json", "merges": f"{prefix}merges.json",
            "lowercase": True, "unknown": bpe.UNKNOWN}

    return {
        "name": name,
        "version": "1",
        "description": recipe.description,
        "licence": recipe.licence,
        "topology": "encoder-decoder",
        "cell": "gru",
        "layers": 1,
        "hiddenSize": hidden,
        "encoder": {
            "kind": "recurrent",
            "cell": "gru",
            "layers": 1,
            "hiddenSize": hidden,
            "bidirectional": True,
            "input": {"kind": "tokens", "vocabularySize": 0, "embeddingSize": hidden},
            "tokenizer": tokenizer("source-"),
            "end": bpe.END,
        },
        "attention": {"kind": "dot"},
        "input": {"kind": "tokens", "vocabularySize": 0, "embeddingSize": hidden},
        "tokenizer": tokenizer(""),
        "head": {"size": 0, "activation": "softmax"},
        "sampling": {
            "start": bpe.START, "end": bpe.END, "temperature": 0, "topK": 0, "topP": 1.0, "maxTokens": 128,
            "beams": 5, "lengthPenalty": 1.0},
    }


def build_lists(model, pairs, recipe):
    """Learns both encodings; returns the lists by file name, and enters the sizes into model.json."""
    sources, merges = bpe.learn([pair.source for pair in pairs], recipe.source_size)
    targets, target_merges = bpe.learn([target for pair in pairs for target in pair.targets], recipe.target_size)
    model["encoder"]["input"]["vocabularySize"] = len(sources)
    model["input"]["vocabularySize"] = model["head"]["size"] = len(targets)
    return {
        "source-vocabulary.json": sources, "source-merges.json": merges,
        "vocabulary.json": targets, "merges.json": target_merges}


def tokenizers(lists):
    """Returns the tokenizers of source and target."""
    return [
        bpe.BpeTokenizer(lists[f"{prefix}vocabulary.json"], lists[f"{prefix}merges.json"])
        for prefix in ("source-", "")]


def batches(examples, size, generator):
    """Yields (source ids, target ids read, target ids wanted) of equally long sources, once through the sources.

    Of several translations one is drawn. Sources of a length are put in order of the targets' lengths, roughly.
    """
    groups = {}
    for source, targets in examples:
        target = targets[torch.randint(len(targets), (), generator=generator)]
        noise = torch.rand((), generator=generator).item()
        groups.setdefault(len(source), []).append((len(target) * (0.8 + 0.4 * noise), source, target))
    chunks = []
    for _, group in sorted(groups.items()):
        group.sort(key=lambda entry: entry[0])
        chunks += [group[start : start + size] for start in range(0, len(group), size)]
    for index in torch.randperm(len(chunks), generator=generator).tolist():
        targets = [torch.tensor(target) for _, _, target in chunks[index]]
        pad = torch.nn.utils.rnn.pad_sequence
        yield (
            torch.tensor([source for _, source, _ in chunks[index]]),
            pad([target[:-1] for target in targets], batch_first=True),
            pad([target[1:] for target in targets], batch_first=True, padding_value=NO_TARGET))


def stored(weights, target):
    """Returns weights in bfloat16; the head cannot give the special tokens that no text contains."""
    rounded = {name: value.bfloat16() for name, value in weights.items()}
    for special in (bpe.UNKNOWN, bpe.START):
        rounded["head.bias"][target.ids[special]] = -100
    return rounded


def train(network, examples, evaluate, keep, arguments):
    """Trains; after each epoch gives the averaged weights to evaluate, and to keep when they are the best so far."""
    generator = torch.Generator().manual_seed(arguments.seed)
    optimizer = torch.optim.Adam(network.parameters(), arguments.rate, betas=(0.9, 0.98), foreach=True)
    steps = arguments.epochs * sum(1 for _ in batches(examples, arguments.batch, torch.Generator()))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, arguments.rate, total_steps=steps, pct_start=0.06)
    average = WeightAverage(network, arguments.average)
    best = 0.0
    begin = time.monotonic()
    for epoch in range(min(arguments.stop, arguments.epochs)):
        network.train()
        losses = []
        for source, read, wanted in batches(examples, arguments.batch, generator):
            logits = network(source, read).flatten(0, 1)
            loss = torch.nn.functional.cross_entropy(
                logits, wanted.flatten(), ignore_index=NO_TARGET, label_smoothing=arguments.smoothing)
            optimizer.zero_grad()
            (loss * (len(source) / arguments.batch)).backward()  # so that a sentence of a rare length counts no more
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(network)
            losses.append(loss.item())
            if len(losses) % 50 == 0:
                recent, seconds = sum(losses[-50:]) / 50, time.monotonic() - begin
                print(f"  {len(losses)}  loss {recent:.4f}  {seconds:.0f} s", flush=True)
        score = evaluate(average.weights)
        seconds = time.monotonic() - begin
        print(f"epoch {epoch + 1:2d}  loss {sum(losses) / len(losses):.4f}  BLEU {score:.2f}  {seconds:.0f} s", flush=True)
        if score > best:
            best = score
            keep(average.weights, score)


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=RECIPES, help="the package")
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, help="folder of the package (default: models/NAME)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, help="times through the sources (default: by package)")
    parser.add_argument(
        "--stop", type=int, help="stop after this many of them, before the rate is nothing (default: by package)")
    parser.add_argument("--resume", type=Path, metavar="FOLDER", help="begin with the weights of this package")
    parser.add_argument("--batch", type=int, default=80, help="sentences a step")
    parser.add_argument("--rate", type=float, default=1.5e-3, help="highest learning rate")
    parser.add_argument("--hidden", type=int, default=256, help="size of states and embeddings")
    parser.add_argument("--dropout", type=float, help="(default: by package)")
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the moving average of the weights")
    parser.add_argument("--longest", type=int, default=60, help="sentences of more tokens are not trained on")
    parser.add_argument("--choose", action="store_true", help="only choose the length penalty of the package")
    parser.add_argument("--evaluate", action="store_true", help="only measure the package on the development part")
    parser.add_argument("--golden", action="store_true", help="only write the package's golden translations")
    arguments = parser.parse_args()
    recipe = RECIPES[arguments.name]
    arguments.epochs, arguments.stop = arguments.epochs or recipe.epochs, arguments.stop or recipe.stop
    arguments.dropout = recipe.dropout if arguments.dropout is None else arguments.dropout
    folder = arguments.out or root / "models" / arguments.name

    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    if arguments.golden:
        write_golden(folder, recipe.golden, root / f"tests/Recurrent.Tests/Golden/models/{arguments.name}.json")
        return
    dev = recipe.read(arguments.data, "dev")
    if arguments.evaluate:
        evaluate(folder, dev)
        return
    if arguments.choose:
        choose_penalty(folder, dev, recipe.split)
        return
    pairs = recipe.read(arguments.data, "train")
    model = describe(arguments.name, recipe, arguments.hidden)
    lists = build_lists(model, pairs, recipe)
    source, target = tokenizers(lists)
    start, end = target.ids[bpe.START], target.ids[bpe.END]
    source_end = source.ids[bpe.END]

    examples = []
    for pair in pairs:
        read = source.encode(pair.source) + [source_end]
        written = [[start, *target.encode(text), end] for text in pair.targets]
        written = [ids for ids in written if len(ids) <= arguments.longest]
        if len(read) <= arguments.longest and written:
            examples.append((read, written))
    dev_sources = [source.encode(pair.source) + [source_end] for pair in dev]
    dev_references = [pair.targets for pair in dev]

    network = Translator(model, arguments.dropout, reduced=True)
    torch.nn.init.normal_(network.embedding.weight, std=arguments.hidden**-0.5)
    network.head.weight = network.embedding.weight
    if arguments.resume:
        weights = read_safetensors(arguments.resume / "weights.safetensors")
        network.load_state_dict({name: value.float() for name, value in weights.items()})
    judge = Translator(model).eval()
    parameters = sum(value.numel() for value in judge.parameters())
    print(f"{parameters:,} parameters, {len(examples):,} sources, {len(dev):,} for choosing", flush=True)

    def judged(weights):
        judge.load_state_dict({name: value.float() for name, value in stored(weights, target).items()})
        found = greedy(judge, dev_sources, start, end, model["sampling"]["maxTokens"])
        return corpus_bleu([target.join(ids) for ids in found], dev_references)

    def keep(weights, score):
        model["metric"] = {"name": "BLEU", "value": round(score, 2), "split": f"{recipe.split}, greedy"}
        write_package(folder, model, stored(weights, target), lists)

    train(network, examples, judged, keep, arguments)
    choose_penalty(folder, dev, recipe.split)


if __name__ == "__main__":
    main()
