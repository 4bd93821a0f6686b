"""Article text made safe and fit to show: nothing in it may steer the page, the terminal or the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = (0x00AD, 0x180E, 0x200B, *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0xFEFF)
_VISIBLE: dict[int, str] = (
    {code: f"[U+{code:04X}]" for code in (*_BIDI, *_UNSEEN, *range(0x80, 0xA0), *range(0xE0000, 0xE0080))}
    | {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
    | {0x7F: "\u2421"}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_PAIRS = (('"', '"'), ("«", "»"), ("“", "”"), ("„", "“"), ("‘", "’"), ("'", "'"))
_BEFORE_QUOTE = " \t\n\u00a0\u202f([«“'’-–—"
_SPACES = ("\u00a0", "\u202f", " ")
_SENTENCE_ENDS = (". ", "! ", "? ", "… ")
_CLAUSE_ENDS = (", ", "; ", ": ", " – ", " — ")
_LONGEST_COMPARED = 400
_LEAST_ALIKE = 0.2

Part = tuple[str, bool]


def visible(text: str) -> str:
    """The text with control, bidirectional and zero-width characters written out as "[U+202E]" or a picture."""
    return text.translate(_VISIBLE)


def one_line(text: str) -> str:
    """The visible text with every run of white space made one space."""
    return " ".join(visible(text).split())


def shorten(text: str, limit: int) -> str:
    """The text cut before `limit` characters, with "[…]" where something was left out.

    It is cut behind the last sentence that ends in its second half, else at the last sign that parts clauses there, else at a word.
    """
    if len(text) <= limit:
        return text
    for ends in (_SENTENCE_ENDS, _CLAUSE_ENDS, (" ",)):
        cut = max(text.rfind(end, limit // 2, limit) + len(end.rstrip()) for end in ends)
        if cut > limit // 2:
            return f"{text[:cut].rstrip(' ,;:')} […]"
    return f"{text[:limit].rstrip(' ,;:')} […]"


def balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch, a mark longer on either side where that gives a quotation mark inside it the partner standing next to it."""
    first, last = start, end
    before = start - 2 if text[start - 1 : start] in _SPACES else start - 1
    after = end + 1 if text[end : end + 1] in _SPACES else end
    for opening, closing in _PAIRS:
        lacks_opening, lacks_closing = _lacks(text, start, end, opening, closing)
        if opening == "'":
            lacks_opening = _ends_single(text, start, end)
        if lacks_opening and before >= 0 and text[before] == opening:
            first = before
        if lacks_closing and text[after : after + 1] == closing:
            last = after + 1
    return first, last


def _ends_single(text: str, start: int, end: int) -> bool:
    """Whether a stretch before which a single quotation mark opens a quotation holds the mark that closes it."""
    opens = text[start - 1 : start] == "'" and (text[start - 2 : start - 1] or " ") in _BEFORE_QUOTE
    if not opens or start < 1:
        return False
    first = next(
        (at for at in range(start, end) if text[at] == "'" and not text[at + 1 : at + 2].isalnum()), None
    )
    return first is not None and text[first - 1] not in _BEFORE_QUOTE


def _lacks(text: str, start: int, end: int, opening: str, closing: str) -> tuple[bool, bool]:
    """Whether a stretch holds a closing mark without its opening one, and an opening one without its closing one."""
    depth, unopened = 0, 0
    for at in range(start, end):
        sign = text[at]
        if sign not in {opening, closing}:
            continue
        opens = sign == opening
        if opening == closing:
            opens = (text[at - 1 : at] or " ") in _BEFORE_QUOTE and text[at + 1 : at + 2].isalnum()
            if sign == "'" and not opens and (depth == 0 or text[at + 1 : at + 2].isalnum()):
                continue
        if opens:
            depth += 1
        elif depth:
            depth -= 1
        else:
            unopened += 1
    return unopened > 0, depth > 0


def differing(a: str, b: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both texts in parts, each with whether the other lacks it (words compared, case and spaces aside).

    Texts that have next to nothing in common, or are very long, come back whole and unmarked.
    """
    left, right = _TOKEN.findall(a), _TOKEN.findall(b)
    mine, yours = ([n for n, token in enumerate(tokens) if not token.isspace()] for tokens in (left, right))
    whole = (((a, False),), ((b, False),))
    if not mine or not yours or max(len(mine), len(yours)) > _LONGEST_COMPARED:
        return whole
    folded = ([left[n].casefold() for n in mine], [right[n].casefold() for n in yours])
    matcher = SequenceMatcher(None, *folded, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return whole
    blocks = matcher.get_matching_blocks()
    same_left = {mine[block.a + n] for block in blocks for n in range(block.size)}
    same_right = {yours[block.b + n] for block in blocks for n in range(block.size)}
    return _parts(left, same_left), _parts(right, same_right)


def _parts(tokens: Sequence[str], same: set[int]) -> tuple[Part, ...]:
    """Neighbouring tokens of one kind joined; white space between two differing words differs with them."""
    parts: list[Part] = []
    for number, token in enumerate(tokens):
        differs = number not in same
        if token.isspace():
            before = number - 1 not in same
            after = number + 1 < len(tokens) and number + 1 not in same
            differs = before and after and number > 0
        if parts and parts[-1][1] == differs:
            parts[-1] = (parts[-1][0] + token, differs)
        else:
            parts.append((token, differs))
    return tuple(parts)
