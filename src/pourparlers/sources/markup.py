"""The pages press databases export: found by the classes of their elements, turned into paragraphs."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from lxml import etree

from pourparlers.errors import FormatError
from pourparlers.sources.entries import tidy
from pourparlers.sources.html import decode_page
from pourparlers.sources.limits import check_content

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "ul"),
    )
)  # fmt: skip
_UNREAD = frozenset(("script", "style", "head", "template", "noscript", "select", "button", "svg"))


def parse_page(data: bytes, where: str, declared: str | None = None) -> etree._Element:
    """Parse a page, truncated or malformed as it may be.

    Args:
        data: the page.
        where: what the user calls it.
        declared: the encoding its server gives.

    Raises:
        EmptyError: nothing but white space.
        BinaryError: not text.
        EncodingError: no encoding makes sense of it.
        FormatError: nothing in it can be parsed.
    """
    check_content(data, where)
    page = decode_page(data, where, declared)
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        tree = None
    if tree is None:
        raise FormatError("this page cannot be parsed", where=where, cure="export it again")
    return tree


def with_class(element: etree._Element, name: str) -> list[etree._Element]:
    """Find the elements below one that have a class, in order."""
    path = "descendant::*[contains(concat(' ', normalize-space(@class), ' '), $wanted)]"
    found: list[etree._Element] = element.xpath(path, wanted=f" {name} ")
    return found


def paragraphs(element: etree._Element, leave_out: Container[str] = ()) -> Iterator[str]:
    """Give the paragraphs of an element, each in one line; a line break begins a new one.

    Args:
        element: the element.
        leave_out: tags and classes whose elements are not read.
    """
    parts: list[str] = [element.text or ""]
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if node is element:
            continue
        if node.tag in _BLOCKS:
            yield from _flush(parts)
        if event == "end":
            parts.append(node.tail or "")
        elif _is_left_out(node, leave_out):
            walker.skip_subtree()
        else:
            parts.append(node.text or "")
    yield from _flush(parts)


def line(elements: Sequence[etree._Element]) -> str | None:
    """Give the text of the first element that has any, in one line."""
    texts = (" ".join(paragraphs(one)) for one in elements)
    return next(filter(None, texts), None)


def source_of(element: etree._Element) -> bytes:
    """Give the markup of an element."""
    made: bytes = etree.tostring(element, encoding="utf-8", method="html", with_tail=False)
    return made


def _flush(parts: list[str]) -> Iterator[str]:
    text = tidy("".join(parts))
    parts.clear()
    if text:
        yield text


def _is_left_out(node: etree._Element, leave_out: Container[str]) -> bool:
    if not isinstance(node.tag, str) or node.tag in _UNREAD or node.tag in leave_out:
        return True
    return any(name in leave_out for name in (node.get("class") or "").split())
