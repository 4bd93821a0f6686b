"""How well the product reads articles of the press that its rules for attributions were not made from.

usage: PYTHONPATH=../src python unseen.py RECORDS.jsonl

Read are the articles for development among those that a language model annotated for this project (`standoff/french.jsonl`, `english.jsonl`, `guided.jsonl`),
and all of those annotated since the shipped weights were made (`later.jsonl`), with the scorer of `pourparlers evaluate`. Speakers and parties are not annotated there.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import records
from pourparlers import pipeline
from pourparlers.evaluation import Document, Record
from pourparlers.evaluation.attributions import Scores, score
from pourparlers.evaluation.gold import hull
from pourparlers.model import Span

SETS = ("french", "english", "guided", "french later", "english later", "guided later")


def gold(article: records.Record) -> Iterable[Record]:
    """The attributions of an article as the scorer takes them; a source or cue in several parts is the stretch they span."""
    for one in article.attributions:
        acts = tuple(act for act in (one.act, one.other_act) if act)
        condition = article.text[slice(*one.condition)] if one.condition else None
        source, cue, content = (
            tuple(Span(*span) for span in part) for part in (one.source, one.cue, one.content)
        )
        yield Record(content, hull(source), hull(cue), acts=acts, condition=condition)


def measured(articles: Sequence[records.Record]) -> Scores:
    """Read articles as the product reads files, and score what it finds."""
    with tempfile.TemporaryDirectory() as place:
        documents = []
        for one in articles:
            path = Path(place) / f"{one.name}.txt"
            path.write_text(one.text, "utf-8")
            documents.append(Document(one.name, one.text, tuple(gold(one)), path))
        corpus = pipeline.read_documents(documents, processes=1)
        return score(documents, pipeline.predictions(corpus))


def line(scores: Scores) -> str:
    """The figures that say most."""
    matches = scores.matches
    tokens = " / ".join(f"{scores.tokens[part].f1:.3f}" for part in ("content", "source", "cue"))
    return (
        f"{scores.documents} articles, {scores.gold} attributions: tokens content / source / cue {tokens}"
        f"; match@50 {matches['match@50'].f1:.3f} (P {matches['match@50'].precision:.3f} R {matches['match@50'].recall:.3f})"
        f"; match@80 {matches['match@80'].f1:.3f}; linked {matches['linked'].f1:.3f}; source {scores.source:.3f}; act {scores.act or 0:.3f}"
        f"; conditions {scores.conditions_found} of {scores.conditions_wanted}, {scores.conditions_invented} made up"
    )


def main(path: Path) -> None:
    """Print a line a data set."""
    every = list(records.read(path))
    for name in SETS:
        articles = [one for one in every if (one.dataset, one.split) == (name, "dev")]
        print(f"{name}: {line(measured(articles))}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
