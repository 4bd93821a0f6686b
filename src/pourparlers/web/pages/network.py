"""The discourse network: actors or parties joined by agreement and clash on issues, and the numbers behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.exports import networks
from pourparlers.report.text import one_line, shorten
from pourparlers.web import choices, discourse, drawing
from pourparlers.web.desk import DeskOf
from pourparlers.web.discourse import Bond, Tally
from pourparlers.web.filters import Filter, filter_of, part, wanted
from pourparlers.web.look import Look, Name, look_of
from pourparlers.web.rendering import here, language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.shared import shared
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

KINDS = ("subtract", "congruence", "conflict")
SIZES = (10, 25, 50, 100, 200)
_SIZE = 25
_MOST_WIDTH = 7.0
_TIES_A_NODE = 3
_MOST_TIES = 1000
_MOST_ISSUES = 6
_NAME = 28
_COLOURS = 7


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as it is drawn."""

    id: str
    name: Name
    party: Name | None
    colour: int
    x: float
    y: float
    r: float
    label: drawing.Label | None
    short: str
    said_for: int
    said_against: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie as it is drawn and listed."""

    a: Name
    b: Name
    kind: str
    weight: float
    agree: int
    clash: int
    line: tuple[float, float, float, float]
    width: float
    href: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network with its layout: those who have ties, the ties that are strong enough, and the rest by id."""

    tally: Tally
    nodes: tuple[str, ...]
    place: tuple[tuple[float, float], ...]
    radii: tuple[float, ...]
    labels: tuple[drawing.Label | None, ...]
    ties: tuple[Bond, ...]
    apart: tuple[str, ...]
    threshold: float
    total: int


@router.get("/network")
@shared
def network(request: Request, desk: DeskOf, _user: Reader) -> HTMLResponse:
    """Who agrees and who clashes; of parties or actors, on one issue or all, from a weight on, over some days."""
    view = desk.view()
    language = language_of(request)
    look = look_of(view, language)
    query = request.query_params
    asked = replace(filter_of(request), act="", outlet="", actor="", party="")
    kind = _one_of(query.get("kind"), KINDS, KINDS[0])
    level = "actor" if query.get("level") == "actor" else "party"
    measures = networks.NORMALISATIONS["subtract"]
    measure = _one_of(query.get("measure"), measures, "average")
    size = int(query["size"]) if query.get("size") in {str(n) for n in SIZES} else _SIZE
    least = _number(query.get("least", ""))
    key = (asked, kind, level, measure, size, least)
    drawn = view.keep(("network", *key), lambda: _drawn(look, asked, kind, level, measure, size, least))
    dots = _dots(look, drawn, level)
    ties = [_tie(request, bond, dots, drawn) for bond in drawn.ties]
    listed = part(request, list(zip(ties, drawn.ties, strict=True)))
    pair = _pair(drawn, query.get("edge", ""))
    behind = discourse.behind(drawn.tally, *pair) if pair else []
    shown = part(request, behind, size=25, name="behind")
    return render(
        request,
        "network.html.j2",
        view=view,
        asked=asked,
        kind=kind,
        level=level,
        measure=measure,
        size=size,
        least=query.get("least", "") if least is not None else "",
        kinds=[(one, look.words(f"network.kind_{one}")) for one in KINDS],
        levels=[(one, look.words(f"network.level_{one}")) for one in ("party", "actor")],
        measures=[(one, look.words(f"network.measure_{one}")) for one in measures],
        sizes=[(str(n), str(n)) for n in SIZES],
        issue_choices=choices.issues(look, asked.issue),
        width=drawing.WIDTH,
        height=drawing.HEIGHT,
        dots=dots,
        ties=ties,
        legend=_legend(dots) if level == "actor" else [],
        apart=[_name(look, id, level) for id in drawn.apart],
        threshold=drawn.threshold,
        total=drawn.total,
        listed=listed,
        rows=[(tie, _issues(look, drawn, bond)) for tie, bond in listed.items],
        edge=tuple(_name(look, id, level) for id in pair) if pair else None,
        behind=shown,
        lines=look.lines(shown.items),
    )


