"""The network that a model package describes: embeddings, a recurrent core `rnn`, and a linear `head`."""

from pathlib import Path

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from rnn_package import read_json, read_safetensors

CORES = {"gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


class SequenceNetwork(torch.nn.Module):
    """Maps ids [batch, time, 1 + features] and a state to logits [batch, time, head size] and the next state.

    Column 0 of the ids is the token, the others are its features in the order of model.json. A bidirectional network
    needs the lengths of padded sequences, as its second direction starts at their ends.
    """

    def __init__(self, model, embedding_dropout=0.0):
        super().__init__()
        entry = model["input"]
        self.embedding = torch.nn.Embedding(entry["vocabularySize"], entry["embeddingSize"])
        self.features = [feature["name"] for feature in entry.get("features", [])]
        for feature in entry.get("features", []):
            table = torch.nn.Embedding(feature["vocabularySize"], feature["embeddingSize"])
            self.add_module(feature["name"], table)
        width = entry["embeddingSize"] + sum(f["embeddingSize"] for f in entry.get("features", []))
        between_layers = model["dropout"] if model["layers"] > 1 else 0.0
        self.rnn = CORES[model["cell"]](
            width, model["hiddenSize"], num_layers=model["layers"], batch_first=True, dropout=between_layers,
            bidirectional=model.get("bidirectional", False))
        directions = 2 if self.rnn.bidirectional else 1
        self.head = torch.nn.Linear(directions * model["hiddenSize"], model["head"]["size"])
        self.embedding_dropout = torch.nn.Dropout(embedding_dropout)
        self.output_dropout = torch.nn.Dropout(model["dropout"])

    def hidden(self, ids, state=None, lengths=None):
        """Returns the top layer's hidden states [batch, time, directions × hidden], as the head sees them, and the next state."""
        tables = [self.embedding] + [getattr(self, name) for name in self.features]
        embedded = torch.cat([table(ids[:, :, column]) for column, table in enumerate(tables)], dim=2)
        embedded = self.embedding_dropout(embedded)
        if self.rnn.bidirectional and lengths is not None:
            packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
            packed, state = self.rnn(packed, state)
            hidden, _ = pad_packed_sequence(packed, batch_first=True)
        else:
            hidden, state = self.rnn(embedded, state)
        return self.output_dropout(hidden), state

    def forward(self, ids, state=None, lengths=None):
        hidden, state = self.hidden(ids, state, lengths)
        return self.head(hidden), state


def load_network(folder):
    """Returns the evaluation-mode network of a package and its model.json dictionary."""
    model = read_json(Path(folder) / "model.json")
    network = SequenceNetwork(model)
    network.load_state_dict(read_safetensors(Path(folder) / "weights.safetensors"))
    return network.eval(), model


class WeightAverage:
    """An exponential moving average of a network's weights, which generalises better than the last step's."""

    def __init__(self, network, decay):
        self.decay = decay
        self.steps = 0
        self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def update(self, network):
        """Moves the average towards the weights; the first steps count more, so that it forgets the start."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for name, value in network.state_dict().items():
            self.weights[name].lerp_(value, 1 - decay)
