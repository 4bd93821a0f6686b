"""The words that say a thing whole, round those that were read.

A content is widened inside its sentence only, to words that stand next to it: to the object between the cue and it
("accused | the company of …"), to the beginning and the end of the quotation it was cut out of, to the noun it broke off
before ("tons of nitrate | of ammonium"). Nothing is left out and nothing is added.
"""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.dossier.page import Page
from pourparlers.dossier.reversals import is_estimate, negation_before, refused_at
from pourparlers.dossier.whole_edges import BLANKS, CLOSE, EITHER, OPEN, quote_open_at, trimmed, unbroken
from pourparlers.dossier.whole_words import determiners, finite, grammar, keys, leads, negations
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.phrases import content_words, listed
from pourparlers.knowledge.words import Word, fold, words_of
from pourparlers.model import Act, Attribution, AttributionType, Span
from pourparlers.reading.acts import cued

_MOST = 300  # characters of words that are shown together
_CLAUSE = 6  # words in front of "we" that are a clause of their own
_FEW = 4  # content words of a thing that says nothing without its cue
_LONG_GAP = 14  # words between a cue and its content
_REST, _QUOTED_REST, _GENITIVE_REST = 3, 15, 8  # words that may be missing at the end
_WORDS_BEFORE = 3  # words before a participle in which its auxiliary stands
_SHORTEST = 18  # characters of words that are shown without their cue
_NEAR = 4  # characters between a cue and the list it leads
_LONG_SOURCE = 45  # characters
_BREAKS = ",;:.!?…()\n—–"
# Acts whose cue takes the one asked, blamed or judged as its object.
_WITH_OBJECT = frozenset(
    {
        Act.REQUEST,
        Act.ACCUSE,
        Act.REJECT,
        Act.DENY,
        Act.WARN,
        Act.THREATEN,
        Act.SUPPORT,
        Act.STATE,
        Act.ASSESS_POSITIVE,
        Act.ASSESS_NEGATIVE,
        Act.ASSESS_MIXED,
    }
)


def shown(page: Page, attribution: Attribution, spans: Sequence[Span], act: Act) -> Span:
    """Give the words to be shown for a thing said: its own in one piece, with those next to them that make it whole.

    Args:
        page: the article.
        attribution: where it was read.
        spans: its words, of those of the attribution.
        act: what is done with them, which is told beside them.

    Returns:
        a stretch that has all of `spans` but signs at their edges; no longer than a few lines unless they are.
    """
    own = hull = Span(spans[0].start, spans[-1].end)
    begins = hull.start == attribution.content[0].start
    ends = hull.end == attribution.content[-1].end
    if not (begins and ends) and _is_torn(page, attribution, hull):
        hull = Span(attribution.content[0].start, attribution.content[-1].end)
        begins = ends = True
    start = _start(page, attribution, hull, act) if begins else hull.start
    if hull != own and start == hull.start and page.words_in(own)[:1] and attribution.cue is not None:
        led = page.words_in(own)[0].key in keys(page.language, "whole", "turning")
        near = own.start > hull.start and 0 <= hull.start - attribution.cue.end <= _NEAR
        start = attribution.cue.start if led and near else start
    start = _turned(page, attribution, start) if begins else start
    end = _end(page, attribution, hull) if ends else hull.end
    for one in (Span(start, end), Span(hull.start, end), Span(start, hull.end)):
        if one.end - one.start <= _MOST:
            return trimmed(page.text, _closed(page, attribution, one))
    return trimmed(page.text, own)


def _is_torn(page: Page, attribution: Attribution, hull: Span) -> bool:
    """Tell whether an item of a list does not stand alone: cut out of a quoted sentence, or behind its article or preposition."""
    if page.text[attribution.content[0].start : attribution.content[-1].end].count("\n"):
        return False
    if attribution.type is AttributionType.DIRECT:
        return page.sentence_at(hull.start) == page.sentence_at(attribution.content[0].start)
    language = page.language
    after = page.words_in(Span(hull.end, attribution.content[-1].end))[:2]
    starts = [page.words_in(hull)[:1], after[1:] or after[:1]]
    turning = keys(language, "whole", "turning")
    known = determiners(language) | keys(language, "positions", "item_starts")
    first = hull.start > attribution.content[0].start
    looked = starts[0] if first else [word for word in starts[1] if hull.end < attribution.content[-1].end]
    return any(
        word.key in turning if first and word.key in known else word.key not in known for word in looked
    )


