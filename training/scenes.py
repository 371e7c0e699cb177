"""Draws scenes of one to three coloured shapes and says in English what is on them; writes them as JSON lines.

Everything follows from the seed. A scene is 24 × 24 RGB pixels with circles, squares and triangles that do not touch.
`captions` lists every caption of a scene that is true and complete: the grammar is finite, so a caption can be looked up.
A scene is only kept when nobody could doubt what is left of what, or in which third of the picture a lone shape lies.
"""

import argparse
import json
import random
from collections import Counter
from itertools import permutations
from pathlib import Path

import numpy

SIDE = 24
IMAGE = {"channels": 3, "height": SIDE, "width": SIDE}
KINDS = ["circle", "square", "triangle"]
COLOURS = {
    "red": (0.85, 0.15, 0.15),
    "green": (0.15, 0.65, 0.25),
    "blue": (0.15, 0.3, 0.85),
    "yellow": (0.95, 0.85, 0.15),
}
RADII = {"small": (2.1, 2.5), "large": (3.6, 4.2)}
BACKGROUNDS = [1, 0.9, 0.8]

# One shape is left of (above) another from this distance of the centres on, and no scene comes close to the limit.
APART = 5
DOUBT = (4, 6)
THIRDS = (9, 15)
THIRDS_DOUBT = ((8, 10.5), (13.5, 16))

WIDEST = 1.1
GAP = 0.7
TRIES = 150


# --- scenes ---------------------------------------------------------------------------------------------------------


def draw_lots(generator):
    """Returns the kinds, colours and sizes of a scene's shapes, with twins more often than by chance."""
    shapes = []
    for _ in range(generator.choices([1, 2, 3], [1, 2, 2])[0]):
        shape = {
            "kind": generator.choice(KINDS),
            "colour": generator.choice(list(COLOURS)),
            "size": generator.choice(list(RADII)),
        }
        if shapes and generator.random() < 0.2:
            shape = {**shape, "kind": shapes[-1]["kind"], "colour": shapes[-1]["colour"]}
            if generator.random() < 0.7:
                shape["size"] = shapes[-1]["size"]
        shapes.append(shape)
    return shapes


def doubtful(shapes):
    """Says whether the place of a shape is close to a limit between two words, or two shapes come too close."""
    if len(shapes) == 1:
        return any(low < shapes[0][axis] < high for axis in "xy" for low, high in THIRDS_DOUBT)
    for index, one in enumerate(shapes):
        for other in shapes[:index]:
            across, down = abs(one["x"] - other["x"]), abs(one["y"] - other["y"])
            if max(across, down) < (one["radius"] + other["radius"]) * WIDEST + GAP:
                return True
            if DOUBT[0] < across < DOUBT[1] or DOUBT[0] < down < DOUBT[1]:
                return True
    return False


def lay_out(shapes, generator):
    """Gives the shapes places, and says whether it found any that leave no doubt."""
    for _ in range(TRIES):
        for shape in shapes:
            margin = shape["radius"] * WIDEST + 0.3
            shape["x"], shape["y"] = (round(margin + (SIDE - 2 * margin) * generator.random(), 2) for _ in range(2))
        if not doubtful(shapes):
            return True
    return False


def make_scene(generator):
    """Returns a random scene: its background, and its shapes from left to right."""
    while True:
        shapes = draw_lots(generator)
        for shape in shapes:
            shape["radius"] = round(generator.uniform(*RADII[shape["size"]]), 2)
            shape["rgb"] = [round(value + generator.uniform(-0.06, 0.06), 2) for value in COLOURS[shape["colour"]]]
        if lay_out(shapes, generator):
            shapes.sort(key=lambda shape: shape["x"])
            return {"background": generator.choice(BACKGROUNDS), "shapes": shapes}


def outside(kind, radius, across, down):
    """Returns how many pixels a point lies outside a shape; negative inside."""
    if kind == "circle":
        return numpy.hypot(across, down) - radius
    if kind == "square":
        return numpy.maximum(abs(across), abs(down)) - 0.9 * radius
    slope = numpy.hypot(2, WIDEST)
    return numpy.maximum(down - radius, (2 * abs(across) - WIDEST * (down + radius)) / slope)


