"""Golden files of classifiers: made-up inputs and what PyTorch computes for them from a package's stored weights."""

import json
from pathlib import Path

import torch


def step_scores(network, inputs):
    """Returns the probabilities after each step of one sequence, computed in float64, to six significant digits."""
    with torch.no_grad():
        logits, _ = network.double()(inputs.unsqueeze(0))
    return [[float(f"{value:.6g}") for value in row] for row in torch.softmax(logits[0], dim=1).tolist()]


def write_cases(path, model, cases):
    """Writes the cases as JSON, one a line."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    head = json.dumps({"model": model["name"], "version": model["version"]})[:-1]
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(f'{head}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
