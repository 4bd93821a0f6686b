"""What the ids of a state of play stand for, and who made it: shared by the formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from pourparlers import __version__
from pourparlers.knowledge.entities import label
from pourparlers.model import Actor, Article, Evidence, Statement, StateOfPlay

SOFTWARE = f"pourparlers {__version__}"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DAY = "1970-01-01"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Names:
    """Looks up names, labels, words and dates of one state of play, in one language."""

    def __init__(self, state: StateOfPlay, language: str = "en") -> None:
        self.language = language
        self.articles: dict[str, Article] = {one.id: one for one in state.articles}
        self.actors: dict[str, Actor] = {one.id: one for one in state.actors}
        self._parties = {one.id: one.labels for one in state.parties}
        self._issues = {one.id: one.labels for one in state.issues}
        self._last = state.date or max(
            (one.published.isoformat() for one in state.articles if one.published), default=_NO_DAY
        )

    @property
    def day(self) -> str:
        """The date of the state of play (ISO 8601); without one its last article's, else 1970-01-01."""
        return self._last

    def actor(self, id: str) -> str:
        """The name of an actor."""
        known = self.actors.get(id)
        return known.name if known else id

    def party(self, id: str | None) -> str:
        """The label of a party; empty for none."""
        return self._label(self._parties, id)

    def issue(self, id: str | None) -> str:
        """The label of an issue; empty for none."""
        return self._label(self._issues, id)

    def participant(self, id: str) -> str:
        """The name of who meets: an actor, or a party or place by its code."""
        if id in self.actors:
            return self.actors[id].name
        return self.party(id) if id in self._parties else label(id, self.language)

    def speakers(self, statement: Statement) -> str:
        """Who says it: the speakers' names, else the labels of their sides."""
        said = [self.actor(one) for one in statement.speakers]
        return "; ".join(said or [self.party(one) for one in statement.parties])

    def doc(self, evidence: Evidence) -> str:
        """The name of the article that evidence stands in."""
        return self.articles[evidence.article].name

    def text(self, evidence: Evidence) -> str:
        """The exact words of evidence."""
        return self.articles[evidence.article].text[evidence.start : evidence.end]

    def words(self, many: Iterable[Evidence]) -> str:
        """The words of several stretches, one after the other, with what lies between left out."""
        return " […] ".join(" ".join(self.text(one).split()) for one in many)

    def said(self, statement: Statement) -> str | None:
        """The day of a statement (ISO 8601): when it was said if that is a full date, else its article's."""
        if statement.said_on and full_day(statement.said_on):
            return statement.said_on
        published = self.articles[statement.article].published
        return published.isoformat() if published else None

    def _label(self, table: Mapping[str, Mapping[str, str]], id: str | None) -> str:
        if id is None:
            return ""
        labels = table.get(id, {})
        return labels.get(self.language) or labels.get("en") or next(iter(labels.values()), id)


def hull(many: Iterable[Evidence]) -> Evidence:
    """The stretch from the first to the last of several in one article."""
    found = sorted(many, key=lambda one: (one.start, one.end))
    return Evidence(found[0].article, found[0].start, max(one.end for one in found))


def full_day(value: str) -> bool:
    """Tell whether an ISO 8601 date names one day that exists."""
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def xml_text(text: str) -> str:
    """Text as XML 1.0 can hold it: characters that XML forbids become U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)
