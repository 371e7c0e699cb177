"""Trains `models/captions`, which says in English what a drawn scene shows, and writes the package.

A small convolutional network reads the picture and sets the first state of a GRU, which then writes the caption word by
word. The scenes and their captions come from `scenes.py`, so nothing is downloaded. A caption counts as right when it is
one of the true and complete captions of its scene, see `scenes.captions`.
"""

import argparse
import json
import math
import random
import re
import time
from collections import Counter
from pathlib import Path

import numpy
import torch

from feed_forward import build, fold, multiplications
from network import CORES, WeightAverage
from rnn_package import read_json, read_safetensors, write_package
from scenes import COLOURS, IMAGE, KINDS, RADII, SIDE, captions, draw, look, make_scenes

START, END = "<start>", "<end>"
PADDING = -100
DEV_SEED = 2
GOLDEN_SEED = 3
LOOKS = [(size, colour, kind) for size in RADII for colour in COLOURS for kind in KINDS]
MODULES = [
    {"kind": "conv2d", "channels": 32, "kernelSize": 5, "stride": 2, "padding": 2},
    {"kind": "relu"},
    {"kind": "conv2d", "channels": 48, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "conv2d", "channels": 64, "kernelSize": 3, "stride": 2, "padding": 1},
    {"kind": "relu"},
    {"kind": "conv2d", "channels": 64, "kernelSize": 3, "padding": 1},
    {"kind": "relu"},
    {"kind": "conv2d", "channels": len(LOOKS), "kernelSize": 1},
    {"kind": "relu"},
    {"kind": "flatten"},
    {"kind": "linear", "size": 256},
    {"kind": "relu"},
]
MENTION = re.compile(rf"({'|'.join(COLOURS)}) ({'|'.join(KINDS)})")
MAP = next(index for index, entry in enumerate(MODULES) if entry["kind"] == "flatten")
CELLS = 6


def describe(words, hidden):
    """Returns model.json without its metric."""
    return {
        "name": "captions",
        "version": "1",
        "description": "Says in English what a drawn scene of one to three coloured shapes shows.",
        "licence": "MIT",
        "topology": "one-to-many",
        "cell": "gru",
        "layers": 1,
        "hiddenSize": hidden,
        "encoder": {
            "kind": "feed-forward",
            "input": {
                "kind": "features",
                "size": IMAGE["channels"] * IMAGE["height"] * IMAGE["width"],
                "image": IMAGE,
            },
            "network": MODULES,
        },
        "input": {"kind": "tokens", "vocabularySize": words, "embeddingSize": 48},
        "tokenizer": {"kind": "words", "vocabulary": "vocabulary.json", "lowercase": True},
        "head": {"size": words, "activation": "softmax"},
        "sampling": {"start": START, "end": END, "temperature": 0, "topK": 0, "topP": 1.0, "maxTokens": 32},
    }


class CaptionNetwork(torch.nn.Module):
    """Maps pictures and the words so far to logits of the next words."""

    def __init__(self, model, normalise=False):
        super().__init__()
        entry, hidden = model["encoder"], model["hiddenSize"]
        self.encoder, size = build(entry["network"], entry["input"]["image"], normalise)
        self.bridge = torch.nn.Linear(size, model["layers"] * hidden)
        self.embedding = torch.nn.Embedding(model["input"]["vocabularySize"], model["input"]["embeddingSize"])
        self.rnn = CORES[model["cell"]](
            model["input"]["embeddingSize"], hidden, num_layers=model["layers"], batch_first=True)
        self.head = torch.nn.Linear(hidden, model["head"]["size"])

    def see(self, pictures):
        """Returns the maps [batch, looks, 6, 6] of the last convolution."""
        return self.encoder[:MAP](pictures)

    def first_state(self, seen):
        """Returns the state [layers, batch, hidden] that the decoder starts from."""
        state = torch.tanh(self.bridge(self.encoder[MAP:](seen)))
        return state.reshape(len(seen), self.rnn.num_layers, -1).transpose(0, 1).contiguous()

    def step(self, ids, state):
        """Returns logits [batch, time, words] and the next state."""
        hidden, state = self.rnn(self.embedding(ids), state)
        return self.head(hidden), state

    def forward(self, pictures, ids):
        return self.step(ids, self.first_state(self.see(pictures)))[0]


