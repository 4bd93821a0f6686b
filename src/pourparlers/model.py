"""The nouns of the project as small frozen classes. No logic beyond checks; no imports from the rest.

Offsets are Python string indices into `Article.text`, half open: `text[span.start:span.end]`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# ---------------------------------------------------------------- articles


class Span(NamedTuple):
    """A stretch of one text: `text[start:end]`."""

    start: int
    end: int


class RegionKind(StrEnum):
    """What a stretch of text is that is not body. Nothing is ever attributed from one."""

    FRONT_MATTER = "front_matter"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    PHOTO_CREDIT = "photo_credit"
    LINK = "link"
    SHARE_APPEAL = "share_appeal"
    NEWSLETTER_APPEAL = "newsletter_appeal"
    DONATION_APPEAL = "donation_appeal"
    ADVERTISEMENT = "advertisement"
    COPYRIGHT = "copyright"
    SEPARATOR = "separator"
    NAVIGATION = "navigation"


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of an article that is not body, and what it is."""

    kind: RegionKind
    span: Span


class DateSource(StrEnum):
    """Where the date of an article comes from."""

    FRONT_MATTER = "front_matter"
    SIDECAR = "sidecar"
    PAGE = "page"
    ARGUMENT = "argument"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Copy:
    """Another publication of the same text."""

    name: str
    outlet: str | None
    url: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One report (schema.org NewsArticle, IPTC ninjs).

    `id` is made from the content alone, `name` is what the user calls it (the file's name without its ending,
    or the URL). `title` lies in `text` at `title_span` when the text has it; `regions` are sorted, do not
    overlap, and leave the body between them.
    """

    id: str
    name: str
    text: str
    language: str
    title: str | None = None
    title_span: Span | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    date_source: DateSource = DateSource.UNKNOWN
    regions: tuple[Region, ...] = ()
    copies: tuple[Copy, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for region in self.regions:
            if not end <= region.span.start < region.span.end <= len(self.text):
                raise ValueError(f"regions of {self.name} overlap or leave the text at {region.span}")
            end = region.span.end


class Evidence(NamedTuple):
    """The words something rests on: `articles[article].text[start:end]`."""

    article: str
    start: int
    end: int


# ---------------------------------------------------------------- readings


class AttributionType(StrEnum):
    """Whether the content stands in quotation marks wholly, not at all, or in part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(StrEnum):
    """What the speaker does with the words (PLOVER root types where they exist)."""

    REQUEST = "request"
    OFFER = "offer"
    AGREE = "agree"
    COMMIT = "commit"
    SUPPORT = "support"
    CONCEDE = "concede"
    REJECT = "reject"
    THREATEN = "threaten"
    WARN = "warn"
    ACCUSE = "accuse"
    DENY = "deny"
    ANNOUNCE = "announce"
    ASSESS_POSITIVE = "assess_positive"
    ASSESS_NEGATIVE = "assess_negative"
    ASSESS_MIXED = "assess_mixed"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content of one reported speech, thought or attitude (PARC3, PolNeAR, FRACAS).

    `id` is `<n>` within its reading, in text order. `content` is never empty, sorted, and has no quotation marks.
    `nested_in` and `continues` are ids in the same reading. `act_scores` are probabilities in the order of `Act`.
    """

    id: str
    type: AttributionType
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    nested_in: str | None = None
    continues: str | None = None
    act: Act = Act.STATE
    act_scores: tuple[float, ...] = ()
    condition: Span | None = None
    target: Span | None = None
    addressee: Span | None = None
    channel: Span | None = None
    confidence: float = 1.0
    why: tuple[str, ...] = ()


class MentionKind(StrEnum):
    """How a mention refers."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"
    DEMONYM = "demonym"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    GROUP = "group"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Mention:
    """An occurrence of a name, role, demonym or pronoun.

    `entity` numbers the entities of one reading: mentions with the same number speak of the same one.
    `code` is the entry in `knowledge` it names, if any. `role` is the office written with it. `party` is the code of
    the side that the article puts its entity on, where it says so.
    """

    span: Span
    kind: MentionKind
    actor_kind: ActorKind
    entity: int
    code: str | None = None
    role: Span | None = None
    gender: str | None = None
    plural: bool = False
    why: tuple[str, ...] = ()
    party: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as written and, where the article's date allows, as an ISO 8601 date (2022-01-12, 2021-06, 2022-W02)."""

    span: Span
    value: str | None
    why: tuple[str, ...] = ()


