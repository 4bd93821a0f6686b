"""Words round a thing said that turn it: its negation, a refusal of what is asked, blame thrown back and forth, a text opposed.

What is asked in "rejected calls to disarm" is asked by others, "the two throw the blame at each other" refuses nothing
together, and what a bill provides for is not said by those who stand against it.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from pourparlers.dossier.judgements import words_for
from pourparlers.dossier.page import Page
from pourparlers.dossier.whole_words import finite, grammar, keys
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import listed
from pourparlers.knowledge.words import Word, fold
from pourparlers.model import Act, Attribution, AttributionType, Span

_REFUSING = frozenset({Act.REJECT, Act.DENY, Act.REQUEST, Act.STATE})
_MEASURED = frozenset(Act) - {Act.STATE}
_BEFORE = 6  # words before a cue in which it is refused
_NEGATED = 3  # words before a refusal in which it is negated
_REFLEXIVE = 3  # words before a cue in which a reflexive stands
_AFTER = 5  # words behind a content that may say when it is put off to
_AGAINST = 2  # words before a text in which it is said that somebody stands against it
_LOOSE = " \u00a0\u202f'’"
_GLUE = "'’"


@lru_cache(maxsize=32)
def _negations(language: str) -> frozenset[str]:
    table = lexicon(language, "cues").get("negation", {})
    return frozenset(fold(str(one)) for one in table.get("before", ()))


@lru_cache(maxsize=32)
def _documents(language: str) -> frozenset[str]:
    table = lexicon(language, "people").get("documents", {})
    return frozenset(fold(str(one)) for one in table.get("nouns", ()))


def negation_before(page: Page, attribution: Attribution, start: int) -> int | None:
    """Give where the negation begins that stands right before a content and is not its cue's; None without one."""
    sentence = page.sentence(page.sentence_at(start))
    cue = attribution.cue
    low = cue.end if cue is not None and cue.end <= start else sentence.start
    before = page.words_in(Span(max(low, sentence.start), start))[-2:]
    if not before or before[-1].key not in _negations(page.language):
        return None
    if page.text[before[-1].end : start].strip(_LOOSE):
        return None
    glued = len(before) > 1 and page.text[before[0].end : before[1].start] in set(_GLUE)
    return before[0].start if glued else before[-1].start


def _leading(page: Page, cue: Span, source: Span | None) -> list[Word]:
    """Give the words of a sentence that lead to a cue, behind who speaks where he stands before it."""
    low = page.sentence(page.sentence_at(cue.start)).start
    low = source.end if source is not None and low <= source.end <= cue.start else low
    return page.words_in(Span(low, cue.start))


def refused_at(page: Page, attribution: Attribution) -> int | None:
    """Give where begins what a request is the object of a refusal in ("rejected | many calls to disarm"); else None.

    Who stands behind the cue ("rejected the call by Rome to disarm") asks, and refuses nothing.
    """
    cue, source = attribution.cue, attribution.source
    if cue is None or attribution.act is not Act.REQUEST or cue.start >= attribution.content[0].start:
        return None
    if source is not None and source.start > cue.start:
        return None
    before = _leading(page, cue, source)
    near = before[-_BEFORE:]
    hits = words_for(page.language, "refusing").find(near)
    if not hits:
        return None
    last = max(hit.last for hit in hits)
    between = near[last + 1 :]
    at = len(before) - len(near) + min(hit.first for hit in hits)
    negated = {word.key for word in before[max(0, at - _NEGATED) : at]} & _negations(page.language)
    if negated or not between or not _is_one_phrase(page, near[last], between, cue.start):
        return None
    return between[0].start


def _is_one_phrase(page: Page, verb: Word, between: list[Word], end: int) -> bool:
    """Tell whether words between a verb and a noun only lead up to it: no sign, no "and", no other verb."""
    language = page.language
    parting = finite(language) | grammar(language)["relatives"] | keys(language, "whole", "joining")
    plain = all(sign.isalnum() or sign in _LOOSE + "-" for sign in page.text[verb.end : end])
    return plain and not {word.key for word in between} & parting


