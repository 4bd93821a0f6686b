"""What tells a judgement of the talks from a judgement of anything else, from a hope, a fear or a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pourparlers.knowledge.phrases import Phrases, content_words, listed
from pourparlers.knowledge.words import Word, words_of
from pourparlers.model import Act, Article, Evidence, Span, Statement
from pourparlers.reading.acts import cued
from pourparlers.reading.polarity import polarity

_FEW = 3  # content words of a judgement that leaves what it judges to the words around it
_SOME = 5  # the same where they judge
_OPENING = 4  # words with which a content begins
_AFTER = 4  # words after a turn of phrase in which its object stands
_FAR = 500  # characters looked at on either side for the end of a sentence
_LONGEST_HEADING = 160  # characters
_BREAK = "\n\n"
_END = re.compile(r"[.!?…](?=[\s\"»”’)]|$)|\n\n")
_ENDS = ".!?…:;,"
_CLOSING = "\"»”’)' \u00a0\u202f"
TALKS = "talks"
# What names the way an act is done: the act, the list of its cues, the way.
_MANNERS = (
    (Act.REQUEST, "wants", "wanted"),
    (Act.REQUEST, "expects", "expected"),
    (Act.WARN, "fears", "feared"),
    (Act.ACCUSE, "condemns", "condemned"),
    (Act.ACCUSE, "denounces", "denounced"),
    (Act.ACCUSE, "criticises", "criticised"),
    (Act.ACCUSE, "deplores", "deplored"),
    (Act.ASSESS_POSITIVE, "welcomes", "welcomed"),
)


def words_for(language: str, name: str) -> Phrases[str]:
    """Give a list of `languages/<xx>/judgements.toml`."""
    return listed(language, "judgements", name)


def sentence_round(text: str, start: int, end: int) -> Span:
    """Give the sentence that some words stand in, as far as signs tell, with nothing beyond its paragraph."""
    low = max(0, start - _FAR)
    before = [found.end() for found in _END.finditer(text, low, start)]
    after = _END.search(text, max(start, end - 1), min(len(text), end + _FAR))
    return Span(before[-1] if before else low, after.end() if after else min(len(text), end + _FAR))


def of_talks(text: str, spans: Sequence[Span], language: str) -> bool:
    """Tell whether words are about talks or what comes of them: by themselves, or in their sentence where they are few.

    Args:
        text: the text of the article.
        spans: where the words stand in it, in order.
        language: its language.
    """
    known = words_for(language, TALKS)
    words = [word for span in spans for word in words_of(text[span.start : span.end])]
    if known.any(words):
        return True
    content = len(content_words(words, language))
    if content > _SOME or (content > _FEW and not polarity(words, language)):
        return False
    whole = sentence_round(text, spans[0].start, spans[-1].end)
    return known.any(list(words_of(text[whole.start : whole.end])))


def is_of_talks(statement: Statement, article: Article) -> bool:
    """Tell whether a statement is about talks or what comes of them."""
    return of_talks(article.text, _spans(statement.content), article.language)


def in_heading(article: Article, spot: int) -> bool:
    """Tell whether a place is in the title or in a heading: a short line by itself that ends without a sign."""
    title = article.title_span
    if title is not None and title.start <= spot < title.end:
        return True
    text = article.text
    if article.title and line_round(text, spot).casefold() == article.title.strip().casefold():
        return True
    low = text.rfind(_BREAK, max(0, spot - _LONGEST_HEADING), spot)
    start = low + len(_BREAK) if low >= 0 else 0
    if low < 0 and spot > _LONGEST_HEADING:
        return False
    high = text.find(_BREAK, spot, spot + _LONGEST_HEADING)
    if high < 0:
        return False
    line = text[start:high].strip()
    bare = line.rstrip(_CLOSING)
    return bool(bare) and len(line) <= _LONGEST_HEADING and "\n" not in line and bare[-1] not in _ENDS


def line_round(text: str, spot: int) -> str:
    """Give the line that a place is in, without blanks round it."""
    start = text.rfind("\n", max(0, spot - _FAR), spot) + 1
    end = text.find("\n", spot, spot + _FAR)
    return text[start : end if end >= 0 else spot + _FAR].strip()


def is_in_heading(statement: Statement, article: Article) -> bool:
    """Tell whether all that a statement says stands in titles and headings."""
    return all(in_heading(article, one.start) for one in statement.content)


def is_hope(article: Article, cue: Evidence | None) -> bool:
    """Tell whether a cue hopes or wishes: that judges nothing."""
    return _cued(article, cue, "hopes")


def is_fear(article: Article, cue: Evidence | None) -> bool:
    """Tell whether a cue fears: that warns nobody."""
    return _cued(article, cue, "fears")


def manner(article: Article, cue: Evidence | None, act: Act, words: Sequence[Word]) -> str | None:
    """Tell how an act is done where its name would mislead.

    Args:
        article: the article.
        cue: the cue, if any.
        act: what is done with the words.
        words: the words, small ones included.

    Returns:
        "hoped", "wanted" or "expected" for what is wished or awaited rather than asked or praised, "feared" for what is
        feared rather than warned of, "condemned", "denounced", "criticised" or "deplored" for what nobody is charged with, "welcomed",
        "denial" where the words are the denial, not what is denied; None for all else.
    """
    language = article.language
    hoping = listed(language, "acts", "hoping").any(words[:_OPENING]) or is_hope(article, cue)
    if act in {Act.REQUEST, Act.ASSESS_POSITIVE} and hoping:
        return "hoped"
    for done, name, done_so in _MANNERS:
        said_so = name == "condemns" and words_for(language, name).any(words[:_OPENING])
        if act is done and (said_so or _cued(article, cue, name)):
            return done_so
    denies = cue is not None and cued(language, Act.DENY, article.text[cue.start : cue.end])
    return "denial" if act is Act.DENY and not denies else None


def rules_out(words: Sequence[Word], language: str) -> bool:
    """Tell whether words promise what one's own people will not do ("we never allow our companies to …")."""
    hits = words_for(language, "assurances").find(words)
    if not hits:
        return False
    after = words[hits[0].last + 1 : hits[0].last + 1 + _AFTER]
    return words_for(language, "own_agents").any(after)


def _cued(article: Article, cue: Evidence | None, name: str) -> bool:
    if cue is None:
        return False
    return words_for(article.language, name).any(list(words_of(article.text[cue.start : cue.end])))


def _spans(content: Sequence[Evidence]) -> list[Span]:
    return [Span(one.start, one.end) for one in content]
