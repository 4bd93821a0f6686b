"""Clashes and common lines, with where their sides lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pourparlers.dossier.clashes import SURE_ENOUGH
from pourparlers.model import Clash, Convergence
from pourparlers.report.view import Why
from pourparlers.web.look import Held, Look, Name


@dataclass(frozen=True, slots=True)
class Facing:
    """Two positions head-on."""

    anchor: str
    kind: str
    issue: Name
    a: Held
    b: Held
    why: Why


@dataclass(frozen=True, slots=True)
class Together:
    """Positions of several parties on the same line."""

    anchor: str
    issue: Name
    sides: tuple[Held, ...]
    why: Why


def sharpest(look: Look, most: int) -> list[Facing]:
    """The sharpest clashes that are sure enough, each on another issue as long as there are others."""

    def order() -> tuple[Clash, ...]:
        sure = (one for one in look.view.state.clashes if one.reason.confidence >= SURE_ENOUGH)
        ranked = by_sharpness(look, sure)
        best = {one.issue: one for one in reversed(ranked)}
        return (
            *(one for one in ranked if best[one.issue] is one),
            *(one for one in ranked if best[one.issue] is not one),
        )

    return facing(look, look.view.keep("sharpest", order)[:most])


def by_sharpness(look: Look, clashes: Iterable[Clash]) -> list[Clash]:
    """Clashes, the surest of those with the most words behind them first."""
    held = look.view.positions

    def order(one: Clash) -> tuple[float, int, str]:
        a, b = len(held[one.a].statements), len(held[one.b].statements)
        return -one.reason.confidence * min(a, b), -a - b, one.id

    return sorted(clashes, key=order)


def facing(look: Look, clashes: Iterable[Clash]) -> list[Facing]:
    """Clashes as a page shows them."""
    return [
        Facing(
            look.anchor("c", one.id),
            look.words.kind("clash-kind", one.kind),
            look.issue_name(one.issue),
            _side(look, one.a),
            _side(look, one.b),
            look.why(one.reason),
        )
        for one in clashes
    ]


def together(look: Look, many: Iterable[Convergence]) -> list[Together]:
    """Common lines as a page shows them."""
    return [
        Together(
            look.anchor("v", one.id),
            look.issue_name(one.issue),
            tuple(_side(look, id) for id in one.positions),
            look.why(one.reason),
        )
        for one in many
    ]


def _side(look: Look, position: str) -> Held:
    return look.held(look.view.positions[position])