def caption_network(model, weights):
    """Returns the evaluation-mode network with stored weights, computing in float32."""
    network = CaptionNetwork(model)
    network.load_state_dict(weights)
    return network.eval()


def load_captions(folder):
    """Returns the network of a package, its model.json dictionary and its words."""
    model = read_json(folder / "model.json")
    weights = read_safetensors(folder / "weights.safetensors")
    return caption_network(model, weights), model, read_json(folder / "vocabulary.json")


def pictures(scenes):
    """Returns the drawn scenes [count, 3, 24, 24]."""
    return torch.from_numpy(numpy.stack([draw(scene) for scene in scenes]).astype(numpy.float32))


def pad(sentences, words):
    """Returns the ids that are read and, padded, those to be written."""
    table = {word: index for index, word in enumerate(words)}
    rows = [torch.tensor([table[word] for word in [START, *text.split(), END]]) for text in sentences]
    read = torch.nn.utils.rnn.pad_sequence([row[:-1] for row in rows], batch_first=True)
    return read, torch.nn.utils.rnn.pad_sequence([row[1:] for row in rows], batch_first=True, padding_value=PADDING)


def greedy(network, images, words, limit):
    """Returns the caption of each picture that takes the most probable word each time."""
    end = words.index(END)
    with torch.no_grad():
        state = network.first_state(network.see(images))
        ids = torch.full((len(images), 1), words.index(START))
        written = []
        for _ in range(limit):
            logits, state = network.step(ids, state)
            ids = logits.argmax(2)
            written.append(ids)
    rows = torch.cat(written, dim=1).tolist()
    return [" ".join(words[i] for i in (row[: row.index(end)] if end in row else row)) for row in rows]


def perplexity(network, images, sentences, words):
    """Returns the perplexity a word, <end> included, of one caption for each picture."""
    read, expected = pad(sentences, words)
    with torch.no_grad():
        losses = [
            torch.nn.functional.cross_entropy(network(*chunk[:2]).transpose(1, 2), chunk[2], reduction="sum").item()
            for chunk in zip(images.split(250), read.split(250), expected.split(250))
        ]
    return math.exp(sum(losses) / (expected != PADDING).sum().item())


class Development:
    """Scenes that are never trained on, with all their true captions and one of them drawn for the perplexity."""

    def __init__(self, count):
        self.scenes = make_scenes(count, DEV_SEED)
        self.images = pictures(self.scenes)
        self.captions = [captions(scene) for scene in self.scenes]
        generator = random.Random(DEV_SEED)
        self.drawn = [generator.choice(texts) for texts in self.captions]

    def measure(self, network, model, words):
        """Returns the share of true greedy captions, the same by number of shapes, the perplexity, and the captions."""
        written = greedy(network, self.images, words, model["sampling"]["maxTokens"])
        right = [text in true for text, true in zip(written, self.captions)]
        totals = Counter(len(scene["shapes"]) for scene in self.scenes)
        found = Counter(len(scene["shapes"]) for scene, good in zip(self.scenes, right) if good)
        shares = {number: found[number] / totals[number] for number in sorted(totals)}
        return sum(right) / len(right), shares, perplexity(network, self.images, self.drawn, words), written


def report(share, shares, perplexity_found):
    parts = ", ".join(f"{value:.2%} of {number}" for number, value in shares.items())
    return f"true captions {share:.2%} (shapes: {parts}), perplexity {perplexity_found:.3f}"


def in_order(scene):
    """Returns the captions of a scene that mention its shapes in one fixed order, that of LOOKS.

    Any order of mention is true, but a network that has to guess which one comes learns the picture much more slowly.
    """
    ranks = {(colour, kind): rank for rank, (_, colour, kind) in enumerate(LOOKS)}
    expected = sorted({ranks[shape["colour"], shape["kind"]] for shape in scene["shapes"]})
    texts = captions(scene)
    return [text for text in texts if list(dict.fromkeys(ranks[pair] for pair in MENTION.findall(text))) == expected] or texts


