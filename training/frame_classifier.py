"""Trains, evaluates and packages a causal network that reads a recording frame by frame and says what it is.

Every frame gives a score for each class; the scores after the last frame are the answer.
"""

import time
from collections import namedtuple
from pathlib import Path

import torch

from golden_cases import step_scores, write_cases
from network import CORES, WeightAverage
from rnn_package import read_json, read_safetensors

Recording = namedtuple("Recording", "frames label")


class FrameNetwork(torch.nn.Module):
    """Maps frames [batch, time, size] and a state to logits [batch, time, classes] and the next state."""

    def __init__(self, model, input_dropout=0.0):
        super().__init__()
        self.input_dropout = torch.nn.Dropout(input_dropout)
        self.rnn = CORES[model["cell"]](
            model["input"]["size"], model["hiddenSize"], num_layers=model["layers"], batch_first=True)
        self.output_dropout = torch.nn.Dropout(model["dropout"])
        self.head = torch.nn.Linear(model["hiddenSize"], model["head"]["size"])

    def forward(self, frames, state=None):
        hidden, state = self.rnn(self.input_dropout(frames), state)
        return self.head(self.output_dropout(hidden)), state


def pad(recordings):
    """Returns frames [batch, time, size], lengths and labels."""
    frames = torch.nn.utils.rnn.pad_sequence([r.frames for r in recordings], batch_first=True)
    return frames, torch.tensor([len(r.frames) for r in recordings]), torch.tensor([r.label for r in recordings])


def final_logits(network, recordings):
    """Returns the logits after the last frame of each recording."""
    network.eval()
    frames, lengths, _ = pad(recordings)
    with torch.no_grad():
        logits, _ = network(frames)
    return logits[torch.arange(len(recordings)), lengths - 1]


def score(network, recordings):
    """Returns how many recordings are classified rightly, and the mean cross-entropy."""
    logits = final_logits(network, recordings)
    labels = torch.tensor([r.label for r in recordings])
    return (logits.argmax(1) == labels).sum().item(), torch.nn.functional.cross_entropy(logits, labels).item()


def standardiser(recordings):
    """Returns the mean and the deviation of each feature over all frames."""
    frames = torch.cat([r.frames for r in recordings])
    return frames.mean(0), frames.std(0)


def standardise(recordings, mean, deviation):
    return [Recording((r.frames - mean) / deviation, r.label) for r in recordings]


def fold(weights, mean, deviation):
    """Returns weights that read raw frames as the given ones read standardised frames."""
    folded = dict(weights)
    kernel = weights["rnn.weight_ih_l0"].double() / deviation.double()
    bias = weights["rnn.bias_ih_l0"].double() - kernel @ mean.double()
    folded["rnn.weight_ih_l0"], folded["rnn.bias_ih_l0"] = kernel.float(), bias.float()
    return folded


def resample(frames, rate):
    """Returns the recording at another speed, linear between frames."""
    count = max(2, round(len(frames) / rate))
    places = torch.linspace(0, len(frames) - 1, count)
    left = places.floor().long().clamp(max=len(frames) - 2)
    part = (places - left).unsqueeze(1)
    return frames[left] * (1 - part) + frames[left + 1] * part


def distort(recording, settings, generator):
    """Returns a copy at another speed, with frames lost at both ends, an offset for each feature, and noise."""

    def uniform():
        return torch.rand((), generator=generator).item()

    frames = resample(recording.frames, 1 + settings.speed * (2 * uniform() - 1))
    lost = settings.crop * len(frames)
    start, end = int(uniform() * (lost + 1)), len(frames) - int(uniform() * (lost + 1))
    frames = frames[start:end] if end - start >= 2 else frames
    size = frames.shape[1]
    frames = frames + settings.offset * torch.randn(size, generator=generator)
    return Recording(frames + settings.noise * torch.randn(len(frames), size, generator=generator), recording.label)


def live_loss(logits, lengths, labels, settings):
    """The loss after the last frame, and with a smaller weight after every frame, later ones counting more."""
    steps = torch.arange(1, logits.shape[1] + 1)
    inside = steps <= lengths.unsqueeze(1)
    ramp = (steps / lengths.unsqueeze(1)).square() * inside
    last = (steps == lengths.unsqueeze(1)).float()
    weights = (1 - settings.live) * last + settings.live * ramp / ramp.sum(1, keepdim=True)
    every = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), labels.repeat_interleave(logits.shape[1]), reduction="none",
        label_smoothing=settings.smoothing)
    return (every.reshape(logits.shape[:2]) * weights).sum() / len(labels)


