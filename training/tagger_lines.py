"""Measures the tagger through live sessions: writes the development sentences as lines for `rnn infer`, and scores its answers.

python3 training/tagger_lines.py write --tokens > lines.jsonl    one session a sentence, all interleaved, a token a frame
rnn infer tagger --in lines.jsonl --out answers.jsonl
python3 training/tagger_lines.py score answers.jsonl             compares with the card's figure, to the word
"""

import argparse
import json
import sys
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read_sentences(path):
    """Returns the sentences of a .tsv file as lists of (form, tag)."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [[tuple(line.split("\t")[:2]) for line in block.splitlines()] for block in blocks]


def write(sentences, by_token):
    """Prints a line for each sentence, or a line for each token, sentence after sentence in turns."""
    if by_token:
        for column in zip_longest(*sentences):
            for session, word in enumerate(column):
                if word:
                    print(json.dumps({"session": f"dev-{session}", "tokens": [word[0]]}))
    else:
        for session, sentence in enumerate(sentences):
            print(json.dumps({"session": f"dev-{session}", "tokens": [form for form, _ in sentence]}))


def score(sentences, answers):
    """Returns how many words have their tag, and how many words there are."""
    labels = {f"dev-{session}": [] for session in range(len(sentences))}
    with open(answers, encoding="utf-8") as lines:
        for answer in sorted(map(json.loads, lines), key=lambda answer: answer["sequence"]):
            labels[answer["session"]] += [output["label"] for output in answer["outputs"]]
    right = 0
    for session, sentence in enumerate(sentences):
        found = labels[f"dev-{session}"]
        if len(found) != len(sentence):
            sys.exit(f"Session dev-{session} has {len(found)} labels; it must have {len(sentence)}.")
        right += sum(label == tag for label, (_, tag) in zip(found, sentence))
    return right, sum(map(len, sentences))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the datasets")
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write", help="print the lines")
    writing.add_argument("--tokens", action="store_true", help="a token a line instead of a sentence a line")
    scoring = commands.add_parser("score", help="score the answers")
    scoring.add_argument("answers", type=Path, help="what rnn infer wrote")
    arguments = parser.parse_args()
    sentences = read_sentences(arguments.data / "ud-english-ewt" / "dev.tsv")
    if arguments.command == "write":
        write(sentences, arguments.tokens)
        return
    right, words = score(sentences, arguments.answers)
    card = json.loads((ROOT / "models" / "tagger" / "model.json").read_text(encoding="utf-8"))["metric"]["value"]
    print(f"{right:,} of {words:,} words = {right / words:.4%}; the card says {card:.2%}")
    sys.exit(0 if round(right / words, 4) == card else 1)


if __name__ == "__main__":
    main()
