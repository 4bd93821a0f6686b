"""Word (Office Open XML, ECMA-376) and OpenDocument (ISO/IEC 26300) text documents to paragraphs.

Only the XML of the text is unpacked, never more of it than a bound, and read without entities or network: pictures,
macros and embedded files in it are not touched.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from lxml import etree

from pourparlers.errors import FormatError, TooLargeError
from pourparlers.sources.blocks import Block
from pourparlers.sources.limits import MAX_RATIO, MEGABYTE, RATIO_MATTERS_BYTES

MAX_XML_BYTES = 60 * MEGABYTE
_DAMAGED = "this document is damaged"
_AGAIN = "save it again as .docx, or its text as .txt"
_ASIDE = frozenset(
    ("Fallback", "txbxContent", "drawing", "object", "pict", "instrText", "footnote", "endnote")
)
_ODT_ASIDE = frozenset(("note", "annotation", "tracked-changes", "frame", "ruby-text", "bibliography-mark"))
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, where: str) -> list[Block]:
    """Read the paragraphs of a Word document, those in tables too; what was struck out in a revision is left out.

    Args:
        data: the file.
        where: what the user calls it.

    Raises:
        FormatError: it is damaged, or has no text part.
        TooLargeError: its text is larger than a bound, or packed so as to harm.
    """
    parts = _unpack(data, ("word/document.xml", "word/styles.xml"), where)
    levels = _levels(parts[1], where) if parts[1] else {}
    return list(_word(_xml(_needed(parts[0], where), where), levels))


def read_odt(data: bytes, where: str) -> list[Block]:
    """Read the paragraphs of an OpenDocument text, those in tables too.

    Args:
        data: the file.
        where: what the user calls it.

    Raises:
        FormatError: it is damaged, locked with a password, or has no text part.
        TooLargeError: its text is larger than a bound, or packed so as to harm.
    """
    manifest, content = _unpack(data, ("META-INF/manifest.xml", "content.xml"), where)
    if manifest and b"encryption-data" in manifest:
        raise FormatError("locked with a password", where=where, cure="save it without one")
    return list(_open_document(_xml(_needed(content, where), where)))


def _unpack(data: bytes, names: tuple[str, ...], where: str) -> list[bytes | None]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return [_member(archive, name, where) for name in names]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise FormatError(f"{_DAMAGED} ({type(error).__name__})", where=where, cure=_AGAIN) from None
    except RuntimeError:
        raise FormatError("locked with a password", where=where, cure="save it without one") from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        raise FormatError(_DAMAGED, where=where, cure=_AGAIN) from None


def _member(archive: zipfile.ZipFile, name: str, where: str) -> bytes | None:
    if name not in archive.namelist():
        return None
    packed = archive.getinfo(name).compress_size
    most = min(MAX_XML_BYTES, max(RATIO_MATTERS_BYTES, packed * MAX_RATIO))
    with archive.open(name) as stream:
        found = stream.read(most + 1)
    if len(found) > most:
        what = f"{name} unpacks to more than {most // MEGABYTE} MB"
        raise TooLargeError(what, where=where, cure="split it into smaller documents")
    return found


def _needed(part: bytes | None, where: str) -> bytes:
    if part is None:
        raise FormatError("no text part in this document", where=where, cure=_AGAIN)
    return part


def _xml(data: bytes, where: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(f"{_DAMAGED} ({type(error).__name__})", where=where, cure=_AGAIN) from None


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _attribute(element: etree._Element, name: str) -> str | None:
    """Give an attribute whatever its namespace: transitional and strict documents have different ones."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _child(element: etree._Element, *path: str) -> etree._Element | None:
    found: etree._Element | None = element
    for name in path:
        found = next((one for one in found if _local(one) == name), None) if found is not None else None
    return found


def _levels(data: bytes, where: str) -> dict[str, int]:
    """Give the level of each style that is one of a heading."""
    levels: dict[str, int] = {}
    for style in _xml(data, where):
        outline = _child(style, "pPr", "outlineLvl")
        name = _child(style, "name")
        id = _attribute(style, "styleId") or ""
        if outline is not None:
            levels[id] = _level(outline)
        elif name is not None and (_attribute(name, "val") or "").lower() == "title":
            levels[id] = 1
    return levels


def _level(outline: etree._Element) -> int:
    value = _attribute(outline, "val") or ""
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _word(tree: etree._Element, levels: dict[str, int]) -> Iterator[Block]:
    for paragraph in _outermost(tree, {"p"}, _ASIDE):
        style = _child(paragraph, "pPr", "pStyle")
        outline = _child(paragraph, "pPr", "outlineLvl")
        level = levels.get(_attribute(style, "val") or "", 0) if style is not None else 0
        level = _level(outline) if outline is not None else level
        parts: list[tuple[str, bool]] = []
        for run in _outermost(paragraph, {"r"}, _ASIDE):
            bold = _child(run, "rPr", "b")
            is_bold = bold is not None and _attribute(bold, "val") not in {"0", "false", "off"}
            for node in run:
                name = _local(node)
                if name == "t":
                    parts.append((node.text or "", is_bold))
                elif name in _BREAKS:
                    parts.append((_BREAKS[name], is_bold))
        yield from _blocks(parts, level)


def _open_document(tree: etree._Element) -> Iterator[Block]:
    bold = {
        _attribute(style, "name")
        for style in tree.iter("{*}style")
        if (text := _child(style, "text-properties")) is not None
        and _attribute(text, "font-weight") == "bold"
    }
    for paragraph in _outermost(tree, {"p", "h"}, _ODT_ASIDE):
        outline = _attribute(paragraph, "outline-level") if _local(paragraph) == "h" else None
        level = min(int(outline), 9) if outline and outline.isdecimal() else int(_local(paragraph) == "h")
        is_bold = _attribute(paragraph, "style-name") in bold
        parts: list[tuple[str, bool]] = []
        walker = etree.iterwalk(paragraph, events=("start", "end"))
        styles = [is_bold]
        for event, node in walker:
            name = _local(node)
            if event == "end":
                styles.pop()
                if node is not paragraph:
                    parts.append((node.tail or "", styles[-1]))
                continue
            styles.append(styles[-1] or (name == "span" and _attribute(node, "style-name") in bold))
            if name in _ODT_ASIDE:
                walker.skip_subtree()
            elif name == "s":
                parts.append((" ", styles[-1]))
            elif name in {"tab", "line-break"}:
                parts.append(("\t" if name == "tab" else "\n", styles[-1]))
            elif name:
                parts.append((node.text or "", styles[-1]))
        yield from _blocks(parts, level)


def _outermost(element: etree._Element, wanted: set[str], aside: frozenset[str]) -> Iterator[etree._Element]:
    """Give the elements of a name below one that lie in no other of that name, nor in what is not read."""
    walker = etree.iterwalk(element, events=("start",))
    for _, node in walker:
        name = _local(node)
        if name in aside or name == "del":
            walker.skip_subtree()
        elif name in wanted and node is not element:
            yield node
            walker.skip_subtree()


def _blocks(parts: list[tuple[str, bool]], level: int) -> Iterator[Block]:
    """Give a paragraph, a line break in it beginning a new one."""
    is_bold = all(bold for text, bold in parts if text.strip())
    for text in "".join(text for text, _ in parts).split("\n"):
        if text.strip():
            yield Block(text.strip(" \u00a0"), level, is_bold)


READERS: dict[str, Callable[[bytes, str], list[Block]]] = {"docx": read_docx, "odt": read_odt}
