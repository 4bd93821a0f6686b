"""Actors: the people, organisations and countries behind the mentions of all articles, whatever the spelling or script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from pourparlers.dossier.locals import Local, best_label, folded, locals_of, total
from pourparlers.dossier.memory import Memory
from pourparlers.dossier.merging import grouped, slug
from pourparlers.dossier.nobodies import somebody
from pourparlers.knowledge.entities import EXPERT, PRESS, is_state, label, party_of
from pourparlers.knowledge.entities import entity as known_entity
from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.knowledge.phrases import small_words
from pourparlers.knowledge.public_figures import offices_of, side_of
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.knowledge.words import Word, words_of
from pourparlers.model import (
    Actor,
    ActorKind,
    Article,
    Party,
    Reading,
    Reason,
)
from pourparlers.reading.cast import is_political
from pourparlers.reading.sided import CONTEXT, OWN_NAME, SERVING
from pourparlers.reading.siding import LEARNT

INTERFACE = ("fr", "en")
OF_STATES = "IGO"
"""How the CAMEO codes of organisations of states begin."""
NOUNS = {EXPERT: ("experts",), PRESS: ("press",)}


@dataclass(frozen=True)
class ActorTable:
    """The actors of a dossier and the way to them.

    `entities` maps an article's id and the number of an entity of its reading to the id of the actor; `parties` are the
    sides that the actors speak for.
    """

    actors: tuple[Actor, ...]
    entities: Mapping[tuple[str, int], str]
    parties: tuple[Party, ...]

    @cached_property
    def _shown(self) -> dict[str, tuple[str, ...]]:
        return {party.id: tuple(party.labels.values()) for party in reversed(self.parties)}

    @cached_property
    def _written(self) -> dict[str, tuple[str, ...]]:
        return {actor.code: actor.variants for actor in reversed(self.actors) if actor.code}

    def labels(self, party: str) -> tuple[str, ...]:
        """Give the names that a party or a known entity goes by: those to show first, then those the articles use."""
        shown = self._shown.get(party) or tuple(label(party, tongue) for tongue in INTERFACE)
        nouns = [
            lexicon(tongue, "people")[topic]["nouns"][0]
            for tongue in INTERFACE
            for topic in NOUNS.get(party, ())
        ]
        return tuple(dict.fromkeys((*shown, *nouns, *self._written.get(party, ()))))


def actors(articles: Sequence[Article], readings: Sequence[Reading]) -> ActorTable:
    """Merge the entities of all articles into actors.

    Entities with a code in `knowledge` merge by it. People merge by their full names, compared without the differences
    of spelling and script; a bare surname joins the one full name it fits. Organisations and groups merge by the words
    they are called and their party; people without a name stay with their article.

    Args:
        articles: the articles.
        readings: their readings, in any order.

    Returns:
        the actors, the same whatever the order of the articles.
    """
    by_id = {article.id: article for article in articles}
    return actors_of(
        [
            one
            for reading in sorted(readings, key=lambda r: r.article)
            for one in somebody(by_id[reading.article], locals_of(by_id[reading.article], reading))
        ],
        Memory(),
    )


def actors_of(found: Sequence[Local], memory: Memory) -> ActorTable:
    """Merge entities into actors.

    Args:
        found: the entities of all articles, by article and number.
        memory: the actors made before.
    """
    kept = memory.of("actors")
    built: dict[str, Actor] = {}
    entities: dict[tuple[str, int], str] = {}
    for group in grouped(found):
        actor: Actor = kept.get((group[0].article, group[0].number), group, partial(_actor, group))
        name, number = actor.id, 2
        while name in built:
            name = f"{actor.id}-{number}"
            number += 1
        built[name] = actor if name == actor.id else replace(actor, id=name)
        entities.update({(one.article, one.number): name for one in group})
    ordered = tuple(built[name] for name in sorted(built))
    return ActorTable(ordered, entities, sides(ordered))


def _actor(group: Sequence[Local]) -> Actor:
    first = group[0]
    forms: Counter[str] = total(one.forms for one in group)
    labels: Counter[str] = total(one.labels for one in group)
    roles: Counter[str] = total(one.roles for one in group)
    titled = {form for one in group for form in one.titled}
    party, home, confidence, why = _decided(group)
    if first.code is not None:
        name, identity = label(first.code, INTERFACE[0]), first.code
    else:
        name = _best(forms) or best_label(labels) or best_label(roles)
        identity = slug(name) or "unnamed"
        if not forms and first.kind is ActorKind.PERSON:
            identity = f"{identity}-{first.article[:8]}"
    extra = {label(first.code, tongue) for tongue in INTERFACE} if first.code else set()
    variants = sorted({*forms, *labels, *titled, *extra, name} - {""})
    mentions = sorted(evidence for one in group for evidence in one.mentions)
    return Actor(
        id=identity,
        name=name,
        kind=first.kind,
        variants=tuple(variants),
        party=party,
        home=home,
        affiliation=_affiliation(group),
        roles=tuple(
            role
            for role, _ in sorted(roles.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))
            if role
        ),
        code=first.code,
        mentions=tuple(dict.fromkeys(mentions)),
        reason=Reason(confidence, tuple(sorted({*why, *(w for one in group for w in one.why)}))),
    )


def _best(forms: Counter[str]) -> str:
    return max(
        forms,
        key=lambda form: (min(len(folded(form)), 4), forms[form], not form.isupper(), form),
        default="",
    )


def _usual(forms: Counter[str]) -> str:
    """Give the full name that is written most often, the shortest of equals."""
    full = [form for form in forms if len(folded(form)) > 1]
    return max(full, key=lambda form: (forms[form], -len(form), not form.isupper(), form))


def _decided(group: Sequence[Local]) -> tuple[str | None, str | None, float, tuple[str, ...]]:
    """Give the party of a group of entities, its home if that is another one, how sure it is, and why: the surest sign there is."""
    party, confidence, why = next(_signs(group), (None, 0.5, ()))
    if party and _is_public(party) and _is_alone(group):
        return _usual(total(one.forms for one in group)), party, 0.8, (OWN_NAME,)
    return party, None, confidence, why


def _is_public(party: str) -> bool:
    """Tell whether a side is a state, an organisation of states or a political party: who has left it or only runs for it is another."""
    known = known_entity(party)
    of_states = known is not None and (known.cameo or "").startswith(OF_STATES)
    return of_states or is_state(party) or is_political(party)


def _is_alone(group: Sequence[Local]) -> bool:
    """Tell whether the articles have a person far more often out of any office of his state than in one; not by a bare surname."""
    named = [one for one in group if one.forms]
    alone, serving = (
        sum(len(one.mentions) for one in named if told in one.why) for told in (OWN_NAME, SERVING)
    )
    return alone > 2 * serving and any(len(one.words) > 1 for one in named)


def _signs(group: Sequence[Local]) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    first = group[0]
    if first.code is not None:
        yield party_of(first.code) or first.code, 1.0, ("knowledge:party",)
    votes: Counter[str] = total(one.parties for one in group)
    guesses: Counter[str] = total(one.guesses for one in group)
    name = _best(total(one.forms for one in group)) if first.kind is ActorKind.PERSON else ""
    known = side_of(name)
    own = max(sorted(party for party in votes if is_political(party)), key=lambda p: votes[p], default=None)
    if known and own and not offices_of([tuple(skeleton(one) for one in folded(name))], known):
        yield own, 0.8, ("rule:party-by-office",)
    if known and (state := _state_served(known, votes)):
        yield state, 0.8, ("rule:party-by-office",)
    if known and len(words_of(name)) > 1:
        yield known, 0.9, ("knowledge:public-figure",)
    if votes:
        party = max(sorted(votes), key=lambda p: (known_entity(p) is not None, votes[p]))
        yield party, round(0.5 + 0.45 * votes[party] / votes.total(), 2), ("rule:party-by-office",)
    if known:
        yield known, 0.6, ("knowledge:public-figure",)
    if guesses:
        learnt = any(LEARNT in one.why for one in group)
        yield max(sorted(guesses), key=lambda p: guesses[p]), 0.5, (LEARNT if learnt else CONTEXT,)
    if first.kind is not ActorKind.PERSON and (own := _proper_name(group)):
        yield own, 0.6, ("rule:own-party",)


def _state_served(known: str, votes: Counter[str]) -> str | None:
    """Give the state whose office the articles tell of a public figure who is known for a post in a body of states."""
    if known_entity(known) is None or is_state(known) or is_political(known) or votes[known]:
        return None
    return max(sorted(filter(is_state, votes)), key=lambda party: votes[party], default=None)


def _proper_name(group: Sequence[Local]) -> str | None:
    """Give the name of an organisation that is known by one, and not by a common noun."""
    if any("rule:indefinite" in one.why for one in group):
        return None
    labels: Counter[str] = total(one.labels for one in group)
    best = best_label(labels)
    words = words_of(best)
    told = any(not _is_small(word) for word in words)
    return best if told and all(word.capital or len(word.key) < 4 for word in words) else None


def _is_small(word: Word) -> bool:
    """Tell whether a word with a capital only begins a sentence ("Ensuite", "However")."""
    return not word.upper and any(word.key in small_words(language) for language in LANGUAGES)


def _affiliation(group: Sequence[Local]) -> str | None:
    first = group[0]
    if first.code is not None and (party := party_of(first.code)) and party != first.code:
        return label(first.code, INTERFACE[0])
    return None


def sides(found: Iterable[Actor]) -> tuple[Party, ...]:
    """Give the parties that actors speak for, with their labels, by id."""
    names = sorted({actor.party for actor in found if actor.party})
    own = {actor.id: actor.name for actor in found}
    return tuple(
        Party(
            name,
            {
                tongue: label(name, tongue) if known_entity(name) or name not in own else own[name]
                for tongue in INTERFACE
            },
        )
        for name in names
    )
