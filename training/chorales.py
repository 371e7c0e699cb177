"""Trains the chorale model of `models/chorales` on JSB Chorales and writes the package.

A GRU reads a chorale frame by frame (a quarter note each, 88 numbers that say which keys sound) and gives for each of
the 88 notes the probability that it sounds in the next frame. An all-zero frame stands in front of every chorale, so
that the model also learns how to begin. The chorales of the data set all stand in one key; training begins with chorales
transposed by a random interval, which teaches what is common to all keys, and then transposes ever fewer of them. The
averaged weights of the epoch with the lowest negative log-likelihood on the valid split are kept, in bfloat16.
"""

import argparse
import gzip
import json
import time
from pathlib import Path

import torch
from torch.nn.utils.rnn import pad_sequence

from network import CORES, WeightAverage
from rnn_package import read_json, read_safetensors, write_json, write_package

LOWEST, NOTES = 21, 88


class FrameNetwork(torch.nn.Module):
    """Maps frames [batch, time, 88] and a state to the logits of the next frames and the next state."""

    def __init__(self, model, input_dropout=0.0):
        super().__init__()
        between_layers = model["dropout"] if model["layers"] > 1 else 0.0
        self.rnn = CORES[model["cell"]](
            model["input"]["size"], model["hiddenSize"], model["layers"], batch_first=True, dropout=between_layers)
        self.head = torch.nn.Linear(model["hiddenSize"], model["head"]["size"])
        self.input_dropout = torch.nn.Dropout(input_dropout)
        self.output_dropout = torch.nn.Dropout(model["dropout"])

    def prepare(self, chorales):
        """Starts with larger input weights, as only four inputs are not 0, and with each note's own frequency."""
        for name, weight in self.rnn.named_parameters():
            if name.startswith("weight_ih_l0"):
                torch.nn.init.normal_(weight, std=0.25)
            elif name.startswith("weight_hh"):
                for block in weight.chunk(weight.shape[0] // weight.shape[1]):
                    torch.nn.init.orthogonal_(block)
        rates = torch.cat(chorales).mean(0).clamp(min=1e-3)
        with torch.no_grad():
            self.head.bias.copy_(torch.logit(rates))

    def forward(self, frames, state=None):
        hidden, state = self.rnn(self.input_dropout(frames), state)
        return self.head(self.output_dropout(hidden)), state


def describe(arguments):
    """Returns model.json without the metric."""
    return {
        "name": "chorales",
        "version": "1",
        "description": "Four-part chorales in Bach's manner, a frame of 88 notes for each quarter.",
        "licence": "none stated for the training data, see CARD.md",
        "topology": "one-to-many",
        "cell": arguments.cell,
        "layers": arguments.layers,
        "hiddenSize": arguments.hidden,
        "bidirectional": False,
        "dropout": arguments.dropout,
        "input": {"kind": "features", "size": NOTES, "pianoRoll": {"lowestNote": LOWEST, "stepsPerQuarter": 1}},
        "head": {"size": NOTES, "activation": "sigmoid"},
        "sampling": {"temperature": arguments.temperature, "topK": 0, "topP": 1.0, "maxTokens": 256},
    }


def read_chorales(data, split):
    """Returns the chorales of a split as float tensors [time, 88] of zeros and ones."""
    with gzip.open(data / "music-pianoroll/JSB_Chorales.json.gz", "rt", encoding="utf-8") as file:
        sequences = json.load(file)[split]
    chorales = []
    for sequence in sequences:
        frames = torch.zeros(len(sequence), NOTES)
        for frame, notes in zip(frames, sequence):
            frame[[note - LOWEST for note in notes]] = 1
        chorales.append(frames)
    return chorales


def transpose(frames, semitones, generator):
    """Returns the chorale moved by a random interval of at most that many semitones inside the 88 notes."""
    columns = frames.any(0).nonzero()
    lowest = max(-semitones, -columns.min().item())
    highest = min(semitones, NOTES - 1 - columns.max().item())
    return frames.roll(torch.randint(lowest, highest + 1, (1,), generator=generator).item(), 1)


def pad(chorales):
    """Returns what the network reads, the frames it must give, and 1 where there is a frame [batch, time]."""
    read = [torch.cat([torch.zeros(1, NOTES), frames[:-1]]) for frames in chorales]
    there = [torch.ones(len(frames)) for frames in chorales]
    return tuple(pad_sequence(part, batch_first=True) for part in (read, chorales, there))


def losses(logits, frames):
    """Returns the negative log-likelihood of each frame [batch, time] in nats, summed over the notes."""
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, frames, reduction="none").sum(2)


