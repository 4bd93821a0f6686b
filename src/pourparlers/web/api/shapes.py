"""What the parts of the state of play look like in answers; a test holds them and the answers together."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Shape(BaseModel):
    """An object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Words(Shape):
    """Words of an article: `text` stands at `start` to `end`, counted in characters (Unicode code points)."""

    article: str
    doc: str
    start: int
    end: int
    text: str


class Reasoned(Shape):
    """How sure a line is (0 to 1), and what put it there."""

    confidence: float
    why: list[str]


class Copy(Shape):
    """Another publication of the same text."""

    name: str
    outlet: str | None
    url: str | None
    published: str | None


class Article(Shape):
    """An article without its text."""

    id: str
    name: str
    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    language: str
    published: str | None
    date_source: str
    copies: list[Copy]
    characters: int


class Party(Shape):
    """A side of the negotiation."""

    id: str
    label: str
    labels: dict[str, str]


class Issue(Shape):
    """What is negotiated about; `terms` are the first of the words it was made from."""

    id: str
    label: str
    labels: dict[str, str]
    parent: str | None
    from_codebook: bool
    terms: list[Words]
    term_count: int


class Actor(Reasoned):
    """A person, organisation or country; `mentions` are the first of all."""

    id: str
    name: str
    kind: str
    variants: list[str]
    party: str | None
    party_id: str | None
    affiliation: str | None
    roles: list[str]
    code: str | None
    mentions: list[Words]
    mention_count: int


class Statement(Reasoned):
    """Who says what on which issue, in which words."""

    id: str
    doc: str
    article: str
    attribution: str
    speakers: list[str]
    speaker_ids: list[str]
    parties: list[str]
    party_ids: list[str]
    act: str
    issues: list[str]
    content: list[Words]
    cue: Words | None
    source: Words | None
    targets: list[str]
    target_ids: list[str]
    condition: Words | None
    addressee: Words | None
    channel: Words | None
    said_by: str | None
    said_by_id: str | None
    nested: bool
    said_on: str | None


class Position(Reasoned):
    """What a party holds on an issue; `evidence` has the first of its words."""

    id: str
    party: str
    party_id: str
    parties: list[str]
    party_ids: list[str]
    issue: str
    issue_label: str
    issues_also: list[str]
    act: str
    quote: Words
    condition: Words | None
    marks: list[str]
    first_said: str | None
    last_said: str | None
    outlets: list[str]
    statements: list[str]
    evidence: list[Words]
    listed_under: str | None
    evidence_count: int


class Clash(Reasoned):
    """Two positions head-on."""

    id: str
    kind: str
    issue: str
    a: str
    b: str


class Convergence(Reasoned):
    """Positions on the same line."""

    id: str
    issue: str
    positions: list[str]


class Deadlock(Reasoned):
    """An issue on which sides clash and none has moved."""

    issue: str
    positions: list[str]
    since: str | None


class Meeting(Reasoned):
    """An encounter of parties."""

    id: str
    what: Words
    kind: str
    status: str
    place: str | None
    date: str | None
    date_text: Words | None
    participants: list[str]
    participant_ids: list[str]
    duration: Words | None
    evidence: list[Words]


class Divergence(Reasoned):
    """The same told differently by two reports, or by one alone."""

    id: str
    kind: str
    issue: str | None
    actors: list[str]
    a: list[Words]
    b: list[Words]
    evidence: list[Words]


class Change(Reasoned):
    """What is new: `subject` is the id of a position, meeting or actor."""

    kind: str
    subject: str
    before: str | None
    after: str | None
    evidence: list[Words]


class Listed(Shape, Generic[T]):
    """A page of a list; `view` is the number of the state of play it is of."""

    items: list[T]
    total: int
    page: int
    pages: int
    view: int


class Summary(Shape):
    """The dossier at a glance."""

    dossier: str
    date: str | None
    model: str
    view: int
    built_at: str
    counts: dict[str, int]
    deadlocks: list[Deadlock]


class Changes(Shape):
    """What changed between two moments, the weightiest first."""

    since: str
    view: int
    changes: list[Change]