def maps(scenes):
    """Returns what the last convolution is taught to show [scenes, looks, 6, 6]: each shape's share of the cells.

    There is one map for every look (size, colour, kind). A shape is spread over the four cells around its centre so
    that their mean is the centre: number and places can be read off the maps by a linear layer.
    """
    side = SIDE / CELLS
    centres = (torch.arange(CELLS) + 0.5) * side
    result = torch.zeros(len(scenes), len(LOOKS), CELLS, CELLS)
    for row, scene in zip(result, scenes):
        for shape in scene["shapes"]:
            across, down = ((1 - (centres - shape[axis]).abs() / side).clamp(min=0) for axis in "xy")
            row[LOOKS.index(look(shape))] += down[:, None] * across
    return result


def schedule(parameters, steps, arguments):
    """Returns the optimiser and its one-cycle rate."""
    optimizer = torch.optim.AdamW(parameters, lr=arguments.rate, weight_decay=arguments.decay)
    return optimizer, torch.optim.lr_scheduler.OneCycleLR(
        optimizer, arguments.rate, total_steps=steps, pct_start=0.15)


def learn_to_see(model, images, targets, arguments):
    """Trains the convolutions alone to show the maps; returns the network with them folded and rounded."""
    network = CaptionNetwork(model, normalise=True)
    steps = arguments.seeing_epochs * -(-len(images) // 64)
    optimizer, rates = schedule(network.encoder[:MAP].parameters(), steps, arguments)
    average = WeightAverage(network, 0.998)
    for epoch in range(arguments.seeing_epochs):
        start, total = time.monotonic(), 0.0
        for chunk in torch.randperm(len(images)).split(64):
            batch = images[chunk] + arguments.noise * torch.randn(len(chunk), *images.shape[1:])
            error = ((network.see(batch) - targets[chunk]) ** 2).sum() / len(chunk)
            optimizer.zero_grad()
            error.backward()
            optimizer.step()
            rates.step()
            average.update(network)
            total += error.item() * len(chunk)
        print(f"seeing {epoch + 1:2d}  squared error a picture {total / len(images):.4f}  "
              f"{time.monotonic() - start:.0f} s", flush=True)
    return caption_network(model, {name: value.bfloat16() for name, value in fold(average.weights).items()})


def start_from_planes(network):
    """Sets the first weights after the maps so that what is learnt of one place holds at once for all the others.

    Each unit starts with a random weight for every look, times a random plane over the places. With independent weights
    every place would have to be learnt for itself.
    """
    first, bridge = network.encoder[MAP + 1], network.bridge
    places = (torch.arange(CELLS) - (CELLS - 1) / 2) / (CELLS / 2)
    level, across, down = torch.randn(3, first.out_features, 1, 1)
    planes = 0.5 * level + across * places + down * places[:, None]
    looks = torch.randn(first.out_features, len(LOOKS), 1, 1)
    with torch.no_grad():
        first.weight.copy_((looks * planes[:, None]).flatten(1))
        first.bias.normal_(std=0.3)
        bridge.weight.normal_(std=1 / math.sqrt(bridge.in_features))


def learn_to_tell(network, model, words, seen, texts, development, arguments):
    """Trains all after the maps on captions; writes the averaged weights, rounded, into the package after each epoch."""
    generator = random.Random(arguments.seed)
    start_from_planes(network)
    network.encoder[:MAP].requires_grad_(False)
    steps = arguments.epochs * -(-len(seen) // arguments.batch)
    parameters = [value for value in network.parameters() if value.requires_grad]
    optimizer, rates = schedule(parameters, steps, arguments)
    loss_function = torch.nn.CrossEntropyLoss(ignore_index=PADDING)
    average = WeightAverage(network, 0.998)
    network.train()
    for epoch in range(arguments.epochs):
        start, total, count = time.monotonic(), 0.0, 0
        for chunk in torch.randperm(len(seen)).split(arguments.batch):
            read, expected = pad([generator.choice(texts[index]) for index in chunk.tolist()], words)
            logits, _ = network.step(read, network.first_state(seen[chunk]))
            loss = loss_function(logits.flatten(0, 1), expected.flatten())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            rates.step()
            average.update(network)
            total, count = total + loss.item(), count + 1
        weights = {name: value.bfloat16() for name, value in average.weights.items()}
        share, shares, surprise, _ = development.measure(caption_network(model, weights), model, words)
        print(f"epoch {epoch + 1:2d}  loss {total / count:.4f}  {report(share, shares, surprise)}  "
              f"{time.monotonic() - start:.0f} s", flush=True)
        model["metric"] = {
            "name": "true greedy captions", "value": round(share, 4), "split": f"1,000 scenes of seed {DEV_SEED}"}
        write_package(arguments.out, model, weights, {"vocabulary.json": words})


def write_golden(folder, path):
    """Writes what the stored weights give, in float64, for three scenes: first state, words and their probabilities."""
    network, model, words = load_captions(folder)
    network = network.double()
    scenes = [scene for scene in make_scenes(60, GOLDEN_SEED) if scene["background"] == 1]
    scenes = [next(scene for scene in scenes if len(scene["shapes"]) == number) for number in (1, 2, 3)]
    cases = []
    for scene in scenes:
        picture = torch.from_numpy(draw(scene)).unsqueeze(0)
        (text,) = greedy(network, picture, words, model["sampling"]["maxTokens"])
        read, expected = pad([text], words)
        with torch.no_grad():
            state = network.first_state(network.see(picture))
            scores = torch.softmax(network(picture, read)[0], dim=1).gather(1, expected[0].unsqueeze(1))[:, 0]
        features = [int(value) if value == int(value) else value for value in picture.flatten().tolist()]
        cases.append({
            "features": [features],
            "state": [float(f"{value:.6g}") for value in state.flatten().tolist()],
            "greedy": {"text": text, "probabilities": [float(f"{value:.6g}") for value in scores.tolist()]},
        })
    content = {"model": model["name"], "version": model["version"], "cases": cases}
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=root / "models/captions")
    parser.add_argument("--evaluate", action="store_true", help="only print the metric of the package in --out")
    parser.add_argument("--show", type=int, default=0, help="with --evaluate: print so many of the false captions")
    parser.add_argument("--golden", action="store_true", help="only write the golden file of the package in --out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenes", type=int, default=40000, help="scenes to train on")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seeing-epochs", type=int, default=8, help="for the convolutions, before the others")
    parser.add_argument("--batch", type=int, default=128, help="captions a step")
    parser.add_argument("--rate", type=float, default=4e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=1e-2, help="weight decay")
    parser.add_argument("--noise", type=float, default=0.01, help="deviation of the noise added to pixels")
    parser.add_argument("--hidden", type=int, default=128)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    if arguments.golden:
        write_golden(arguments.out, root / "tests/Recurrent.Tests/Golden/models/captions.json")
        return
    development = Development(1000)
    if arguments.evaluate:
        network, model, words = load_captions(arguments.out)
        *measured, written = development.measure(network, model, words)
        print(report(*measured))
        false = [(text, true[0]) for text, true in zip(written, development.captions) if text not in true]
        for text, true in false[: arguments.show]:
            print(f"written: {text}\n   true: {true}")
        return
    start = time.monotonic()
    torch.manual_seed(arguments.seed)
    scenes = make_scenes(arguments.scenes, arguments.seed)
    images, texts = pictures(scenes), [in_order(scene) for scene in scenes]
    words = [START, END] + sorted({word for some in texts for text in some for word in text.split()})
    model = describe(len(words), arguments.hidden)
    print(f"{len(scenes):,} scenes, {sum(len(some) for some in texts):,} captions, {len(words)} words; "
          f"{sum(value.numel() for value in CaptionNetwork(model).parameters()):,} parameters, "
          f"{multiplications(MODULES, IMAGE):,} multiplications a picture; {time.monotonic() - start:.0f} s", flush=True)
    network = learn_to_see(model, images, maps(scenes), arguments)
    with torch.no_grad():
        seen = torch.cat([network.see(chunk) for chunk in images.split(500)])
    learn_to_tell(network, model, words, seen, texts, development, arguments)
    print(f"{time.monotonic() - start:.0f} s, written to {arguments.out}")


if __name__ == "__main__":
    main()
