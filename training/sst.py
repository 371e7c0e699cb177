"""Reads the Stanford Sentiment Treebank: sentences, and labelled constituents of the training trees."""

import gzip
import re
from collections import namedtuple

# `labels` maps the end of a constituent that starts with the first token to its class, 0 (very negative) to 4.
Run = namedtuple("Run", "tokens labels is_sentence")


def read_labelled(path):
    """Returns (class, tokens) of each line of a `class<TAB>sentence` file."""
    with open(path, encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t") for line in lines]
    return [(int(label), sentence.split(" ")) for label, sentence in pairs]


def parse_tree(text):
    """Returns the tokens of a bracketed tree and its nodes as (class, start, end)."""
    tokens, nodes, open_nodes = [], [], []
    for match in re.finditer(r"\((\d)|\)|([^()\s]+)", text):
        if match.group(1):
            open_nodes.append((int(match.group(1)), len(tokens)))
        elif match.group(2):
            tokens.append(match.group(2).lower())
        else:
            label, start = open_nodes.pop()
            nodes.append((label, start, len(tokens)))
    return tokens, nodes


def offsets(tokens):
    """Returns the token index by the number of letters before it, and the index past the end likewise."""
    places, letters = {0: 0}, 0
    for index, token in enumerate(tokens):
        letters += len(token)
        places[letters] = index + 1
    return places


def retokenise(tokens, nodes, sentence):
    """Moves the nodes onto the sentence's own tokens; those that cut one of its tokens are dropped.

    The trees cut "self-discovery" into three tokens, the sentence files leave it whole.
    """
    places = offsets(sentence)
    letters = {index: count for count, index in offsets(tokens).items()}
    moved = [(label, places.get(letters[start]), places.get(letters[end])) for label, start, end in nodes]
    return [(label, start, end) for label, start, end in moved if start is not None and end is not None]


def read_runs(folder):
    """Returns a Run for every token that starts a constituent: up to the end of the longest one, all classes inside.

    A causal network that reads the run once meets every constituent that starts there.
    """
    sentences = {"".join(tokens): (label, tokens) for label, tokens in read_labelled(folder / "fine.train.tsv")}
    runs, single = [], set()
    with gzip.open(folder / "trees.fiveclass.train.txt.gz", "rt", encoding="utf-8") as trees:
        parsed = [parse_tree(line) for line in trees if line.strip()]
    for tokens, nodes in parsed:
        _, sentence = sentences.pop("".join(tokens), (None, None))
        if sentence is not None:
            nodes = retokenise(tokens, nodes, sentence)
            tokens = sentence
        by_start = {}
        for label, start, end in nodes:
            # A unary chain gives one span twice; the outer class comes later and wins.
            by_start.setdefault(start, {})[end - start] = label
        for start, labels in by_start.items():
            run = Run(tokens[start : start + max(labels)], labels, start == 0)
            if len(run.tokens) > 1:
                runs.append(run)
            elif run.tokens[0] not in single:
                single.add(run.tokens[0])
                runs.append(run)
    runs += [Run(tokens, {len(tokens): label}, True) for label, tokens in sentences.values()]
    return runs
