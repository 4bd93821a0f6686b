"""Cut what was said into the things said: the two sides of a "but", the items of a list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from pourparlers.dossier.themes import STRONG, Theme
from pourparlers.knowledge.phrases import Found, Phrases, content_words, phrases, small_words, word_list
from pourparlers.knowledge.words import Word, fold, words_of
from pourparlers.model import Act, Span

# Acts whose content is a list of things wanted, offered, threatened …; other acts are told, not listed.
LISTED = frozenset(
    {
        Act.REQUEST,
        Act.OFFER,
        Act.AGREE,
        Act.COMMIT,
        Act.SUPPORT,
        Act.CONCEDE,
        Act.REJECT,
        Act.THREATEN,
        Act.WARN,
    }
)
_LEAST_SIDE = 3
_LEAST_ITEM = 2
_LEAST_PARALLEL = 3
_MOST_WORDS = 400
_MOST_DANGLING = 4
_MOST_SUBJECT = 4
_TRIM = " \t\n\u00a0\u202f,;:"

Finder = Callable[[Sequence[Word]], list[Theme]]


class Part(NamedTuple):
    """One thing said: its spans, in text order, and the rule that cut it off (none when it is the whole)."""

    spans: tuple[Span, ...]
    why: str | None


def cut(
    text: str,
    words: Sequence[Word],
    spans: Sequence[Span],
    act: Act,
    language: str,
    find: Finder,
    condition: Span | None = None,
) -> tuple[Part, ...]:
    """Cut a content into the things said in it.

    Args:
        text: the article's text.
        words: its words from the first to the last span, what lies between the spans included.
        spans: the content.
        act: what is done with the words; only some acts list things.
        language: the language of the text.
        find: gives the matters in a run of words, the strongest first.
        condition: the condition in the content, if any; nothing is cut inside it.

    Returns:
        at least one part; together they have all words of the content but the joints.
    """
    whole = (Part(tuple(spans), None),)
    if len(words) > _MOST_WORDS:
        return whole
    sides = _sides(text, words, spans, language)
    if len(sides) > 1:
        return sides
    if act in LISTED:
        free = [w for w in words if not (condition and condition.start <= w.start < condition.end)]
        items = _items(text, free, spans, language, find)
        if len(items) > 1:
            return items
    return whole


def without_dangling(
    text: str, parts: Sequence[Part], words: Sequence[Word], language: str
) -> tuple[Part, ...]:
    """Take off what nothing said can end in ("the strikers | of"): articles, prepositions, relative pronouns.

    Args:
        text: the article's text.
        parts: the things said.
        words: the words of the content, in text order.
        language: the language of the text.

    Returns:
        the parts; one that has nothing else stays as it is.
    """
    loose = {fold(one) for one in word_list(language, "dangling")}
    return tuple(_undangled(text, part, words, loose) for part in parts)


def _undangled(text: str, part: Part, words: Sequence[Word], loose: Collection[str]) -> Part:
    first, end = part.spans[-1]
    inside = [w for w in words if first <= w.start < end]
    for word in reversed(inside[-_MOST_DANGLING:]):
        if not _dangles(text, word, loose, end):
            break
        end = word.start
    span = _trim(text, first, end)
    if span is None or span == _trim(text, *part.spans[-1]):
        return part
    return Part((*part.spans[:-1], span), part.why)


def _dangles(text: str, word: Word, loose: Collection[str], end: int) -> bool:
    """Tell whether the last word of a stretch leads on to something that is not there; a letter or sign after it keeps it."""
    joined = text[max(0, word.start - 1) : word.start] == "-"
    return word.key in loose and not joined and not text[word.end : end].strip(_TRIM + "'’")


def _sides(text: str, words: Sequence[Word], spans: Sequence[Span], language: str) -> tuple[Part, ...]:
    turns = _table(language, "turns")
    cuts: list[tuple[int, int]] = []
    for hit in turns.find(words):
        first, last = words[hit.first], words[hit.last]
        before = text[max(spans[0].start, first.start - 3) : first.start].rstrip(" \u00a0\u202f")
        outside = not any(span.start <= first.start < span.end for span in spans)
        at_edge = any(first.start == span.start for span in spans[1:])
        if outside or at_edge or before.endswith((",", ";", ".")):
            cuts.append((first.start, last.end))
    parts = _between(text, spans, cuts)
    big = [_count(words, part, language) >= _LEAST_SIDE for part in parts]
    if len(parts) < 2 or not all(big):
        return ()
    return tuple(Part(part, "rule:turn") for part in parts)


def _items(
    text: str, words: Sequence[Word], spans: Sequence[Span], language: str, find: Finder
) -> tuple[Part, ...]:
    inside = [w for w in words if any(span.start <= w.start < span.end for span in spans)]
    marks = _joints(text, inside, _lead(text, spans[0].start), language)
    if not marks:
        return ()
    bounds = [0, *(mark.first for mark in marks), len(inside)]
    kept: list[_Joint] = []
    left = 0
    for n, mark in enumerate(marks):
        before = inside[left : mark.joint]
        after = inside[mark.first : bounds[n + 2]]
        if _apart(before, after, language, find) and not _one_subject(before, after, language):
            kept.append(mark)
            left = mark.first
    cuts = [(inside[mark.joint - 1].end, inside[mark.first].start) for mark in kept]
    parts = _between(text, spans, cuts)
    return tuple(Part(part, "rule:list") for part in parts) if len(parts) > 1 else ()


class _Joint(NamedTuple):
    joint: int  # the first word after the item before
    first: int  # the first word of the next item


def _joints(text: str, words: Sequence[Word], lead: Sequence[str], language: str) -> list[_Joint]:
    """Find where an item may begin: after a comma or an "and", with a word that items begin with.

    An item that begins with a preposition needs the same one before the first item.
    """
    joins = {
        hit.first: hit.last for hit in _table(language, "joins").find(words) if _as_written(text, words, hit)
    }
    starts = {fold(one) for one in word_list(language, "item_starts")}
    prepositions = {
        fold(one): fold(group.split()[0])
        for group in word_list(language, "prepositions")
        for one in group.split()
    }
    first_leads = {prepositions.get(one) for one in (*lead, words[0].key)} if words else set()
    small = small_words(language)
    found: list[_Joint] = []
    for n in range(1, len(words)):
        gap = text[words[n - 1].end : words[n].start]
        first = joins[n] + 1 if n in joins else n
        if first >= len(words) or (n not in joins and "," not in gap and ";" not in gap):
            continue
        key = words[first].key
        if key in prepositions and prepositions[key] not in first_leads:
            continue
        if key in starts or (n in joins and key not in small):
            found.append(_Joint(n, first))
    return found


def _as_written(text: str, words: Sequence[Word], hit: Found[str]) -> bool:
    """Tell a join from a word that only folds to it ("où" is no "ou")."""
    return text[words[hit.first].start : words[hit.last].end].lower() == hit.value


def _lead(text: str, start: int) -> tuple[str, ...]:
    """Give the folded words just before a place, as in "call for | an end" or "call for an | end"."""
    return tuple(word.key for word in words_of(text[max(0, start - 12) : start])[-2:])


def _one_subject(before: Sequence[Word], after: Sequence[Word], language: str) -> bool:
    """Tell whether two stretches are the subjects of one verb ("Paris | and Moscow must work together")."""
    finite = {fold(one) for one in word_list(language, "finite")}
    return not any(word.key in finite for word in before) and any(
        word.key in finite for word in after[1:_MOST_SUBJECT]
    )


def _apart(before: Sequence[Word], after: Sequence[Word], language: str, find: Finder) -> bool:
    """Tell whether two stretches are two things: they speak of different matters, or begin with the same preposition."""
    one, two = content_words(before, language), content_words(after, language)
    if len(one) < _LEAST_ITEM or len(two) < _LEAST_ITEM:
        return False
    left, right = _main(find(one)), _main(find(two))
    if left and right:
        return left != right
    alike = before[0].key == after[0].key and before[0].key in {
        fold(w) for w in word_list(language, "item_starts")
    }
    return alike and min(len(one), len(two)) >= _LEAST_PARALLEL


def _main(found: list[Theme]) -> str | None:
    return found[0].id if found and found[0].weight >= STRONG else None


def _between(text: str, spans: Sequence[Span], cuts: Sequence[tuple[int, int]]) -> list[tuple[Span, ...]]:
    """Give the spans left and right of each cut, trimmed of blanks and commas."""
    if not cuts:
        return [tuple(spans)]
    edges = [spans[0].start, *(edge for one in cuts for edge in one), spans[-1].end]
    parts = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        part = tuple(
            trimmed
            for span in spans
            if (trimmed := _trim(text, max(span.start, start), min(span.end, end))) is not None
        )
        if part:
            parts.append(part)
    return parts


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return Span(start, end) if start < end else None


def _count(words: Sequence[Word], spans: Sequence[Span], language: str) -> int:
    inside = [w for w in words if any(span.start <= w.start < span.end for span in spans)]
    return len(content_words(inside, language))


def _table(language: str, topic: str) -> Phrases[str]:
    return phrases(language, topic, keep_small=True)
