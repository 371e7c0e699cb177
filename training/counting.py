"""Counting along a tune: how far the bar and the section are, and which tokens may not come next.

Only training uses this. The extra heads teach the hidden state to count; the package has no trace of them, and
generation samples from the plain softmax.
"""

import torch

from abc_tunes import BAR_EIGHTHS, parse_note

PADDING_LABEL = -100
TICKS_PER_EIGHTH = 12
BARS_MAX = 16
# ticks in the bar, bars in the section, inside a repeat, notes left in a triplet
COUNTER_CLASSES = (9 * TICKS_PER_EIGHTH + 1, BARS_MAX + 1, 2, 4)


def note_ticks(note, triplet):
    """Returns the ticks that a note takes; one inside a triplet takes two thirds of what is written."""
    return int(note.length * TICKS_PER_EIGHTH) * (2 if triplet else 3) // 3


def count_along(tokens):
    """Returns for each token what a listener who counts knows after it, one class per entry of COUNTER_CLASSES."""
    counts, position, bar, repeat, triplet = [], 0, 0, 0, 0
    for token in tokens:
        note = parse_note(token)
        if note:
            position = min(position + note_ticks(note, triplet), COUNTER_CLASSES[0] - 1)
            triplet = max(triplet - 1, 0)
        elif token == "(3":
            triplet = 3
        elif token in ("|", "||", "|]", ":|"):
            position, bar = 0, min(bar + 1, BARS_MAX) if token == "|" else 0
            repeat = repeat if token == "|" else 0
        elif token == "|:":
            repeat = 1
        counts.append((position, bar, repeat, triplet))
    return counts


class Counters(torch.nn.Module):
    """The extra heads: from hidden states [batch, time, hidden] they tell the counts after each token."""

    def __init__(self, hidden):
        super().__init__()
        self.heads = torch.nn.ModuleList(torch.nn.Linear(hidden, classes) for classes in COUNTER_CLASSES)

    def loss(self, hidden, counts):
        """Returns the summed cross-entropies against counts [batch, time, counters]."""
        return sum(
            torch.nn.functional.cross_entropy(
                head(hidden).flatten(0, 1), counts[:, :, column].flatten(), ignore_index=PADDING_LABEL)
            for column, head in enumerate(self.heads))


class Legality:
    """Tells for every point of a tune which tokens of the vocabulary break its bars, repeats or header there."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        notes = [parse_note(token) for token in vocabulary]
        self.is_note = torch.tensor([note is not None for note in notes])
        self.ticks = torch.tensor([int(note.length * TICKS_PER_EIGHTH) if note else 0 for note in notes])
        self.is_metre = torch.tensor([token.startswith("M:") for token in vocabulary])
        self.is_key = torch.tensor([token.startswith("K:") for token in vocabulary])
        self.is_bar_line = self.among("|", "||", "|]", ":|")
        self.is_repeat_end = self.among(":|")
        self.is_plain_end = self.among("||", "|]")
        self.is_triplet = self.among("(3")
        self.is_section_start = self.among("|:", "<end>")
        self.is_never = self.among("<start>") | self.is_metre | self.is_key

    def among(self, *tokens):
        """Returns a mask [vocabulary] of these tokens."""
        return torch.tensor([token in tokens for token in self.vocabulary])

    def illegal(self, tokens, counts):
        """Returns [time, vocabulary]: whether each token breaks the tune when it comes after tokens[: time + 1]."""
        position, bar, repeat, triplet = (counts[:, column : column + 1] for column in range(len(COUNTER_CLASSES)))
        full = BAR_EIGHTHS.get(tokens[1][2:].strip(), 0) * TICKS_PER_EIGHTH if len(tokens) > 1 else 0
        ticks = torch.where(triplet > 0, self.ticks * 2 // 3, self.ticks)
        at_start = (position == 0) & (bar == 0)
        broken = self.is_note & (position + ticks > full)
        broken |= self.is_bar_line & ((position != full) | (triplet > 0))
        broken |= self.is_repeat_end & (repeat == 0)
        broken |= self.is_plain_end & (repeat == 1)
        broken |= self.is_triplet & ((position >= full) | (triplet > 0))
        broken |= self.is_section_start & ~(at_start & (repeat == 0))
        broken |= self.is_never
        broken[0] = ~self.is_metre
        if len(broken) > 1:
            broken[1] = ~self.is_key
        return broken


def illegal_loss(logits, illegal, targets):
    """Returns the mean of -log(1 - probability of an illegal token) where targets are not padding."""
    mass = (torch.softmax(logits, dim=2) * illegal).sum(2)
    losses = -torch.log((1 - mass).clamp(min=1e-4))
    return losses[targets != PADDING_LABEL].mean()
