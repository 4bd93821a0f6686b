"""What a brief shows, ready in words: the same for the terminal, the page and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pourparlers.report.text import Part

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of an article, made visible, with where they stand."""

    text: str
    language: str
    article: int
    outlet: str
    day: str
    start: int
    end: int
    anchor: str
    parts: tuple[Part, ...] = ()

    @property
    def cite(self) -> str:
        """Article number and offsets: "2:520-583"."""
        return f"{self.article}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Why:
    """How sure the engine is and what it went by."""

    level: str
    percent: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActSign:
    """An act in words, with the sign and the family (a colour) it is shown with."""

    name: str
    word: str
    sign: str
    family: str


@dataclass(frozen=True, slots=True)
class Source:
    """One statement behind a line: whose, where, when."""

    speakers: str
    outlet: str
    day: str
    anchor: str
    cite: str


@dataclass(frozen=True, slots=True)
class Stance:
    """A position as one cell shows it: of one of the parties that hold it, on one of the issues it reaches."""

    anchor: str
    party: str
    issue: str
    act: ActSign
    quote: Quote
    statements: int
    counts: str
    when: str
    condition: Quote | None
    marks: tuple[str, ...]
    why: Why
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party holds on one issue; the first stance is the chief one."""

    party: str
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One issue: its cells, one a column of the matrix, in the order of the columns."""

    anchor: str
    issue: str
    issue_language: str
    within: str
    contention: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Issues by parties."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Opposition:
    """Two stances face to face; `also` are others by which the same two sides clash over the same.

    `is_weak` marks two accusations of which only one is known to be against the other side, and what is not sure enough.
    """

    anchor: str
    kind: str
    issue: str
    a: Stance
    b: Stance
    why: Why
    also: tuple[Stance, ...] = ()
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """Stances of several parties on the same line."""

    anchor: str
    issue: str
    heading: str
    stances: tuple[Stance, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement: who does what in which words, on which condition."""

    anchor: str
    speakers: str
    party: str
    act: ActSign
    words: tuple[Quote, ...]
    condition: Quote | None
    issues: str
    day: str
    by_word_of: str
    why: Why


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting, as far as the articles tell."""

    anchor: str
    name: str
    kind: str
    status: str
    status_slug: str
    day: str
    iso: str
    written: Quote | None
    place: str
    participants: str
    duration: Quote | None
    what: Quote
    evidence: tuple[Quote, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Difference:
    """Two tellings of the same thing, or one that only one report has (then `b` is empty)."""

    anchor: str
    kind: str
    about: str
    a: tuple[Quote, ...]
    b: tuple[Quote, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Move:
    """Something new since the earlier date."""

    anchor: str
    kind: str
    about: str
    target: str
    turn: str
    evidence: tuple[Quote, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Person:
    """An actor: name, role, party, spellings, where it is named."""

    anchor: str
    name: str
    kind: str
    party: str
    roles: tuple[str, ...]
    spellings: tuple[str, ...]
    mentions: int
    places: tuple[Quote, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one outlet brought."""

    outlet: str
    articles: int
    copies: int
    statements: int
    voices: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way back from a sentence to a line it supports."""

    target: str
    label: str
    act: ActSign | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The numbered note of a highlighted passage."""

    number: int
    anchor: str
    back: str
    links: tuple[Link, ...]

    @property
    def lines(self) -> tuple[tuple[Link, tuple[str, ...]], ...]:
        """Each label once: its first link, and the targets of the others that read the same."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.label, []).append(link)
        return tuple((links[0], tuple(link.target for link in links[1:])) for links in found.values())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of article text shown alike throughout.

    `depth` counts the contents it lies in. `aside` is set where it is not body, and `tag` names the kind of
    the region where a region starts inside a paragraph of body.
    """

    text: str
    anchors: tuple[str, ...] = ()
    aside: bool = False
    tag: str = ""
    depth: int = 0
    source: bool = False
    cue: bool = False
    condition: bool = False
    refs: tuple[int, ...] = ()

    @property
    def classes(self) -> str:
        """The style classes of the stretch, separated by spaces."""
        names = [f"c{min(self.depth, 2)}"] if self.depth else []
        layers = (("s", self.source), ("v", self.cue), ("k", self.condition), ("x", self.aside))
        names += [name for name, on in layers if on]
        return " ".join(names)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or part of one: body, title, or a region that is not body (then `region` names it)."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    title: bool = False
    region: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One article in full."""

    number: int
    anchor: str
    name: str
    outlet: str
    title: str
    language: str
    language_name: str
    day: str
    date_source: str
    url: str
    link: str
    copies: str
    length: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole state of play in words."""

    language: str
    title: str
    at: str
    facts: tuple[str, ...]
    since: str
    compared: bool
    moves: tuple[Move, ...]
    latest: tuple[Stance, ...]
    latest_on: str
    sharpest: tuple[Opposition, ...]
    coming: tuple[Encounter, ...]
    past: tuple[Encounter, ...]
    matrix: Matrix
    apart: Matrix
    voices: tuple[Saying, ...]
    clashes: tuple[Opposition, ...]
    convergences: tuple[Agreement, ...]
    conditions: tuple[Saying, ...]
    threats: tuple[Saying, ...]
    assessments: tuple[Saying, ...]
    differences: tuple[Difference, ...]
    alone: tuple[Difference, ...]
    people: tuple[Person, ...]
    bodies: tuple[Person, ...]
    coverage: tuple[Coverage, ...]
    reports: tuple[Report, ...]
    model: str

    @property
    def shows_latest(self) -> bool:
        """Whether what was said last stands in the place of what moved: where nothing was compared."""
        return not self.compared and bool(self.latest)

    @property
    def clashes_by_issue(self) -> tuple[tuple[str, tuple[Opposition, ...]], ...]:
        """The clashes of each issue together; the issue of the sharpest first."""
        return _grouped(self.clashes, lambda clash: clash.issue)

    @property
    def without_sharpest(self) -> str:
        """The label of what is said where no clash is sharp."""
        return "summary.no_sure_clash" if self.clashes else "summary.no_clash"

    @property
    def assessments_by_party(self) -> tuple[tuple[str, tuple[Saying, ...]], ...]:
        """The judgements of each party together."""
        return _grouped(self.assessments, lambda saying: saying.party)


def _grouped(items: Iterable[T], key: Callable[[T], str]) -> tuple[tuple[str, tuple[T, ...]], ...]:
    found: dict[str, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return tuple((name, tuple(group)) for name, group in found.items())
