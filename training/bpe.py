"""Byte pair encoding: learns merges from a text, cuts texts into tokens, and joins tokens to a text again.

A text is lower-cased code point by code point and cut at white space into words, a word into pieces: runs of letters,
marks and numbers, and every other code point alone. The first piece of a word begins with "▁". A piece starts as its
code points; then the adjacent pair that was learnt first is merged, the leftmost one if it occurs more than once, until
no pair is left that was learnt. Merges never cross pieces.
"""

import heapq
import unicodedata
from collections import Counter, defaultdict

from word_features import lower

BOUNDARY = "▁"
UNKNOWN, START, END = "<unk>", "<start>", "<end>"
SPECIALS = [UNKNOWN, START, END]

# The code points of Unicode's property White_Space; str.split knows four more. A boundary in a text is a space, too.
SPACES = {
    ord(c): " " for c in "\t\n\v\f\r\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000" + BOUNDARY}


def cut_word(word):
    """Yields the pieces of a word."""
    run = ""
    for c in word:
        if unicodedata.category(c)[0] in "LMN":
            run += c
            continue
        if run:
            yield run
        yield c
        run = ""
    if run:
        yield run


def pieces(text):
    """Returns the pieces of a text, the first of each word with the boundary in front."""
    found = []
    for word in lower(text).translate(SPACES).split(" "):
        if word:
            first, *others = cut_word(word)
            found += [BOUNDARY + first, *others]
    return found


class BpeTokenizer:
    """Cuts texts into tokens of a vocabulary, by merges that are given as "left right", first learnt first."""

    def __init__(self, vocabulary, merges):
        self.vocabulary = vocabulary
        self.ids = {symbol: index for index, symbol in enumerate(vocabulary)}
        self.ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(merges)}
        self.known = {}

    def merge(self, piece):
        """Returns the symbols of a piece."""
        symbols = list(piece)
        while len(symbols) > 1:
            ranked = [(self.ranks.get(pair, len(self.ranks)), at) for at, pair in enumerate(zip(symbols, symbols[1:]))]
            rank, at = min(ranked)
            if rank == len(self.ranks):
                break
            symbols[at : at + 2] = [symbols[at] + symbols[at + 1]]
        return symbols

    def tokens(self, text):
        """Returns the tokens of a text; a symbol that the vocabulary lacks is "<unk>"."""
        found = []
        for piece in pieces(text):
            if piece not in self.known:
                # A text cannot contain special tokens: "<" and ">" are pieces of their own, which no merge joins.
                self.known[piece] = [symbol if symbol in self.ids else UNKNOWN for symbol in self.merge(piece)]
            found += self.known[piece]
        return found

    def encode(self, text):
        """Returns the ids of a text's tokens."""
        return [self.ids[token] for token in self.tokens(text)]

    def join(self, ids):
        """Returns the text of ids."""
        return "".join(self.vocabulary[i] for i in ids).replace(BOUNDARY, " ").strip(" ")


def learn(texts, size, count_min=2):
    """Returns a vocabulary of at most `size` entries and the merges that make it up.

    Code points seen at least count_min times are symbols from the start. Then the most frequent pair is merged, again
    and again, the first in the order of the code points if several are; a pair seen less than count_min times is not.
    """
    piece_counts = Counter(piece for text in texts for piece in pieces(text))
    words = [(list(piece), count) for piece, count in sorted(piece_counts.items())]
    letters = Counter()
    pairs, places = Counter(), defaultdict(set)
    for index, (symbols, count) in enumerate(words):
        for symbol in symbols:
            letters[symbol] += count
        for pair in zip(symbols, symbols[1:]):
            pairs[pair] += count
            places[pair].add(index)
    vocabulary = SPECIALS + sorted(symbol for symbol, count in letters.items() if count >= count_min)
    known, merges = set(vocabulary), []
    queue = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(queue)
    while queue and len(vocabulary) < size:
        negative, pair = heapq.heappop(queue)
        if pairs[pair] != -negative:
            continue  # counted anew since; the right entry is in the queue, too
        if -negative < count_min:
            break
        merges.append(" ".join(pair))
        merged = pair[0] + pair[1]
        if merged not in known:
            known.add(merged)
            vocabulary.append(merged)
        changed = set()
        for index in places.pop(pair):
            symbols, count = words[index]
            for old in zip(symbols, symbols[1:]):
                pairs[old] -= count
                changed.add(old)
            at = 0
            while at < len(symbols) - 1:
                if (symbols[at], symbols[at + 1]) == pair:
                    symbols[at : at + 2] = [merged]
                at += 1
            for new in zip(symbols, symbols[1:]):
                pairs[new] += count
                places[new].add(index)
                changed.add(new)
        pairs[pair] = 0
        for entry in changed:
            if pairs[entry] > 0:
                heapq.heappush(queue, (-pairs[entry], entry))
    return vocabulary, merges