def _drawn(
    look: Look, asked: Filter, kind: str, level: str, measure: str, size: int, least: float | None
) -> Drawn:
    view = look.view
    counted = tallied(view, asked, level)
    if asked.issue:
        counted = _only(counted, asked.issue)
    chosen = [who for who, _ in counted.spoken[:size]]
    spoken = dict(counted.spoken)
    bonds = discourse.bonds(counted, chosen, kind=kind, measure=measure)
    if least is None:
        kept = bonds[: max(12, _TIES_A_NODE * len(chosen))]
    else:
        kept = [one for one in bonds if abs(one.weight) >= least][:_MOST_TIES]
    tied = {n for one in kept for n in (one.a, one.b)}
    nodes = [who for n, who in enumerate(chosen) if n in tied]
    number = {chosen.index(who): n for n, who in enumerate(nodes)}
    ties = [replace(one, a=number[one.a], b=number[one.b]) for one in kept]
    sign = -1 if kind == "conflict" else 1
    place = drawing.layout(len(nodes), [(one.a, one.b, sign * one.weight) for one in ties])
    most = max((spoken[who] for who in nodes), default=1)
    radii = [5 + 13 * (spoken[who] / most) ** 0.5 for who in nodes]
    names = [shorten(_name(look, who, level).label, _NAME) for who in nodes]
    return Drawn(
        counted,
        tuple(nodes),
        tuple((round(x, 1), round(y, 1)) for x, y in place.tolist()),
        tuple(round(r, 1) for r in radii),
        tuple(drawing.labels(place, radii, names)),
        tuple(ties),
        tuple(who for n, who in enumerate(chosen) if n not in tied),
        abs(kept[-1].weight) if kept else 0.0,
        len(bonds),
    )


def tallied(view: View, asked: Filter, level: str) -> Tally:
    """The stances of the statements that a filter lets through; kept in the view."""
    return view.keep(("tally", level, asked), lambda: discourse.tally(wanted(view, asked), level=level))


def _only(counted: Tally, issue: str) -> Tally:
    """What was counted of one issue alone: statements may be on several."""
    kept = {
        who: {key: n for key, n in mine.items() if key[0] == issue} for who, mine in counted.counts.items()
    }
    return replace(counted, counts=kept)


def _pair(drawn: Drawn, asked: str) -> tuple[str, str] | None:
    one, _, two = asked.partition("~")
    return (one, two) if one in drawn.nodes and two in drawn.nodes else None


def _name(look: Look, id: str, level: str) -> Name:
    return look.actor_name(id) if level == "actor" else look.party_name(id)


def _dots(look: Look, drawn: Drawn, level: str) -> list[Dot]:
    party_of = {
        who: known.party or "" for who in drawn.nodes if level == "actor" and (known := look.actor.get(who))
    }
    parties = Counter(party for party in party_of.values() if party)
    ranked = [id for id, _ in sorted(parties.items(), key=lambda item: (-item[1], item[0]))][:_COLOURS]
    found = []
    for who, (x, y), r, label in zip(drawn.nodes, drawn.place, drawn.radii, drawn.labels, strict=True):
        party, name = party_of.get(who, ""), _name(look, who, level)
        yes, no = drawn.tally.stands(who)
        found.append(
            Dot(
                id=who,
                name=name,
                party=look.party_name(party) if party else None,
                colour=ranked.index(party) if party in ranked else _COLOURS,
                x=x,
                y=y,
                r=r,
                label=label,
                short=shorten(one_line(name.label), _NAME),
                said_for=yes,
                said_against=no,
            )
        )
    return found


def _legend(dots: list[Dot]) -> list[tuple[int, Name]]:
    found = {dot.colour: dot.party for dot in dots if dot.party and dot.colour < _COLOURS}
    return [(colour, party) for colour, party in sorted(found.items()) if party]


def _issues(look: Look, drawn: Drawn, bond: Bond) -> list[Name]:
    both = discourse.shared(drawn.tally, drawn.nodes[bond.a], drawn.nodes[bond.b])
    return [look.issue_name(id) for id in both[:_MOST_ISSUES]]


def _tie(request: Request, bond: Bond, dots: list[Dot], drawn: Drawn) -> Tie:
    a, b = dots[bond.a], dots[bond.b]
    strongest = abs(drawn.ties[0].weight) or 1.0
    return Tie(
        a=a.name,
        b=b.name,
        kind="agree" if bond.agree > bond.clash else "clash" if bond.clash > bond.agree else "even",
        weight=bond.weight,
        agree=bond.agree,
        clash=bond.clash,
        line=(a.x, a.y, b.x, b.y),
        width=round(1 + (_MOST_WIDTH - 1) * abs(bond.weight) / strongest, 2),
        href=here(request, edge=f"{a.id}~{b.id}", behind=None) + "#behind",
    )


def _one_of(asked: str | None, known: tuple[str, ...], usual: str) -> str:
    return asked if asked in known else usual


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ".")[:12])
    except ValueError:
        return None
    return value if 0 <= value < 1e9 else None
