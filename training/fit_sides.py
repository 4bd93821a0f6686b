"""Fits the weights that tell in whose name somebody speaks, from sources whose sides readers told and from the project's gold.

usage: PYTHONPATH=../src:../benchmarks python fit_sides.py GOLD_DIR TEXT_DIR speakers.jsonl OUT_DIR

`speakers.jsonl` is told of in `fit_reference.py`; of the gold, the training articles are used, which name the side of every attribution, but for
those in dossiers that are held out.
Everybody who speaks in an article and has no entry in `knowledge` is one case; his side is the one that most of his sources were given.
Printed is how often the rules and the weights are right, each article judged by weights learnt from the others, in parts. OUT_DIR gets
`sides.json` (the network on the traits) and `sides_states.json` (the product of the states), which were learnt together.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from fit_reference import asked_of, figures_of, labelled
from pourparlers.evaluation.names import same_name
from pourparlers.knowledge.entities import EXPERT, PRESS, find, party_of
from pourparlers.model import Article, Attribution
from pourparlers.reading import mentions
from pourparlers.reading.engine import Reader
from pourparlers.reading.siding import OWN, SURE, Candidate, Speaker, candidates, side_of
from pourparlers.reading.speakers import HEAD
from pourparlers.sources import load
from ranked import Case, learn
from states import HERE

NAMELESS = {
    "own": OWN,
    "experts": EXPERT,
    "press": PRESS,
    "Expert": EXPERT,
    "Experts": EXPERT,
    "Presse": PRESS,
    "Press": PRESS,
}
UNTOLD = {None, "", "Inconnu", "Unknown"}
GOLD = ("fr-news/train", "en-news/train")

Sides = dict[int, list[frozenset[str]]]


class Asking(mentions.Sources):
    """Takes the sides by rule and keeps what was asked."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*given)
        self.asked: dict[int, tuple[Speaker, list[Candidate]]] = {}

    def side(self, speaker: Speaker) -> str:
        """Keep the candidates and give what the rules give."""
        self.asked[speaker.figure.number] = speaker, list(candidates(speaker))
        return speaker.rule


def sides_told(article: Article, reader: Asking, labels: Sequence[dict[str, Any]]) -> Sides:
    """Give the sides that readers told, by the number of who speaks."""
    by_place = {tuple(one["at"]): one for one in labels if "at" in one}
    figures: dict[tuple[int, int], set[int]] = {}
    nameless: dict[tuple[int, ...], set[int]] = {}
    for (span, number), mention in reader.found.items():
        figures.setdefault((span.start, span.end), set()).add(number)
        if HEAD in mention.why and not reader.cast.figures[number].names:
            nameless.setdefault((span.start, span.end), set()).add(number)
    told: Sides = {}
    for place, label in by_place.items():
        if label["is"] == "x" or "side" not in label:
            continue
        wanted = figures_of(label, by_place, figures, reader)
        if wanted == {None}:
            wanted = set(nameless.get(place, ()))
        if len(wanted) == 1 and (number := next(iter(wanted))) in reader.asked:
            told.setdefault(number, []).append(_keys(label["side"], number, figures, reader, article))
    return told


def _keys(
    side: Any,  # noqa: ANN401 - as the labels have it
    speaker: int,
    figures: Mapping[tuple[int, int], set[int]],
    reader: Asking,
    article: Article,
) -> frozenset[str]:
    if isinstance(side, dict):
        return frozenset({side["party"]})
    if isinstance(side, str):
        return frozenset({NAMELESS[side]})
    found: set[str] = set()
    for one in side:
        if isinstance(one, str):
            found |= _codes(one, article.language)
            continue
        for number in figures.get(tuple(one), ()):
            figure = reader.cast.figures[number]
            named = OWN if number == speaker else side_of(figure)
            found |= {named} if named else set()
    return frozenset(found)


def _codes(name: str, language: str) -> set[str]:
    """Give the code of what a whole name stands for."""
    return {
        party_of(match.entity.code) or match.entity.code
        for match in find(name, language)
        if not name[: match.start].strip() and not name[match.end :].strip()
    }


def sides_of_gold(article: Article, reader: Asking, found: Sequence[Attribution], gold: Path) -> Sides:
    """Give the sides of the project's gold, by the number of who speaks."""
    speakers: dict[tuple[int, int], set[int]] = {}
    for (span, number), mention in reader.found.items():
        if HEAD in mention.why:
            speakers.setdefault((span.start, span.end), set()).add(number)
    told: Sides = {}
    for one in json.loads(gold.read_text("utf-8"))["attributions"]:
        source, side = one["source"], one["party"]
        if not source or side in UNTOLD:
            continue
        ours = {
            number
            for (start, end), several in speakers.items()
            if start < source["end"] and end > source["start"]
            for number in several
        }
        if len(ours) != 1 or (number := next(iter(ours))) not in reader.asked:
            continue
        names = reader.cast.figures[number].names
        if names and not same_name([" ".join(name) for name in names], [one["speaker"] or ""]):
            continue
        told.setdefault(number, []).append(_gold_keys(side, one["speaker"] or "", article))
    return told


def _gold_keys(side: str, speaker: str, article: Article) -> frozenset[str]:
    if side in NAMELESS:
        return frozenset({NAMELESS[side]})
    parts = [part.strip() for part in side.split(",")]
    codes = {code for part in parts for code in _codes(part, article.language)}
    if codes:
        return frozenset(codes)
    own = same_name([side], [speaker]) or not find(side, article.language)
    return frozenset({OWN}) if own else frozenset()


def held_out() -> frozenset[str]:
    """Give the articles of the dossiers on which the product is measured and nothing is learnt."""
    dossiers = [json.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*/*.json"))]
    return frozenset(id for one in dossiers if "held" in one["set"] for id in one["articles"])


def cases(number: int, reader: Asking, told: Sides) -> Iterator[Case]:
    """Give everybody who speaks and whose side was told, if it is among the candidates."""
    for figure, several in sorted(told.items()):
        [(wanted, _)] = Counter(several).most_common(1)
        speaker, sides = reader.asked[figure]
        right = [one.side in wanted for one in sides]
        if not any(right):
            continue
        kind = "named" if speaker.figure.names else "nameless"
        yield Case(
            number,
            f"{speaker.figure.kind.value} {kind}",
            [one.traits for one in sides],
            speaker.states,
            [one.states for one in sides],
            right,
            [one.side == speaker.rule for one in sides],
            [True] * len(sides),
        )


def main(gold: Path, folder: Path, labels: Path, out: Path) -> None:
    """Fit, print what comes out of it on articles that it has not seen, and write the weights."""
    torch.set_num_threads(2)
    reader = Reader()
    several: list[Case] = []
    numbers: dict[str, int] = {}
    aside = held_out()
    for article, told in labelled(gold, folder, labels):
        asking, _ = asked_of(article, reader, Asking)
        number = numbers.setdefault(article.text, len(numbers))
        several += cases(number, asking, sides_told(article, asking, told))
    for part in GOLD:
        for path in sorted(one for one in (gold / part).glob("*.txt") if one.stem not in aside):
            [article] = load([path]).articles
            asking, found = asked_of(article, reader, Asking)
            told_there = sides_of_gold(article, asking, found, path.with_suffix(".json"))
            several += cases(numbers.setdefault(article.text, len(numbers)), asking, told_there)
    learn(several, out, "sides", sure=SURE)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
