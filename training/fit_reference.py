"""Fits the weights that tell whom a pronoun or a noun phrase stands for, from sources that readers resolved.

usage: PYTHONPATH=../src:../benchmarks python fit_reference.py GOLD_DIR TEXT_DIR speakers.jsonl OUT_DIR

Each line of `speakers.jsonl` is an article: its set and id, the SHA-256 of its text, and its sources that are pronouns or noun phrases
(`at`) or, where words have none, the words (`says`), as offsets. `is` has the names or earlier sources that one stands
for, "new" for somebody not named, "x" for no speaker; `side` the names of those in whose name he speaks, "own", "experts" or "press".

The articles are read by the product of today, which gives the candidates of each source, their traits and the encoder's states. Printed is
how often the rules and the weights are right, each article judged by weights learnt from the others, in parts. OUT_DIR gets
`reference.json` (the network on the traits) and `reference_states.json` (the product of the states), which were learnt together.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch

from pourparlers.model import Article, Attribution
from pourparlers.reading import mentions
from pourparlers.reading.cast import Figure
from pourparlers.reading.engine import Reader
from pourparlers.reading.reference import Asked, Candidate, candidates
from pourparlers.sources import load
from ranked import Case, learn
from standoff import digest
from states import texts

Kind = TypeVar("Kind", bound=mentions.Sources)

FOLDERS = {"fr-news": "fr-news/train", "polnear": "polnear/train/text"}
FILES = {"orange": "orange_fr.jsonl", "same_event": "same_event_en.jsonl"}

SHARE = 0.5
"""Of the scores by the states: with earlier sources resolved by rule the whole is best, in the product, where one error leads to others, half."""


class Asking(mentions.Sources):
    """Resolves sources by rule and keeps what was asked."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*given)
        self.asked: list[tuple[Asked, list[Candidate]]] = []

    def choose(self, asked: Asked) -> Figure | None:
        """Keep the candidates and give what the rules give."""
        self.asked.append((asked, list(candidates(asked))))
        return asked.rule


def labelled(gold: Path, folder: Path, labels: Path) -> Iterator[tuple[Article, list[dict[str, Any]]]]:
    """Give each article with its labels; one whose text is another by now is left out."""
    every = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    known: dict[tuple[str, str], str] = {}
    for name, file in FILES.items():
        ids = [one["id"] for one in every if one["set"] == name]
        known |= {(name, id): text for id, text in texts(folder, file, ids).items()}
    for one in every:
        if one["set"] in FOLDERS:
            path = gold / FOLDERS[one["set"]] / f"{one['id']}.txt"
            known[one["set"], one["id"]] = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as place:
        for one in every:
            path = Path(place) / f"{one['id']}.txt"
            path.write_text(known[one["set"], one["id"]], "utf-8")
            [article] = load([path]).articles
            if digest(article.text) == one["sha256"]:
                yield article, one["sources"]


def asked_of(article: Article, reader: Reader, kind: type[Kind]) -> tuple[Kind, tuple[Attribution, ...]]:
    """Read an article as the product does, its sources resolved by one of a kind that keeps what it is asked; the attributions too."""
    _, encoded, found = reader.hear(article)
    made: list[Kind] = []

    def keeping(*given: Any) -> Kind:  # noqa: ANN401 - handed on
        made.append(kind(*given))
        return made[-1]

    mentions.find(article, encoded, found, by=keeping)
    return made[-1], found


def cases(number: int, reader: Asking, labels: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """Give the phrases of an article that were labelled and stand for one entity or for somebody new."""
    by_place = {tuple(one["at"]): one for one in labels if "at" in one}
    figures: dict[tuple[int, int], set[int]] = {}
    for span, figure in reader.found:
        figures.setdefault((span.start, span.end), set()).add(figure)
    for asked, several in reader.asked:
        source = asked.attribution.source
        label = by_place.get((source.start, source.end)) if source else None
        if label is None or label["is"] == "x":
            continue
        wanted = figures_of(label, by_place, figures, reader)
        if len(wanted) != 1:
            continue
        numbers = [one.figure.number if one.figure else None for one in several]
        pronoun = asked.head.pronoun
        kind = f"pronoun {pronoun}" if pronoun else f"noun {asked.head.noun}"
        yield Case(
            number,
            kind,
            [one.traits for one in several],
            asked.states,
            [one.states for one in several],
            [one in wanted for one in numbers],
            [one.figure is asked.rule for one in several],
            [one.figure is not None or not pronoun for one in several],
        )


def figures_of(
    label: dict[str, Any],
    by_place: dict[tuple[int, ...], dict[str, Any]],
    figures: dict[tuple[int, int], set[int]],
    reader: Asking,
) -> set[int | None]:
    """Give the entities that a source stands for; what an earlier source of somebody new stands for is his entity."""
    if label["is"] == "new":
        return {None}
    found: set[int | None] = set()
    for place in map(tuple, label["is"]):
        before = by_place.get(place)
        if before is not None and before is not label and isinstance(before["is"], list):
            found |= figures_of(before, by_place, figures, reader)
        elif place in figures:
            found |= figures[place]
        else:
            inside = {
                n for (a, b), several in figures.items() if a >= place[0] and b <= place[1] for n in several
            }
            found |= inside if len(inside) == 1 else {None, -1}
    return found


def main(gold: Path, folder: Path, labels: Path, out: Path) -> None:
    """Fit, print what comes out of it on articles that it has not seen, and write the weights."""
    torch.set_num_threads(2)
    reader = Reader()
    several: list[Case] = []
    for number, (article, told) in enumerate(labelled(gold, folder, labels)):
        several += cases(number, asked_of(article, reader, Asking)[0], told)
    learn(several, out, "reference", share=SHARE)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
