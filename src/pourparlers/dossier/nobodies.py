"""What reads like the name of somebody and is nobody: days, ships, games, scraps of headlines; and whose a bare possessive is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pourparlers.dossier.locals import Local, folded
from pourparlers.knowledge.calendar import calendar_names
from pourparlers.knowledge.cities import cities
from pourparlers.knowledge.entities import entity as known_entity
from pourparlers.knowledge.entities import find as find_entities
from pourparlers.knowledge.entities import party_of
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.public_figures import side_of
from pourparlers.knowledge.words import Word, fold, words_of
from pourparlers.model import ActorKind, Article

_POSSESSIVE = ("'s", "’s")
_SHOUTED = 3  # letters from which a word in capitals is no initial
_OPENING = " \u00a0\u202f\"“«'‘"
_BEFORE = 8  # characters looked back over
_ENDS = {"", ".", "!", "?", "…", "\n", ":"}


def somebody(article: Article, found: Sequence[Local]) -> tuple[Local, ...]:
    """Give the entities of an article that are somebody; what only has a bearer's possessive is the bearer.

    Args:
        article: the article.
        found: its entities.
    """
    words = words_of(article.text)
    text = _Text(article, words, [word.start for word in words])
    kept = [_sided(one, text) for one in found if one.code is not None or not _is_nobody(one, text)]
    return tuple(_borne(one, kept, article.language) for one in kept)


@dataclass(frozen=True)
class _Text:
    article: Article
    words: Sequence[Word]
    starts: Sequence[int]


def _is_nobody(one: Local, text: _Text) -> bool:
    language = text.article.language
    name = " ".join(one.words) if one.words else one.called
    if _is_calendar(folded(name), language):
        return True
    if one.kind is not ActorKind.PERSON:
        return False
    if not one.forms or any(side_of(form) for form in one.forms):
        return False
    things = _listed(language, "things")
    ends = {one.words[0], one.words[-1]}
    if ends & things or one.words[-1] in _listed(language, "compounds"):
        return True
    if one.roles or one.titled:
        return False
    return all(_is_shouted(form) or _is_known(form, language) for form in one.forms) or _is_thing(one, text)


def _sided(one: Local, text: _Text) -> Local:
    """Take an entity off a side that is only the common word its sentence begins with ("Retired generals")."""
    own = {party for party in one.parties if known_entity(party) is None and _only_opens(party, text)}
    if not own:
        return one
    left = {party: count for party, count in one.parties.items() if party not in own}
    told = one.party if one.party not in own else None
    return replace(one, parties=left, party=told)


def _only_opens(party: str, text: _Text) -> bool:
    """Tell whether a word has its capital only where a sentence begins."""
    body = text.article.text
    whole = words_of(party)
    if len(whole) != 1 or whole[0].upper:
        return False
    capitals = [word for word in text.words if word.key == whole[0].key and word.capital]
    return bool(capitals) and all(
        body[max(0, word.start - _BEFORE) : word.start].rstrip(_OPENING)[-1:] in _ENDS for word in capitals
    )


def _is_thing(one: Local, text: _Text) -> bool:
    """Tell whether a name is used as of a thing: behind an article or a kind of ship, before a number, in small letters."""
    language = text.article.language
    articles, crafts = _listed(language, "articles"), _listed(language, "crafts")
    marked = 0
    for place in one.mentions:
        first = bisect_left(text.starts, place.start)
        after = bisect_left(text.starts, place.end)
        before = text.words[first - 1] if first else None
        near = (
            before is not None and text.article.text[before.end : place.start].strip(" \u00a0'’\"“«,") == ""
        )
        led = before is not None and near and before.key in articles | crafts
        numbered = after < len(text.words) and text.words[after].key.isdigit()
        adjoins = numbered and text.article.text[place.end : text.words[after].start].strip() == ""
        marked += led or adjoins
    if 2 * marked > len(one.mentions):
        return True
    small = [form.lower() for form in one.forms if len(folded(form)) > 1]
    return bool(small) and any(form in text.article.text for form in small)


def _is_shouted(form: str) -> bool:
    """Tell whether a name begins with a word of a headline in capitals ("LIVE Jane Doe")."""
    words = words_of(form)
    return len(words) > 1 and words[0].upper and len(words[0].key) >= _SHOUTED


def _is_known(form: str, language: str) -> bool:
    """Tell whether a name is a city, or what a country, a body or their people are called."""
    if tuple(folded(form)) in _cities():
        return True
    return any(match.start == 0 and match.end == len(form) for match in find_entities(form, language))


def _is_calendar(keys: Sequence[str], language: str) -> bool:
    """Tell whether words are nothing but days, months and numbers."""
    known = _calendar(language)
    return (
        bool(keys)
        and any(key in known for key in keys)
        and all(key in known or key.isdigit() for key in keys)
    )


def _borne(one: Local, all_of_them: Iterable[Local], language: str) -> Local:
    """Give the bearer for a bare possessive taken for a source ("Doe's"), else the entity itself."""
    if one.code is not None or one.kind is ActorKind.PERSON or not one.called.endswith(_POSSESSIVE):
        return one
    base = one.called[: -len(_POSSESSIVE[0])]
    for match in find_entities(base, language):
        if match.start == 0 and match.end == len(base):
            code = match.entity.code
            party = party_of(code) or code
            return replace(one, code=code, kind=match.entity.kind, parties={}, guesses={}, party=party)
    last = folded(base)[-1:]
    bearers = [two for two in all_of_them if two.forms and set(last) <= set(two.words)]
    if not last or len({two.words for two in bearers}) != 1:
        return one
    bearer = bearers[0]
    return replace(
        one,
        kind=bearer.kind,
        gender=bearer.gender,
        forms=bearer.forms,
        labels={},
        roles={},
        parties=bearer.parties,
        guesses=bearer.guesses,
        words=bearer.words,
        full=bearer.full,
        called=bearer.called,
        party=bearer.party,
    )


@cache
def _listed(language: str, name: str) -> frozenset[str]:
    return frozenset(
        word.key for one in lexicon(language, "nobodies").get(name, ()) for word in words_of(one)
    )


@cache
def _cities() -> frozenset[tuple[str, ...]]:
    return frozenset(folded(name) for name in cities())


@cache
def _calendar(language: str) -> frozenset[str]:
    """Give the folded names of days and months (CLDR)."""
    return frozenset(
        fold(name.rstrip(".")) for kind in ("days", "months") for name, _ in calendar_names(language, kind)
    )