def train(network, recordings, development, settings):
    """Trains on standardised recordings for the given number of epochs and returns the averaged weights."""
    generator = torch.Generator().manual_seed(settings.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    steps = settings.epochs * -(-len(recordings) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, total_steps=steps, pct_start=0.1)
    average = WeightAverage(network, settings.average)
    for epoch in range(settings.epochs):
        network.train()
        order = torch.randperm(len(recordings), generator=generator).tolist()
        total = 0.0
        for start in range(0, len(order), settings.batch):
            chunk = [distort(recordings[i], settings, generator) for i in order[start : start + settings.batch]]
            frames, lengths, labels = pad(chunk)
            loss = live_loss(network(frames)[0], lengths, labels, settings)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(network)
            total += loss.item() * len(chunk)
        if (epoch + 1) % settings.report == 0 or epoch + 1 == settings.epochs:
            trained = {name: value.clone() for name, value in network.state_dict().items()}
            network.load_state_dict(average.weights)
            right, entropy = score(network, development)
            print(f"epoch {epoch + 1:3d}  loss {total / len(order):.4f}  development {right} of {len(development)}, "
                  f"cross-entropy {entropy:.4f}", flush=True)
            network.load_state_dict(trained)
    return average.weights


def add_arguments(parser, **defaults):
    """Adds the settings of train and distort with a package's defaults."""
    parser.add_argument("--seed", type=int, default=1)
    for name, kind, text in [
        ("epochs", int, "passes over the training recordings"),
        ("batch", int, "recordings a step"),
        ("rate", float, "highest learning rate"),
        ("decay", float, "weight decay"),
        ("average", float, "decay of the moving average of the weights"),
        ("hidden", int, "units"),
        ("dropout", float, "on the hidden state"),
        ("input-dropout", float, "on the features"),
        ("noise", float, "deviation of the noise on each value, in deviations of the feature"),
        ("offset", float, "the same for a recording's offset"),
        ("speed", float, "largest change of speed, as a share"),
        ("crop", float, "largest share of frames lost at either end"),
        ("live", float, "weight of the loss before the last frame"),
        ("smoothing", float, "label smoothing"),
        ("report", int, "epochs between two lines of the log"),
    ]:
        parser.add_argument(f"--{name}", type=kind, default=defaults[name.replace("-", "_")], help=text)
    parser.add_argument("--float32", action="store_true", help="store float32 weights instead of bfloat16")


def fit(model, recordings, development, settings):
    """Trains a network and returns its weights for raw frames, rounded as they are stored."""
    torch.set_num_threads(1)
    torch.manual_seed(settings.seed)
    begin = time.monotonic()
    mean, deviation = standardiser(recordings)
    network = FrameNetwork(model, settings.input_dropout)
    recordings, development = (standardise(r, mean, deviation) for r in (recordings, development))
    weights = train(network, recordings, development, settings)
    count = sum(value.numel() for value in weights.values())
    print(f"{count:,} parameters, {time.monotonic() - begin:.0f} s", flush=True)
    folded = fold(weights, mean, deviation)
    return folded if settings.float32 else {name: value.bfloat16() for name, value in folded.items()}


def load(folder):
    """Returns the evaluation-mode network of a package and its model.json dictionary."""
    model = read_json(Path(folder) / "model.json")
    network = FrameNetwork({"dropout": 0.0, **model})
    network.load_state_dict(read_safetensors(Path(folder) / "weights.safetensors"))
    return network.eval(), model


def describe_score(network, recordings):
    right, entropy = score(network, recordings)
    return f"{right} of {len(recordings)} right, {right / len(recordings):.2%}, cross-entropy {entropy:.4f}"


def made_up_frames(length, mean, deviation, generator):
    """Returns smooth random frames of the given size of values; they come from no recording."""
    steps = torch.randn(length, len(mean), generator=generator)
    for t in range(1, length):
        steps[t] = 0.8 * steps[t - 1] + 0.6 * steps[t]
    return (mean + deviation * steps).mul(100).round() / 100


def write_golden(path, folder, mean, deviation, lengths, seed):
    """Writes made-up recordings and the probabilities that the stored weights give after each frame."""
    network, model = load(folder)
    generator = torch.Generator().manual_seed(seed)
    cases = []
    for length in lengths:
        frames = made_up_frames(length, torch.tensor(mean), torch.tensor(deviation), generator)
        # The decimals are what a reader of the file gets, so the network reads those.
        rows = [[round(value, 2) for value in row] for row in frames.tolist()]
        cases.append({"features": rows, "scores": step_scores(network, torch.tensor(rows, dtype=torch.float64))})
    write_cases(path, model, cases)
