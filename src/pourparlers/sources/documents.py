"""Word, OpenDocument and RTF documents: one article, a press review of several, or an export of Nexis or Factiva."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pourparlers.errors import BinaryError
from pourparlers.sources.blocks import Block
from pourparlers.sources.entries import Entry, articles
from pourparlers.sources.factiva import factiva_entries, is_factiva
from pourparlers.sources.formats import Format, Item
from pourparlers.sources.material import Material
from pourparlers.sources.nexis import is_nexis, nexis_entries
from pourparlers.sources.office import read_docx, read_odt
from pourparlers.sources.press_review import review_entries
from pourparlers.sources.rtf import read_rtf

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def entries(blocks: Sequence[Block]) -> list[Entry]:
    """Take the articles out of the paragraphs of a document, whoever made it."""
    if is_nexis(blocks):
        return nexis_entries(blocks)
    return factiva_entries(blocks) if is_factiva(blocks) else review_entries(blocks)


def _reader(paragraphs: Callable[[bytes, str], list[Block]]) -> Callable[[Material], Iterator[Item]]:
    def read(material: Material) -> Iterator[Item]:
        yield from articles(material, entries(paragraphs(material.data(), material.where)))

    return read


def _has(member: str) -> Callable[[Material], bool]:
    return lambda material: member in material.members


def _is_odt(material: Material) -> bool:
    return material.head[30:80].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")


def _is_rtf(material: Material) -> bool:
    return material.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def _old(material: Material) -> Iterator[Item]:
    if _LOCKED in material.data():
        raise BinaryError("locked with a password", where=material.where, cure="save it without one")
    raise BinaryError("an old office document", where=material.where, cure="save it as .docx")
    yield


FORMATS = (
    Format("docx", "a Word document", (".docx", ".docm"), _has("word/document.xml"), _reader(read_docx)),
    Format("odt", "an OpenDocument text", (".odt", ".ott"), _is_odt, _reader(read_odt)),
    Format("rtf", "an RTF document", (".rtf",), _is_rtf, _reader(read_rtf)),
    Format("doc", "an old Word document", (".doc",), lambda material: material.head.startswith(_OLE), _old),
)
