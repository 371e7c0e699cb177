"""Writes the golden vectors that the C# cells, tokenizers and features are tested against.

Weights are rounded to bfloat16 and stored as such; the outputs are computed by torch.nn in float64 from exactly these
values and stored as float32. The same seed gives the same bytes.
"""

import argparse
from pathlib import Path

import torch

from abc_lexer import lex
from rnn_package import write_json, write_safetensors
from word_features import lower, prefix, shape, suffix

SEED = 20240611
STEPS = 5
CELLS = {
    "rnn-tanh": lambda *sizes, **options: torch.nn.RNN(*sizes, nonlinearity="tanh", **options),
    "rnn-relu": lambda *sizes, **options: torch.nn.RNN(*sizes, nonlinearity="relu", **options),
    "gru": torch.nn.GRU,
    "lstm": torch.nn.LSTM,
}

# hidden size, input size, batch, whether the initial state is other than zero
SIZES = [(3, 5, 1, False), (7, 5, 3, True), (64, 9, 1, True), (65, 11, 3, True), (100, 13, 1, False)]

WORDS = [
    "the", "The", "McDonald's", "2,000", "iPhone", "USA", "e-mail", "don't", "n't", "a", "I", ".", "...", "--", ":-)",
    "3rd", "1990s", "$9.99", "http://example.org/a_b?c=1", "user@example.org", "Café", "Cafe\u0301", "naïve", "Ünïcödé",
    "Straße", "STRASSE", "\u1e9e", "İstanbul", "ısı", "ΣΊΣΥΦΟΣ", "Москва", "עברית", "مرحبا", "٢٠٢٤", "日本語", "東京タワー",
    "한국어", "\u01c5ep", "\U00010400\U00010401\U00010428", "👍", "👩‍🔬", "a👍B", "½", "x²", "№5", "ª", "ʰ", "Ⅳ", "A̅b", "l'Été",
    "\u00a0", "\u200bzero", "O’Neill", "AAAaaa111", "X-x-X", "_",
]

TUNES = [
    "M:6/8\nK:D Mixolydian\n|:ABc d2e|f3 =c3|(3ABc d/2e/2f ^g_B|A,3/2 z3/2 A,,3:|\n",
    "M:C|\nK:G Major\n|:G2BG d>B (3cBA|[1 G8:|[2 G4 z4|]\n::g''4 [GBd]4|1 e4-e4:|2 e8||\n",
    "X:1\nT:A tune, with: a colon\nK:none",
    "%%comment\nK:A\n^^F__B==C x/ z// ~A .B \"Am\"c !trill!d{ef}g |:: ^ (4 w:la é\U0001d11e\r\n",
    "",
]


def golden_case(cell, layers, bidirectional, hidden, inputs, batch, nonzero_state, generator):
    """Returns the tensors of one case."""
    module = CELLS[cell](inputs, hidden, num_layers=layers, bidirectional=bidirectional, batch_first=True).double()
    bound = hidden**-0.5
    weights = {}
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            values = (torch.rand(parameter.shape, generator=generator) * 2 - 1) * bound
            weights[f"rnn.{name}"] = values.to(torch.bfloat16)
            parameter.copy_(weights[f"rnn.{name}"])
    states = ["h", "c"] if cell == "lstm" else ["h"]
    state_shape = (layers * (2 if bidirectional else 1), batch, hidden)
    frames = torch.randn((batch, STEPS, inputs), generator=generator)
    initial = [torch.randn(state_shape, generator=generator) * 0.5 * nonzero_state for _ in states]
    state = tuple(value.double() for value in initial)
    with torch.no_grad():
        output, final = module(frames.double(), state if cell == "lstm" else state[0])
    tensors = {**weights, "input": frames, "output": output.float()}
    for name, first, last in zip(states, initial, final if cell == "lstm" else [final]):
        tensors[f"{name}0"], tensors[f"{name}n"] = first, last.float()
    return tensors


def write_cells(folder):
    """Writes one safetensors file for each cell, depth, direction and size."""
    generator = torch.Generator().manual_seed(SEED)
    for cell in CELLS:
        for layers in (1, 2):
            for bidirectional in (False, True):
                for hidden, inputs, batch, nonzero_state in SIZES:
                    tensors = golden_case(
                        cell, layers, bidirectional, hidden, inputs, batch, nonzero_state, generator)
                    metadata = {
                        "cell": cell, "layers": str(layers), "bidirectional": str(bidirectional).lower(),
                        "hidden": str(hidden), "input": str(inputs),
                    }
                    direction = "bi" if bidirectional else "uni"
                    write_safetensors(
                        folder / f"{cell}-l{layers}-{direction}-h{hidden}.safetensors", tensors, metadata)


def write_tokens(folder):
    """Writes the expected word features and ABC tokens."""
    words = [
        {
            "word": word, "lower": lower(word), "shape": shape(word),
            "prefixes": [prefix(word, length) for length in (1, 2, 3, 4)],
            "suffixes": [suffix(word, length) for length in (1, 2, 3, 4)],
        }
        for word in WORDS
    ]
    write_json(folder / "tokens.json", {"words": words, "abc": [{"text": t, "tokens": lex(t)} for t in TUNES]})


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=root / "tests/Recurrent.Tests/Golden")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_cells(arguments.out)
    write_tokens(arguments.out)


if __name__ == "__main__":
    main()
