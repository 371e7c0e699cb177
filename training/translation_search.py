"""Greedy decoding and beam search of an encoder-decoder."""

from collections import defaultdict
from dataclasses import dataclass

import torch


@dataclass
class Hypothesis:
    """A translation: its ids without <end>, its summed log-probability, and its tokens' number with <end>, if read."""

    ids: list
    total: float
    length: int

    def score(self, length_penalty):
        return self.total / self.length**length_penalty


def best(finished, length_penalty):
    """Returns the hypothesis of the highest score, the first one on ties."""
    return max(finished, key=lambda hypothesis: hypothesis.score(length_penalty))


def equal_lengths(sources, size):
    """Yields lists of at most `size` indices of equally long sources."""
    groups = defaultdict(list)
    for index, source in enumerate(sources):
        groups[len(source)].append(index)
    for _, indices in sorted(groups.items()):
        for start in range(0, len(indices), size):
            yield indices[start : start + size]


@torch.no_grad()
def greedy(network, sources, start, end, steps, size=128):
    """Returns the ids of the most probable token at each step, without <end>, for each source (a list of ids)."""
    found = [None] * len(sources)
    for chunk in equal_lengths(sources, size):
        memories, hidden = network.encode(torch.tensor([sources[i] for i in chunk]))
        read, tokens = torch.zeros_like(hidden), torch.full((len(chunk), 1), start)
        columns, running = [], torch.ones(len(chunk), dtype=torch.bool)
        for _ in range(steps):
            outputs, (hidden, read) = network.decode(memories, hidden, read, tokens)
            tokens = network.apply_linear(network.head, outputs).argmax(2)
            columns.append(tokens)
            running &= tokens[:, 0] != end
            if not running.any():
                break
        for index, row in zip(chunk, torch.cat(columns, 1).tolist()):
            found[index] = row[: row.index(end)] if end in row else row
    return found


class Beam:
    """The search for one sentence's translation, of a width.

    Each step looks at the best 2 · width continuations of all live hypotheses in falling order of their summed
    log-probabilities: <end> finishes one, everything else lives on, until `width` live. The search is over when `width`
    hypotheses are finished.
    """

    def __init__(self, width, end):
        self.width, self.end = width, end
        self.live = [([], 0.0)]
        self.finished = []

    def step(self, logarithms):
        """Takes log-probabilities [live, vocabulary]; returns the positions of the new live ones' predecessors."""
        totals = logarithms.double() + torch.tensor([[total] for _, total in self.live], dtype=torch.float64)
        values, places = totals.flatten().topk(min(2 * self.width, totals.numel()))
        live, parents = [], []
        for total, place in zip(values.tolist(), places.tolist()):
            parent, token = divmod(place, totals.shape[1])
            ids = self.live[parent][0]
            if token == self.end:
                self.finished.append(Hypothesis(ids, total, len(ids) + 1))
                continue
            live.append((ids + [token], total))
            parents.append(parent)
            if len(live) == self.width:
                break  # an <end> behind these is no better than what lives; counted, it would stop the search too early
        self.live = live
        return parents

    def over(self):
        return len(self.finished) >= self.width

    def close(self):
        """Ends the search: live hypotheses count as finished unless enough are."""
        if not self.over():
            self.finished += [Hypothesis(ids, total, len(ids)) for ids, total in self.live]


@torch.no_grad()
def beam_search(network, sources, start, end, steps, width, size=24):
    """Returns the finished hypotheses of each source (a list of ids), in the order in which they were finished."""
    found = [None] * len(sources)
    for chunk in equal_lengths(sources, size):
        memories, hidden = network.encode(torch.tensor([sources[i] for i in chunk]))
        read, tokens = torch.zeros_like(hidden), [start] * len(chunk)
        beams = [Beam(width, end) for _ in chunk]
        for _ in range(steps):
            running = [i for i, beam in enumerate(beams) if not beam.over()]
            if not running:
                break
            owners = torch.tensor([i for i in running for _ in beams[i].live])
            outputs, (hidden, read) = network.decode(memories[owners], hidden, read, torch.tensor(tokens)[:, None])
            logits = network.apply_linear(network.head, outputs[:, 0])
            logarithms = torch.log_softmax(logits, 1).split([len(beams[i].live) for i in running])
            rows, tokens, offset = [], [], 0
            for i, block in zip(running, logarithms):
                parents = beams[i].step(block)
                if not beams[i].over():
                    rows += [offset + parent for parent in parents]
                    tokens += [ids[-1] for ids, _ in beams[i].live]
                offset += len(block)
            hidden, read = hidden[rows], read[rows]
        for index, beam in zip(chunk, beams):
            beam.close()
            found[index] = beam.finished
    return found
