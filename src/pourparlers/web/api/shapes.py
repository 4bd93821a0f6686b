"""What answers look like, for the description of the API; a test holds them and the answers together."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

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
