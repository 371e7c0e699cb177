"""The features of a word: lower-cased form, prefixes, suffixes and shape, all over Unicode code points."""

import unicodedata


def lower(word):
    """Lower-cases code point by code point; one whose lower case is longer than one code point stays as it is."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in word)


def prefix(word, length):
    """The first `length` code points of the lower-cased word, or all of a shorter one."""
    return lower(word)[:length]


def suffix(word, length):
    """The last `length` code points of the lower-cased word, or all of a shorter one."""
    return lower(word)[-length:]


def shape(word):
    """X for upper and title case, x for other letters, d for digits, the rest as it is; runs collapse to one."""
    symbols = []
    for c in word:
        category = unicodedata.category(c)
        if category in ("Lu", "Lt"):
            symbol = "X"
        elif category.startswith("L"):
            symbol = "x"
        else:
            symbol = "d" if category == "Nd" else c
        if not symbols or symbols[-1] != symbol:
            symbols.append(symbol)
    return "".join(symbols)


def feature(word, entry):
    """The value of one entry of `input.features` in model.json."""
    kind = entry["kind"]
    if kind == "prefix":
        return prefix(word, entry["length"])
    if kind == "suffix":
        return suffix(word, entry["length"])
    if kind == "shape":
        return shape(word)
    raise ValueError(f"Feature kind {kind!r}; it must be prefix, suffix or shape.")
