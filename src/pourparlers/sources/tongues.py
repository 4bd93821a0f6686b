"""Languages as tables and feeds name them: "fr", "fr-CA", "fra", "French", "français"."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

from pourparlers.errors import MetadataError
from pourparlers.knowledge.lexicon import LANGUAGES
from pourparlers.sources.metadata import parse_language


def read_language(written: str | None) -> str | None:
    """Give the code of a language, in lower case; None when it is none that can be told."""
    if not written:
        return None
    if (code := _names().get(written.casefold())) is not None:
        return code
    try:
        code = parse_language(written, "language")
    except MetadataError:
        return None
    return str(get_global("language_aliases").get(code, code))


@cache
def _names() -> dict[str, str]:
    """The served languages by their names in English, French and themselves (CLDR)."""
    found: dict[str, str] = {}
    for code in LANGUAGES:
        for tongue in ("en", "fr", code):
            if name := Locale.parse(code).get_language_name(tongue):
                found[name.casefold()] = code
    return found
