"""Rich Text Format (Microsoft, "Rich Text Format (RTF) Specification, version 1.9.1", 2008) to paragraphs.

Pictures, embedded objects, notes, headers and what is struck out are passed over. Reading takes time in proportion to the
length of the file, whatever is in it.
"""

from __future__ import annotations

import codecs
import re
from copy import copy
from dataclasses import dataclass

from pourparlers.errors import FormatError
from pourparlers.sources.blocks import Block

_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<value>-?\d{1,9})? ?|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<sign>[^a-z])|(?P<brace>[{}])"
    r"|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_UNREAD = frozenset(
    (
        *("annotation", "atnid", "colortbl", "filetbl", "fldinst", "footer", "footerf", "footerl", "footerr"),
        *("footnote", "header", "headerf", "headerl", "headerr", "info", "listtext", "nonshppict", "objdata"),
        *("pict", "pntext", "revtbl", "shpinst", "stylesheet", "tc", "themedata", "xe"),
    )
)  # fmt: skip
_CHARACTERS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "tab": "\t", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SIGNS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\"}
_ENDS = frozenset(("par", "sect", "page", "line", "column", "cell", "nestcell", "row", "nestrow"))
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_DEEPEST = 5_000


@dataclass(slots=True)
class _Group:
    """What holds until the group ends."""

    is_read: bool = True
    is_font_table: bool = False
    is_bold: bool = False
    is_hidden: bool = False
    font: int = 0
    skips: int = 1


class _Reader:
    """Reads one file; `blocks` grow as it goes."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.groups = [_Group()]
        self.fonts: dict[int, str] = {}
        self.codec = "cp1252"
        self.blocks: list[Block] = []
        self.parts: list[tuple[str, bool]] = []
        self.bytes = bytearray()
        self.skip = 0
        self.starred = False
        self.level = 0
        self.cells = 0
        self.in_table = False

    @property
    def group(self) -> _Group:
        return self.groups[-1]

    def read(self, source: str) -> list[Block]:
        at = 0
        while match := _TOKEN.match(source, at):
            at = match.end()
            kind = match.lastgroup
            if kind in {"value", "word"}:
                word, value = match["word"], int(match["value"]) if match["value"] else None
                if word == "bin" and value:
                    at += max(0, value)
                self.word(word, value)
            elif kind == "brace":
                self.brace(match["brace"])
            elif kind == "sign":
                self.sign(match["sign"])
            elif kind == "hex":
                self.run(bytes.fromhex(match["hex"].replace("\\'", "")))
            elif kind == "text":
                self.text(match["text"])
        self.end()
        return self.blocks

    def brace(self, brace: str) -> None:
        self.flush()
        self.skip = 0
        self.starred = False
        if brace == "{":
            if len(self.groups) > _DEEPEST:
                raise FormatError("groups nested too deeply", where=self.where, cure="save it again as .docx")
            self.groups.append(copy(self.group))
        elif len(self.groups) > 1:
            self.groups.pop()

    def sign(self, sign: str) -> None:
        if sign == "*":
            self.starred = True
        elif self.skip:
            self.skip -= 1
        elif sign in _SIGNS:
            self.add(_SIGNS[sign])

    def run(self, data: bytes) -> None:
        skipped = min(self.skip, len(data))
        self.skip -= skipped
        if self.group.is_read and not self.group.is_hidden:
            self.bytes += data[skipped:]

    def text(self, text: str) -> None:
        self.starred = False
        skipped = min(self.skip, len(text))
        self.skip -= skipped
        text = text[skipped:]
        if text.isascii():
            self.add(text)
        elif self.group.is_read and not self.group.is_hidden:
            self.bytes += text.encode("latin-1", "replace")

    def add(self, text: str) -> None:
        self.flush()
        if text and self.group.is_read and not self.group.is_hidden:
            self.parts.append((text, self.group.is_bold))

    def flush(self) -> None:
        """Decode the bytes since the last character that was none."""
        if self.bytes:
            codec = self.fonts.get(self.group.font, self.codec)
            self.parts.append((bytes(self.bytes).decode(codec, "replace"), self.group.is_bold))
            self.bytes.clear()

    def word(self, word: str, value: int | None) -> None:
        self.flush()
        starred, self.starred = self.starred, False
        if word == "u" and value is not None:
            self.add(chr(value & 0xFFFF))
            self.skip = self.group.skips
        elif word in _ENDS:
            if self.group.is_read:
                self.end(word)
        elif word in _CHARACTERS:
            self.add(_CHARACTERS[word])
        elif word == "fonttbl":
            self.group.is_font_table, self.group.is_read = True, False
        elif word in _UNREAD or starred:
            self.group.is_read = False
        else:
            self.style(word, value)

    def style(self, word: str, value: int | None) -> None:
        if word == "b":
            self.group.is_bold = value != 0
        elif word in {"v", "deleted"}:
            self.group.is_hidden = value != 0
        elif word == "plain":
            self.group.is_bold = self.group.is_hidden = False
        elif word == "pard":
            self.level, self.in_table = 0, False
        elif word == "intbl":
            self.in_table = True
        elif word == "trowd":
            self.cells = 0
        elif word in _PAGES:
            self.codec = _PAGES[word]
        elif value is not None:
            self.number(word, value)

    def number(self, word: str, value: int) -> None:
        if word in {"f", "deff"}:
            self.group.font = value
        elif word == "fcharset" and self.group.is_font_table and value in _CHARSETS:
            self.fonts[self.group.font] = _CHARSETS[value]
        elif word == "ansicpg":
            self.codec = _known_codec(f"cp{value}") or self.codec
        elif word == "uc":
            self.group.skips = max(0, min(value, 4))
        elif word == "outlinelevel":
            self.level = value + 1 if 0 <= value < 9 else 0

    def end(self, word: str = "par") -> None:
        """Keep the paragraph that ends here."""
        self.flush()
        text = "".join(part for part, _ in self.parts)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip(" \u00a0")
        in_cell = self.in_table or word in ("cell", "nestcell")
        if text.strip():
            bold = all(is_bold for part, is_bold in self.parts if part.strip())
            column = self.cells if in_cell else None
            self.blocks.append(Block(text, self.level, bold, column=column))
        self.parts.clear()
        if word == "cell":
            self.cells += 1
        elif word == "row":
            self.cells = 0


def read_rtf(data: bytes, where: str) -> list[Block]:
    """Read the paragraphs of a file.

    Args:
        data: the file.
        where: what the user calls it.

    Returns:
        its paragraphs that are not empty.

    Raises:
        FormatError: it is not RTF, or nested deeper than any document is.
    """
    source = data.decode("latin-1")
    if not source.lstrip("\ufeffï»¿ \t\r\n").startswith("{\\rtf"):
        raise FormatError("this is not RTF", where=where, cure="save it again as .docx")
    return _Reader(where).read(source)


def _known_codec(name: str) -> str | None:
    try:
        return codecs.lookup({"cp65001": "utf-8"}.get(name, name)).name
    except LookupError:
        return None
