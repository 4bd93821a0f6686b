"""One article as it stands now: corrections that the view does not have yet are laid over it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pourparlers.dossier.actors import ActorTable
from pourparlers.dossier.amend_actors import Cast
from pourparlers.dossier.amend_statements import amend_statements
from pourparlers.dossier.page import Page
from pourparlers.dossier.statements import drafts
from pourparlers.model import Article, Attribution, Evidence, Issue, Reading, Statement
from pourparlers.store.amending import amendments
from pourparlers.store.applying import apply
from pourparlers.store.corrections import Correction
from pourparlers.web.desk import Desk
from pourparlers.web.view import View


@dataclass(frozen=True, slots=True)
class Now:
    """An article with what is read from it, corrections laid over both.

    `seen` is the number of the last correction of the dossier that counts here, `is_waiting` whether the rest of the
    dossier does not have all of this article's yet.
    """

    article: Article
    reading: Reading
    statements: tuple[Statement, ...]
    issues: Mapping[str, Issue]
    corrections: tuple[Correction, ...]
    seen: int
    is_waiting: bool

    def attribution(self, statement: Statement) -> Attribution:
        """The attribution that a statement was made of."""
        return next(one for one in self.reading.attributions if one.id == statement.attribution)


def now(desk: Desk, id: str) -> Now:
    """Give an article as it stands now.

    Raises:
        StoreError: there is none with this id.
    """
    view = desk.view()
    known = desk.corrected
    article, reading = desk.store.article(id), desk.store.reading(id)
    made = tuple(desk.store.corrections(id))
    last = max((one.number for one in made), default=0)
    if reading is None:
        return Now(article, Reading(id, (), (), (), ()), (), {}, made, max(known, last), False)
    laid = apply(article, reading, made)
    if last <= known and id in view.articles:
        statements = view.statements_of_article.get(id, ())
        if {one.attribution for one in statements} <= {one.id for one in laid.reading.attributions}:
            return Now(laid.article, laid.reading, statements, view.issues, made, max(known, last), False)
    issues, found = _understood(view, laid.article, laid.reading, made)
    return Now(laid.article, laid.reading, found, issues, made, max(known, last), id in view.articles)


def _understood(
    view: View, article: Article, reading: Reading, made: Sequence[Correction]
) -> tuple[dict[str, Issue], tuple[Statement, ...]]:
    """Make the statements of an article with the actors and issues of the view."""
    named = _mentions(view).get(article.id, {})
    entities: dict[tuple[str, int], str] = {}
    for mention in reading.mentions:
        actor = named.get((mention.span.start, mention.span.end))
        if actor:
            entities.setdefault((article.id, mention.entity), actor)

    actors = {number: actor for (_, number), actor in entities.items()}
    page = Page(article, reading, actors, {actor: view.actors[actor].party for actor in actors.values()})
    held = {one.id: one.issues for one in view.statements_of_article.get(article.id, ())}
    told = [
        replace(draft, statement=replace(draft.statement, issues=held.get(draft.id, ())))
        for draft in drafts(page)
    ]
    cast = Cast(ActorTable(view.state.actors, entities, view.state.parties), [(article, reading)])
    changes, _ = amendments(made, {article.id: article.text})
    issues, amended = amend_statements(view.state.issues, told, cast, changes)
    return {**view.issues, **{one.id: one for one in issues}}, tuple(one.statement for one in amended)


def _mentions(view: View) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """The actors named in each article, by where they are."""

    def make() -> Mapping[str, Mapping[tuple[int, int], str]]:
        found: defaultdict[str, dict[tuple[int, int], str]] = defaultdict(dict)
        for actor in view.state.actors:
            for place in actor.mentions:
                found[place.article][(place.start, place.end)] = actor.id
        return found

    return view.keep("mentions", make)


def hull(statement: Statement) -> Evidence:
    """The stretch from the beginning to the end of what is said."""
    return Evidence(
        statement.article,
        min(one.start for one in statement.content),
        max(one.end for one in statement.content),
    )
