"""Greedy decoding of an encoder-decoder."""

from collections import defaultdict

import torch


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
