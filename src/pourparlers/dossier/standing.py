"""Positions with what is needed to tell which stand against each other and which stand together."""

from __future__ import annotations

from dataclasses import dataclass

from pourparlers.dossier.drafts import Draft
from pourparlers.model import Position

_CLOSE_IN_MEANING = 0.6  # cosine
_LATEST = 20  # statements of a position that are compared with another's, the latest


@dataclass(frozen=True)
class Held:
    """A position with what clashes are told by."""

    position: Position
    drafts: tuple[Draft, ...]
    issues: frozenset[str]
    sides: frozenset[str]
    blanket: bool
    naming: bool


def held_with(position: Position, drafts: tuple[Draft, ...]) -> Held:
    """Give a position with the statements behind it."""
    return Held(
        position,
        drafts,
        frozenset((position.issue, *position.issues_also)),
        frozenset(position.parties or (position.party,)),
        any(d.blanket for d in drafts),
        any(d.naming for d in drafts),
    )


def common(one: Held, two: Held) -> bool:
    """Tell whether two positions share words beyond their matter, the bare matter itself, or their meaning."""
    return any(_alike(a, b) for a in one.drafts[-_LATEST:] for b in two.drafts[-_LATEST:])


def _alike(a: Draft, b: Draft) -> bool:
    matters = {theme.id for theme in (*a.themes, *b.themes)}
    shared = a.stems & b.stems
    if shared - matters or (shared and (a.stems <= matters or b.stems <= matters)):
        return True
    return a.vector is not None and b.vector is not None and float(a.vector @ b.vector) >= _CLOSE_IN_MEANING