# ---------------------------------------------------------------- the beginning


def _start(page: Page, attribution: Attribution, hull: Span, act: Act) -> int:
    sentence = page.sentence(page.sentence_at(hull.start))
    cue, source = attribution.cue, attribution.source
    opened = quote_open_at(page.text, hull.start)
    low = sentence.start if opened is None else max(opened, sentence.start)
    before = page.words_in(Span(low, hull.start))
    first = page.words_in(hull)[:1]
    if before and opened is not None and cue is None and first and first[0].key in finite(page.language):
        return low
    if not before or before[-1].key in grammar(page.language)["leading"]:
        own = before and opened is not None and cue and low <= cue.start and is_own(page, source)
        return _own_clause(page, attribution, low) if own else hull.start
    if opened is not None and (cue is None or not low <= cue.start < hull.start or is_own(page, source)):
        broken = page.text[before[-1].end : hull.start].strip(BLANKS + EITHER + "'’")
        return hull.start if broken else _own_clause(page, attribution, low)
    if cue is not None and sentence.start <= cue.start and cue.end <= hull.start:
        return _after_cue(page, attribution, hull, act)
    words = page.words_in(hull)
    if words and words[0].key in finite(page.language) and cue is not None and cue.start < hull.start:
        return sentence.start
    return hull.start


def _own_clause(page: Page, attribution: Attribution, low: int) -> int:
    """Give where the clause in which a speaker tells his own view begins, if others of the quotation stand before it."""
    source = attribution.source
    if source is None or source.start <= low or not is_own(page, source):
        return low
    return source.start if len(page.words_in(Span(low, source.start))) >= _CLAUSE else low


def _turned(page: Page, attribution: Attribution, start: int) -> int:
    """Take in what turns the words: their negation, the object of a refusal, the cue of an estimate."""
    refused = refused_at(page, attribution)
    if refused is not None:
        return min(start, refused)
    if attribution.cue is not None and is_estimate(page, attribution):
        return min(start, attribution.cue.start)
    negation = negation_before(page, attribution, start)
    return start if negation is None else negation


def _rest(text: str, page: Page, span: Span) -> list[Word]:
    """Give the words behind a content up to the first that begins something else: a relative clause, a verb, a day."""
    language, found = page.language, []
    stops = grammar(language)["relatives"] | grammar(language)["leading"] | finite(language)
    times = page.times_in(span)
    for word in words_of(text[span.start : span.end]):
        at = span.start + word.start
        if word.key in stops or any(time.span.start <= at < time.span.end for time in times):
            break
        found.append(word)
    return found


def _after_cue(page: Page, attribution: Attribution, hull: Span, act: Act) -> int:
    """Take in what stands between the cue and the content, where that is its object or its article."""
    cue, source, text, language = attribution.cue, attribution.source, page.text, page.language
    assert cue is not None
    base = (
        source.end if source is not None and cue.end <= source.start < source.end <= hull.start else cue.end
    )
    gap = page.words_in(Span(base, hull.start))[-_LONG_GAP:]
    broken = text[gap[-1].end if gap else base : hull.start].strip(BLANKS + "\"«“'’")
    words = page.words_in(hull)
    if broken or not words:
        return hull.start
    if words[0].key in finite(language) and not gap:
        return page.sentence(page.sentence_at(hull.start)).start
    turning, start = keys(language, "whole", "turning"), hull.start
    while gap and gap[-1].key in determiners(language):
        start = gap.pop().start
    turned = gap and (gap[-1].key in turning or (start == hull.start and words[0].key in turning))
    if turned and attribution.act in _WITH_OBJECT:
        named = _object(page, gap, base)
        if named is not None:
            return named
    if base != cue.end:
        return start
    loose = keys(language, "positions", "dangling") - turning - grammar(language)["leading"]
    attached = bool(gap) and gap[-1].key in loose
    bare = all(word.key in turning for word in gap) and _needs_cue(page, attribution, words)
    fused = bool(gap) and gap[-1].key in keys(language, "whole", "fused")
    if act is Act.WARN and gap and gap[-1].key in keys(language, "whole", "against"):
        start = gap[-1].start
    forbids = listed(language, "acts", "banning").any(page.words_in(cue))
    if not attached and not bare and not forbids:
        return start
    told = not forbids and hull.end - start >= _SHORTEST and not fused and _tells_cue(page, cue, act)
    return start if told else _with_cue(page, attribution, hull)


