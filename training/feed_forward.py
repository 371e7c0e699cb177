"""The feed-forward network that `model.json` lists module by module: an `nn.Sequential` over an image.

In training every convolution may carry a batch norm. A package knows none: `fold` puts it into the convolution.
"""

import torch

NORM_EPSILON = 1e-5


class NormalisedConvolution(torch.nn.Conv2d):
    """A convolution and its batch norm as one module, so that both forms of a network count their modules alike."""

    def __init__(self, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.norm = torch.nn.BatchNorm2d(self.out_channels, eps=NORM_EPSILON)
        # A count among the weights could not be averaged.
        self.norm.num_batches_tracked = None

    def forward(self, images):
        return self.norm(super().forward(images))


def build(modules, image, normalise=False, dropout=0.0):
    """Returns the nn.Sequential of a list of modules, and the size of the flat vector at its end.

    `image` has channels, height and width as in model.json; `normalise` gives every convolution a batch norm.
    """
    channels, height, width = image["channels"], image["height"], image["width"]
    size = None
    convolution = NormalisedConvolution if normalise else torch.nn.Conv2d
    built = []
    for entry in modules:
        kind = entry["kind"]
        if kind == "conv2d":
            kernel, stride, padding = entry["kernelSize"], entry.get("stride", 1), entry.get("padding", 0)
            built.append(convolution(channels, entry["channels"], kernel, stride=stride, padding=padding))
            channels = entry["channels"]
            height, width = ((side + 2 * padding - kernel) // stride + 1 for side in (height, width))
        elif kind in ("max-pool", "average-pool"):
            pool = torch.nn.MaxPool2d if kind == "max-pool" else torch.nn.AvgPool2d
            built.append(pool(entry["kernelSize"]))
            height, width = height // entry["kernelSize"], width // entry["kernelSize"]
        elif kind == "flatten":
            built.append(torch.nn.Flatten())
            size = channels * height * width
        elif kind == "linear":
            built.append(torch.nn.Linear(size, entry["size"]))
            size = entry["size"]
        elif kind == "dropout":
            built.append(torch.nn.Dropout(dropout))
        else:
            built.append({"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[kind]())
    return torch.nn.Sequential(*built), size


def fold(weights):
    """Returns the state_dict of the network without batch norm that computes the same in evaluation mode."""
    folded = {name: value.clone() for name, value in weights.items() if ".norm." not in name}
    for name, mean in weights.items():
        if not name.endswith("norm.running_mean"):
            continue
        module = name[: -len("norm.running_mean")]
        scale = weights[module + "norm.weight"] / (weights[module + "norm.running_var"] + NORM_EPSILON).sqrt()
        folded[module + "weight"] *= scale.reshape(-1, 1, 1, 1)
        folded[module + "bias"] = (folded[module + "bias"] - mean) * scale + weights[module + "norm.bias"]
    return folded


def multiplications(modules, image):
    """Returns how many multiplications the network needs for one image."""
    network, _ = build(modules, image)
    value, count = torch.zeros(1, image["channels"], image["height"], image["width"]), 0
    with torch.no_grad():
        for module in network:
            value = module(value)
            if isinstance(module, torch.nn.Conv2d):
                count += value.numel() * module.weight[0].numel()
            elif isinstance(module, torch.nn.Linear):
                count += module.weight.numel()
    return count
