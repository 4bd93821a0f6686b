"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, else what charset detection finds."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from pourparlers.errors import EncodingError
from pourparlers.sources.language import familiarity
from pourparlers.sources.limits import check_content, looks_utf16

_LEGACY = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "koi8_u", "cp1254", "cp1256", "iso8859_15", "iso8859_2",
    "iso8859_5", "iso8859_6", "iso8859_9", "mac_roman", "cp850", "cp866",
)  # fmt: skip
_SAID_FOR = {"iso8859-1": ("cp1252",), "ascii": ("cp1252",), "iso8859-9": ("cp1254",)}
_SAMPLE = 32_768
_FAMILIAR = 0.02
_NEWLINES = re.compile("\r\n?")


def read_text(data: bytes, where: str, *, declared: str | None = None) -> str:
    """Decode the bytes of a text file, changing nothing but line ends, as `Path.read_text` does.

    Args:
        data: the whole file.
        where: what the user calls it.
        declared: the name of a codec that the file or its server gives, tried after UTF-8.

    Returns:
        the text; of a UTF-8 file exactly what `Path.read_text(encoding="utf8")` gives.

    Raises:
        EmptyError: nothing but white space.
        BinaryError: not text.
        EncodingError: no encoding makes sense of it.
    """
    check_content(data, where)
    return _NEWLINES.sub("\n", decode(data, where, declared=declared))


def decode(data: bytes, where: str, *, declared: str | None = None) -> str:
    """Decode bytes by the marks they carry, then as UTF-8, then as declared, then by detection.

    Raises:
        EncodingError: no encoding makes sense of them.
    """
    wide = looks_utf16(data)
    if wide is not None:
        try:
            return data.decode(wide)
        except UnicodeDecodeError as error:
            raise _undecodable(f"damaged {wide.upper()} at byte {error.start}", where) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    if len(data) - at < 4 and data[:at] and not data[:at].isascii():
        return data[:at].decode("utf-8")
    for codec in _meant(declared):
        if (text := _strict(data, codec)) is not None:
            return text
    if _mostly_utf8(data):
        raise _undecodable(f"UTF-8 but for byte {at}", where)
    return _detect(data, where)


def _meant(declared: str | None) -> tuple[str, ...]:
    """Give what a declared encoding stands for: files said to be in Latin-1 are in Windows-1252 (WHATWG Encoding)."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ()
    return (*_SAID_FOR.get(name, ()), name) if name else ()


def _detect(data: bytes, where: str) -> str:
    """Pick the legacy encoding in which the text reads most like one of the served languages.

    Every single-byte encoding decodes nearly every file, so the words have to tell. When none reads like any of the
    languages, charset-normalizer judges by the disorder of the characters.
    """
    sample = data[:_SAMPLE]
    read = [(familiarity(text), codec) for codec in _LEGACY if (text := _strict(sample, codec)) is not None]
    ranked = [codec for score, codec in sorted(read, key=lambda one: -one[0]) if score >= _FAMILIAR]
    if not ranked and (match := from_bytes(sample).best()) is not None:
        ranked = [match.encoding]
    for codec in ranked:
        text = _strict(data, codec)
        if text is not None:
            return text
    raise _undecodable("the character encoding could not be made out", where)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        if codecs.lookup(codec).name in ("utf-8", "utf-16", "utf-32", "utf-7"):
            return None
        return data.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes above ASCII form far more whole UTF-8 sequences than stray bytes."""
    text = data.decode("utf-8", errors="replace")
    stray = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - stray
    return whole > 4 * stray


def _undecodable(what: str, where: str) -> EncodingError:
    return EncodingError(what, where=where, cure="save it again as UTF-8")
