"""The discourse network: actors or parties joined by agreement and clash on issues, and the numbers behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pourparlers.exports import networks
from pourparlers.exports.stances import Stance, stance
from pourparlers.report.text import one_line, shorten
from pourparlers.web import choices, drawing
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import Filter, filter_of, part, wanted
from pourparlers.web.look import Look, Name, look_of
from pourparlers.web.rendering import here, language_of, render
from pourparlers.web.security import Reader
from pourparlers.web.view import View

router = APIRouter(include_in_schema=False)

KINDS = ("subtract", "congruence", "conflict")
SIZES = (10, 25, 50, 100, 200)
_SIZE = 25
_MOST_WIDTH = 7.0
_TIES_A_NODE = 3
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
    issues: tuple[Name, ...]
    line: tuple[float, float, float, float]
    width: float
    href: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network with its layout: the nodes that have ties, the ties that are strong enough, the rest by name."""

    nodes: tuple[networks.Node, ...]
    place: tuple[tuple[float, float], ...]
    radii: tuple[float, ...]
    labels: tuple[drawing.Label | None, ...]
    edges: tuple[networks.Edge, ...]
    apart: tuple[networks.Node, ...]
    threshold: float
    total: int


@router.get("/network")
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
    drawn = view.keep(("network", *key), lambda: _drawn(view, asked, kind, level, measure, size, least))
    dots = _dots(look, drawn, level)
    by_id = {dot.id: dot for dot in dots}
    ties = [_tie(request, look, edge, by_id, drawn) for edge in drawn.edges]
    listed = part(request, sorted(ties, key=lambda tie: -abs(tie.weight)))
    chosen = next((e for e in drawn.edges if query.get("edge") == f"{e.source}~{e.target}"), None)
    behind = (
        []
        if chosen is None
        else [view.statements[id] for id in str(chosen.attributes["statements"]).split("; ") if id]
    )
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
        apart=[_name(look, node.id, level) for node in drawn.apart],
        threshold=drawn.threshold,
        total=drawn.total,
        listed=listed,
        edge=(by_id[chosen.source].name, by_id[chosen.target].name) if chosen else None,
        behind=shown,
        lines=look.lines(shown.items),
    )


def _drawn(
    view: View, asked: Filter, kind: str, level: str, measure: str, size: int, least: float | None
) -> Drawn:
    said = [one for one in wanted(view, asked) if one.issues and stance(one.act) is not Stance.NEITHER]
    spoken = Counter(who for one in said for who in (one.speakers if level == "actor" else one.parties))
    strongest = sorted(spoken, key=lambda who: (-spoken[who], who))[:size]
    chosen = set(strongest)
    state = replace(
        view.state,
        articles=(),
        statements=tuple(
            one for one in said if chosen & set(one.speakers if level == "actor" else one.parties)
        ),
    )
    state = replace(
        state, articles=tuple(view.articles[id] for id in {one.article for one in state.statements})
    )
    made = networks.network(state, kind, level=level, normalisation=measure)
    edges = [
        one
        for one in made.edges
        if one.weight
        and one.source in chosen
        and one.target in chosen
        and (not asked.issue or _on(one, asked.issue))
    ]
    edges.sort(key=lambda one: (-abs(one.weight), one.source, one.target))
    if least is None:
        kept = edges[: max(12, _TIES_A_NODE * len(chosen))]
    else:
        kept = [one for one in edges if abs(one.weight) >= least]
    tied = {id for one in kept for id in (one.source, one.target)}
    known = {node.id: node for node in made.nodes}
    nodes = [known[id] for id in strongest if id in tied]
    number = {node.id: n for n, node in enumerate(nodes)}
    place = drawing.layout(
        len(nodes), [(number[one.source], number[one.target], _pull(one, kind)) for one in kept]
    )
    most = max((spoken[node.id] for node in nodes), default=1)
    radii = [5 + 13 * (spoken[node.id] / most) ** 0.5 for node in nodes]
    names = [shorten(node.label, _NAME) for node in nodes]
    return Drawn(
        tuple(nodes),
        tuple((round(x, 1), round(y, 1)) for x, y in place.tolist()),
        tuple(round(r, 1) for r in radii),
        tuple(drawing.labels(place, radii, names)),
        tuple(kept),
        tuple(known[id] for id in strongest if id not in tied and id in known),
        abs(kept[-1].weight) if kept else 0.0,
        len(edges),
    )


def _on(edge: networks.Edge, issue: str) -> bool:
    return issue in str(edge.attributes["issue_ids"]).split("; ")


def _pull(edge: networks.Edge, kind: str) -> float:
    return -edge.weight if kind == "conflict" else edge.weight


def _name(look: Look, id: str, level: str) -> Name:
    return look.actor_name(id) if level == "actor" else look.party_name(id)


def _dots(look: Look, drawn: Drawn, level: str) -> list[Dot]:
    parties = Counter(str(node.attributes.get("party_id", "")) for node in drawn.nodes)
    ranked = [id for id, _ in sorted(parties.items(), key=lambda item: (-item[1], item[0])) if id][:_COLOURS]
    found = []
    for node, (x, y), r, label in zip(drawn.nodes, drawn.place, drawn.radii, drawn.labels, strict=True):
        party = str(node.attributes.get("party_id", ""))
        name = _name(look, node.id, level)
        found.append(
            Dot(
                id=node.id,
                name=name,
                party=look.party_name(party) if party else None,
                colour=ranked.index(party) if party in ranked else _COLOURS,
                x=x,
                y=y,
                r=r,
                label=label,
                short=shorten(one_line(name.label), _NAME),
                said_for=int(node.attributes["for"]),
                said_against=int(node.attributes["against"]),
            )
        )
    return found


def _legend(dots: list[Dot]) -> list[tuple[int, Name]]:
    found = {dot.colour: dot.party for dot in dots if dot.party and dot.colour < _COLOURS}
    return [(colour, party) for colour, party in sorted(found.items()) if party]


def _tie(request: Request, look: Look, edge: networks.Edge, dots: dict[str, Dot], drawn: Drawn) -> Tie:
    a, b = dots[edge.source], dots[edge.target]
    agree, clash = int(edge.attributes["congruence"]), int(edge.attributes["conflict"])
    strongest = abs(drawn.edges[0].weight) or 1.0
    return Tie(
        a=a.name,
        b=b.name,
        kind="agree" if agree > clash else "clash" if clash > agree else "even",
        weight=edge.weight,
        agree=agree,
        clash=clash,
        issues=tuple(look.issue_name(id) for id in str(edge.attributes["issue_ids"]).split("; ")[:6] if id),
        line=(a.x, a.y, b.x, b.y),
        width=round(1 + (_MOST_WIDTH - 1) * abs(edge.weight) / strongest, 2),
        href=here(request, edge=f"{edge.source}~{edge.target}", behind=None) + "#behind",
    )


def _one_of(asked: str | None, known: tuple[str, ...], usual: str) -> str:
    return asked if asked in known else usual


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ".")[:12])
    except ValueError:
        return None
    return value if 0 <= value < 1e9 else None
