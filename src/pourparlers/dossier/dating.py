"""The day on which something was said: what the sentence says of the saying, and not of what is said in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta
from functools import cache

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.page import Page
from pourparlers.dossier.whole_words import keys
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.words import Word, fold, words_of
from pourparlers.model import Attribution, Span, TimeExpression
from pourparlers.reading.vocabulary import vocabulary

DAY = len("2000-01-01")  # characters of a date that is known to the day
_RECENT = timedelta(days=14)
_SAME_STORY = timedelta(days=7)
_NEAR = 3  # words between a saying and a month or a year that tells when
_DEPTH = 3  # how far up those are asked who tell what others said
_STORY = 8  # sentences in which a story told in the present goes on from its day
_CLAUSE = 8  # words behind a day in which the verb of its clause stands
_LONG_AGO = timedelta(days=60)
_HEAD = 2  # sentences that tell beforehand what follows
_PARTING = re.compile(r"[,;:()–—]|--")
_POSSESSIVE = ("'s", "’s")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEK = re.compile(r"\d{4}-W\d\d")


def beginning(value: str) -> str:
    """Give the first day of a day, week, month or year (ISO 8601), as text that sorts by time."""
    if _WEEK.fullmatch(value):
        return Day.fromisoformat(value).isoformat()
    return value.partition("/")[0]


def said_on(page: Page, attribution: Attribution) -> str | None:
    """Give when the words say that something was said: a day, or the week, month or year if they tell no more.

    The sentence says it, or that of the one who tells what another said.

    Args:
        page: the article.
        attribution: what was said.

    Returns:
        ISO 8601, as precise as the words are; None when they say nothing.
    """
    one: Attribution | None = attribution
    for _ in range(_DEPTH):
        day = in_its_sentence(page, one) if one else None
        if day is not None:
            return day
        one = page.attributions.get(one.nested_in or "") if one else None
    return _in_story(page, attribution)


def in_its_sentence(page: Page, attribution: Attribution) -> str | None:
    """Give when the words of its sentence say that something was said, as `said_on`."""
    anchor = attribution.cue or attribution.source
    if anchor is None:
        return None
    sentence = page.sentence(page.sentence_at(anchor.start))
    near = [
        time
        for time in page.times_in(sentence)
        if time.value
        and not _is_of_what_is_said(time, page, attribution, anchor)
        and not _qualifies(time, page)
        and _in_its_clause(time, page, attribution, anchor)
        and (
            _is_recent(time.value, page.article.published)
            or (
                _is_past(time.value, page.article.published)
                and _tells_when(time, page, attribution, sentence, anchor)
            )
        )
    ]
    if not near:
        return None
    return min(near, key=lambda t: (abs(t.span.start - anchor.end), t.span)).value


def _in_story(page: Page, attribution: Attribution) -> str | None:
    """Give the long past day that a story told in the present has come to ("On 7 June 2008, the king visits … He asks …")."""
    anchor, published = attribution.cue or attribution.source, page.article.published
    if anchor is None or published is None or not _tells_in_present(page.language):
        return None
    number = page.sentence_at(anchor.start)
    if _is_past_tense(page, page.words_in(Span(page.sentence(number).start, anchor.start))[-_NEAR:]):
        return None
    for sentence in map(page.sentence, range(number, max(-1, number - _STORY), -1)):
        words = page.words_in(sentence)
        times = [time for time in page.times_in(sentence) if time.value]
        opening = next((time for time in times if words and time.span.start <= words[0].end), None)
        value = (opening.value if opening else None) or ""
        if opening is None or beginning(value) > published.isoformat():
            continue
        clause = [word for word in words if word.start >= opening.span.end and not _is_said(page, word)]
        day = _DAY.fullmatch(value) is not None and not _qualifies(opening, page)
        old = day and value < (published - _LONG_AGO).isoformat()
        return value if old and not _is_past_tense(page, clause[:_CLAUSE]) else None
    return None


def _is_past_tense(page: Page, words: Sequence[Word]) -> bool:
    """Tell whether an auxiliary of the past is among words, written as it is ("a", not "à")."""
    grammar, whole = lexicon(page.language, "cues").get("grammar", {}), lexicon(page.language, "whole")
    known = {*grammar.get("having", ()), *whole.get("auxiliaries", ())}
    return any(page.text[word.start : word.end].lower() in known for word in words)


def _is_said(page: Page, word: Word) -> bool:
    return any(
        span.start <= word.start < span.end
        for one in page.said_in(page.sentence_at(word.start))
        for span in one.content
    )


def dated(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Date the statements whose sentence does not: by the day the same speaker was last said to speak, else the article's.

    Args:
        page: the article.
        drafts: its statements in text order, with the dates that their own sentences give.

    Returns:
        the statements, all dated if the article is but those it only says were made before.
    """
    published = page.article.published
    told = [
        (draft.spans[0].start, draft.statement.speakers, draft.statement.said_on)
        for draft in drafts
        if draft.statement.said_on and _is_of_the_story(draft.statement.said_on, published)
    ]
    today = published.isoformat() if published else None
    return [
        draft
        if draft.statement.said_on or _is_of_before(page, draft)
        else replace(draft, statement=replace(draft.statement, said_on=_of_the_speaker(draft, told) or today))
        for draft in drafts
    ]


