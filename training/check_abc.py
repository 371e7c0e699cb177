"""Checks ABC files: prints how many are valid and why the others are not.

A file is valid when all of these hold:
- abc2midi (Debian package abcmidi) prints no line that starts with "Error" or "Warning" for it, whatever it says;
- the header has one M: and one K: field;
- every bar has exactly the length that the metre asks for, pickups are not allowed. abc2midi itself lets a short first
  and last bar pass, and short bars of some repeats, so this is counted here again;
- repeats are balanced: `|:` and `:|` alternate, and none is open at the end;
- the tune ends by itself: its last bar line is `:|` or `|]`, and it has fewer tokens than the limit at which a
  generator cuts off.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

from abc_lexer import lex
from abc_tunes import Unfit, parse_note, sounding_lengths

TOKENS_MAX = 1024
FILE_HEADER = "X:1\nT:{title}\nL:1/8\n"
METRES = {"C": Fraction(1), "C|": Fraction(1)}


def abc2midi_faults(path):
    """Returns the errors and warnings that abc2midi prints for a file, positions left out."""
    run = subprocess.run(["abc2midi", str(path), "-c"], capture_output=True, text=True, errors="replace", check=False)
    lines = (run.stdout + run.stderr).splitlines()
    return [line.split(" : ")[-1] for line in lines if line.startswith(("Error", "Warning"))]


def bar_faults(metre, unit, tokens):
    """Returns the faults of the bars and repeats of a tune's body."""
    try:
        full = METRES.get(metre) or Fraction(metre)
    except (ValueError, ZeroDivisionError):
        return [f"metre {metre!r}"]
    faults, notes, tuplet, inside_repeat = [], [], 0, False
    for token in tokens:
        note = parse_note(token)
        if note:
            notes.append(note._replace(tuplet=tuplet))
            tuplet = 0
        elif token == "(3":
            tuplet = 3
        elif token in ("|", "||", "|]", "|:", ":|"):
            try:
                length = sum(sounding_lengths(notes)) * unit
            except Unfit as unfit:
                return faults + [str(unfit)]
            if length != full and (notes or token != "|:"):
                faults.append("bar is too " + ("long" if length > full else "short"))
            if token in ("|:", ":|"):
                if inside_repeat != (token == ":|"):
                    faults.append(f"{token} without its partner")
                inside_repeat = token == "|:"
            notes = []
        elif token not in (" ", "\n"):
            faults.append(f"token {token!r}")
    if notes or inside_repeat or not tokens:
        faults.append("does not end with a closed bar")
    return faults


def text_faults(text):
    """Returns the faults of a tune that abc2midi is not asked for."""
    tokens = lex(text)
    fields = [token for token in tokens if token[1:2] == ":" and token[0].isalpha()]
    values = {name: [f[2:].strip() for f in fields if f[0] == name] for name in "MKL"}
    if len(values["M"]) != 1 or len(values["K"]) != 1:
        return ["M: or K: is missing or occurs twice"]
    unit = Fraction(values["L"][0]) if values["L"] else Fraction(1, 8)
    body = [token for token in tokens if token not in fields]
    faults = bar_faults(values["M"][0], unit, body)
    if not text.rstrip().endswith((":|", "|]")):
        faults.append("does not end by itself")
    if len(body) + 2 >= TOKENS_MAX:
        faults.append(f"has {TOKENS_MAX} tokens or more")
    return faults


def check_file(path):
    """Returns the list of a file's faults; empty when it is valid."""
    return abc2midi_faults(path) + text_faults(Path(path).read_text(encoding="utf-8"))


def check_files(paths):
    """Returns the faults of each file, in order."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(check_file, paths))


def check_texts(texts):
    """Returns the faults of each tune, given as text from M: on, as they would be in a file."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index:05d}.abc" for index in range(len(texts))]
        for path, text in zip(paths, texts):
            path.write_text(FILE_HEADER.format(title=path.stem) + text, encoding="utf-8")
        return check_files(paths)


def damaged(text):
    """Yields (name, text) for ways to damage a valid tune; each one must be found."""
    tokens = lex(text)
    notes = [index for index, token in enumerate(tokens) if parse_note(token)]
    middle, last = notes[len(notes) // 2], notes[-1]

    def join(changes):
        return "".join(changes.get(index, token) for index, token in enumerate(tokens))

    yield "first note left out", join({notes[0]: ""})
    yield "middle note left out", join({middle: ""})
    yield "last note left out", join({last: ""})
    yield "middle note doubled", join({middle: tokens[middle] * 2})
    yield "a bar line left out", join({next(i for i, t in enumerate(tokens) if t == "|"): ""})
    yield "end cut off", "".join(tokens[:last])
    yield "no key", join({i: "" for i, t in enumerate(tokens) if t.startswith("K:")})
    yield "no metre", join({i: "" for i, t in enumerate(tokens) if t.startswith("M:")})
    yield "another metre", join({i: "M:5/8\n" for i, t in enumerate(tokens) if t.startswith("M:")})
    if ":|" in tokens:
        yield "a repeat not closed", join({tokens.index(":|"): "|"})
        yield "a repeat not opened", join({tokens.index("|:"): ""})


def print_damage_report(paths):
    """Damages each valid tune in every way and prints how often the check finds it."""
    cases = [case for path in paths if not check_file(path) for case in damaged(path.read_text(encoding="utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{index:05d}.abc" for index in range(len(cases))]
        for file, (_, text) in zip(files, cases):
            file.write_text(text, encoding="utf-8")
        found = Counter(name for (name, _), faults in zip(cases, check_files(files)) if faults)
    for name, count in Counter(name for name, _ in cases).items():
        print(f"{name}: found {found[name]} of {count}")
    return found.total() == len(cases)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of .abc files")
    parser.add_argument("--damage", action="store_true", help="damage the valid tunes and count what is found")
    parser.add_argument("--at-least", type=float, default=1.0, help="share of valid tunes that is enough for exit code 0")
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.glob("*.abc"))
    if not paths:
        sys.exit(f"{arguments.folder} has no .abc files.")
    if arguments.damage:
        sys.exit(0 if print_damage_report(paths) else 1)
    reasons, valid = Counter(), 0
    for path, faults in zip(paths, check_files(paths)):
        valid += not faults
        reasons.update(set(faults))
        if faults:
            print(f"{path.name}: {'; '.join(dict.fromkeys(faults))}")
    for reason, count in reasons.most_common():
        print(f"{count:5d} x {reason}")
    print(f"{valid} of {len(paths)} valid ({valid / len(paths):.1%})")
    sys.exit(0 if valid >= arguments.at_least * len(paths) else 1)


if __name__ == "__main__":
    main()
