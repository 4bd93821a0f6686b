"""An Article from a text and everything said of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from pourparlers.errors import EmptyError
from pourparlers.model import Article, DateSource, Region, RegionKind, Span
from pourparlers.sources.boilerplate import find_regions
from pourparlers.sources.html import domain
from pourparlers.sources.language import UNKNOWN, detect
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.written_dates import find_date

_LONGEST_TITLE = 220
_WRAPPED = 110
_LOOKED_AT = 4000
_DATED_LINES = 6
_FULL_STOP = re.compile(r"(?<![.…])[.。۔][\"'»”’)\]]?$|[:;,،]$")
_LINE = re.compile(r"[^\n]+")
_SPACE = re.compile(r"\s+")


def make_article(
    name: str,
    text: str,
    said: Sequence[tuple[DateSource, Metadata]],
    *,
    where: str | None = None,
    body_start: int = 0,
    date_argument: date | None = None,
    language: str | None = None,
) -> Article:
    """Put an article together.

    Args:
        name: what the user calls it.
        text: the text that all offsets are in.
        said: what each source says of it, the most trusted first.
        where: what errors call it; its name by default.
        body_start: where front matter ends.
        date_argument: the date the user gives for articles that have none.
        language: the language the user gives for texts that do not say.

    Returns:
        the article, its body marked off from what is not body.

    Raises:
        EmptyError: no words in it.
    """
    if not any(map(str.isalpha, text[body_start:])):
        raise EmptyError("no words in it", where=where or name, cure="remove it or give another file")
    known = Metadata()
    for _, more in said:
        known = known.over(more)
    tongue = _language(said, language) or _detected(text[body_start:], known.language)
    regions = _front(text, body_start) + find_regions(text, tongue, start=body_start)
    title, span = _title(text, body_start, regions, known.title)
    printed = Metadata(date=_printed_date(text, body_start, regions, tongue))
    published, date_source = _date([*said, (DateSource.PAGE, printed)], date_argument)
    return Article(
        id=content_id(text[body_start:]),
        name=name,
        text=text,
        language=tongue,
        title=title,
        title_span=span,
        outlet=known.outlet or domain(known.url),
        author=known.author,
        url=known.url,
        published=published,
        date_source=date_source,
        regions=regions,
    )


def content_id(text: str) -> str:
    """Name a text by its content: equal for texts that differ only in white space and Unicode composition."""
    plain = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip("\ufeff ")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _language(said: Sequence[tuple[DateSource, Metadata]], argument: str | None) -> str | None:
    """Give the language the user states; what a page states is so often wrong that detection comes first."""
    stated = (more.language for source, more in said if source is not DateSource.PAGE)
    return next(filter(None, stated), argument)


def _detected(text: str, declared: str | None) -> str:
    found = detect(text)
    return declared if declared and found == UNKNOWN else found


def _front(text: str, body_start: int) -> tuple[Region, ...]:
    """Mark front matter, and a byte order mark, which is part of the text as Python reads it."""
    end = body_start or (1 if text.startswith("\ufeff") else 0)
    return (Region(RegionKind.FRONT_MATTER, Span(0, end)),) if end else ()


def _date(
    said: Sequence[tuple[DateSource, Metadata]], argument: date | None
) -> tuple[date | None, DateSource]:
    for source, metadata in said:
        if metadata.date is not None:
            return metadata.date, source
    return (argument, DateSource.ARGUMENT) if argument is not None else (None, DateSource.UNKNOWN)


def _printed_date(text: str, start: int, regions: Sequence[Region], language: str) -> date | None:
    """Give the full date in a line near the top that only says when, where or by whom the text was published."""
    near = text[start : start + _LOOKED_AT]
    lines = [match for match in _LINE.finditer(near) if match[0].strip()][:_DATED_LINES]
    last = start + lines[-1].end() if lines else start
    for region in regions:
        if region.kind in {RegionKind.BYLINE, RegionKind.DATELINE} and start <= region.span.start < last:
            day = find_date(text[region.span.start : region.span.end], language)
            if day is not None:
                return day
    return None


def _title(
    text: str, body_start: int, regions: Sequence[Region], given: str | None
) -> tuple[str | None, Span | None]:
    """Find the title: the line that is the one given, else a first line that looks like one."""
    lines = _first_lines(text, body_start, regions)
    if given is None:
        span = _looks_title(text, lines, regions)
        return (text[span.start : span.end], span) if span else (None, None)
    for span in lines:
        line = text[span.start : span.end]
        if _bare(line) == _bare(given):
            return line, span
        if line.startswith(given) and not line[len(given) : len(given) + 1].isalnum():
            return given, Span(span.start, span.start + len(given))
    return given, None


def _looks_title(text: str, lines: Sequence[Span], regions: Sequence[Region]) -> Span | None:
    """Give the first line when it is short, ends in no full stop, stands alone, and a body follows."""
    if len(lines) < 2:
        return None
    first, second = lines[0], lines[1]
    line = text[first.start : first.end]
    if len(line) > _LONGEST_TITLE or _FULL_STOP.search(line) or not any(map(str.isalpha, line)):
        return None
    if any(first.start <= region.span.start < first.end for region in regions):
        return None
    alone = text.count("\n", first.end, second.start) > 1
    if not alone and (text[second.start].islower() or _is_wrapped(text, first.start)):
        return None
    return first


def _first_lines(text: str, start: int, regions: Sequence[Region]) -> list[Span]:
    """Give the first lines that are not boilerplate from end to end, without their outer white space."""
    whole = [region.span for region in regions]
    lines: list[Span] = []
    for match in _LINE.finditer(text, start, min(len(text), start + _LOOKED_AT)):
        stripped = match[0].strip("\ufeff \t\u00a0")
        if not stripped:
            continue
        begin = match.start() + match[0].index(stripped)
        span = Span(begin, begin + len(stripped))
        if not any(one.start <= span.start and span.end <= one.end for one in whole):
            lines.append(span)
    return lines


def _is_wrapped(text: str, start: int) -> bool:
    """Whether lines are broken at a column, so that a first line says nothing."""
    lines = [line for line in text[start : start + _LOOKED_AT].split("\n") if line.strip()]
    return max(map(len, lines), default=0) <= _WRAPPED and len(lines) > 3


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