def measure(network, chorales):
    """Returns the nats per predicted frame, where the first frame of a chorale does not count as predicted."""
    network.eval()
    read, frames, there = pad(chorales)
    there[:, 0] = 0
    with torch.no_grad():
        nats = losses(network(read)[0], frames)
    return ((nats * there).sum() / there.sum()).item()


def batches(chorales, size, share, semitones, generator):
    """Yields padded batches of chorales of similar length in random order; that share of them is transposed."""
    noise = torch.rand(len(chorales), generator=generator).tolist()
    order = sorted(range(len(chorales)), key=lambda i: len(chorales[i]) * (0.7 + 0.6 * noise[i]))
    chunks = [order[start : start + size] for start in range(0, len(order), size)]
    for chunk in torch.randperm(len(chunks), generator=generator).tolist():
        moved = (torch.rand(size, generator=generator) < share).tolist()
        yield pad([transpose(chorales[i], semitones if m else 0, generator) for i, m in zip(chunks[chunk], moved)])


def train(network, chorales, valid, arguments, save):
    """Trains, and calls save with the nats per frame and the averaged weights whenever they are the best so far."""
    generator = torch.Generator().manual_seed(arguments.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=arguments.decay)
    steps = arguments.epochs * -(-len(chorales) // arguments.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, arguments.rate, total_steps=steps, pct_start=0.1)
    average = WeightAverage(network, 0.995)
    best, best_epoch = float("inf"), 0
    for epoch in range(1, arguments.epochs + 1):
        network.train()
        total = count = 0
        share = max(0, 1 - epoch / arguments.transposed_epochs)
        for read, frames, there in batches(chorales, arguments.batch, share, arguments.semitones, generator):
            nats = (losses(network(read)[0], frames) * there).sum()
            optimizer.zero_grad()
            (nats / there.sum()).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), arguments.clip)
            optimizer.step()
            schedule.step()
            average.update(network)
            total, count = total + nats.item(), count + there.sum().item()
        trained = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict(average.weights)
        score = measure(network, valid)
        network.load_state_dict(trained)
        if score < best:
            best, best_epoch = score, epoch
            save({name: value.clone() for name, value in average.weights.items()}, score)
        if epoch % 5 == 0:
            print(f"epoch {epoch:3d}  train {total / count:.3f}  valid {score:.3f}  best {best:.3f}", flush=True)
        if epoch - best_epoch >= arguments.patience:
            break


def load(folder):
    """Returns the evaluation-mode network of the package, with its stored weights, and its model.json dictionary."""
    model = read_json(folder / "model.json")
    network = FrameNetwork(model)
    network.load_state_dict(read_safetensors(folder / "weights.safetensors"))
    return network.eval(), model


def generate(network, count, length, temperature, generator):
    """Returns chorales of that many frames, drawn note by note, each from an all-zero frame."""
    frame, state, drawn = torch.zeros(count, 1, NOTES), None, []
    with torch.no_grad():
        for _ in range(length):
            logits, state = network(frame, state)
            frame = torch.bernoulli(torch.sigmoid(logits / temperature), generator=generator)
            drawn.append(frame)
    return list(torch.cat(drawn, 1))