def at_each_other(page: Page, attribution: Attribution) -> bool:
    """Tell whether those who speak turn it against each other ("throw the blame at each other")."""
    cue = attribution.cue
    if cue is None:
        return False
    before = page.words_in(Span(page.sentence(page.sentence_at(cue.start)).start, cue.start))[-_REFLEXIVE:]
    end = max(cue.end, attribution.content[0].start)
    start = before[0].start if before else cue.start
    return listed(page.language, "whole", "each_other").any(page.words_in(Span(start, end)))


def is_estimate(page: Page, attribution: Attribution) -> bool:
    """Tell whether a cue reckons the number that the words begin with ("puts at 5,000 the number of …")."""
    cue, start = attribution.cue, attribution.content[0].start
    if cue is None or cue.end > start or not page.text[start : start + 1].isdigit():
        return False
    gap = page.text[cue.end : start]
    led = page.words_in(Span(cue.start, start))
    return listed(page.language, "whole", "estimating").any(led) and all(
        one.isalpha() or one in _LOOSE for one in gap
    )


def is_left_unsaid(page: Page, attribution: Attribution) -> bool:
    """Tell whether who is told of does not say the words: "did not confirm that …", "refused to say that …".

    A negation counts unless it is that of another verb ("has not ceased to say").
    """
    cue, source, language = attribution.cue, attribution.source, page.language
    if cue is None or not listed(language, "whole", "unsaying").any(page.words_in(cue)):
        return False
    before = _leading(page, cue, source)[-_BEFORE:]
    if words_for(language, "refusing").any(before):
        return True
    parted = not before or before[-1].key in keys(language, "whole", "turning")
    return not parted and bool({word.key for word in before[-_NEGATED:]} & _negations(language))


def act_turned(page: Page, attribution: Attribution, sides: Collection[str]) -> tuple[Act, str | None]:
    """Tell what is done with words that those before them turn: a refused request, blame thrown back, an estimate.

    Args:
        page: the article.
        attribution: where they were read.
        sides: the parties of those who speak.

    Returns:
        the act, and the rule that changed it (None where it stays).
    """
    act = attribution.act
    if refused_at(page, attribution) is not None:
        return Act.REJECT, "rule:refused-request"
    if act in _REFUSING and len(sides) > 1 and at_each_other(page, attribution):
        return Act.ACCUSE, "rule:each-other"
    if act in _MEASURED and is_estimate(page, attribution):
        return Act.STATE, "rule:estimate"
    return act, None


def turned(page: Page, attribution: Attribution, act: Act) -> str | None:
    """Tell why words are no stand of the one they are given to, by the words round them.

    Args:
        page: the article.
        attribution: where they were read.
        act: what is done with them.

    Returns:
        the rule, None where they are.
    """
    cue, source, language = attribution.cue, attribution.source, page.language
    if cue is None:
        return None
    start, end = attribution.content[0].start, attribution.content[-1].end
    if cue.start > start and negation_before(page, attribution, start) is not None:
        return "rule:behind-its-negation"
    if (
        act is Act.STATE
        and attribution.type is AttributionType.INDIRECT
        and is_left_unsaid(page, attribution)
    ):
        return "rule:left-unsaid"
    sentence = page.sentence(page.sentence_at(cue.start))
    if act is Act.REJECT:
        after = page.words_in(Span(end, max(end, sentence.end)))[:_AFTER]
        if listed(language, "whole", "put_off").any(
            [*page.words_in(Span(cue.start, max(cue.end, start))), *after]
        ):
            return "rule:put-off"
    if source is not None and source.start >= sentence.start:
        before = page.words_in(Span(sentence.start, source.start))[-_AGAINST:]
        text = {word.key for word in page.words_in(source)} & _documents(language)
        if text and {word.key for word in before} & keys(language, "whole", "against"):
            return "rule:of-a-text-opposed"
    return None
