"""What of a text is not body, and of what kind. Precision first: a line in doubt is body."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pourparlers.model import Region, RegionKind, Span
from pourparlers.sources.credits import credit_regions, is_byline
from pourparlers.sources.datelines import dateline_end
from pourparlers.sources.phrases import Phrases, phrases, plain

_LONGEST_LINE = 200
_LONGEST_APPEAL = 600
_LONGEST_DASHED = 120
_DASHES = ("-", "–", "—")
_EDGE = 6
_LINE = re.compile(r"[^\n]+")
_QUOTES = re.compile('["«»“”„]')
_BARE_URL = re.compile(r"(?:https?://|www\.)[^\s]{3,2000}")
_AFTER_START = re.compile(r"\s?(?:[:>|→»➡]|[-–—]\s|$)")
_SENTENCE = re.compile(r"[.!?…][\"'»”’)]?$")
_CRUMB = re.compile(r"\s[>›»/|•·]\s")

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_LABELS = (
    (RegionKind.ADVERTISEMENT, "advertisement"),
    (RegionKind.LINK, "link_lines"),
    (RegionKind.NAVIGATION, "navigation_lines"),
)
_APPEALS = (
    (RegionKind.NEWSLETTER_APPEAL, "newsletter_appeal", "newsletter_topics"),
    (RegionKind.DONATION_APPEAL, "donation_appeal", "donation_topics"),
    (RegionKind.SHARE_APPEAL, "share_appeal", ""),
)
_ASKING = (
    "newsletter_appeal",
    "donation_appeal",
    "share_appeal",
    "donation_topics",
    "newsletter_topics",
    "reader",
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def find_regions(text: str, language: str, *, start: int = 0) -> tuple[Region, ...]:
    """Mark what is not body, line by line.

    Args:
        text: the text of an article.
        language: its language; the signs are those of `knowledge/languages/<xx>/boilerplate.toml`.
        start: where to begin (front matter is not looked at).

    Returns:
        regions in text order that do not overlap.
    """
    signs = phrases(language)
    units = list(_units(text, start))
    found: list[list[Region]] = []
    for number, unit in enumerate(units):
        at_edge = number < _EDGE or number >= len(units) - _EDGE
        found.append(_regions(text, unit, signs, is_first=number == 0, at_edge=at_edge))
    _weak_lines_between(text, units, found, signs)
    return tuple(region for regions in found for region in regions)


def _units(text: str, start: int) -> Iterable[Span]:
    """Give the lines that are not blank, without their outer white space."""
    for match in _LINE.finditer(text, start):
        line = match[0].strip("\ufeff \t\r\v\f\u00a0\u200b")
        if line:
            begin = match.start() + match[0].index(line)
            yield Span(begin, begin + len(line))


def _regions(text: str, unit: Span, signs: Phrases, *, is_first: bool, at_edge: bool) -> list[Region]:
    line = text[unit.start : unit.end]
    kind = _whole_line(line, signs, is_first=is_first, at_edge=at_edge)
    if kind is not None:
        return [Region(kind, unit)]
    regions = credit_regions(text, unit, signs)
    end = dateline_end(line)
    if end and not (regions and regions[0].span.start < unit.start + end):
        opening = Span(unit.start, unit.start + len(line[:end].rstrip()))
        regions.insert(0, Region(RegionKind.DATELINE, opening))
    return regions


def _whole_line(line: str, signs: Phrases, *, is_first: bool, at_edge: bool) -> RegionKind | None:
    """Say what a line is that has no body in it, None for a line that has.

    The first line may be a title, which begins in any way ("Analysis: ..."): links and appeals are not looked for.
    """
    quoted = _QUOTES.search(line) is not None
    if not any(map(str.isalnum, line)):
        return None if quoted or len(line) > _LONGEST_LINE else RegionKind.SEPARATOR
    if len(line) > _LONGEST_APPEAL:
        return None
    folded = plain(line)
    kind = _label(folded, signs)
    if kind is None and not quoted:
        kind = _caption_or_copyright(folded, signs)
    if kind is None and not quoted and at_edge and is_byline(line, signs):
        kind = RegionKind.BYLINE
    if kind is None and not is_first:
        kind = _link_or_trail(line, folded, signs, quoted=quoted)
    if kind is None and not is_first and not quoted:
        kind = _appeal(folded, signs)
    return kind


def _label(folded: str, signs: Phrases) -> RegionKind | None:
    """Say what a line is that consists of one label or address and nothing else."""
    core = folded.strip(" .:!?*>|[]()-–—•→➡️")
    if _BARE_URL.fullmatch(folded.strip("()<>[] ")):
        return RegionKind.LINK
    return next((kind for kind, key in _LABELS if core in signs.lines[key]), None)


def _link_or_trail(line: str, folded: str, signs: Phrases, *, quoted: bool) -> RegionKind | None:
    """Say what a short line is by how it begins: a link to another page, tags, a trail of sections."""
    block = signs.patterns["link_blocks"].match(folded)
    if block is not None and line[: block.end()].isupper() and not _SENTENCE.search(line):
        return RegionKind.LINK
    if len(line) > _LONGEST_LINE:
        return None
    if _opens(folded, signs, "link_starts") or (not quoted and signs.patterns["link_phrases"].search(folded)):
        return RegionKind.LINK
    if quoted or _SENTENCE.search(line):
        return None
    if _opens(folded, signs, "navigation_starts") or len(_CRUMB.findall(line)) >= 2:
        return RegionKind.NAVIGATION
    return None


def _opens(folded: str, signs: Phrases, key: str) -> bool:
    """Whether a line begins with one of the phrases and a colon or arrow, or is the phrase; a dash if it is short."""
    bare = folded.lstrip("([>»→➡️•*- ")
    match = signs.patterns[key].match(bare)
    if match is None:
        return False
    after = _AFTER_START.match(bare, match.end())
    return after is not None and (len(folded) <= _LONGEST_DASHED or after[0].strip() not in _DASHES)


def _caption_or_copyright(folded: str, signs: Phrases) -> RegionKind | None:
    if signs.patterns["caption_starts"].match(folded):
        return RegionKind.CAPTION
    if folded.startswith(("©", "(c) ", "copyright")) and _YEAR.search(folded):
        return RegionKind.COPYRIGHT
    return RegionKind.COPYRIGHT if signs.patterns["copyright"].search(folded) else None


def _appeal(folded: str, signs: Phrases) -> RegionKind | None:
    """Say what a line asks of its reader; of a long one, most sentences must have a sign of asking."""
    if signs.patterns["navigation_phrases"].search(folded):
        return RegionKind.NAVIGATION
    kind = next((kind for kind, sure, _ in _APPEALS if signs.patterns[sure].search(folded)), None)
    addressed = signs.patterns["reader"].search(folded) and signs.patterns["ours"].search(folded)
    if kind is None and addressed:
        kind = _topic(folded, signs)
    if kind is not None and len(folded) > _LONGEST_LINE:
        sentences = _SENTENCES.split(folded)
        asking = [one for one in sentences if any(signs.patterns[key].search(one) for key in _ASKING)]
        return kind if 2 * len(asking) > len(sentences) else None
    return kind


def _topic(folded: str, signs: Phrases) -> RegionKind | None:
    return next(
        (kind for kind, _, topics in _APPEALS if topics and signs.patterns[topics].search(folded)), None
    )


def _weak_lines_between(text: str, units: list[Span], found: list[list[Region]], signs: Phrases) -> None:
    """Mark what follows the body: from the end back, lines with a weak sign that stand among marked ones."""
    for number in range(len(units) - 1, 0, -1):
        if found[number]:
            continue
        line = text[units[number].start : units[number].end]
        kind = None if _QUOTES.search(line) or len(line) > _LONGEST_APPEAL else _weak(plain(line), signs)
        if kind is None or not found[number - 1]:
            return
        found[number] = [Region(kind, units[number])]


def _weak(folded: str, signs: Phrases) -> RegionKind | None:
    return _topic(folded, signs) if signs.patterns["reader"].search(folded) else None