def _tells_cue(page: Page, cue: Span, act: Act) -> bool:
    """Tell whether the name of an act says what a cue does: then the words need not begin with it."""
    sentence = page.sentence(page.sentence_at(cue.start))
    before = page.words_in(Span(sentence.start, cue.start))[-_WORDS_BEFORE:]
    negated = {word.key for word in before} & negations(page.language)
    return not negated and cued(page.language, act, page.text[cue.start : cue.end])


def _object(page: Page, gap: Sequence[Word], base: int) -> int | None:
    """Give where the object begins in the words behind a cue, days and the like left out; nothing where there is none."""
    text = page.text
    between = text[base : gap[-1].end]
    comma = base + between.rfind(",") if "," in text[base : gap[0].start] else -1
    times = page.times_in(Span(gap[0].start, gap[-1].end))
    left = [
        word
        for word in gap
        if word.start > comma and not any(t.span.start <= word.start < t.span.end for t in times)
    ]
    endings = tuple(keys(page.language, "whole", "adverb_endings"))
    named = any(word.capital or word.key in determiners(page.language) for word in left)
    adverb = bool(endings) and any(word.key.endswith(endings) for word in left) and not named
    if adverb or not content_words(left, page.language):
        return None
    first = next(
        (n for n, word in enumerate(left) if word.capital or word.key in determiners(page.language)), 0
    )
    led = first > 0 and left[first - 1].key in keys(page.language, "whole", "turning")
    return left[0 if first > 1 or led else first].start


def _needs_cue(page: Page, attribution: Attribution, words: Sequence[Word]) -> bool:
    """Tell whether words are a bare thing or two, which say nothing without what is done with them."""
    language, cue = page.language, attribution.cue
    if cue is None or {word.key for word in words} & finite(language):
        return False
    led = " ".join(word.key for word in page.words_in(cue)) in leads(language)
    return not led and len(content_words(words, language)) <= _FEW


def _with_cue(page: Page, attribution: Attribution, hull: Span) -> int:
    """Give where words begin with their cue: with what negates it, with who speaks where there is little or only a pronoun."""
    cue, source, language = attribution.cue, attribution.source, page.language
    assert cue is not None
    words = page.words_in(hull)
    sentence = page.sentence(page.sentence_at(cue.start))
    before = page.words_in(Span(sentence.start, cue.start))
    pronoun = words[0].key in keys(language, "whole", "objects_behind") or (
        len(before) > 1
        and before[-1].key in keys(language, "whole", "objects_before")
        and before[-2].key in grammar(language)["relatives"] | grammar(language)["inverted"]
    )
    if pronoun:
        return sentence.start
    follows = source is not None and sentence.start <= source.start and source.end <= cue.start
    between = [word for word in before if not follows or (source is not None and word.start >= source.end)]
    auxiliaries = between[-_WORDS_BEFORE:]
    negated = next((word.start for word in auxiliaries if word.key in negations(language)), cue.start)
    if source is None or not follows or page.text[source.end : cue.start].strip(BLANKS)[:1] == ",":
        return negated
    near = len(between) <= _WORDS_BEFORE and source.end - source.start <= _LONG_SOURCE
    few = len(content_words(words, language)) <= _FEW // 2
    return source.start if near and few else negated


def is_own(page: Page, source: Span | None) -> bool:
    """Tell whether a source is the speaker's own "we" in his quotation."""
    if source is None:
        return False
    pronouns = lexicon(page.language, "pronouns")
    own = {fold(one) for name in ("first_singular", "first_plural") for one in pronouns.get(name, ())}
    return all(word.key in own for word in page.words_in(source))


