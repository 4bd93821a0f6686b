"""Who is who, and what each outlet brought."""

from __future__ import annotations

from collections import Counter, defaultdict

from pourparlers.knowledge.entities import label
from pourparlers.model import Actor, ActorKind, Evidence
from pourparlers.report.lookup import Lookup
from pourparlers.report.text import one_line
from pourparlers.report.view import Coverage, Person

_UNKNOWN = "rule:other"


def who_is_who(look: Lookup) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """People, and then countries, organisations and groups; the most mentioned first."""
    ordered = sorted(look.state.actors, key=lambda actor: (-len(actor.mentions), actor.name, actor.id))
    people = [actor for actor in ordered if actor.kind is ActorKind.PERSON]
    bodies = [
        actor
        for actor in ordered
        if actor.kind not in (ActorKind.PERSON, ActorKind.OUTLET) and _is_known(actor)
    ]
    return tuple(_person(look, actor) for actor in people), tuple(_person(look, actor) for actor in bodies)


def _is_known(actor: Actor) -> bool:
    """Tell whether a body is more than a source that nothing is known of ("pictures taken at night")."""
    return actor.code is not None or _UNKNOWN not in actor.reason.why


def _person(look: Lookup, actor: Actor) -> Person:
    first: dict[str, Evidence] = {}
    for mention in sorted(actor.mentions, key=lambda m: (look.number[m.article], m.start)):
        first.setdefault(mention.article, mention)
    name = look.name(actor.id)
    anchor = look.anchor("w", actor.id)
    elsewhere = (
        {one_line(label(actor.code, "fr")), one_line(label(actor.code, "en"))} if actor.code else set()
    )
    written = {one_line(look.exact(mention)) for mention in actor.mentions}
    spellings = [one for one in map(one_line, actor.variants) if one not in elsewhere or one in written]
    return Person(
        anchor=anchor,
        name=name,
        kind=look.words.kind("actor-kind", actor.kind.value),
        party=look.party(actor.side) if actor.side else "",
        roles=tuple(dict.fromkeys(one_line(role) for role in actor.roles)),
        spellings=tuple(spelling for spelling in dict.fromkeys(spellings) if spelling != name),
        mentions=len(actor.mentions),
        places=tuple(look.quote(mention) for mention in first.values()),
        why=look.why(actor.reason),
    )


def coverage(look: Lookup) -> tuple[Coverage, ...]:
    """What each outlet brought: articles, statements and whose they are. Outlets with most articles first."""
    unknown = look.words("coverage.unknown")
    articles: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    voices: dict[str, Counter[str]] = defaultdict(Counter)
    outlet = {article.id: one_line(article.outlet or unknown) for article in look.state.articles}
    for article in look.state.articles:
        articles[outlet[article.id]] += 1
        for copy in article.copies:
            copies[one_line(copy.outlet or unknown)] += 1
    for statement in look.state.statements:
        statements[outlet[statement.article]] += 1
        voices[outlet[statement.article]].update(statement.parties)
    names = sorted({*articles, *copies}, key=lambda name: (name == unknown, -articles[name], name))
    return tuple(
        Coverage(
            outlet=name,
            articles=articles[name],
            copies=copies[name],
            statements=statements[name],
            voices=", ".join(
                f"{look.party(party)} {look.words.number(n)}" for party, n in _most(voices[name])
            ),
        )
        for name in names
    )


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