class Vector:
    """Numbers of single precision, four bytes each; never changed, compared by value. An array to numpy.

    Args:
        numbers: the numbers, or their packed bytes (little-endian).
    """

    __slots__ = ("packed",)

    packed: bytes

    def __init__(self, numbers: Iterable[float] | bytes) -> None:
        if not isinstance(numbers, bytes):
            each = tuple(numbers)
            numbers = struct.pack(f"<{len(each)}f", *each)
        self.packed = numbers

    def __len__(self) -> int:
        return len(self.packed) // 4

    def __iter__(self) -> Iterator[float]:
        return iter(struct.unpack(f"<{len(self)}f", self.packed))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Vector):
            return self.packed == other.packed
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Vector({list(self)})"

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[np.float32]:  # noqa: ANN401
        import numpy as np  # noqa: PLC0415 - the model alone needs no numpy

        return np.array(np.frombuffer(self.packed, "<f4"), dtype=dtype, copy=copy)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one article, by itself.

    `speakers` gives for each attribution id the numbers of the entities whose words they are.
    `vectors` gives for each attribution id the unit sentence embedding of its content (384 floats), `bearings` two projections of the
    encoder's state there (32 floats each), by which it is told how the words of two sides stand to each other.
    """

    article: str
    sentences: tuple[Span, ...]
    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    speakers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    vectors: dict[str, Vector] = field(default_factory=dict)
    model: str = ""
    bearings: dict[str, Vector] = field(default_factory=dict)


# ---------------------------------------------------------------- the state of play


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is there: the rules or model heads that put it there, and how sure they are (0 to 1)."""

    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, organisation or country behind its mentions, over all articles, spellings and scripts.

    `party` is the side it speaks for. `home` is set where a person speaks in his own name only: the side he comes from.
    """

    id: str
    name: str
    kind: ActorKind
    variants: tuple[str, ...]
    party: str | None
    affiliation: str | None = None
    roles: tuple[str, ...] = ()
    code: str | None = None
    mentions: tuple[Evidence, ...] = ()
    reason: Reason = Reason(1.0, ())
    home: str | None = None

    @property
    def side(self) -> str | None:
        """The side that it is introduced with: its home, or else the one it speaks for."""
        return self.home or self.party


@dataclass(frozen=True, slots=True)
class Party:
    """The side actors speak for: a country, an organisation, a movement; or the press, or experts."""

    id: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Issue:
    """What is negotiated about. `terms` are the words of the articles it was made from; labels by language."""

    id: str
    labels: dict[str, str]
    terms: tuple[Evidence, ...] = ()
    parent: str | None = None
    from_codebook: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution understood (DNA: actor, concept, agreement).

    `parties` has one entry for each side it speaks for (joint speakers count for each). `said_by` is set when
    somebody else reports the speaker's stance ("X says that Y wants"): the actor whose word it is. `shown` are the
    words with those next to them that make them whole, `unsaid` the rule by which nobody takes a stand in them.
    """

    id: str
    article: str
    attribution: str
    speakers: tuple[str, ...]
    parties: tuple[str, ...]
    act: Act
    issues: tuple[str, ...]
    content: tuple[Evidence, ...]
    cue: Evidence | None = None
    source: Evidence | None = None
    targets: tuple[str, ...] = ()
    condition: Evidence | None = None
    addressee: Evidence | None = None
    channel: Evidence | None = None
    said_by: str | None = None
    nested: bool = False
    said_on: str | None = None
    reason: Reason = Reason(1.0, ())
    shown: Evidence | None = None
    unsaid: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What a party holds on an issue, with every statement behind it, in time order.

    `parties` are all sides that hold it together (`party` is the first). `issues_also` are further issues it
    reaches: a whole answer ("demands rejected") reaches those of every demand it answers. `marks` say how it is
    held: "red-line", "hedged", "conditional", "joint", "blanket", "partial", "by-anothers-word", "own-voice" (of a state, not for its government); "hoped",
    "wanted", "expected", "feared", "condemned", "denounced", "criticised", "deplored", "welcomed" or "denial" where the act's name
    would mislead.
    """

    id: str
    party: str
    issue: str
    act: Act
    statements: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    quote: Evidence
    condition: Evidence | None = None
    first_said: str | None = None
    last_said: str | None = None
    outlets: tuple[str, ...] = ()
    reason: Reason = Reason(1.0, ())
    parties: tuple[str, ...] = ()
    issues_also: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """Two parties head-on: `kind` is request-rejection, accusation-denial, threat-defiance, framing …"""

    id: str
    kind: str
    issue: str
    a: str
    b: str
    reason: Reason = Reason(1.0, ())


@dataclass(frozen=True, slots=True)
class Deadlock:
    """An issue on which sides clash and none has moved: `positions` are theirs, `since` the last movement's date."""

    issue: str
    positions: tuple[str, ...]
    since: str | None = None
    reason: Reason = Reason(1.0, ())


@dataclass(frozen=True, slots=True)
class Convergence:
    """Parties on the same line on an issue; `positions` has one of each."""

    id: str
    issue: str
    positions: tuple[str, ...]
    reason: Reason = Reason(1.0, ())


class MeetingStatus(StrEnum):
    """How far a meeting has come at the date of the state of play."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Meeting:
    """An encounter of parties: past, ongoing, planned or proposed. `date` is ISO 8601, possibly partial."""

    id: str
    what: Evidence
    kind: str
    status: MeetingStatus
    place: str | None
    date: str | None
    date_text: Evidence | None
    participants: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    duration: Evidence | None = None
    reason: Reason = Reason(1.0, ())


@dataclass(frozen=True, slots=True)
class Divergence:
    """The same utterance or fact told differently by two reports, or told by one alone (then `b` is empty)."""

    id: str
    kind: str
    a: tuple[Evidence, ...]
    b: tuple[Evidence, ...]
    issue: str | None = None
    actors: tuple[str, ...] = ()
    reason: Reason = Reason(1.0, ())


@dataclass(frozen=True, slots=True)
class Change:
    """What is new since a date: `kind` names it, `subject` is the id of the position, meeting or actor."""

    kind: str
    subject: str
    before: str | None = None
    after: str | None = None
    evidence: tuple[Evidence, ...] = ()
    reason: Reason = Reason(1.0, ())


@dataclass(frozen=True, slots=True)
class StateOfPlay:
    """The dossier at a date: who holds what, where they clash, what is next, what changed."""

    date: str | None
    articles: tuple[Article, ...]
    actors: tuple[Actor, ...]
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    statements: tuple[Statement, ...]
    positions: tuple[Position, ...]
    clashes: tuple[Clash, ...] = ()
    convergences: tuple[Convergence, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    divergences: tuple[Divergence, ...] = ()
    changes: tuple[Change, ...] | None = None
    since: str | None = None
    model: str = ""
    deadlocks: tuple[Deadlock, ...] = ()