def draw(scene):
    """Returns the picture [3, 24, 24], values 0 to 1 with four decimals; edges are smooth over one pixel."""
    centres = numpy.arange(SIDE) + 0.5
    picture = numpy.full((3, SIDE, SIDE), float(scene["background"]))
    for shape in scene["shapes"]:
        distance = outside(
            shape["kind"], shape["radius"], centres[None, :] - shape["x"], centres[:, None] - shape["y"])
        cover = numpy.clip(0.5 - distance, 0, 1)
        picture += cover * (numpy.array(shape["rgb"])[:, None, None] - picture)
    return picture.round(4)


# --- captions -------------------------------------------------------------------------------------------------------

STYLES = [{"large": "large", "small": "small"}, {"large": "big", "small": "little"}]
RELATIONS = {
    "left": ["to the left of", "left of"],
    "right": ["to the right of", "right of"],
    "above": ["above", "over"],
    "below": ["below", "under"],
}
OPPOSITES = {"left": "right", "right": "left", "above": "below", "below": "above"}
BESIDE = {"left": "to its left", "right": "to its right", "above": "above it", "below": "below it"}
PLACES = {
    ("left", "top"): ["in the top left corner", "in the upper left corner"],
    ("middle", "top"): ["at the top", "near the top"],
    ("right", "top"): ["in the top right corner", "in the upper right corner"],
    ("left", "middle"): ["on the left", "on the left side"],
    ("middle", "middle"): ["in the middle", "in the centre"],
    ("right", "middle"): ["on the right", "on the right side"],
    ("left", "bottom"): ["in the bottom left corner", "in the lower left corner"],
    ("middle", "bottom"): ["at the bottom", "near the bottom"],
    ("right", "bottom"): ["in the bottom right corner", "in the lower right corner"],
}


def relations(one, other):
    """Returns where the first shape lies as seen from the second."""
    across, down = one["x"] - other["x"], one["y"] - other["y"]
    horizontal = ["left"] if across < -APART else ["right"] if across > APART else []
    return horizontal + (["above"] if down < -APART else ["below"] if down > APART else [])


def place(shape):
    """Returns the column and the row of the third of the picture that a shape lies in."""

    def third(value, names):
        return names[0] if value < THIRDS[0] else names[2] if value > THIRDS[1] else names[1]

    return third(shape["x"], ["left", "middle", "right"]), third(shape["y"], ["top", "middle", "bottom"])


def look(shape):
    return shape["size"], shape["colour"], shape["kind"]


def noun(shape, style):
    return f"a {style[shape['size']]} {shape['colour']} {shape['kind']}"


def plural(number, shape, style):
    return f"{number} {style[shape['size']]} {shape['colour']} {shape['kind']}s"


def one_shape(shape, style):
    thing = noun(shape, style)
    for where in PLACES[place(shape)]:
        yield from [
            f"{thing} {where}", f"there is {thing} {where}", f"{where} there is {thing}", f"{thing} is {where}",
            f"the picture shows {thing} {where}"]


def layout(one, other):
    """Returns how two shapes lie to each other, when neither is named apart."""
    found = relations(one, other)
    vertical = "above" in found or "below" in found
    return "side by side" if not vertical else "one above the other" if len(found) == 1 else "one higher than the other"


def two_alike(one, other, style):
    pair, lie = plural("two", one, style), layout(one, other)
    yield from [f"{pair} {lie}", f"there are {pair} {lie}", f"the picture shows {pair} {lie}"]


def two_shapes(one, other, style):
    if look(one)[1:] == look(other)[1:]:
        for first, second in permutations([one, other]):
            yield f"a {style[first['size']]} and {noun(second, style)} {layout(one, other)}"
    for first, second in permutations([one, other]):
        a, b = noun(first, style), noun(second, style)
        for relation in relations(first, second):
            for words in RELATIONS[relation]:
                yield from [
                    f"{a} {words} {b}", f"{a} is {words} {b}", f"there is {a} {words} {b}",
                    f"the picture shows {a} {words} {b}"]
            yield f"{b} with {a} {BESIDE[relation]}"


def shared(pair, third):
    """Returns the relations that both of a pair have to the third shape."""
    return [relation for relation in relations(pair[0], third) if relation in relations(pair[1], third)]


