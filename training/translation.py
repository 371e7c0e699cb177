"""The encoder-decoder that model.json describes: a bidirectional GRU reads, a GRU with attention writes.

Shapes: B sentences, S source tokens, T target tokens, D hiddenSize of the decoder. The sources of a batch are all
equally long, so that neither the encoder nor the attention needs a mask.
"""

from pathlib import Path

import torch
from torch.nn.functional import linear

from bpe import BpeTokenizer
from rnn_package import read_json, read_safetensors


def gru_step(from_input, from_hidden, hidden):
    """The next hidden state, from W_ih x + b_ih and W_hh h + b_hh."""
    size = hidden.shape[1]
    gates, new = from_input.split([2 * size, size], 1)
    gates_from_hidden, new_from_hidden = from_hidden.split([2 * size, size], 1)
    reset, update = torch.sigmoid(gates + gates_from_hidden).chunk(2, 1)
    new = torch.tanh(torch.addcmul(new, reset, new_from_hidden))
    return torch.lerp(new, hidden, update)


class LockedDropout(torch.nn.Module):
    """Dropout that hides the same units at every step of a sentence [B, steps, units]."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, values):
        if not self.training or self.rate == 0:
            return values
        kept = torch.rand(values.shape[0], 1, values.shape[2]) >= self.rate
        return values * (kept / (1 - self.rate))


class Encoder(torch.nn.Module):
    """Embeddings and a bidirectional GRU of one layer."""

    def __init__(self, entry):
        super().__init__()
        self.embedding = torch.nn.Embedding(entry["input"]["vocabularySize"], entry["input"]["embeddingSize"])
        self.rnn = torch.nn.GRU(
            entry["input"]["embeddingSize"], entry["hiddenSize"], batch_first=True, bidirectional=True)


class Translator(torch.nn.Module):
    """Maps source ids [B, S] and the target ids read so far [B, T] to logits [B, T, vocabulary].

    With `reduced`, matrix products round their factors to bfloat16, which about halves the time of a training step.
    """

    def __init__(self, model, dropout=0.0, reduced=False):
        super().__init__()
        encoder, width = model["encoder"], 2 * model["encoder"]["hiddenSize"]
        size, embedding_size = model["hiddenSize"], model["input"]["embeddingSize"]
        self.encoder = Encoder(encoder)
        self.memory = torch.nn.Linear(width, size)
        self.bridge = torch.nn.Linear(width, size)
        self.embedding = torch.nn.Embedding(model["input"]["vocabularySize"], embedding_size)
        self.rnn = torch.nn.GRU(embedding_size + size, size, batch_first=True)
        self.attention = torch.nn.Linear(2 * size, size)
        self.head = torch.nn.Linear(size, model["head"]["size"])
        self.dropout = LockedDropout(dropout)
        self.reduced = reduced

    def operands(self, *tensors):
        """Returns tensors as matrix products take them."""
        return [tensor.bfloat16() for tensor in tensors] if self.reduced else tensors

    def product(self, values, weight, bias):
        """Returns values · weightᵀ + bias; the last two come from operands()."""
        return linear(*self.operands(values), weight, bias).float()

    def apply_linear(self, module, values):
        return self.product(values, *self.operands(module.weight, module.bias))

    def direction(self, embedded, suffix):
        """Returns one direction's hidden states, a list of S [B, hidden], in the order read."""
        names = ("weight_ih", "bias_ih", "weight_hh", "bias_hh")
        input_weight, input_bias, weight, bias = self.operands(
            *(getattr(self.encoder.rnn, f"{name}_l0{suffix}") for name in names))
        from_input = self.product(embedded, input_weight, input_bias)
        hidden = embedded.new_zeros(embedded.shape[0], weight.shape[1])
        states = []
        for step in from_input.unbind(1):
            hidden = gru_step(step, self.product(hidden, weight, bias), hidden)
            states.append(hidden)
        return states

    def encode(self, source):
        """Returns the memories [B, S, D] and the decoder's first hidden state [B, D]."""
        embedded = self.dropout(self.encoder.embedding(source))
        forward, backward = self.direction(embedded, ""), self.direction(embedded.flip(1), "_reverse")
        states = torch.cat([torch.stack(forward, 1), torch.stack(backward[::-1], 1)], 2)
        first = torch.tanh(self.apply_linear(self.bridge, torch.cat([forward[-1], backward[-1]], 1)))
        return self.apply_linear(self.memory, self.dropout(states)), first

    def decode(self, memories, hidden, read, target):
        """Reads target ids [B, T] from the state (hidden, read); returns what the head sees [B, T, D] and the state.

        `read` is the attention's last output, which the next step reads beside its token (input feeding).
        """
        split = self.embedding.embedding_dim
        embedding_weight, read_weight, input_bias, weight, bias, attention_weight, attention_bias = self.operands(
            self.rnn.weight_ih_l0[:, :split], self.rnn.weight_ih_l0[:, split:], self.rnn.bias_ih_l0,
            self.rnn.weight_hh_l0, self.rnn.bias_hh_l0, self.attention.weight, self.attention.bias)
        from_tokens = self.product(self.dropout(self.embedding(target)), embedding_weight, input_bias)
        transposed = memories.transpose(1, 2)
        outputs = []
        for from_token in from_tokens.unbind(1):
            from_input = from_token + self.product(read, read_weight, None)
            hidden = gru_step(from_input, self.product(hidden, weight, bias), hidden)
            scores = torch.bmm(hidden.unsqueeze(1), transposed)
            context = torch.bmm(torch.softmax(scores, 2), memories).squeeze(1)
            read = torch.tanh(self.product(torch.cat([context, hidden], 1), attention_weight, attention_bias))
            outputs.append(read)
        return torch.stack(outputs, 1), (hidden, read)

    def forward(self, source, target):
        memories, hidden = self.encode(source)
        outputs, _ = self.decode(memories, hidden, torch.zeros_like(hidden), target)
        return self.apply_linear(self.head, self.dropout(outputs))


def load_translator(folder):
    """Returns a package's network in evaluation mode, its model.json and the tokenizers of source and target."""
    folder = Path(folder)
    model = read_json(folder / "model.json")
    network = Translator(model)
    weights = read_safetensors(folder / "weights.safetensors")
    network.load_state_dict({name: value.float() for name, value in weights.items()})
    tokenizers = [
        BpeTokenizer(read_json(folder / entry["vocabulary"]), read_json(folder / entry["merges"]))
        for entry in (model["encoder"]["tokenizer"], model["tokenizer"])]
    return network.eval(), model, *tokenizers
