"""Image classifiers of one feed-forward network and a linear head: training, accuracy, packages, golden cases."""

import math
import time
from pathlib import Path

import torch

from feed_forward import build, fold, multiplications
from network import WeightAverage
from rnn_package import read_json, read_safetensors, write_json, write_package


class ImageClassifier(torch.nn.Module):
    """Maps images [batch, channels, height, width] to logits [batch, classes]."""

    def __init__(self, model, normalise=False, dropout=0.0):
        super().__init__()
        self.network, size = build(model["network"], model["input"]["image"], normalise, dropout)
        self.head = torch.nn.Linear(size, model["head"]["size"])

    def forward(self, images):
        return self.head(self.network(images))


def describe(name, description, licence, image, modules, classes):
    """Returns the model.json of a classifier, without its metric."""
    return {
        "name": name,
        "version": "1",
        "description": description,
        "licence": licence,
        "topology": "one-to-one",
        "input": {
            "kind": "features",
            "size": image["channels"] * image["height"] * image["width"],
            "image": image,
        },
        "network": modules,
        "head": {"size": classes, "activation": "softmax", "labels": "labels.json"},
    }


def classifier(model, weights):
    """Returns the evaluation-mode network with stored weights, computing in float32."""
    network = ImageClassifier(model)
    network.load_state_dict(weights)
    return network.eval()


def load_classifier(folder):
    """Returns the network of a package and its model.json dictionary."""
    model = read_json(Path(folder) / "model.json")
    return classifier(model, read_safetensors(Path(folder) / "weights.safetensors")), model