def _is_of_before(page: Page, draft: Draft) -> bool:
    """Tell what the article says was said before, at no time it names: its verb is in the pluperfect."""
    cue = draft.statement.cue
    if cue is None:
        return False
    sentence = page.sentence(page.sentence_at(cue.start))
    before = page.words_in(Span(sentence.start, cue.start))[-_NEAR:]
    inside = page.words_in(Span(cue.start, cue.end))[:1]
    return any(word.key in keys(page.language, "whole", "pluperfect") for word in (*before, *inside))


def _of_the_speaker(draft: Draft, told: Sequence[tuple[int, tuple[str, ...], str | None]]) -> str | None:
    mine = draft.statement.speakers
    if not mine:
        return None
    place = draft.spans[0].start
    before = [day for at, theirs, day in told if theirs == mine and at <= place]
    after = [day for at, theirs, day in told if theirs == mine and at > place]
    if before:
        return before[-1]
    return after[0] if after and draft.sentence < _HEAD else None


def _is_of_what_is_said(time: TimeExpression, page: Page, attribution: Attribution, anchor: Span) -> bool:
    """Tell whether a time stands in what somebody says, unless this attribution stands there too."""
    if any(
        _within(time.span, span, attribution.cue) and time.span.end <= span.end
        for span in attribution.content
    ):
        return True
    return any(
        any(_within(time.span, span, one.cue) for span in one.content)
        and not any(_within(anchor, span) for span in one.content)
        for one in page.said_in(page.sentence_at(time.span.start))
    )


def _within(place: Span, content: Span, cue: Span | None = None) -> bool:
    """Tell whether a stretch begins in what is said, and is not its first word right after the cue."""
    first = cue is not None and cue.end < place.start == content.start
    return content.start <= place.start < content.end and not first


def _qualifies(time: TimeExpression, page: Page) -> bool:
    """Tell whether a time belongs to a noun ("the vote of 9 August", "Thursday's meeting") or tells a beginning or an end."""
    language = page.language
    inside = page.words_in(time.span)
    before = page.words_in(Span(max(0, time.span.start - 24), time.span.start))[-1:]
    if page.text.startswith(_POSSESSIVE, time.span.end) or page.text[: time.span.end].endswith(_POSSESSIVE):
        return True
    if any(word.key in _attached(language) for word in before):
        return True
    if any(word.key in _since(language) for word in (*before, *inside[:1], *inside[-1:])):
        return True
    bare = len(time.value or "") == 4 and inside[:1] and inside[0].key.isdigit()
    return bool(bare)


