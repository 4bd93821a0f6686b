"""What is asked of the dossier: search, comparison, networks, exports."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi import Query as Asked
from pydantic import Field

from pourparlers import exports
from pourparlers.exports import networks
from pourparlers.exports.bundle import Bundle, zipped
from pourparlers.model import Act, Evidence, Statement
from pourparlers.store import Hit
from pourparlers.web.alignment import align
from pourparlers.web.api import replies
from pourparlers.web.api.answers import Day, Id, Query, Writing, answer, is_known, seal, writing
from pourparlers.web.desk import DeskOf
from pourparlers.web.filters import Filter
from pourparlers.web.pages.search import by_words, near_in_meaning
from pourparlers.web.security import Reader
from pourparlers.web.view import View

router = APIRouter(tags=["questions"])

_TYPES = {
    ".graphml": "application/xml",
    ".gexf": "application/xml",
    ".ics": "text/calendar",
    ".jsonld": "application/ld+json",
}
_TYPES |= {".atom": "application/atom+xml", ".zip": "application/zip", ".dna": "application/vnd.sqlite3"}
_LONGEST_QUOTE = 300


class Search(Query):
    """What is looked for; with a filter, only statements are found."""

    q: Annotated[str, Field(min_length=1, max_length=500)]
    by: Literal["words", "meaning", "both"] = "both"
    party: Id = ""
    issue: Id = ""
    act: Act | None = None
    actor: Id = ""
    outlet: Id = ""
    since: Day | None = None
    until: Day | None = None
    limit: int = Field(25, ge=1, le=100)


class Compare(Query):
    """Which two: `article:ID` or `outlet:NAME`."""

    a: Annotated[str, Field(pattern=r"^(article|outlet):.", max_length=310)]
    b: Annotated[str, Field(pattern=r"^(article|outlet):.", max_length=310)]


class OfNetwork(Query):
    """Which network; `normalisation` as docs/how-to/exports.md explains."""

    kind: Literal["congruence", "conflict", "subtract", "two-mode"] = "subtract"
    level: Literal["actor", "party"] = "party"
    normalisation: Literal["none", "average", "jaccard", "cosine", "activity", "prominence"] = "none"
    duplicates: Literal["all", "document"] = "all"
    since: Day | None = None
    until: Day | None = None


class Export(Query):
    """What a format may be asked for beside the language; which of these it takes `/exports` says."""

    network: Literal["congruence", "conflict", "subtract", "two-mode"] | None = None
    level: Literal["actor", "party"] | None = None
    only: Annotated[str, Field(pattern="^[a-z_]{1,40}$")] | None = None
    since: Day | None = None
    until: Day | None = None


@router.get("/search", response_model=replies.Found)
def search(request: Request, desk: DeskOf, _user: Reader, asked: Annotated[Search, Asked()]) -> Response:
    """Statements and articles with these words, and statements that mean the same in any language."""
    view = desk.view()
    write = writing(view, asked.lang)
    chosen = Filter(
        party=asked.party,
        issue=asked.issue,
        act=asked.act.value if asked.act else "",
        actor=asked.actor,
        outlet=asked.outlet,
        since=asked.since or "",
        until=asked.until or "",
    )
    question = " ".join(asked.q.split())

    def make() -> dict[str, Any]:
        spoken: Sequence[Statement | Hit] = []
        near: list[Statement] = []
        if asked.by != "meaning":
            spoken = by_words(desk, view, question, chosen)
        if asked.by != "words":
            near = near_in_meaning(desk, view, question, chosen)
        return {
            "by_words": [_hit(view, write, one) for one in spoken[: asked.limit]],
            "by_meaning": [_hit(view, write, one) for one in near[: asked.limit]],
        }

    return answer(request, seal(view), make)


@router.get("/compare", response_model=replies.Compared)
def compare(request: Request, desk: DeskOf, _user: Reader, asked: Annotated[Compare, Asked()]) -> Response:
    """What two articles or two outlets both tell, and what one alone tells."""
    view = desk.view()
    write = writing(view, asked.lang)
    (ours, of_a), (theirs, of_b) = _side(view, asked.a), _side(view, asked.b)

    def make() -> dict[str, Any]:
        aligned = view.keep(("aligned", asked.a, asked.b, Filter()), lambda: align(view, ours, theirs))
        different = [
            one
            for id in sorted(of_a)
            for one in view.divergences_of_article.get(id, ())
            if of_b & {place.article for place in (*one.a, *one.b)}
        ]
        return {
            "pairs": [[write.statement(one), write.statement(two)] for one, two in aligned.pairs],
            "only_a": [write.statement(one) for one in aligned.only_a],
            "only_b": [write.statement(one) for one in aligned.only_b],
            "divergences": [write.divergence(one) for one in dict.fromkeys(different)],
        }

    return answer(request, seal(view), make)


@router.get("/network", response_model=replies.Network)
def get_network(
    request: Request, desk: DeskOf, _user: Reader, asked: Annotated[OfNetwork, Asked()]
) -> Response:
    """Who agrees and clashes with whom on issues, or who speaks for and against what (two-mode)."""
    view = desk.view()
    if asked.normalisation not in networks.NORMALISATIONS[asked.kind]:
        known = ", ".join(networks.NORMALISATIONS[asked.kind])
        raise HTTPException(
            422, f"no normalisation {asked.normalisation!r} of a {asked.kind} network: {known}"
        )

    def make() -> dict[str, Any]:
        made = networks.network(
            view.state,
            asked.kind,
            level=asked.level,
            normalisation=asked.normalisation,
            duplicates=asked.duplicates,
            since=asked.since,
            until=asked.until,
            language=asked.lang,
        )
        return {
            "attributes": dict(made.attributes),
            "nodes": [asdict(one) for one in made.nodes],
            "edges": [asdict(one) for one in made.edges],
        }

    return answer(request, seal(view), lambda: view.keep(("network", asked.model_dump_json()), make))


@router.get("/exports", response_model=replies.Formats)
def list_formats(_user: Reader) -> dict[str, Any]:
    """What the dossier can be exported to, and what each format may be asked for."""
    return {
        "items": [
            {"name": name, "help": one.help, "options": _options(name)}
            for name, one in exports.FORMATS.items()
        ]
    }


@router.get(
    "/exports/{format}",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def export(
    request: Request, desk: DeskOf, _user: Reader, format: Id, asked: Annotated[Export, Asked()]
) -> Response:
    """The state of play in the files of other programs; several files come as a ZIP."""
    if format not in exports.FORMATS:
        raise HTTPException(404, f"no such format; there are {', '.join(exports.FORMATS)}")
    view = desk.view()
    if is_known(request, seal(view)):
        return Response(status_code=304, headers={"etag": seal(view)})
    given = asked.model_dump(exclude={"lang"}, exclude_none=True)
    if unknown := sorted(set(given) - set(_options(format))):
        raise HTTPException(422, f"format {format} has no option {unknown[0]}")
    made = exports.render(view.state, format, language=asked.lang, **given)
    ending = exports.FORMATS[format].ending or f".{format}"
    if isinstance(made, Bundle):
        made, ending = zipped(made), ".zip"
    name = "".join(
        one if one.isascii() and (one.isalnum() or one in "-_") else "-" for one in request.app.state.title
    )
    return Response(
        made.encode(errors="replace") if isinstance(made, str) else made,
        headers={
            "etag": seal(view),
            "content-disposition": f'attachment; filename="{name[:80] or "dossier"}-{format}{ending}"',
        },
        media_type=_TYPES.get(
            ending, "text/csv; charset=utf-8" if ending == ".csv" else "application/octet-stream"
        ),
    )


def _options(format: str) -> list[str]:
    taken = inspect.signature(exports.FORMATS[format].write).parameters
    return [name for name in Export.model_fields if name in taken and name != "lang"]


def _hit(view: View, write: Writing, one: Statement | Hit) -> dict[str, Any]:
    if isinstance(one, Statement):
        return {"statement": write.statement(one), "words": write.evidence(one.content[0])}
    start, end = one.span
    return {
        "statement": None,
        "words": write.evidence(Evidence(one.article, start, min(end, start + _LONGEST_QUOTE))),
    }


def _side(view: View, key: str) -> tuple[tuple[Statement, ...], frozenset[str]]:
    """The statements of an article or outlet, and the ids of its articles."""
    kind, _, id = key.partition(":")
    if kind == "article" and id in view.articles:
        return view.statements_of_article.get(id, ()), frozenset({id})
    if kind == "outlet" and id in view.articles_of_outlet:
        articles = frozenset(one.id for one in view.articles_of_outlet[id])
        return view.statements_of_outlet.get(id, ()), articles
    raise HTTPException(404, f"no {kind} of this name in the dossier now")