def describe_frames(chorales):
    """Returns what a listener would count: notes a frame, how they are spread, and what is held and struck anew."""
    frames = torch.cat(chorales)
    sizes = frames.sum(1)
    held = sum((a[1:] * a[:-1]).sum().item() for a in chorales) / sum(a[1:].sum().item() for a in chorales)
    same = sum((a[1:] == a[:-1]).all(1).sum().item() for a in chorales) / sum(len(a) - 1 for a in chorales)
    share = " ".join(f"{n}:{(sizes == n).float().mean():.1%}" for n in range(8))
    lows = [frame.nonzero().min().item() + LOWEST for frame in frames if frame.any()]
    highs = [frame.nonzero().max().item() + LOWEST for frame in frames if frame.any()]
    return (f"{sizes.mean():.2f} notes a frame ({share}), held {held:.1%} of the notes, {same:.1%} of the frames as "
            f"the one before, lowest note {sum(lows) / len(lows):.1f}, highest {sum(highs) / len(highs):.1f} on average")


def golden(network, seed=1):
    """Returns made-up frames and the probabilities that the network gives after each; zeros, which sessions add, go before."""
    generator = torch.Generator().manual_seed(seed)
    cases = []
    for length in (2, 5, 8):
        frames = torch.zeros(length, NOTES)
        for frame in frames[1:]:
            frame[[24 + 6 * voice + torch.randint(0, 7, (1,), generator=generator).item() for voice in range(4)]] = 1
        with torch.no_grad():
            scores = torch.sigmoid(network(frames.unsqueeze(0))[0][0])
        cases.append({
            "features": frames[1:].int().tolist(),
            "scores": [[float(f"{score:.6g}") for score in row] for row in scores[1:].tolist()]})
    return {"cases": cases}


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models/chorales")
    parser.add_argument("--evaluate", action="store_true", help="measure the written package instead of training")
    parser.add_argument("--golden", action="store_true", help="write the golden file of the written package instead")
    parser.add_argument("--generate", type=int, metavar="COUNT", help="describe what the written package generates instead")
    parser.add_argument("--temperature", type=float, default=1.05, help="of generation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=80)
    parser.add_argument("--patience", type=int, default=15, help="epochs without a better one before training stops")
    parser.add_argument("--batch", type=int, default=16, help="chorales a step")
    parser.add_argument("--rate", type=float, default=5e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=1e-2, help="weight decay")
    parser.add_argument("--clip", type=float, default=5.0, help="largest norm of the gradient")
    parser.add_argument("--cell", choices=sorted(CORES), default="gru")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--input-dropout", type=float, default=0.0)
    parser.add_argument(
        "--transposed-epochs", type=int, default=64, help="the share of transposed chorales falls until this epoch")
    parser.add_argument("--semitones", type=int, default=5, help="largest transposition in training")
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    if arguments.golden:
        path = root / "tests/Recurrent.Tests/Golden/models/chorales.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(golden(load(arguments.out)[0])) + "\n", encoding="utf-8")
        return
    valid = read_chorales(arguments.data, "valid")
    if arguments.evaluate:
        print(f"{measure(load(arguments.out)[0], valid):.4f} nats per frame on the valid split")
        return
    if arguments.generate:
        generator = torch.Generator().manual_seed(arguments.seed)
        drawn = generate(load(arguments.out)[0], arguments.generate, 60, arguments.temperature, generator)
        print("valid split:", describe_frames(valid))
        print("generated:  ", describe_frames(drawn))
        return

    start = time.monotonic()
    model = describe(arguments)
    network = FrameNetwork(model, arguments.input_dropout)
    chorales = read_chorales(arguments.data, "train")
    network.prepare(chorales)
    print(f"{sum(p.numel() for p in network.parameters()):,} parameters", flush=True)
    predicted = sum(len(frames) - 1 for frames in valid)

    def save(weights, score):
        model["metric"] = {
            "name": "NLL per frame", "value": round(score, 4), "split": f"JSB Chorales valid, {predicted:,} frames"}
        write_package(arguments.out, model, {n: w.to(torch.bfloat16) for n, w in weights.items()}, {})

    train(network, chorales, valid, arguments, save)
    model["metric"]["value"] = round(measure(load(arguments.out)[0], valid), 4)
    write_json(arguments.out / "model.json", model)
    print(f"{model['metric']['value']} nats per frame as stored, {time.monotonic() - start:.0f} s, in {arguments.out}")


if __name__ == "__main__":
    main()