def between(shape, one, other):
    return any(OPPOSITES[relation] in relations(other, shape) for relation in relations(one, shape))


def pair_and_one(pair, third, style):
    """Yields the captions of three shapes of which two look the same."""
    two, a = plural("two", pair[0], style), noun(third, style)
    for subject in [f"{two} and {a}", f"{a} and {two}"]:
        yield from [subject, f"the picture shows {subject}"]
    yield from [f"there are {two} and {a}", f"there is {a} and {two}"]
    for relation in shared(pair, third):
        for words in RELATIONS[relation]:
            yield from [f"{opening}{two} {words} {a}" for opening in ["", "there are ", "the picture shows "]]
        for words in RELATIONS[OPPOSITES[relation]]:
            yield from [f"{opening}{a} {words} {two}" for opening in ["", "there is ", "the picture shows "]]
        yield f"{a} with {two} {BESIDE[relation]}"
    if between(third, *pair):
        yield from [f"{a} between {two}", f"there is {a} between {two}"]


def three_shapes(shapes, style):
    """Yields the captions of three shapes that all look different."""
    for first, second, third in permutations(shapes):
        a, b, c = (noun(shape, style) for shape in (first, second, third))
        yield from [f"{a} with {b} and {c}", f"there is {a} and {b} and also {c}"]
        for relation in shared((first, second), third):
            yield from [f"{a} and {b} {words} {c}" for words in RELATIONS[relation]]
            yield from [f"{c} {words} {a} and {b}" for words in RELATIONS[OPPOSITES[relation]]]
        if between(first, second, third):
            yield from [f"{a} between {b} and {c}", f"there is {a} between {b} and {c}"]
        if "left" in relations(first, second) and "left" in relations(second, third):
            yield f"from left to right {a} then {b} then {c}"
        if "above" in relations(first, second) and "above" in relations(second, third):
            yield f"from top to bottom {a} then {b} then {c}"


def wordings(shapes, style):
    """Yields all captions of a scene with one pair of size words."""
    counts = Counter(look(shape) for shape in shapes)
    if len(shapes) == 1:
        yield from one_shape(shapes[0], style)
    elif len(counts) == 1 and len(shapes) == 2:
        yield from two_alike(*shapes, style)
    elif len(shapes) == 2:
        yield from two_shapes(*shapes, style)
    elif len(counts) == 1:
        three = plural("three", shapes[0], style)
        yield from [three, f"there are {three}", f"the picture shows {three}"]
    elif len(counts) == 2:
        alike = [shape for shape in shapes if counts[look(shape)] == 2]
        (third,) = (shape for shape in shapes if counts[look(shape)] == 1)
        yield from pair_and_one(alike, third, style)
    else:
        yield from three_shapes(shapes, style)


def captions(scene):
    """Returns all true and complete captions that the grammar has for a scene, without repetition."""
    return list(dict.fromkeys(text for style in STYLES for text in wordings(scene["shapes"], style)))


# --- files ----------------------------------------------------------------------------------------------------------


def make_scenes(count, seed):
    """Returns the first scenes of a seed."""
    generator = random.Random(seed)
    return [make_scene(generator) for _ in range(count)]


def line(scene):
    """Returns the JSON line of a scene: the pixels as features, channel by channel, what it holds, all captions."""
    features = [int(value) if value == int(value) else value for value in draw(scene).flatten().tolist()]
    return json.dumps({"features": features, "scene": scene, "captions": captions(scene)}, separators=(",", ":"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=Path("scenes.jsonl"))
    arguments = parser.parse_args()
    scenes = make_scenes(arguments.count, arguments.seed)
    arguments.out.write_text("".join(line(scene) + "\n" for scene in scenes), encoding="utf-8")
    shapes = Counter(len(scene["shapes"]) for scene in scenes)
    counts = sorted(len(captions(scene)) for scene in scenes)
    print(f"{len(scenes):,} scenes with {shapes[1]}, {shapes[2]}, {shapes[3]} of one, two, three shapes and "
          f"{counts[0]} to {counts[-1]} true captions, written to {arguments.out}")


if __name__ == "__main__":
    main()