def _in_its_clause(time: TimeExpression, page: Page, attribution: Attribution, anchor: Span) -> bool:
    """Tell whether no relative clause parts a time from the saying: one still open, or one that the time closes."""
    if time.span < anchor and _PARTING.search(page.text, time.span.end, anchor.start):
        sentence = page.sentence(page.sentence_at(time.span.start))
        clause = page.text[sentence.start : time.span.start]
        start = sentence.start + max((m.end() for m in _PARTING.finditer(clause)), default=0)
        if any(_opens_relative(word, page) for word in page.words_in(Span(start, time.span.start))):
            return False
    between = _between(time, page, attribution, anchor)
    last = next((word for word in reversed(between) if _opens_relative(word, page)), None)
    if last is None:
        return True
    end = max(time.span.start, anchor.start)
    return _PARTING.search(page.text, last.end, end) is not None


def _opens_relative(word: Word, page: Page) -> bool:
    known = vocabulary(page.language)
    if word.key not in known.relative:
        return False
    loose = word.key in known.determiners or word.key in known.of
    return not loose or page.text[max(0, word.start - 2) : word.start].strip() == ","


def _between(time: TimeExpression, page: Page, attribution: Attribution, anchor: Span) -> list[Word]:
    """Give the words between a time and a saying that are not what is said."""
    first, last = sorted((time.span, anchor))
    return [
        word
        for word in page.words_in(Span(first.end, last.start))
        if not any(span.start <= word.start < span.end for span in attribution.content)
    ]


def _tells_when(
    time: TimeExpression, page: Page, attribution: Attribution, sentence: Span, anchor: Span
) -> bool:
    """Tell whether a month or a year stands by the saying, or opens its sentence, and by no other saying."""
    first, last = sorted((time.span, anchor))
    others = [
        one.cue
        for one in page.said_in(page.sentence_at(anchor.start))
        if one.cue is not None and one.cue != attribution.cue and first.end <= one.cue.start < last.start
    ]
    if others:
        return False
    partings = len(_PARTING.findall(_without(page, Span(first.end, last.start), attribution.content)))
    opening = page.text[sentence.start : time.span.start]
    if time.span < anchor and partings <= 1 and _PARTING.search(opening) is None:
        return True
    return not partings and len(_between(time, page, attribution, anchor)) <= _NEAR


def _without(page: Page, span: Span, holes: Iterable[Span]) -> str:
    """Give the text of a stretch without some others."""
    text, start = "", span.start
    for hole in sorted(holes):
        if span.start <= hole.start < span.end:
            text += page.text[start : hole.start]
            start = max(start, hole.end)
    return text + page.text[start : span.end]


def _is_recent(value: str, published: Day | None) -> bool:
    """Tell whether a day or a week is one of the two before publication."""
    if not (_DAY.fullmatch(value) or _WEEK.fullmatch(value)):
        return False
    return published is None or timedelta(0) <= published - Day.fromisoformat(value) <= _RECENT


def _is_of_the_story(value: str, published: Day | None) -> bool:
    if not _DAY.fullmatch(value):
        return False
    return published is None or published - Day.fromisoformat(value) <= _SAME_STORY


def _is_past(value: str, published: Day | None) -> bool:
    """Tell whether a day, week, month, year or span is not after the publication."""
    if published is None:
        return True
    year, week, _ = published.isocalendar()
    today = f"{year}-W{week:02}" if "W" in value else published.isoformat()
    return value[: len(today)] <= today[: len(value)]


@cache
def _attached(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon(language, "times")["tense"]["attached"])


@cache
def _since(language: str) -> frozenset[str]:
    return frozenset(words_of(word)[0].key for word in lexicon(language, "times")["tense"]["since"])


def _tells_in_present(language: str) -> bool:
    return bool(lexicon(language, "whole").get("historic_present"))
