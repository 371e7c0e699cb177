"""Judges a caption by reading it: parses it and holds each thing it says against the scene.

It shares no wording code with `scenes.captions`, which lists what is true; that both agree is the check of both. Run as
a script, it compares them on scenes of their own, with the captions of other scenes and with words exchanged.
"""

import argparse
import random
import re
from collections import Counter
from itertools import permutations

from scenes import APART, THIRDS, captions, make_scenes

SIZES = {"large": "large", "big": "large", "small": "small", "little": "small"}
NUMBERS = {"a": 1, "two": 2, "three": 3}
PHRASE = re.compile(
    r"\b(?:(?P<number>a|two|three) (?P<size>large|big|small|little)"
    r"|a (?P<first>large|big|small|little) and a (?P<second>large|big|small|little))"
    r" (?P<colour>red|green|blue|yellow) (?P<kind>circle|square|triangle)(?P<plural>s?)\b")
CORNER = re.compile(r"in the (top|upper|bottom|lower) (left|right) corner$")
PLACES = {
    "at the top": (1, 0), "near the top": (1, 0), "at the bottom": (1, 2), "near the bottom": (1, 2),
    "on the left": (0, 1), "on the left side": (0, 1), "on the right": (2, 1), "on the right side": (2, 1),
    "in the middle": (1, 1), "in the centre": (1, 1),
}
DIRECTIONS = {
    "to the left of": (-1, 0), "left of": (-1, 0), "to the right of": (1, 0), "right of": (1, 0),
    "above": (0, -1), "over": (0, -1), "below": (0, 1), "under": (0, 1),
}
BESIDE = {"to its left": (-1, 0), "to its right": (1, 0), "above it": (0, -1), "below it": (0, 1)}
LAYOUTS = {"side by side": (1, 0), "one above the other": (0, 1), "one higher than the other": (1, 1)}


def lies(shape, direction, other):
    """Says whether a shape lies in a direction, (-1, 0) for left, as seen from another."""
    across, down = shape["x"] - other["x"], shape["y"] - other["y"]
    return across * direction[0] + down * direction[1] > APART


def all_lie(group, direction, others):
    return all(lies(shape, direction, other) for shape in group for other in others)


def in_middle(shape, ends):
    """Says whether a shape lies between two others, across or down."""
    return any(
        lies(one, (-x, -y), shape) and lies(other, (x, y), shape)
        for one, other in permutations(ends) for x, y in [(1, 0), (0, 1)])


def lies_at(shape, text):
    """Says whether a shape lies in the third of the picture that the words name; None for other words."""
    corner = CORNER.match(text)
    if corner:
        told = (0 if corner[2] == "left" else 2, 0 if corner[1] in ("top", "upper") else 2)
    elif text in PLACES:
        told = PLACES[text]
    else:
        return None
    return told == tuple(sum(shape[axis] > limit for limit in THIRDS) for axis in "xy")


def read_phrases(caption):
    """Returns the caption with N for each thing it names, and the looks (size, colour, kind) that each N stands for."""
    things = []

    def note(match):
        sizes = [match["first"], match["second"]] if match["first"] else [match["size"]] * NUMBERS[match["number"]]
        if bool(match["plural"]) == (len(sizes) > 1 and not match["first"]):
            things.append([(SIZES[size], match["colour"], match["kind"]) for size in sizes])
            return "N"
        return match[0]

    return PHRASE.sub(note, caption), things