# ---------------------------------------------------------------- the end


def _end(page: Page, attribution: Attribution, hull: Span) -> int:
    """Take in what the last words were cut off from: the end of their noun, of their quotation, a word or three."""
    text, language = page.text, page.language
    sentence = page.sentence(page.sentence_at(max(hull.start, hull.end - 1)))
    whole = unbroken(page, hull.end)
    if whole > hull.end and not _is_taken(page, attribution, Span(hull.end, whole)):
        hull = Span(hull.start, whole)
    within = (text[hull.end - 1 : hull.end] + text[hull.end : hull.end + 1]).isalnum()
    inside = text[hull.end : hull.end + 1]
    if (not within and inside not in (*BLANKS, "'", "’", "-")) or hull.end >= sentence.end:
        return hull.end
    if inside in {"'", "’"} and not text[hull.end + 1 : hull.end + 2].isalnum():
        return hull.end
    stop = _break(text, hull.end, sentence.end)
    rest = words_of(text[hull.end : stop])
    last = page.words_in(hull)[-1:]
    if not rest or not last or _is_taken(page, attribution, Span(hull.end, stop)):
        return hull.end
    first = rest[0].key
    loose_end = last[0].key in keys(language, "whole", "loose_ends") | keys(language, "positions", "dangling")
    quoted = quote_open_at(text, hull.end) is not None
    if quoted or within or loose_end:
        return hull.end + rest[-1].end if len(rest) <= _QUOTED_REST else hull.end
    genitive = first in keys(language, "whole", "genitives")
    rest = _rest(text, page, Span(hull.end, stop)) if genitive else rest
    most = _GENITIVE_REST if genitive else _REST if _goes_on(page, Span(hull.end, stop), first) else 0
    ends_well = rest and rest[-1].key not in keys(language, "positions", "dangling")
    return hull.end + rest[-1].end if ends_well and len(rest) <= most else hull.end


def _goes_on(page: Page, rest: Span, first: str) -> bool:
    """Tell whether a word goes on with the thing before it: none of the small words, no day."""
    small = {fold(word.key) for word in page.words_in(rest)[:1] if not content_words([word], page.language)}
    straddled = any(
        t.span.start < rest.start < t.span.end for t in page.times_in(Span(rest.start - 12, rest.start))
    )
    return straddled or (first not in small and not page.times_in(rest))


def _is_taken(page: Page, attribution: Attribution, rest: Span) -> bool:
    """Tell whether the words behind a content are what somebody else said, or who said this."""
    taken = [
        span
        for one in page.reading.attributions
        for span in (*(one.content if one is not attribution else ()), one.cue, one.source)
        if span is not None
    ]
    return any(span.start < rest.end and rest.start < span.end for span in taken if span.start >= rest.start)


def _break(text: str, start: int, end: int) -> int:
    """Give the first sign that parts clauses or closes a quotation."""
    for at in range(start, end):
        sign = text[at]
        if sign in _BREAKS or sign in OPEN or sign in CLOSE or sign in EITHER:
            inner = sign in ".," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
            if not inner:
                return at
        if sign == "-" and not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()):
            return at
        if sign in {"'", "’"} and not text[at + 1 : at + 2].isalnum():
            return at
    return end


# ---------------------------------------------------------------- quotation marks


def _closed(page: Page, attribution: Attribution, span: Span) -> Span:
    """Add the words up to the mark that closes a quotation begun in the words, where they are few and nobody else's."""
    text = page.text
    opened = quote_open_at(text, span.end, span.start)
    if opened is None or text[span.end : span.end + 1] in (*CLOSE, EITHER):
        return span
    sentence = page.sentence(page.sentence_at(max(span.start, span.end - 1)))
    for at in range(span.end, min(sentence.end, span.end + _MOST // 2)):
        if text[at] in CLOSE or text[at] in EITHER:
            rest = Span(span.end, at)
            return span if _is_taken(page, attribution, rest) else Span(span.start, at)
    return span
