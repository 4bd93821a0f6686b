"""What all other answers look like: readings, uploads, search, networks, corrections, the application itself."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from pourparlers.web.api.shapes import Divergence, Reasoned, Shape, Statement, Words


class Place(Shape):
    """A stretch of a text."""

    start: int
    end: int


class Attribution(Reasoned):
    """What was read of one reported speech, in the interchange format, with its number and its statements."""

    attribution: str
    statements: list[str]
    doc: str
    id: str
    type: str
    source: Place | None
    cue: Place | None
    content: list[Place]
    nested_in: str | None
    continues: str | None
    speaker: str | None
    party: str | None
    act: str
    issue: str | None
    target: str | None
    condition: str | None
    addressee: str | None
    channel: str | None


class Mention(Shape):
    """A name, role or pronoun; mentions with the same `entity` speak of the same one."""

    start: int
    end: int
    text: str
    kind: str
    actor_kind: str
    entity: int
    code: str | None
    party: str | None


class Time(Shape):
    """A time as written, and as an ISO 8601 date."""

    start: int
    end: int
    text: str
    value: str | None


class Region(Shape):
    """A stretch that is not body, and what it is."""

    start: int
    end: int
    kind: str


class Reading(Shape):
    """Everything read from one article, corrections laid over it."""

    article: str
    model: str
    corrections: list[int]
    sentences: list[Place]
    attributions: list[Attribution]
    mentions: list[Mention]
    times: list[Time]
    regions: list[Region]


class Took(Shape):
    """What became of an article: `new`, else it was known; `read`, else it will be later."""

    article: str
    name: str
    new: bool
    read: bool
    failure: str | None


class Uploaded(Shape):
    """What became of an upload."""

    added: list[Took]
    failures: list[str]


class Hit(Shape):
    """What a search found: a statement, or words of an article."""

    statement: Statement | None
    words: Words


class Found(Shape):
    """What has the words, and what means the same, the best first."""

    by_words: list[Hit]
    by_meaning: list[Hit]


class Compared(Shape):
    """Two articles or outlets: what both tell, in pairs, and what one alone tells."""

    pairs: list[tuple[Statement, Statement]]
    only_a: list[Statement]
    only_b: list[Statement]
    divergences: list[Divergence]


class Node(Shape):
    """An actor, a party or an issue."""

    id: str
    label: str
    attributes: dict[str, Any]


class Edge(Shape):
    """A tie."""

    source: str
    target: str
    weight: float
    attributes: dict[str, Any]


class Network(Shape):
    """A discourse network."""

    attributes: dict[str, Any]
    nodes: list[Node]
    edges: list[Edge]


class Field(Shape):
    """One value that a correction changed."""

    name: str
    before: list[str]
    after: list[str]


class Correction(Shape):
    """What a person changed; `what` is accept, mend, reject, add, region, undo, or a change to the dossier."""

    number: int
    who: str
    at: str
    why: str
    what: str
    article: str
    quote: str
    start: int
    fields: list[Field]
    undoes: int | None
    undone_by: int | None
    stands: bool


class Made(Shape):
    """A correction that was kept."""

    number: int


class Conflict(Shape):
    """A correction that does not go with what is read any more; `is_applied`: it counts all the same."""

    correction: int
    article: str
    what: str
    is_applied: bool


class Conflicts(Shape):
    """All corrections that do not go any more."""

    items: list[Conflict]


class Because(Shape):
    """Something that hangs on a statement, and how many of it."""

    reason: str
    count: int


class Waiting(Shape):
    """A statement to be looked at: its doubt times what hangs on it, and what that is."""

    statement: Statement
    weight: float
    reasons: list[Because]


class Format(Shape):
    """What the dossier can be exported to."""

    name: str
    help: str
    options: list[str]


class Formats(Shape):
    """All formats."""

    items: list[Format]


class Health(Shape):
    """Whether the application can serve."""

    status: str


class Version(Shape):
    """Which version answers."""

    version: str
    api: str
    model: str | None


class Session(Shape):
    """Who asks; `csrf` is for the header X-CSRF-Token of requests that bear a browser's cookie."""

    name: str
    role: str
    csrf: str


class Problem(BaseModel):
    """What is wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    instance: str
    detail: str | None = None
    code: str | None = None
    errors: list[dict[str, str]] = []