def holds(frame, groups):
    """Says whether what is told about places is true of the shapes that the N stand for."""
    number = [len(group) for group in groups]
    there_is = f"(?:there {'is' if len(groups[0]) == 1 else 'are'} |the picture shows )?"
    if number == [1]:
        where = re.fullmatch(f"N is (.+)|{there_is}N (.+)|(.+) there is N", frame)
        return bool(where) and bool(lies_at(groups[0][0], next(text for text in where.groups() if text)))
    if number == [2]:
        found = re.fullmatch(there_is + "N (.+)", frame)
        if not found or found[1] not in LAYOUTS:
            return False
        one, other = groups[0]
        apart = tuple(int(abs(one[axis] - other[axis]) > APART) for axis in "xy")
        return LAYOUTS[found[1]] == apart
    if number == [3]:
        return re.fullmatch(there_is + "N", frame) is not None
    found = re.fullmatch(f"(?:N is|{there_is}N) (.+) N", frame)
    if found and found[1] in DIRECTIONS and (sum(number) == 2 or not frame.startswith("N is")):
        return all_lie(groups[0], DIRECTIONS[found[1]], groups[1])
    found = re.fullmatch("N with N (to its .+|.+ it)", frame)
    if found:
        return found[1] in BESIDE and number[0] == 1 and all_lie(groups[1], BESIDE[found[1]], groups[0])
    if sum(number) < 3:
        return False
    if frame in ("N with N and N", "there is N and N and also N"):
        return True
    if len(groups) == 2 and re.fullmatch(there_is + "N and N", frame):
        return True
    if re.fullmatch("(?:there is )?N between N(?: and N)?", frame) and number[0] == 1:
        return in_middle(groups[0][0], sum(groups[1:], []))
    found = re.fullmatch("N and N (.+) N", frame)
    if found and found[1] in DIRECTIONS:
        return all_lie(groups[0] + groups[1], DIRECTIONS[found[1]], groups[2])
    found = re.fullmatch("N (.+) N and N", frame)
    if found and found[1] in DIRECTIONS:
        return all_lie(groups[0], DIRECTIONS[found[1]], groups[1] + groups[2])
    for opening, direction in [("from left to right", (-1, 0)), ("from top to bottom", (0, -1))]:
        if frame == opening + " N then N then N":
            return all_lie(groups[0], direction, groups[1]) and all_lie(groups[1], direction, groups[2])
    return False


def is_true(caption, scene):
    """Says whether a caption names exactly the shapes of a scene, each with its size, and only places that are true."""
    frame, things = read_phrases(caption)
    shapes = scene["shapes"]
    named = sum(things, [])
    looks = [(shape["size"], shape["colour"], shape["kind"]) for shape in shapes]
    if Counter(named) != Counter(looks) or ("large" in caption or "small" in caption) and (
            "big" in caption or "little" in caption):
        return False
    for order in permutations(shapes):
        if [(shape["size"], shape["colour"], shape["kind"]) for shape in order] != named:
            continue
        rest = list(order)
        groups = [[rest.pop(0) for _ in thing] for thing in things]
        if holds(frame, groups):
            return True
    return False


def exchanged(caption, generator, words):
    """Returns the caption with one word exchanged for another, left out or doubled."""
    parts = caption.split()
    index = generator.randrange(len(parts))
    parts[index : index + 1] = generator.choice([[], [parts[index]] * 2, *[[generator.choice(words)]] * 6])
    return " ".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000, help="scenes")
    parser.add_argument("--seed", type=int, default=4)
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    scenes = make_scenes(arguments.count, arguments.seed)
    listed = [captions(scene) for scene in scenes]
    words = sorted({word for texts in listed for text in texts for word in text.split()})
    judged = disagreements = true = 0
    for scene, texts in zip(scenes, listed):
        candidates = set(texts)
        candidates.update(exchanged(generator.choice(texts), generator, words) for _ in range(100))
        candidates.update(generator.choice(generator.choice(listed)) for _ in range(50))
        for text in sorted(candidates):
            verdict = is_true(text, scene)
            judged, true = judged + 1, true + verdict
            if verdict != (text in texts):
                disagreements += 1
                if disagreements <= 10:
                    print(f"read as {verdict}, listed as {text in texts}: {text}")
    print(f"{judged:,} captions, {true:,} true; the list and the reading disagree on {disagreements:,}")


if __name__ == "__main__":
    main()
