"""The words of a view in one language: names with where they lead, and statements as pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pourparlers.knowledge.entities import label
from pourparlers.model import Article, Evidence, Meeting, Position, Statement
from pourparlers.report.lookup import Lookup
from pourparlers.report.sayings import without
from pourparlers.report.text import one_line, shorten
from pourparlers.report.view import ActSign, Link, Quote, Stance, Why
from pourparlers.web.rendering import address, link, words
from pourparlers.web.view import View

_TITLE = 110
_ORIGIN = 48
_ANCHOR = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name with where it leads, and the language it is in where that is not the interface's."""

    label: str
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: who does what on which issue, in which words, where and when."""

    id: str
    anchor: str
    speakers: tuple[Name, ...]
    parties: tuple[Name, ...]
    act: ActSign
    words: tuple[Quote, ...]
    condition: Quote | None
    issues: tuple[Name, ...]
    day: str
    iso: str
    outlet: Name
    by_word_of: Name | None
    why: Why


@dataclass(frozen=True, slots=True)
class Glance:
    """A position in short: what is done in which words, since when."""

    act: ActSign
    quote: Quote
    first: str
    iso: str


@dataclass(frozen=True, slots=True)
class Held:
    """A position with where it leads."""

    stance: Stance
    party: Name
    issue: Name
    first: str
    iso: str


class Look(Lookup):
    """Names, quotes and lines of one view in one language. Quotes lead to the article at their words.

    One is made for each view and language, and shared by all requests: unlike that of a brief it keeps no book of
    what was cited.
    """

    most_sources = 12

    def __init__(self, view: View, language: str) -> None:
        super().__init__(view.state, words(language))
        self.view = view
        self.supports = _Forgetful()

    def place(self, evidence: Evidence) -> str:
        """The address of the article at the words."""
        return link(evidence)

    def anchor(self, prefix: str, identity: str) -> str:
        """The anchor of a thing in any page."""
        return f"{prefix}-{_ANCHOR.sub('-', identity)}"

    def remember(self, evidence: Iterable[Evidence], link: Link) -> None:
        """Keep no book."""

    # ------------------------------------------------------------ names

    def party_name(self, id: str) -> Name:
        """A party."""
        return Name(self.party(id), address("parties", id))

    def issue_name(self, id: str) -> Name:
        """An issue."""
        text, language = self.issues.get(id, (one_line(id), ""))
        return Name(text, address("issues", id), language if language != self.words.language else "")

    def actor_name(self, id: str) -> Name:
        """An actor, a party that is none of the actors, or a place by its code."""
        if id in self.actor:
            return Name(self.name(id), address("actors", id))
        if id in self.parties:
            return self.party_name(id)
        return Name(label(id, self.words.language))

    def outlet_name(self, article: Article) -> Name:
        """The outlet of an article, or the article where there is none."""
        kind, id = ("outlets", article.outlet) if article.outlet else ("articles", article.id)
        return Name(self.outlet(article), address(kind, id))

    def outlet(self, article: Article) -> str:
        """The outlet of an article, or its title where there is none."""
        return one_line(article.outlet or "") or shorten(one_line(article.title or article.name), _ORIGIN)

    def article_name(self, article: Article) -> Name:
        """The title of an article, or what the user calls it."""
        title = shorten(one_line(article.title or article.name), _TITLE)
        return Name(title, address("articles", article.id), article.language)

    def meeting_name(self, meeting: Meeting) -> Name:
        """A meeting, by the words it is told in."""
        quote = self.quote(meeting.what, limit=_TITLE)
        return Name(quote.text, address("meetings", meeting.id), quote.language)

    # ------------------------------------------------------------ lines

    def line(self, one: Statement) -> Line:
        """A statement as a page shows it."""
        content = without(one.content, one.condition) if one.condition else one.content
        article = self.article[one.article]
        day = self.view.day_of.get(one.id, "")
        speakers = one.speakers or one.parties
        return Line(
            id=one.id,
            anchor=self.anchor("s", one.id),
            speakers=tuple(self.actor_name(id) for id in dict.fromkeys(speakers)),
            parties=tuple(self.party_name(id) for id in one.parties if id not in speakers),
            act=self.act(one.act),
            words=self.quotes(item for item in content or one.content if self.spoken(item)),
            condition=self.quote(one.condition) if one.condition else None,
            issues=tuple(self.issue_name(id) for id in one.issues),
            day=self.words.day(day, short=True),
            iso=day,
            outlet=self.outlet_name(article),
            by_word_of=self.actor_name(one.said_by) if one.said_by else None,
            why=self.why(one.reason),
        )

    def lines(self, many: Iterable[Statement]) -> list[Line]:
        """Statements as a page shows them."""
        return [self.line(one) for one in many]

    def glance(self, position: Position) -> Glance:
        """A position in short."""
        first = position.first_said or ""
        return Glance(
            self.act(position.act, position.marks),
            self.quote(position.quote),
            self.words.day(first, short=True),
            first,
        )

    def held(self, position: Position, party: str = "", issue: str = "") -> Held:
        """A position as the cell of one party and issue shows it; by default its own first ones."""
        party, issue = party or position.party, issue or position.issue
        first = position.first_said or ""
        return Held(
            self.stance(position.id, party, issue),
            self.party_name(party),
            self.issue_name(issue),
            self.words.day(first, short=True),
            first,
        )


def look_of(view: View, language: str) -> Look:
    """The words of a view in one language, made once."""
    return view.keep(("look", language), lambda: Look(view, language))


class _Forgetful(dict[str, list[Link]]):
    """Gives an empty list for every key and keeps nothing."""

    def __missing__(self, key: str) -> list[Link]:
        return []
