"""From inputs to a state of play: the one path that the command line and Python share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from pourparlers import sources
from pourparlers.dossier.amendments import NONE, Amendments, is_marked
from pourparlers.dossier.build import state_of_play, who
from pourparlers.dossier.changes import Snapshot
from pourparlers.dossier.codebook import Codebook
from pourparlers.errors import PourparlersError
from pourparlers.evaluation import Document, Record
from pourparlers.evaluation.records import record_from_json
from pourparlers.frames import Tables
from pourparlers.knowledge.entities import label
from pourparlers.model import Actor, Article, Attribution, Reading, Statement, StateOfPlay
from pourparlers.reading.engine import read_many
from pourparlers.reading.interchange import records

_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
Progress = Callable[[int, int], None]
"""Called with how many articles are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Corpus(Tables):
    """Articles, what was read from each (same order), the inputs that could not be used, and what people changed."""

    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    failures: tuple[PourparlersError, ...] = ()
    amendments: Amendments = NONE

    def __iter__(self) -> Iterator[tuple[Article, Reading]]:
        return zip(self.articles, self.readings, strict=True)

    def attributions(self, *, language: str = "en") -> Iterator[dict[str, Any]]:
        """Every attribution in the interchange format (docs/reference/formats.md), as JSON values, in text order.

        Args:
            language: of the names of countries and organisations, "fr" or "en".
        """
        table = who(self.articles, self.readings, amendments=self.amendments)
        by_id = {actor.id: actor for actor in table.actors}
        state = self.state()
        understood: dict[tuple[str, str], list[Statement]] = {}
        for statement in state.statements:
            understood.setdefault((statement.article, statement.attribution), []).append(statement)
        issues = {issue.id: issue.labels.get(language) or issue.id for issue in state.issues}
        for article, reading in self:

            def known(
                one: Attribution, article: Article = article, reading: Reading = reading
            ) -> dict[str, Any]:
                numbers = reading.speakers.get(one.id, ())
                ids = dict.fromkeys(id for n in numbers if (id := table.entities.get((article.id, n))))
                parties = list(dict.fromkeys(party for id in ids if (party := by_id[id].party)))
                stated = understood.get((article.id, one.id), [])
                looked_at = [statement for statement in stated if is_marked(statement.reason)]
                if looked_at:
                    ids = dict.fromkeys(id for statement in looked_at for id in statement.speakers)
                    parties = list(
                        dict.fromkeys(side for statement in looked_at for side in statement.parties)
                    )
                said = [by_id[id] for id in ids]
                names = [name for actor in said for name in (actor.name, *actor.variants)]
                names += [label for actor in said if actor.code for label in table.labels(actor.code)]
                acts = [statement.act.value for statement in stated] or [one.act.value]
                about = [
                    issues[issue] for statement in stated for issue in statement.issues if issue in issues
                ]
                corrected: dict[str, Any] = {}
                if looked_at:
                    condition = next(
                        (statement.condition for statement in looked_at if statement.condition), None
                    )
                    targets = dict.fromkeys(id for statement in looked_at for id in statement.targets)
                    corrected = {
                        "condition": article.text[condition.start : condition.end] if condition else None,
                        "target": ", ".join(_name(by_id[id], language) for id in targets) or None,
                    }
                return corrected | {
                    "act": acts[0],
                    "issue": ", ".join(dict.fromkeys(about)) or None,
                    "speaker": ", ".join(_name(actor, language) for actor in said) or None,
                    "speaker_names": list(dict.fromkeys(names)),
                    "party": ", ".join(label(party, language) for party in parties)
                    or ", ".join(_name(actor, language) for actor in said)
                    or None,
                    "party_names": [name for party in parties for name in table.labels(party)]
                    or list(dict.fromkeys(names)),
                }

            yield from records(article, reading, speaker_of=known)

    def state(
        self,
        *,
        codebook: Codebook | None = None,
        date: Date | None = None,
        since: Date | Snapshot | None = None,
    ) -> StateOfPlay:
        """The state of play of these articles at a date, and what changed since a date or an earlier state."""
        return state_of_play(
            self.articles,
            self.readings,
            codebook=codebook,
            date=date,
            since=since,
            amendments=self.amendments,
        )


def read(
    *inputs: str | Path,
    date: Date | None = None,
    language: str | None = None,
    processes: int | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    merge_copies: bool = True,
    columns: Mapping[str, str] = _NO_COLUMNS,
    progress: Progress | None = None,
) -> Corpus:
    """Read articles: files, folders, globs, URLs, or `-` for standard input.

    Args:
        inputs: what to read.
        date: the date of articles that do not say theirs.
        language: the language of all articles (ISO 639-1); detected when not given.
        processes: how many processes read at once; by default as many as pay off.
        stdin: where `-` reads from.
        allow_private: whether URLs may lead to private network addresses.
        merge_copies: whether copies of one text count as one article.
        columns: which column of a table holds what: {"text": "body", "date": "day"}.
        progress: told after each article.

    Returns:
        The corpus; inputs that could not be used are in its `failures`, and never stop the others.
    """
    loaded = sources.load(
        list(inputs),
        date=date,
        language=language,
        stdin=stdin,
        allow_private=allow_private,
        columns=columns,
    )
    articles: Sequence[Article] = loaded.articles
    if merge_copies:
        articles = sources.merge_copies(articles)
    kept: list[Article] = []
    readings: list[Reading] = []
    failures: list[PourparlersError] = list(loaded.failures)
    for done, (article, result) in enumerate(
        zip(articles, read_many(articles, processes=processes), strict=True), 1
    ):
        if isinstance(result, Reading):
            kept.append(article)
            readings.append(result)
        else:
            failures.append(result)
        if progress:
            progress(done, len(articles))
    return Corpus(tuple(kept), tuple(readings), tuple(failures))


def read_documents(documents: Sequence[Document], *, processes: int | None = None) -> Corpus:
    """Read annotated documents as the product reads any file.

    Raises:
        PourparlersError: a document could not be read.
    """
    corpus = read(*(document.path for document in documents), processes=processes, merge_copies=False)
    if corpus.failures:
        raise corpus.failures[0]
    return corpus


def predictions(corpus: Corpus) -> dict[str, tuple[Record, ...]]:
    """The attributions found in each document, by its name, ready to be scored."""
    found: dict[str, list[Record]] = {article.name: [] for article in corpus.articles}
    for raw in corpus.attributions():
        found[raw["doc"]].append(record_from_json(raw, where=raw["doc"]))
    return {name: tuple(records) for name, records in found.items()}


def _name(actor: Actor, language: str) -> str:
    return label(actor.code, language) if actor.code else actor.name
