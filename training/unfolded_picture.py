"""Draws docs/unfolded.svg: the network of docs/worked-example, folded and unfolded through time over one review.

Needs no PyTorch. The numbers in the picture are computed here, from the equations.
"""

import math
from pathlib import Path

from worked_example import BIAS, HEAD_BIAS, HEAD_WEIGHTS, INPUT_WEIGHTS, RECURRENT_WEIGHTS, VOCABULARY

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "unfolded.svg"
REVIEW = ["movie", "was", "not", "good"]

INK, GREY, PALE = "#222222", "#6b7280", "#f3f4f6"
INPUT, RECURRENT, HEAD = "#2563eb", "#c2410c", "#15803d"
WIDTH, HEIGHT = 1130, 465
FIRST, APART = 470, 168  # centre of the first step, distance between steps
WORD_Y, STATE_Y, SCORE_Y = 372, 232, 96
BOX_WIDTH, BOX_HEIGHT = 104, 64


def times(vector, matrix):
    return [sum(value * row[column] for value, row in zip(vector, matrix)) for column in range(len(matrix[0]))]


def unfold(words):
    """Returns O_t and the score of every step: O_t = tanh(x_t W + O_{t-1} W' + b), y_t = sigmoid(O_t W_y + b_y)."""
    output, steps = [0.0, 0.0], []
    for word in words:
        inputs = INPUT_WEIGHTS[VOCABULARY.index(word)]
        recurrent = times(output, RECURRENT_WEIGHTS)
        output = [math.tanh(x + o + b) for x, o, b in zip(inputs, recurrent, BIAS)]
        logit = sum(o * w for o, w in zip(output, HEAD_WEIGHTS)) + HEAD_BIAS[0]
        steps.append((output, 1 / (1 + math.exp(-logit))))
    return steps


def text(x, y, content, size=14, fill=INK, anchor="middle", style=""):
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{style}>{content}</text>'


def arrow(path, colour, marker, label=None, at=None):
    drawn = [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.2" marker-end="url(#{marker})"/>']
    if label:
        drawn.append(text(at[0], at[1], label, 16, colour, style=' font-weight="bold"'))
    return drawn


def box(x, y, width, height, fill=PALE, stroke=INK):
    left, top = x - width / 2, y - height / 2
    return f'<rect x="{left:g}" y="{top:g}" width="{width}" height="{height}" rx="8" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'


def subscript(name, index, after=""):
    return f'{name}<tspan dy="4" font-size="70%">{index}</tspan><tspan dy="-4">{after}</tspan>'


def folded(x):
    """The network as it is: one cell with a loop."""
    drawn = [box(x, STATE_Y, 84, BOX_HEIGHT), text(x, STATE_Y + 6, subscript("O", "t"), 20)]
    drawn += [box(x, WORD_Y, 84, 44, "#ffffff", GREY), text(x, WORD_Y + 6, subscript("x", "t"), 18)]
    drawn += [f'<circle cx="{x}" cy="{SCORE_Y}" r="30" fill="#ffffff" stroke="{INK}" stroke-width="1.5"/>']
    drawn += [text(x, SCORE_Y + 6, subscript("y", "t"), 18)]
    drawn += arrow(f"M{x} {WORD_Y - 22}V{STATE_Y + 36}", INPUT, "input", "W", (x - 18, 310))
    drawn += arrow(f"M{x} {STATE_Y - 32}V{SCORE_Y + 34}", HEAD, "head", subscript("W", "y"), (x - 24, 168))
    loop = f"M{x + 42} {STATE_Y - 14}C{x + 104} {STATE_Y - 66} {x + 104} {STATE_Y + 66} {x + 46} {STATE_Y + 16}"
    drawn += arrow(loop, RECURRENT, "recurrent", "W′", (x + 106, STATE_Y + 6))
    return drawn


def step(number, word, output, score, last):
    """One step of the unfolded network."""
    x = FIRST + APART * (number - 1)
    one_hot = " ".join("1" if entry == word else "0" for entry in VOCABULARY)
    drawn = [box(x, STATE_Y, BOX_WIDTH, BOX_HEIGHT)]
    for unit, value in enumerate(output):
        shown = f"{value:.4f}".replace("-", "−")
        drawn.append(text(x, STATE_Y - 8 + 26 * unit, shown, 15))
    drawn.append(text(x + BOX_WIDTH / 2 + 3, STATE_Y - BOX_HEIGHT / 2 - 6, subscript("O", number), 15, GREY))
    drawn += [box(x, WORD_Y, BOX_WIDTH, 44, "#ffffff", GREY), text(x, WORD_Y + 5, one_hot, 15)]
    drawn.append(text(x, WORD_Y + 46, word, 18, style=' font-style="italic"'))
    drawn.append(text(x, WORD_Y + 68, f"t = {number}", 13, GREY))
    drawn += arrow(f"M{x} {WORD_Y - 22}V{STATE_Y + 36}", INPUT, "input", "W", (x - 18, 310))
    drawn += arrow(
        f"M{x - APART + BOX_WIDTH / 2:g} {STATE_Y}H{x - BOX_WIDTH / 2 - 4:g}", RECURRENT, "recurrent", "W′",
        (x - APART / 2, STATE_Y - 12))
    faded = "" if last else ' opacity="0.45"'
    drawn.append(f"<g{faded}>")
    drawn += arrow(f"M{x} {STATE_Y - 32}V{SCORE_Y + 34}", HEAD, "head", subscript("W", "y"), (x - 24, 168))
    drawn.append(f'<circle cx="{x}" cy="{SCORE_Y}" r="30" fill="{"#dcfce7" if last else "#ffffff"}" stroke="{INK}" stroke-width="1.5"/>')
    drawn.append(text(x, SCORE_Y + 5, f"{score:.4f}", 14))
    drawn.append("</g>")
    return drawn


def picture():
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="7" refY="5" markerWidth="6" markerHeight="6" orient="auto-start-reverse">'
        f'<path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        for name, colour in (("input", INPUT), ("recurrent", RECURRENT), ("head", HEAD)))
    drawn = [f"<defs>{heads}</defs>", '<rect width="100%" height="100%" fill="#ffffff"/>']
    drawn += [text(90, 34, "the network", 17, style=' font-weight="bold"')]
    drawn += [text(FIRST + 1.5 * APART, 34, "unfolded through time: the same weights at every step", 17, style=' font-weight="bold"')]
    drawn += folded(90)
    start = FIRST - APART
    drawn += [box(start, STATE_Y, BOX_WIDTH, BOX_HEIGHT, "#ffffff", GREY)]
    drawn += [text(start, STATE_Y - 8, "0", 15, GREY), text(start, STATE_Y + 18, "0", 15, GREY)]
    drawn.append(text(start + BOX_WIDTH / 2 + 3, STATE_Y - BOX_HEIGHT / 2 - 6, subscript("O", 0), 15, GREY))
    steps = unfold(REVIEW)
    for index, (word, (output, score)) in enumerate(zip(REVIEW, steps)):
        drawn += step(index + 1, word, output, score, last=index == len(REVIEW) - 1)
    last = FIRST + APART * (len(REVIEW) - 1)
    drawn.append(text(last + 40, SCORE_Y - 4, "the answer:", 14, GREY, "start"))
    drawn.append(text(last + 40, SCORE_Y + 15, "not positive", 14, GREY, "start"))
    title = "The worked example folded and unfolded through time over the review movie was not good"
    fonts = "'DejaVu Sans',Verdana,Helvetica,Arial,sans-serif"
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{fonts}" role="img">', f"<title>{title}</title>", *drawn, "</svg>", ""])


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
