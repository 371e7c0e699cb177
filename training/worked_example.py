"""Writes docs/worked-example: a network of two units whose forward propagation can be worked out with a pocket calculator.

Needs no PyTorch. The weights are chosen, not trained: unit 1 follows the mood of a review, unit 2 remembers a "not".
The matrices are written here as the equations have them, O_t = tanh(x_t W + O_{t-1} W' + b) with one row an input;
PyTorch stores them transposed.
"""

from pathlib import Path

from package_files import float_tensor, write_json, write_tensor_bytes

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "worked-example"

VOCABULARY = ["movie", "was", "good", "bad", "not"]
INPUT_WEIGHTS = [  # W, [word, unit]
    [0.5, 0.0],
    [0.0, -0.25],
    [1.0, 0.0],
    [-1.0, 0.25],
    [-0.5, 1.0],
]
RECURRENT_WEIGHTS = [  # W', [unit before, unit]
    [0.5, 0.0],
    [-2.0, 0.25],
]
BIAS = [-0.25, 0.0]
HEAD_WEIGHTS = [2.0, -1.0]
HEAD_BIAS = [0.25]

MODEL = {
    "name": "worked-example",
    "version": "1",
    "description": "Whether a review of the words movie, was, good, bad, not is positive; two units, chosen by hand.",
    "licence": "MIT",
    "topology": "many-to-one",
    "cell": "rnn-tanh",
    "layers": 1,
    "hiddenSize": 2,
    "input": {"kind": "tokens", "vocabularySize": 5, "embeddingSize": 5},
    "tokenizer": {"kind": "words", "vocabulary": "vocabulary.json", "lowercase": True},
    "head": {"size": 1, "activation": "sigmoid", "labels": "labels.json"},
}


def transposed(rows):
    return [list(column) for column in zip(*rows)]


def one_hot(size):
    return [[1.0 if row == column else 0.0 for column in range(size)] for row in range(size)]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_json(FOLDER / "model.json", MODEL)
    write_json(FOLDER / "vocabulary.json", VOCABULARY)
    write_json(FOLDER / "labels.json", ["positive"])
    tensors = [
        float_tensor("embedding.weight", one_hot(len(VOCABULARY))),
        float_tensor("head.bias", HEAD_BIAS),
        float_tensor("head.weight", [HEAD_WEIGHTS]),
        float_tensor("rnn.bias_hh_l0", [0.0, 0.0]),
        float_tensor("rnn.bias_ih_l0", BIAS),
        float_tensor("rnn.weight_hh_l0", transposed(RECURRENT_WEIGHTS)),
        float_tensor("rnn.weight_ih_l0", transposed(INPUT_WEIGHTS)),
    ]
    write_tensor_bytes(FOLDER / "weights.safetensors", tensors)


if __name__ == "__main__":
    main()
