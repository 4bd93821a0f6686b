"""What the store takes in and gives out beside articles and readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pourparlers.errors import PourparlersError
from pourparlers.model import Article, Span


@dataclass(frozen=True, slots=True)
class Received:
    """An article with what it was made from: the bytes as they came, their headers, and when (with a time zone)."""

    article: Article
    body: bytes
    at: datetime
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article: whether it is new, whether it was read now, and why it could not be."""

    article: str
    name: str
    is_new: bool
    is_read: bool
    failure: PourparlersError | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found: the quote of an attribution, or an article, with where the words stand in its text."""

    article: str
    attribution: str | None
    span: Span
    rank: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a store: a stable slug, where, and what; a `note` needs no repair."""

    kind: str
    where: str
    what: str
    is_note: bool = False
