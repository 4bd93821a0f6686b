"""Photo credits and the captions before them, agency sign-offs and bylines: who made what is printed."""

from __future__ import annotations

import re

from pourparlers.model import Region, RegionKind, Span
from pourparlers.sources.phrases import Phrases, agencies, months, plain, weekdays
from pourparlers.sources.written_dates import spans_of_dates

_LONGEST_CREDIT = 160
_LONGEST_CAPTION = 420
_LONGEST_BYLINE = 140
_SENTENCE_ENDS = tuple(".!?…\"»”’'")
_CLOSING = {")": "(", "]": "["}
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'»”’]?\s")
_SLASHED = re.compile(r"[\w.’'-]\s?/\s?[^\W_]")
_PARTED = re.compile(r"[,|·•/–—-]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STAMP_WORDS = re.compile(
    r"\d|(?:a\.?m|p\.?m|gmt|utc|cet|cest|est|edt|et|bst|ist|h|min|am|pm)\.?", re.IGNORECASE
)


def credit_regions(text: str, unit: Span, signs: Phrases) -> list[Region]:
    """Mark the photo credit a line ends with (or is), and the caption before it.

    "Talks in Vienna. (Photo by A. Name/Agency)" is a caption and a credit; "… said the minister. (Agency)" is
    body and a sign-off; a paragraph longer than a caption keeps all but the credit.
    """
    found = _bracketed(text, unit, signs) or _open(text, unit, signs)
    if found is None:
        return []
    start, end, is_photo = found
    if not is_photo:
        return [Region(RegionKind.BYLINE, Span(start, end))]
    credit = Region(RegionKind.PHOTO_CREDIT, Span(start, end))
    before = text[unit.start : start].rstrip(" \t\u00a0-–—|")
    after = text[end : unit.end].strip()
    if not before or len(before) > _LONGEST_CAPTION or after:
        return [credit]
    return [Region(RegionKind.CAPTION, Span(unit.start, unit.start + len(before))), credit]


def is_credit(inside: str, signs: Phrases, *, open_ended: bool = False) -> bool:
    """Whether words are a photo credit: a photo word or a copyright sign, with names and little else."""
    folded = plain(inside)
    if not folded or len(folded) > _LONGEST_CREDIT or _SENTENCE_END.search(inside):
        return False
    marked = signs.patterns["photo_words"].match(folded) or "©" in inside or "getty images" in folded
    agency = agencies().search(inside)
    if open_ended:
        return bool(marked) and _names_only(inside, signs)
    if marked:
        named = agency or any(word[0].isupper() for word in _WORD.findall(inside)[1:])
        return bool(named) and _names_only(inside, signs)
    pictured = signs.patterns["photo_words"].search(folded) or _SLASHED.search(inside)
    return bool(agency and pictured) and _names_only(inside, signs)


def _bracketed(text: str, unit: Span, signs: Phrases) -> tuple[int, int, bool] | None:
    line = text[unit.start : unit.end]
    shut = line.rstrip(" .\t\u00a0")
    opening = _CLOSING.get(shut[-1:])
    if opening is None:
        return None
    at = shut.rfind(opening, max(0, len(shut) - _LONGEST_CREDIT))
    if at < 0:
        return None
    inside = shut[at + 1 : -1]
    start, end = unit.start + at, unit.end
    if is_credit(inside, signs):
        return start, end, True
    ends_sentence = shut[:at].rstrip()[-1:] in _SENTENCE_ENDS
    if is_sign_off(inside, signs) and (ends_sentence or not shut[:at].strip()):
        return start, end, False
    return None


def _open(text: str, unit: Span, signs: Phrases) -> tuple[int, int, bool] | None:
    """Find a credit without brackets: a line that is one, or that ends in one after a full stop or a dash."""
    line = text[unit.start : unit.end]
    tail_from = max(0, len(line) - _LONGEST_CREDIT)
    if tail_from == 0 and is_credit(line.rstrip(" ."), signs, open_ended=True):
        return unit.start, unit.end, True
    for match in re.finditer(r"[.!?…»\"”]\s+|\s[|–—-]\s+|\s(?=©)", line[tail_from:]):
        start = tail_from + match.end()
        rest = line[start:].rstrip(" .")
        if is_credit(rest, signs, open_ended=True) or _is_desk(rest):
            return unit.start + start, unit.end, True
    return None


def _is_desk(rest: str) -> bool:
    """Whether the end of a line is an agency, a slash and a photographer ("REUTERS/A. Name")."""
    agency = agencies().match(rest)
    if agency is None or len(rest) > 80:
        return False
    tail = rest[agency.end() :]
    return tail.startswith("/") and all(word[0].isupper() for word in _WORD.findall(tail))


def _names_only(inside: str, signs: Phrases) -> bool:
    """Whether all words are names, figures, photo words or the joins of a credit."""
    joins = signs.words["credit_joins"] | signs.words["photo_words"]
    small = [
        word
        for word in _WORD.findall(inside)
        if word[0].islower()
        and plain(word) not in joins
        and "." not in word
        and not agencies().fullmatch(word)
    ]
    return len(small) <= 1 and len(_WORD.findall(inside)) <= 20


def is_sign_off(inside: str, signs: Phrases) -> bool:
    """Whether words are agencies and what joins them ("with AFP", "Reuters, AP")."""
    if len(inside) > _LONGEST_CREDIT or not agencies().search(inside):
        return False
    rest = _WORD.findall(agencies().sub(" ", inside))
    joins = signs.words["sign_offs"] | signs.words["byline_joins"]
    return all(plain(word) in joins for word in rest)


def is_byline(line: str, signs: Phrases) -> bool:
    """Whether a line of its own names who wrote it, or when it was published, and nothing else."""
    folded = plain(line)
    if len(line) > _LONGEST_BYLINE or not folded:
        return False
    if is_sign_off(line.strip("()[] "), signs) or _is_stamp(line, folded, signs):
        return True
    opening = signs.patterns["byline_starts"].match(folded)
    if opening is None or line.rstrip().endswith(("!", "?", "…", ":")):
        return False
    words = _WORD.findall(line[opening.end() :])
    joins = signs.words["byline_joins"]
    names = [word for word in words if plain(word) not in joins]
    has_case = any(word[0].islower() or word[0].isupper() for word in words)
    if not has_case:
        return 0 < len(words) <= 5
    return bool(names) and len(words) <= 16 and all(not word[0].islower() or "@" in line for word in names)


def _is_stamp(line: str, folded: str, signs: Phrases) -> bool:
    """Whether a line says when it was published: a date with nothing, or with a word for it and agencies."""
    rest = line
    for start, end in reversed(spans_of_dates(line)):
        rest = f"{rest[:start]} {rest[end:]}"
    if not re.search(r"\d", folded) or _SENTENCE_END.search(rest):
        return False
    rest = agencies().sub(" | ", rest)
    rest = signs.patterns["stamp_starts"].sub(" ", plain(rest))
    rest = re.sub(weekdays(), " ", re.sub(months(), " ", rest))
    small = signs.words["stamp_joins"] | signs.words["sign_offs"]
    left = [word for word in _WORD.findall(rest) if not _STAMP_WORDS.match(word) and word not in small]
    opened = signs.patterns["stamp_starts"].match(folded) is not None
    if opened:
        return len(left) <= 4
    named = len(left) == 1 and _PARTED.search(rest) is not None
    return (not left or named) and _YEAR.search(line) is not None
