"""Actors: the people, organisations and countries behind the mentions of all articles, whatever the spelling or script."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pourparlers.knowledge.entities import EXPERT, PRESS, label, party_of
from pourparlers.knowledge.entities import entity as known_entity
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.transliteration import skeleton
from pourparlers.knowledge.words import words_of
from pourparlers.model import (
    Actor,
    ActorKind,
    Article,
    Evidence,
    Mention,
    MentionKind,
    Party,
    Reading,
    Reason,
)
from pourparlers.reading.mentions import CONTEXT
from pourparlers.reading.vocabulary import Vocabulary, vocabulary

INTERFACE = ("fr", "en")
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

    def labels(self, party: str) -> tuple[str, ...]:
        """Give the names that a party or a known entity goes by: those to show first, then those the articles use."""
        own = next((p for p in self.parties if p.id == party), None)
        shown = own.labels.values() if own else (label(party, tongue) for tongue in INTERFACE)
        nouns = [
            lexicon(tongue, "people")[topic]["nouns"][0]
            for tongue in INTERFACE
            for topic in NOUNS.get(party, ())
        ]
        written = next((actor.variants for actor in self.actors if actor.code == party), ())
        return tuple(dict.fromkeys((*shown, *nouns, *written)))


@dataclass
class _Local:
    """One entity of one article."""

    article: str
    number: int
    kind: ActorKind
    code: str | None
    gender: str | None = None
    plural: bool = False
    forms: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    titled: set[str] = field(default_factory=set)
    roles: Counter[str] = field(default_factory=Counter)
    parties: Counter[str] = field(default_factory=Counter)
    guesses: Counter[str] = field(default_factory=Counter)
    mentions: list[Evidence] = field(default_factory=list)
    why: set[str] = field(default_factory=set)

    @property
    def full(self) -> tuple[str, ...]:
        """The words of the longest name, without the differences of spelling."""
        longest = max(self.forms, key=lambda form: (len(words_of(form)), self.forms[form], form), default="")
        return tuple(skeleton(word.key) for word in words_of(longest))


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
    locals_ = [
        one
        for reading in sorted(readings, key=lambda r: r.article)
        for one in _locals(by_id[reading.article], reading)
    ]
    people = [one for one in locals_ if one.kind is ActorKind.PERSON and one.forms and one.code is None]
    others = [one for one in locals_ if not (one.kind is ActorKind.PERSON and one.forms and one.code is None)]
    groups = [*_people(people), *_others(others)]
    built: dict[str, Actor] = {}
    entities: dict[tuple[str, int], str] = {}
    for group in groups:
        actor = _actor(group)
        name, number = actor.id, 2
        while name in built:
            name = f"{actor.id}-{number}"
            number += 1
        built[name] = actor if name == actor.id else _renamed(actor, name)
        entities.update({(one.article, one.number): name for one in group})
    ordered = tuple(built[name] for name in sorted(built))
    return ActorTable(ordered, entities, _parties(ordered))


def _locals(article: Article, reading: Reading) -> list[_Local]:
    words = vocabulary(article.language)
    found: dict[int, _Local] = {}
    for mention in reading.mentions:
        one = found.get(mention.entity)
        if one is None:
            one = _Local(article.id, mention.entity, mention.actor_kind, mention.code, mention.gender)
            found[mention.entity] = one
        _take(one, mention, article, words)
    return [found[number] for number in sorted(found)]


def _take(one: _Local, mention: Mention, article: Article, words: Vocabulary) -> None:
    text = article.text[mention.span.start : mention.span.end]
    one.mentions.append(Evidence(article.id, *mention.span))
    one.gender = one.gender or mention.gender
    one.plural = one.plural or mention.plural
    one.why.update(why for why in mention.why if why.startswith(("knowledge:", "rule:", "encoder:")))
    if mention.role is not None:
        one.roles[_plain(article.text[mention.role.start : mention.role.end], words)] += 1
    if mention.party is not None:
        (one.guesses if CONTEXT in mention.why else one.parties)[mention.party] += 1
    if mention.kind is MentionKind.NAME and one.kind is ActorKind.PERSON and one.code is None:
        bare = _bare(text, words)
        if bare:
            one.forms[bare] += 1
        if bare != text:
            one.titled.add(text)
    elif mention.kind is not MentionKind.PRONOUN:
        one.labels[_plain(text, words)] += 1


def _bare(text: str, words: Vocabulary) -> str:
    """Give a name without its honorific."""
    parts = words_of(text)
    first = 0
    while first < len(parts) - 1 and parts[first].key in words.honorifics:
        first += 1
    return text[parts[first].start :] if parts else text


def _plain(text: str, words: Vocabulary) -> str:
    """Give a phrase without its determiner, on one line."""
    parts = words_of(text)
    first = 0
    while first < len(parts) - 1 and (
        parts[first].key in words.determiners or parts[first].key in words.elided
    ):
        first += 1
    return " ".join(text[parts[first].start :].split()) if parts else " ".join(text.split())


# ---------------------------------------------------------------- who is the same


def _people(people: Sequence[_Local]) -> list[list[_Local]]:
    full = sorted(
        (one for one in people if len(one.full) > 1),
        key=lambda one: (-len(one.full), one.full, one.article, one.number),
    )
    groups: list[list[_Local]] = []
    for one in full:
        home = next((group for group in groups if any(_same_person(one, other) for other in group)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    bare = sorted(
        (one for one in people if len(one.full) == 1), key=lambda one: (one.full, one.article, one.number)
    )
    alone: dict[tuple[str, str | None], list[_Local]] = defaultdict(list)
    homes = [(one, [g for g in groups if _bears(g, one.full[0]) and _compatible(one, g)]) for one in bare]
    for one, candidates in homes:
        party = _party(one)
        sided = [g for g in candidates if party is not None and party in {_party(other) for other in g}]
        fitting = sided if len(candidates) > 1 else candidates
        if len(fitting) == 1:
            fitting[0].append(one)
        else:
            alone[(one.full[0], one.gender)].append(one)
    return [*groups, *_merged_by_gender(alone)]


def _merged_by_gender(alone: Mapping[tuple[str, str | None], list[_Local]]) -> list[list[_Local]]:
    """Put those of unknown gender with the one known gender of their surname, when there is only one."""
    groups = {key: list(members) for key, members in alone.items() if key[1] is not None}
    for (surname, gender), members in sorted(alone.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        if gender is None:
            known = [key for key in groups if key[0] == surname and key[1] is not None]
            groups.setdefault(known[0] if len(known) == 1 else (surname, None), []).extend(members)
    return [groups[key] for key in sorted(groups, key=lambda key: (key[0], key[1] or ""))]


def _same_person(a: _Local, b: _Local) -> bool:
    if a.gender and b.gender and a.gender != b.gender:
        return False
    if a.article == b.article:
        return a.full == b.full
    short, long = sorted((a.full, b.full), key=len)
    if short == long:
        return True
    if len(short) < len(long):
        return set(short) <= set(long) and short[-1] == long[-1] and _first_agrees(short[0], long[0])
    return short[-1] == long[-1] and all(
        _first_agrees(x, y) for x, y in zip(short[:-1], long[:-1], strict=True)
    )


def _first_agrees(a: str, b: str) -> bool:
    """Tell whether two given names are one but for spelling, or one is the initial of the other."""
    if a == b or (1 in {len(a), len(b)} and a[:1] == b[:1]):
        return True
    return len(a) > 3 and len(b) > 3 and a[:3] == b[:3] and abs(len(a) - len(b)) <= 2 and a[-1] == b[-1]


def _bears(group: Sequence[_Local], surname: str) -> bool:
    return any(other.full[-1] == surname for other in group) or all(
        other.full[0] == surname for other in group
    )


def _compatible(one: _Local, group: Sequence[_Local]) -> bool:
    genders = {other.gender for other in group} - {None}
    if one.gender and genders and one.gender not in genders:
        return False
    own, theirs = _party(one), {_party(other) for other in group} - {None}
    if any(other.article == one.article for other in group):
        return False
    return own is None or not theirs or own in theirs


def _others(others: Sequence[_Local]) -> list[list[_Local]]:
    groups: dict[tuple[str, ...], list[_Local]] = defaultdict(list)
    for one in others:
        if one.code is not None:
            key: tuple[str, ...] = ("", one.code)
        elif one.kind is ActorKind.PERSON:
            key = ("person", one.article, str(one.number))
        else:
            key = (one.kind.value, _slug(_label(one)), _party(one) or "")
        groups[key].append(one)
    return [groups[key] for key in sorted(groups)]


# ---------------------------------------------------------------- what an actor is


def _actor(group: Sequence[_Local]) -> Actor:
    first = group[0]
    forms: Counter[str] = sum((one.forms for one in group), Counter())
    labels: Counter[str] = sum((one.labels for one in group), Counter())
    roles: Counter[str] = sum((one.roles for one in group), Counter())
    titled = {form for one in group for form in one.titled}
    party, confidence, why = _decided(group)
    if first.code is not None:
        name, identity = label(first.code, INTERFACE[0]), first.code
    else:
        name = _best(forms) or _best_label(labels) or _best_label(roles)
        identity = _slug(name) or "unnamed"
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


def _renamed(actor: Actor, identity: str) -> Actor:
    return Actor(
        identity,
        actor.name,
        actor.kind,
        actor.variants,
        actor.party,
        actor.affiliation,
        actor.roles,
        actor.code,
        actor.mentions,
        actor.reason,
    )


def _best(forms: Counter[str]) -> str:
    return max(
        forms,
        key=lambda form: (min(len(words_of(form)), 4), forms[form], not form.isupper(), form),
        default="",
    )


def _best_label(labels: Counter[str]) -> str:
    return max(labels, key=lambda text: (labels[text], -len(text), text), default="")


def _label(one: _Local) -> str:
    return _best_label(one.labels) or _best_label(one.roles)


def _party(one: _Local) -> str | None:
    if one.code is not None:
        return party_of(one.code) or one.code
    return max(sorted(one.parties), key=lambda party: one.parties[party], default=None)


def _decided(group: Sequence[_Local]) -> tuple[str | None, float, tuple[str, ...]]:
    """Give the party of a group of entities, how sure it is, and why."""
    first = group[0]
    if first.code is not None:
        return party_of(first.code) or first.code, 1.0, ("knowledge:party",)
    votes: Counter[str] = sum((one.parties for one in group), Counter())
    guesses: Counter[str] = sum((one.guesses for one in group), Counter())
    if votes:
        party = max(sorted(votes), key=lambda p: (known_entity(p) is not None, votes[p]))
        return party, round(0.5 + 0.45 * votes[party] / votes.total(), 2), ("rule:party-by-office",)
    if guesses:
        party = max(sorted(guesses), key=lambda p: guesses[p])
        return party, 0.5, (CONTEXT,)
    if first.kind is not ActorKind.PERSON and (own := _proper_name(group)):
        return own, 0.6, ("rule:own-party",)
    return None, 0.5, ()


def _proper_name(group: Sequence[_Local]) -> str | None:
    """Give the name of an organisation that is known by one, and not by a common noun."""
    labels: Counter[str] = sum((one.labels for one in group), Counter())
    best = _best_label(labels)
    words = words_of(best)
    return best if words and all(word.capital or len(word.key) < 4 for word in words) else None


def _affiliation(group: Sequence[_Local]) -> str | None:
    first = group[0]
    if first.code is not None and (party := party_of(first.code)) and party != first.code:
        return label(first.code, INTERFACE[0])
    return None


def _parties(found: Iterable[Actor]) -> tuple[Party, ...]:
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


_NOT_SLUG = re.compile(r"[^\w]+")


def _slug(name: str) -> str:
    return _NOT_SLUG.sub("-", "-".join(word.key for word in words_of(name))).strip("-")
