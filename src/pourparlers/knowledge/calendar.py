"""The names that the days of the week and the months have in a language (CLDR, through Babel)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from babel import Locale

WIDTHS = ("wide", "abbreviated")
CONTEXTS = ("format", "stand-alone")


@cache
def calendar_names(
    language: str, kind: Literal["days", "months"], widths: tuple[str, ...] = WIDTHS
) -> tuple[tuple[str, int], ...]:
    """Give every name of a day or month as CLDR writes it, with its number.

    Args:
        language: the code of a language that Babel knows.
        kind: the days of the week (0 is Monday) or the months (1 is January).
        widths: of CLDR, "wide" for whole names, "abbreviated" for short ones.
    """
    table = getattr(Locale.parse(language), kind)
    return tuple(
        dict.fromkeys(
            (name, number)
            for context in CONTEXTS
            for width in widths
            for number, name in table[context][width].items()
        )
    )
