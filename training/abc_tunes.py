"""Parses folk tunes in ABC notation, brings them into one regular form, transposes and writes them.

The regular form keeps of a tune what a listener needs and nothing that a bar's length could stumble over:
`M:` and `K:`, then sections of full bars, four bars a line, repeated ones between `|:` and `:|`, others closed by `||`
or at the end of the tune by `|]`, one note at a time with its length written out, and a space before every note that
starts a beam group (half a bar in C and C|, three eighths in 6/8 and 9/8, a quarter in 2/4 and 3/4).
"""

import re
from collections import namedtuple
from dataclasses import dataclass, replace
from fractions import Fraction

from abc_lexer import lex

LETTERS = "CDEFGAB"
BAR_EIGHTHS = {"C": 8, "C|": 8, "2/4": 4, "3/4": 6, "6/8": 6, "9/8": 9}
BEAM_EIGHTHS = {"C": 4, "C|": 4, "2/4": 2, "3/4": 2, "6/8": 3, "9/8": 3}
LENGTHS = {Fraction(text) for text in "1/4 1/2 3/4 1 3/2 2 3 4 6 8 9".split()}
MODE_FIFTHS = {"Major": 0, "Mixolydian": -1, "Dorian": -2, "Minor": -3}
TONIC_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
SHARP_ORDER = "FCGDAEB"
ACCIDENTALS = {"__": -2, "_": -1, "=": 0, "^": 1, "^^": 2}
ACCIDENTAL_SIGNS = {value: sign for sign, value in ACCIDENTALS.items()}

# quoted chords and texts, grace notes, line ends and ornaments, slurs
JUNK = re.compile(r'"[^"]*"|\{[^}]*\}|[!~.)\\]|\((?![0-9])')

NOTE = re.compile(r"([\^_=]*)([A-Ga-gzx])([,']*)([0-9]*)(/*)([0-9]*)$")

# accidental: semitones or None; step: diatonic steps above C, None for a rest; length: eighths as written;
# tuplet: 3 on the first note of a triplet, else 0
Note = namedtuple("Note", "accidental step length tuplet")


class Unfit(Exception):
    """The tune cannot be brought into the regular form; the message says why."""


@dataclass(frozen=True)
class Section:
    """Bars, each a tuple of notes, played twice when repeated."""

    bars: tuple
    repeated: bool


@dataclass(frozen=True)
class Tune:
    """A tune in the regular form."""

    metre: str
    tonic: str
    mode: str
    sections: tuple


def parse_length(digits, slashes, divisor):
    """Returns the length in eighths of e.g. "3", "/", "3/2" or "//"."""
    below = int(divisor) if divisor else 2 ** len(slashes)
    return Fraction(int(digits or 1), below)


def parse_note(token):
    """Returns the note that a token writes, or None when it writes none."""
    match = NOTE.match(token)
    if not match:
        return None
    sign, letter, octave, *length = match.groups()
    length = parse_length(*length)
    if letter in "zx":
        return Note(None, None, length, 0)
    step = LETTERS.index(letter.upper()) + (7 if letter.islower() else 0)
    step += 7 * (octave.count("'") - octave.count(","))
    return Note(ACCIDENTALS.get(sign), step, length, 0)


def sounding_lengths(notes):
    """Returns the time that each note takes, in eighths: notes of a triplet take two thirds of what is written."""
    lengths, inside = [], 0
    for note in notes:
        inside = note.tuplet or inside
        lengths.append(note.length * Fraction(2, 3) if inside else note.length)
        inside = max(inside - 1, 0)
    if inside:
        raise Unfit("unfinished triplet")
    return lengths


def parse_bars(body):
    """Returns the body as a list of bar lines (strings) and bars (tuples of notes) in the order of the text."""
    body = re.sub(JUNK, "", body)
    body = re.sub(r"\[([A-Ga-g^_=,'0-9/]{2,})\]", highest_of_chord, body)
    items, notes = [], []
    tuplet, factor, tied = 0, None, False
    for token in lex(body):
        note = parse_note(token)
        if note:
            if factor:
                note, factor = note._replace(length=note.length * factor), None
            if tied and notes and note[:2] == notes[-1][:2] and not note.tuplet:
                notes[-1] = notes[-1]._replace(length=notes[-1].length + note.length)
            else:
                notes.append(note._replace(tuplet=tuplet))
            tuplet, tied = 0, False
        elif token in "><" and notes:
            dotted, cut = Fraction(3, 2), Fraction(1, 2)
            first, factor = (dotted, cut) if token == ">" else (cut, dotted)
            notes[-1] = notes[-1]._replace(length=notes[-1].length * first)
        elif token == "(3":
            tuplet = 3
        elif token == "-":
            tied = True
        elif re.fullmatch(r"[:|\]]*[|:\[]+[:|\]]*[12]?", token):
            if notes:
                items.append(tuple(notes))
            items.append(token)
            notes, tied = [], False
        elif token.strip():
            raise Unfit(f"token {token!r}")
    if notes:
        items.append(tuple(notes))
    return items


def highest_of_chord(match):
    """Returns the highest note of a chord as text."""
    notes = re.findall(r"[\^_=]*[A-Ga-g][,']*[0-9]*/*[0-9]*", match[1])
    return max(notes, key=lambda text: parse_note(text).step)


