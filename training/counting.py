"""Counting along a tune: where in bar and section it is after each token, and which tokens may not come next.

Only training uses this. The extra heads teach the hidden state to count; the package has no trace of them, and
generation samples from the plain softmax.
"""

from collections import namedtuple

import torch

from abc_tunes import BAR_EIGHTHS, BEAM_EIGHTHS, parse_note

PADDING_LABEL = -100
TICKS_PER_EIGHTH = 12
BARS_MAX = 16
TRIPLET_TICKS = 2 * TICKS_PER_EIGHTH
# ticks in the bar, bars in the section, inside a repeat, notes left in a triplet
COUNTER_CLASSES = (9 * TICKS_PER_EIGHTH + 1, BARS_MAX + 1, 2, 4)
SECTION_ENDS = (":|", "||", "|]")

# metre: value of M:, or None before it; position: ticks in the bar; bar: full bars in the section; repeat: 1 inside
# `|:`; triplet: notes left in it; last, before: the last two tokens, "note" for every note and "field" for M: and K:
Place = namedtuple("Place", "metre position bar repeat triplet last before")
START = Place(None, 0, 0, 0, 0, "<start>", "")


def note_ticks(note, triplet):
    """Returns the ticks that a note takes; one inside a triplet takes two thirds of what is written."""
    return int(note.length * TICKS_PER_EIGHTH) * (2 if triplet else 3) // 3


def advance(place, token):
    """Returns the place after one more token."""
    note = parse_note(token)
    kind = "note" if note else "field" if token[1:2] == ":" and token[0].isalpha() else token
    place = place._replace(last=kind, before=place.last)
    if note:
        position = min(place.position + note_ticks(note, place.triplet), COUNTER_CLASSES[0] - 1)
        return place._replace(position=position, triplet=max(place.triplet - 1, 0))
    if token == "(3":
        return place._replace(triplet=3)
    if token == "|":
        return place._replace(position=0, bar=min(place.bar + 1, BARS_MAX))
    if token in SECTION_ENDS:
        return place._replace(position=0, bar=0, repeat=0)
    if token == "|:":
        return place._replace(repeat=1)
    return place._replace(metre=token[2:].strip()) if token.startswith("M:") else place


def places(tokens):
    """Returns the place after each of the tokens, the first of which is <start>."""
    found = [START]
    for token in tokens[1:]:
        found.append(advance(found[-1], token))
    return found


def breaks(place, token):
    """Says whether a token, coming at this place, breaks the regular form of abc_tunes.py."""
    if place.last == "<start>":
        return not token.startswith("M:")
    if place.last == "field" and place.before == "<start>":
        return not token.startswith("K:")
    if place.metre not in BAR_EIGHTHS:
        return False
    full, beam = BAR_EIGHTHS[place.metre] * TICKS_PER_EIGHTH, BEAM_EIGHTHS[place.metre] * TICKS_PER_EIGHTH
    line_is_full = place.last in SECTION_ENDS or (place.last == "|" and place.bar % 4 == 0)
    note = parse_note(token)
    if line_is_full or token == "\n":
        return not (line_is_full and token == "\n")
    if place.last == "\n" and place.before in SECTION_ENDS:
        return breaks_section_start(place, token, full)
    if place.position == full:
        ends = (":|",) if place.repeat else ("||", "|]")
        return token != "|" and not (token in ends and place.bar % 4 == 3)
    if place.position and place.position % beam == 0 and not place.triplet and place.last != " ":
        return token != " "
    if token == "(3":
        off_grid = place.position % TICKS_PER_EIGHTH
        return bool(place.triplet or off_grid or place.position + TRIPLET_TICKS > full)
    if note:
        return breaks_time(place, note, full)
    return not (token == "|:" and place.last == "field")


def breaks_section_start(place, token, full):
    """Says whether a token cannot come first after a section; the tune ends after `|]` and may end after `:|`."""
    if token == "<end>":
        return place.before == "||"
    if place.before == "|]":
        return True
    note = parse_note(token)
    return breaks_time(place, note, full) if note else token not in ("(3", "|:")


def breaks_time(place, note, full):
    """Says whether a note is too long for what is left of the triplet, of the eighth that it starts in, or the bar."""
    if place.triplet:
        return note.length != 1
    end = place.position + note_ticks(note, 0)
    into_eighth = place.position % TICKS_PER_EIGHTH
    return end > full or (into_eighth > 0 and end > place.position - into_eighth + TICKS_PER_EIGHTH)


class Legality:
    """Keeps for every place met so far the mask of the vocabulary's tokens that break the form there."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.indexes = {}
        self.masks = []

    def index(self, place):
        """Returns the number of the place's mask."""
        key = place._replace(bar=place.bar % 4)
        if key not in self.indexes:
            self.indexes[key] = len(self.masks)
            self.masks.append(torch.tensor([breaks(place, token) for token in self.vocabulary]))
        return self.indexes[key]

    def illegal(self, indexes):
        """Returns the masks [..., vocabulary] of places given by number; padding may have any."""
        return torch.stack(self.masks)[indexes.clamp(min=0)]

    def loss(self, logits, indexes):
        """Returns the mean of -log(1 - probability of an illegal token), where indexes are not padding."""
        mass = (torch.softmax(logits, dim=2) * self.illegal(indexes)).sum(2)
        return -torch.log((1 - mass).clamp(min=1e-4))[indexes != PADDING_LABEL].mean()


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
