"""Those named in an article who speak for nobody: a shopkeeper, a resident, a professor, whatever country they are of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from pourparlers.dossier.page import Page
from pourparlers.knowledge.entities import EXPERT, PRESS, is_state
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import Phrases
from pourparlers.knowledge.words import Word
from pourparlers.model import ActorKind, Attribution, Mention, MentionKind, Span

_BEHIND = 8  # words of an apposition looked at ("Jane Roe, an historian and faculty member at …")
_BEFORE = 2  # words before a name that tell who it is ("the shopkeeper Ali")
_REACH = 160  # characters in which these words stand
_ENDS = ',;:.!?()[]«»“”"\n—–'


def is_bystander(page: Page, attribution: Attribution) -> bool:
    """Tell whether all those whose words are reported for a state are named as somebody who holds no office.

    Experts and journalists, whose words count for no side, are left as they are; so is who speaks for an association.
    """
    sides = set(page.parties(page.speakers(attribution))) - {EXPERT, PRESS}
    speakers = page.entities(attribution) if sides and all(map(is_state, sides)) else ()
    return bool(speakers) and all(_named_so(page, one) for one in speakers)


def _named_so(page: Page, who: int) -> bool:
    names = [
        one
        for one in page.mentions_of(who)
        if one.kind is MentionKind.NAME and one.actor_kind is ActorKind.PERSON
    ]
    told = [_told(page, one) for one in names]
    return any(told) and not any(one.role and _holds_office(page, one) for one in names)


def _told(page: Page, name: Mention) -> bool:
    """Tell whether the words beside a name call its bearer by a trade and by no office."""
    behind = _up_to_a_sign(page, name.span.end) if page.text[name.span.end : name.span.end + 1] == "," else []
    before = page.words_in(Span(max(0, name.span.start - _REACH), name.span.start))[-_BEFORE:]
    while before and any(sign in _ENDS for sign in page.text[before[0].end : name.span.start]):
        before = before[1:]
    return any(_is_trade(words, page.language) for words in (behind, before))


def _is_trade(words: Sequence[Word], language: str) -> bool:
    trades = _trades(language).find(words)
    apart = [
        one
        for one in _offices(language).find(words)
        if not any(trade.first <= one.first and one.last <= trade.last for trade in trades)
    ]
    return bool(trades) and not apart


def _holds_office(page: Page, name: Mention) -> bool:
    return name.role is not None and _offices(page.language).any(page.words_in(name.role))


def _up_to_a_sign(page: Page, start: int) -> Sequence[Word]:
    words: list[Word] = []
    end = start + 1
    for word in page.words_in(Span(start, start + _REACH))[:_BEHIND]:
        if any(sign in _ENDS for sign in page.text[end : word.start]):
            break
        words.append(word)
        end = word.end
    return words


@lru_cache(maxsize=32)
def _trades(language: str) -> Phrases[str]:
    experts = lexicon(language, "people").get("experts", {}).get("nouns", ())
    return _made((*lexicon(language, "whole").get("bystanders", ()), *experts), language)


@lru_cache(maxsize=32)
def _offices(language: str) -> Phrases[str]:
    roles = lexicon(language, "people").get("roles", {})
    trades = {str(one) for one in lexicon(language, "whole").get("bystanders", ())}
    named = (str(one) for key in ("masculine", "feminine", "any") for one in roles.get(key, ()))
    return _made((one for one in named if one not in trades), language)


def _made(words: Iterable[object], language: str) -> Phrases[str]:
    return Phrases(((str(one), str(one)) for one in words), language, keep_small=True)
