"""Writes `bpe.json`: awkward texts and their tokens under the source encoding of `models/translate-de-en`."""

import argparse
from pathlib import Path

from bpe import BpeTokenizer
from rnn_package import read_json, write_json

TEXTS = [
    "",
    " \t\r\n ",
    "Zwei Hunde spielen im Schnee.",
    "  Ein   Mann\tund\n eine\u00a0Frau\u202fsitzen \u3000 auf einer\u2009Bank  ",
    "Straße, STRASSE, STRA\u1e9eE, \u00c4RGER, \u00d6l",
    "\u0130stanbul, \u0131s\u0131 \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
    "sch\u00f6n scho\u0308n \u0308allein",
    "Der T-Shirt-Tr\u00e4ger (links) ruft: \u201eHalt!\u201c",
    "hallo,welt;ende...!?",
    "don't l'\u00e9t\u00e9 o\u2019neill 'zitat'",
    "3,5 km um 12:30 am 01.02.2003, 50% von $9.99",
    "x\u00b2 + \u00bd \u2163 \u2460 \u0663\u0664 a1b2",
    "<unk> <start><end> </s>",
    "a\u2581b \u2581 \u2581\u2581ein\u2581",
    "aaaaaaaaaaa eeeee ssssss nenenenene",
    "Donaudampfschifffahrtsgesellschaftskapit\u00e4n",
    "M\u00c4NNER m\u00e4nner M\u00e4NnEr",
    "\u65e5\u672c\u8a9e Hund \ud55c\uad6d\uc5b4 \u041c\u043e\u0441\u043a\u0432\u0430",
    "\U0001f44d \U0001f469\u200d\U0001f52c Hund\U0001f415Hund",
    "\U00010400\U00010428 \U0001d400\U0001d7d8",
    "ein\u200bHund ein\u00adHund ein\u2060Hund ein\ufeffHund",
    "ein\u001cHund ein\u180eHund ein\u0085Hund ein\u2028Hund",
    "_unter_strich_ -minus- --strich-- \u2013 \u2014",
    "\ufb01nden \u01c5ep \u1f88 \u0149och \u212b \u2126",
    "@nutzer #wort http://beispiel.de/pfad?x=1&y=2",
    "q",
]


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, default=root / "models/translate-de-en")
    parser.add_argument("--out", type=Path, default=root / "tests/Recurrent.Tests/Golden/bpe.json")
    arguments = parser.parse_args()
    tokenizer = BpeTokenizer(
        *(read_json(arguments.package / f"source-{name}.json") for name in ("vocabulary", "merges")))
    cases = []
    for text in TEXTS:
        ids = tokenizer.encode(text)
        cases.append({
            "text": text, "tokens": [tokenizer.vocabulary[i] for i in ids], "ids": ids, "joined": tokenizer.join(ids)})
    write_json(arguments.out, {"package": arguments.package.name, "tokenizer": "source", "cases": cases})


if __name__ == "__main__":
    main()