def parse_sections(body):
    """Returns the sections of a body; of two endings the second one stays."""
    sections, bars, ending_start, in_second = [], [], None, False

    def close(repeated):
        nonlocal bars, ending_start, in_second
        if bars:
            sections.append(Section(tuple(bars), repeated))
        bars, ending_start, in_second = [], None, False

    for item in parse_bars(body):
        if isinstance(item, tuple):
            bars.append(item)
            continue
        if in_second and item != "|":
            close(repeated=True)
        if item.endswith("1"):
            ending_start = len(bars)
        elif item.endswith("2"):
            if ending_start is None:
                raise Unfit("second ending without a first")
            del bars[ending_start:]
            in_second = True
        elif ":" in item and ending_start is not None and not in_second:
            continue
        elif item in (":|", "::", ":||", ":|]"):
            close(repeated=True)
        elif item in ("|:", "||", "|]"):
            close(repeated=False)
    close(repeated=in_second)
    return sections


def fill_bars(section, full):
    """Drops a pickup and lengthens the last note of a short last bar, so that every bar is full."""
    bars = list(section.bars)
    if sum(sounding_lengths(bars[0])) < full:
        bars = bars[1:]
    if not bars:
        raise Unfit("section without a full bar")
    missing = full - sum(sounding_lengths(bars[-1]))
    if missing > 0:
        last = bars[-1][-1]
        if len(bars[-1]) >= 3 and bars[-1][-3].tuplet:
            raise Unfit("short bar ends in a triplet")
        bars[-1] = bars[-1][:-1] + (last._replace(length=last.length + missing),)
    for bar in bars:
        if sum(sounding_lengths(bar)) != full:
            raise Unfit("bar of another length than the metre's")
        if any(note.length not in LENGTHS for note in bar):
            raise Unfit("rare note length")
    return replace(section, bars=tuple(bars))


def parse_tune(text):
    """Returns the tune that a block of ABC text writes, in the regular form; raises Unfit when it has none."""
    fields = re.findall(r"^([A-Z]):\s*(.*?)\s*$", text, re.M)
    metres = [value for name, value in fields if name == "M"]
    keys = [value for name, value in fields if name == "K"]
    if len(metres) != 1 or len(keys) != 1:
        raise Unfit("changes metre or key")
    metre = metres[0].replace("4/4", "C")
    tonic, _, mode = keys[0].partition(" ")
    if metre not in BAR_EIGHTHS or tonic not in TONIC_FIFTHS or mode not in MODE_FIFTHS:
        raise Unfit("rare metre or key")
    body = re.split(r"^K:.*\n", text, flags=re.M)[1]
    sections = [fill_bars(section, BAR_EIGHTHS[metre]) for section in parse_sections(body)]
    if any(len(section.bars) % 4 or len(section.bars) > 16 for section in sections):
        raise Unfit("section that is not of 4, 8, 12 or 16 bars")
    return Tune(metre, tonic, mode, tuple(sections))


def write_note(note):
    """Returns the token of a note."""
    length = note.length
    if length.denominator == 1:
        suffix = "" if length == 1 else str(length)
    else:
        suffix = f"{length.numerator if length.numerator > 1 else ''}/{length.denominator}"
    if note.step is None:
        return "z" + suffix
    octave, letter = divmod(note.step, 7)
    name = LETTERS[letter] + "," * -octave if octave <= 0 else LETTERS[letter].lower() + "'" * (octave - 1)
    return ACCIDENTAL_SIGNS.get(note.accidental, "") + name + suffix


def write_bar(notes, beam):
    """Returns the text of a bar, with a space at every beam group's start."""
    parts, position = [], Fraction(0)
    for note, length in zip(notes, sounding_lengths(notes)):
        if position and position % beam == 0:
            parts.append(" ")
        if note.tuplet:
            parts.append("(3")
        parts.append(write_note(note))
        position += length
    return "".join(parts)


def write_tune(tune):
    """Returns the tune's text in the regular form."""
    lines = [f"M:{tune.metre}\n", f"K:{tune.tonic} {tune.mode}\n"]
    for index, section in enumerate(tune.sections):
        bars = [write_bar(bar, BEAM_EIGHTHS[tune.metre]) for bar in section.bars]
        body = "|\n".join("|".join(bars[start : start + 4]) for start in range(0, len(bars), 4))
        close = "|]" if index + 1 == len(tune.sections) else "||"
        lines.append(f"|:{body}:|\n" if section.repeated else f"{body}{close}\n")
    return "".join(lines)


def signature(tonic, mode):
    """Returns the semitones that the key's signature adds to each letter."""
    fifths = TONIC_FIFTHS[tonic] + MODE_FIFTHS[mode]
    altered = dict.fromkeys(LETTERS, 0)
    for letter in SHARP_ORDER[:fifths] if fifths > 0 else SHARP_ORDER[::-1][: -fifths]:
        altered[letter] = 1 if fifths > 0 else -1
    return altered


def transpose(tune, tonic):
    """Moves a tune to another tonic of the same mode by the nearest way; accidentals keep their size."""
    shift = (LETTERS.index(tonic) - LETTERS.index(tune.tonic) + 3) % 7 - 3
    before, after = signature(tune.tonic, tune.mode), signature(tonic, tune.mode)

    def move(note):
        if note.step is None:
            return note
        accidental = note.accidental
        if accidental is not None:
            accidental += after[LETTERS[(note.step + shift) % 7]] - before[LETTERS[note.step % 7]]
        return note._replace(step=note.step + shift, accidental=accidental)

    sections = tuple(
        replace(section, bars=tuple(tuple(move(note) for note in bar) for bar in section.bars))
        for section in tune.sections
    )
    return replace(tune, tonic=tonic, sections=sections)
