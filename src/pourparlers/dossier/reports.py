"""One article as it is compared with others: what is looked up in it, and how a divergence rests on its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.figures import Figure, figures
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.page import Page
from pourparlers.dossier.shelving import digest
from pourparlers.dossier.themes import OTHER
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.model import ActorKind, Divergence, Evidence, MentionKind, Reason
from pourparlers.reading.vocabulary import vocabulary

_MOST_EVIDENCE = 6
_LONG_ENOUGH = 4
_STEM = 5  # letters by which a word is known again

Side = tuple[Evidence, ...]


class Office(NamedTuple):
    """Where an office is given, its name in the word lists, and its words that carry meaning."""

    place: Evidence
    name: str
    words: frozenset[str]


@dataclass(frozen=True, eq=False)
class Report:
    """One article as it is compared: its page and statements, and what is looked up in them."""

    page: Page
    drafts: Sequence[Draft]

    @cached_property
    def digest(self) -> bytes:
        """A digest of all that is compared."""
        actors, parties = self.page.cast
        cast = list(actors.items()), list(parties.items())
        return digest(self.page.article, self.page.reading, cast, self.drafts)

    @cached_property
    def keys(self) -> frozenset[tuple[str, str]]:
        """What it tells of: parties with the issues they speak on."""
        return frozenset(
            (party, issue)
            for draft in self.drafts
            for party in draft.statement.parties
            if party not in NO_PARTY
            for issue in draft.statement.issues
            if issue != OTHER
        )

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures."""
        return figures(self.page)

    @cached_property
    def said(self) -> dict[str, list[Draft]]:
        """The statements by speaker."""
        found: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            for actor in dict.fromkeys(draft.statement.speakers):
                found.setdefault(actor, []).append(draft)
        return found

    @cached_property
    def people(self) -> frozenset[str | None]:
        """The people it mentions."""
        mentions = self.page.reading.mentions
        return frozenset(self.page.actor(one) for one in mentions if one.actor_kind is ActorKind.PERSON)

    @cached_property
    def named(self) -> frozenset[str | None]:
        """Everybody it mentions."""
        return frozenset(self.page.actor(one) for one in self.page.reading.mentions)

    @cached_property
    def passages(self) -> tuple[frozenset[str], ...]:
        """The words of every two sentences in a row, cut short."""
        sentences = [
            frozenset(word.key[:_STEM] for word in self.page.content_in([span]))
            for span in self.page.reading.sentences
        ]
        return tuple(one | two for one, two in zip(sentences, [*sentences[1:], frozenset()], strict=True))

    @cached_property
    def names(self) -> dict[str, dict[str, tuple[str, Evidence]]]:
        """By person: the words of the name by how they sound, as spelled (folded), with the first place."""
        return _names(self.page)

    @cached_property
    def offices(self) -> dict[str, list[Office]]:
        """By person: the offices given."""
        return _offices(self.page)

    def words(self, draft: Draft) -> frozenset[str]:
        """The words of a statement, cut short as those of the passages."""
        return frozenset(word.key[:_STEM] for word in self.page.content_in(draft.spans))


def _names(page: Page) -> dict[str, dict[str, tuple[str, Evidence]]]:
    found: defaultdict[str, dict[str, tuple[str, Evidence]]] = defaultdict(dict)
    for mention in page.reading.mentions:
        if mention.kind is not MentionKind.NAME or mention.actor_kind is not ActorKind.PERSON:
            continue
        actor = page.actor(mention)
        for word in page.words_in(mention.span) if actor else ():
            if actor and len(word.key) >= _LONG_ENOUGH and word.capital:
                place = Evidence(page.article.id, *mention.span)
                found[actor].setdefault(skeleton(word.key), (word.key, place))
    return dict(found)


def _offices(page: Page) -> dict[str, list[Office]]:
    """Give the known offices of each person, without what is told of two people at once."""
    found: defaultdict[str, list[Office]] = defaultdict(list)
    known = vocabulary(page.language).offices
    told = [(m.role, m.entity) for m in page.reading.mentions if m.role]
    for mention in page.reading.mentions:
        actor = page.actor(mention) if mention.role else None
        if not actor or not mention.role or mention.actor_kind is not ActorKind.PERSON:
            continue
        role = mention.role
        if any(entity != mention.entity and r.start < role.end and role.start < r.end for r, entity in told):
            continue
        office = known.within(tuple(word.key for word in page.words_in(role)))
        if office:
            words = frozenset(word.key for word in page.content_in([role]))
            found[actor].append(Office(Evidence(page.article.id, *role), office, words))
    return dict(found)


def places(drafts: Iterable[Draft], most: int = _MOST_EVIDENCE) -> Side:
    """Give the words of some statements that a divergence rests on, made whole, each once."""
    spans = [
        Evidence(d.statement.article, *(d.shown or (d.place.start, d.place.end))) for d in drafts if d.spans
    ]
    kept: list[Evidence] = []
    for one in dict.fromkeys(spans):
        if not any(two.article == one.article and _holds(two, one) for two in spans if two != one):
            kept.append(one)
    return tuple(kept[:most])


def _holds(outer: Evidence, inner: Evidence) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def divergence(
    kind: str, a: Side, b: Side, issue: str | None, actors: tuple[str, ...], reason: Reason
) -> Divergence:
    """Make a divergence, with its id."""
    return numbered(Divergence(id="", kind=kind, a=a, b=b, issue=issue, actors=actors, reason=reason))


def numbered(one: Divergence) -> Divergence:
    """Give a divergence its id, made of what it rests on."""
    written = repr((one.kind, one.a, one.b)).encode()
    return replace(one, id="d" + blake2b(written, digest_size=5).hexdigest())
