"""Corpus BLEU as sacrebleu computes it: up to 4-grams, tokenisation 13a, any number of references a sentence.

    python3 training/bleu.py hypotheses.txt references.txt [more-references.txt …]

Line n of each references file belongs to line n of the hypotheses; an empty line is no reference where another file
has one. With --lowercase, as the cards use it, both sides are lower-cased first.
"""

import argparse
import math
import re
from collections import Counter
from pathlib import Path

ORDER = 4
ENTITIES = [("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]
CUTS = [
    (re.compile(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])"), r" \1 "),  # ASCII symbols but ' , . and -
    (re.compile(r"([^0-9])([\.,])"), r"\1 \2 "),  # full stop and comma, unless a digit comes before
    (re.compile(r"([\.,])([^0-9])"), r" \1 \2"),  # or after
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),  # hyphen after a digit
]


def tokenize_13a(line):
    """Cuts a line into words as mteval-v13a does."""
    line = line.replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    if "&" in line:
        for entity, character in ENTITIES:
            line = line.replace(entity, character)
    line = f" {line} "
    for pattern, replacement in CUTS:
        line = pattern.sub(replacement, line)
    return line.split()


def ngrams(words, order):
    return Counter(zip(*(words[start:] for start in range(order))))


def corpus_bleu(hypotheses, references, lowercase=True):
    """Returns BLEU, from 0 to 100, of texts against lists of one or more references each."""
    right, total = [0] * ORDER, [0] * ORDER
    length = reference_length = 0
    for hypothesis, choices in zip(hypotheses, references, strict=True):
        if lowercase:
            hypothesis, choices = hypothesis.lower(), [choice.lower() for choice in choices]
        words, choices = tokenize_13a(hypothesis), [tokenize_13a(choice) for choice in choices]
        length += len(words)
        reference_length += min((abs(len(choice) - len(words)), len(choice)) for choice in choices)[1]
        for order in range(1, ORDER + 1):
            found, allowed = ngrams(words, order), Counter()
            for choice in choices:
                allowed |= ngrams(choice, order)
            right[order - 1] += sum((found & allowed).values())
            total[order - 1] += max(len(words) - order + 1, 0)
    return bleu(right, total, length, reference_length)


def bleu(right, total, length, reference_length):
    """Returns BLEU from the counts of right and of all n-grams; orders without a right one are smoothed ("exp")."""
    if length == 0 or not any(right):
        return 0.0
    logarithms, smoothing, orders = 0.0, 1.0, 0
    for r, t in zip(right, total):
        if t == 0:
            break
        orders += 1
        if r == 0:
            smoothing *= 2
            logarithms += math.log(1 / (smoothing * t))
        else:
            logarithms += math.log(r / t)
    # sacrebleu divides by all four orders' number unless asked for the effective order; a missing order makes it 0.
    if orders < ORDER:
        return 0.0
    brevity = 1.0 if length >= reference_length else math.exp(1 - reference_length / length)
    return 100 * brevity * math.exp(logarithms / ORDER)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("hypotheses", type=Path, help="one text a line")
    parser.add_argument("references", type=Path, nargs="+", help="as many lines each")
    parser.add_argument("--lowercase", action="store_true", help="lower-case both sides first")
    arguments = parser.parse_args()

    def lines(path):
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")

    hypotheses = lines(arguments.hypotheses)
    columns = [lines(path) for path in arguments.references]
    if any(len(column) != len(hypotheses) for column in columns):
        parser.error(f"the files must have as many lines as the hypotheses: {len(hypotheses)}")
    references = [[text for text in row if text] or [""] for row in zip(*columns)]
    print(f"BLEU {corpus_bleu(hypotheses, references, arguments.lowercase):.2f}")


if __name__ == "__main__":
    main()
