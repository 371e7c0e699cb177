"""Measures a stored translator on the development part, and computes the golden translations that C# is held to."""

import torch

from bleu import corpus_bleu
from rnn_package import read_json, write_json
from translation import load_translator
from translation_search import beam_search, best, greedy

PENALTIES = [0.0, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6]


class StoredTranslator:
    """A package's network, tokenizers and settings."""

    def __init__(self, folder):
        self.network, self.model, self.source, self.target = load_translator(folder)
        sampling = self.model["sampling"]
        self.limits = self.target.ids[sampling["start"]], self.target.ids[sampling["end"]], sampling["maxTokens"]
        self.beams, self.length_penalty = sampling["beams"], sampling["lengthPenalty"]

    def encode(self, text):
        """Returns the ids that the encoder reads."""
        return self.source.encode(text) + [self.source.ids[self.model["encoder"]["end"]]]

    def greedy(self, sources):
        return greedy(self.network, sources, *self.limits)

    def beam(self, sources, width):
        """Returns the finished hypotheses of each source."""
        return beam_search(self.network, sources, *self.limits, width)

    def probabilities(self, source, written):
        """Returns the head's probabilities [T, vocabulary] at each of the steps that write the given ids."""
        with torch.no_grad():
            logits = self.network(torch.tensor([source]), torch.tensor([[self.limits[0], *written[:-1]]]))
        return torch.softmax(logits[0], 1)


def evaluate(folder, pairs):
    """Prints BLEU of the stored weights: greedily, with the package's settings, and with other length penalties."""
    translator = StoredTranslator(folder)
    sources = [translator.encode(pair.source) for pair in pairs]
    references = [pair.targets for pair in pairs]

    def score(found):
        return corpus_bleu([translator.target.join(ids) for ids in found], references)

    print(f"greedy: BLEU {score(translator.greedy(sources)):.2f}", flush=True)
    finished = translator.beam(sources, translator.beams)
    scores = {p: score([best(f, p).ids for f in finished]) for p in {*PENALTIES, translator.length_penalty}}
    for penalty in sorted(scores):
        print(f"beam {translator.beams}, length penalty {penalty}: BLEU {scores[penalty]:.2f}", flush=True)
    return scores


def choose_penalty(folder, pairs, split):
    """Enters the length penalty of the best BLEU, and this BLEU as the metric, into a package's model.json."""
    scores = evaluate(folder, pairs)
    penalty = max(sorted(scores), key=scores.get)
    model = read_json(folder / "model.json")
    model["sampling"]["lengthPenalty"] = penalty
    model["metric"] = {
        "name": "BLEU", "value": round(scores[penalty], 2),
        "split": f"{split}, {len(pairs):,} sentences, lower-cased, beam {model['sampling']['beams']}"}
    write_json(folder / "model.json", model)


def write_golden(folder, sentences, path):
    """Writes the translations of sentences; for the first one also the likeliest tokens of the first three steps."""
    translator = StoredTranslator(folder)
    cases = []
    for text in sentences:
        source = translator.encode(text)
        (greedily,) = translator.greedy([source])
        chosen = best(translator.beam([source], translator.beams)[0], translator.length_penalty)
        cases.append({
            "text": text,
            "sourceTokens": source,
            "greedy": {"tokens": greedily, "text": translator.target.join(greedily)},
            "beam": {
                "tokens": chosen.ids, "text": translator.target.join(chosen.ids),
                "score": float(f"{chosen.score(translator.length_penalty):.6g}")},
        })
    likeliest = translator.probabilities(cases[0]["sourceTokens"], cases[0]["greedy"]["tokens"])[:3].topk(5)
    cases[0]["steps"] = [
        {"tokens": tokens, "probabilities": [float(f"{value:.6g}") for value in values]}
        for values, tokens in zip(likeliest.values.tolist(), likeliest.indices.tolist())]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, {"beams": translator.beams, "lengthPenalty": translator.length_penalty, "cases": cases})