def distort(images, arguments):
    """Returns the images turned, scaled, sheared, shifted and, if wished, mirrored, each by its own random amount."""
    count, _, _, width = images.shape

    def uniform(limit):
        return (torch.rand(count) * 2 - 1) * limit

    angle = uniform(arguments.turn * math.pi / 180)
    scale_x, scale_y = (torch.exp(uniform(math.log(1 + arguments.scale))) for _ in range(2))
    shear = uniform(arguments.shear)
    shift_x, shift_y = (uniform(2 * arguments.shift / width) for _ in range(2))
    mirror = torch.where(torch.rand(count) < arguments.mirror, -1.0, 1.0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    rows = [
        torch.stack([mirror * scale_x * cos, -scale_y * sin + shear, shift_x], dim=1),
        torch.stack([mirror * scale_x * sin, scale_y * cos, shift_y], dim=1),
    ]
    grid = torch.nn.functional.affine_grid(torch.stack(rows, dim=1), list(images.shape), align_corners=False)
    return torch.nn.functional.grid_sample(images, grid, padding_mode=arguments.border, align_corners=False)


def cut_out(images, side):
    """Returns the images with one square each, of at most `side` pixels, at the image's mean."""
    _, _, height, width = images.shape
    row, column = (torch.randint(0, length, (len(images), 1)) for length in (height, width))
    rows = (torch.arange(height) - row).abs() * 2 < side
    columns = (torch.arange(width) - column).abs() * 2 < side
    hidden = (rows.unsqueeze(2) & columns.unsqueeze(1)).unsqueeze(1)
    return torch.where(hidden, images.mean(dim=(2, 3), keepdim=True), images)


def light(images, amount):
    """Returns the images with contrast and brightness changed by up to `amount`."""
    count = len(images)
    contrast, brightness = (1 + (torch.rand(count, 1, 1, 1) * 2 - 1) * amount for _ in range(2))
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    return ((images - mean) * contrast + mean * brightness).clamp(0, 1)


def accuracy(network, images, labels):
    """Returns the share of images whose best label is the right one."""
    with torch.no_grad():
        best = torch.cat([network(chunk).argmax(1) for chunk in images.split(500)])
    return (best == labels).float().mean().item()


def add_options(parser, root, name, **defaults):
    """Adds the settings that both image classifiers have."""
    parser.add_argument("--data", type=Path, default=root / "../shared/data", help="folder of the datasets")
    parser.add_argument("--out", type=Path, default=root / "models" / name)
    parser.add_argument("--evaluate", action="store_true", help="only print the metric of the package in --out")
    parser.add_argument("--golden", action="store_true", help="only write the golden file of the package in --out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=defaults["epochs"])
    parser.add_argument("--batch", type=int, default=defaults["batch"], help="images a step")
    parser.add_argument("--rate", type=float, default=defaults["rate"], help="highest learning rate")
    parser.add_argument("--decay", type=float, default=defaults["decay"], help="weight decay")
    parser.add_argument("--dropout", type=float, default=defaults["dropout"])
    parser.add_argument("--smoothing", type=float, default=defaults["smoothing"], help="label smoothing")
    parser.add_argument("--turn", type=float, default=defaults["turn"], help="degrees, either way")
    parser.add_argument("--scale", type=float, default=defaults["scale"], help="share, either way")
    parser.add_argument("--shear", type=float, default=defaults["shear"])
    parser.add_argument("--shift", type=float, default=defaults["shift"], help="pixels, every way")
    parser.add_argument("--mirror", type=float, default=defaults["mirror"], help="probability")
    parser.add_argument("--cut-out", type=int, default=defaults["cut_out"], help="side of the hidden square in pixels")
    parser.add_argument("--light", type=float, default=defaults["light"], help="change of contrast and brightness")
    parser.set_defaults(border=defaults["border"])


def train(model, images, labels, dev, arguments):
    """Returns the averaged weights after the last epoch, folded and rounded to bfloat16."""
    torch.manual_seed(arguments.seed)
    network = ImageClassifier(model, normalise=True, dropout=arguments.dropout)
    image = model["input"]["image"]
    parameters = sum(value.numel() for value in ImageClassifier(model).parameters())
    print(f"{parameters:,} parameters, {multiplications(model['network'], image):,} multiplications an image", flush=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=arguments.decay)
    steps = arguments.epochs * (len(images) // arguments.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, arguments.rate, total_steps=steps, pct_start=0.2)
    loss_function = torch.nn.CrossEntropyLoss(label_smoothing=arguments.smoothing)
    average = WeightAverage(network, 0.998)
    for epoch in range(arguments.epochs):
        start, total_loss = time.monotonic(), 0.0
        network.train()
        order = torch.randperm(len(images))
        chunks = order[: len(order) // arguments.batch * arguments.batch].split(arguments.batch)
        for chunk in chunks:
            batch = distort(images[chunk], arguments)
            if arguments.light:
                batch = light(batch, arguments.light)
            if arguments.cut_out:
                batch = cut_out(batch, arguments.cut_out)
            loss = loss_function(network(batch), labels[chunk])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            average.update(network)
            total_loss += loss.item()
        exact = accuracy(classifier(model, fold(average.weights)), *dev)
        print(f"epoch {epoch + 1:2d}  loss {total_loss / len(chunks):.4f}  dev {exact:.4%}  "
              f"{time.monotonic() - start:.1f} s", flush=True)
    return {name: value.bfloat16() for name, value in fold(average.weights).items()}


def save(arguments, model, weights, labels, dev, split):
    """Measures the rounded weights on the development cut and writes the package."""
    score = accuracy(classifier(model, weights), *dev)
    model["metric"] = {"name": "accuracy", "value": round(score, 4), "split": split}
    write_package(arguments.out, model, weights, {"labels.json": labels})
    print(f"dev {score:.4%} with the stored weights, written to {arguments.out}", flush=True)


def write_golden(folder, images, path):
    """Writes the probabilities that the stored weights give, computed in float64, for a few made-up images."""
    network, model = load_classifier(folder)
    images = (images * 10000).round() / 10000
    with torch.no_grad():
        scores = torch.softmax(network.double()(images.double()), dim=1)
    cases = [
        {"features": [[float(f"{value:.4f}") for value in image.flatten().tolist()]],
         "scores": [[float(f"{value:.6g}") for value in row.tolist()]]}
        for image, row in zip(images, scores)
    ]
    write_json(path, {"model": model["name"], "version": model["version"], "cases": cases})
