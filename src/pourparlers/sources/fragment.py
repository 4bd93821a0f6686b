"""A piece of HTML that is all article (the content of a feed item, a mail, a cell of a table) to its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

_SPACE = re.compile(r"\s+")
_TAGGED = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|li|ul|blockquote|td)>|<(?:p|br)\s?/?>", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LEFT_OUT = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "form", "button", "figure", "audio",
     "video", "math", "select", "textarea"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "footer",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
_LARGE = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")


def looks_tagged(text: str) -> bool:
    """Whether a text is marked up as HTML rather than plain."""
    return _TAGGED.search(text) is not None


def parse(markup: str) -> html.HtmlElement | None:
    """Parse a piece of HTML or a page, malformed as it may be; None when there is nothing in it."""
    plain = _CONTROL.sub(" ", markup)
    try:
        return html.document_fromstring(plain.encode("utf-8", "replace"), parser=_LARGE)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def paragraphs(markup: str | html.HtmlElement | None) -> list[str]:
    """Give the paragraphs of a piece of HTML, white space made one; scripts, forms and pictures are left out."""
    root = parse(markup) if isinstance(markup, str) else markup
    if root is None:
        return []
    whole = "".join(_runs(root))
    return [text for line in whole.split("\n") if (text := _SPACE.sub(" ", line).strip())]


def text_of(markup: str) -> str:
    """Give the text of a piece of HTML, a blank line between paragraphs."""
    return "\n\n".join(paragraphs(markup))


def titled(text: str, title: str | None) -> str:
    """Put the title on the first line, as of a page, unless the text has it there."""
    if not title or text.lstrip()[: len(title)].casefold() == title.casefold():
        return text
    return f"{title}\n\n{text}"


def _runs(root: html.HtmlElement) -> Iterator[str]:
    """Give the text in document order, with line ends around blocks; without recursion, for trees may be deep."""
    skipping: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        is_block = node.tag in _BLOCKS
        if event == "start":
            if skipping is None and node.tag in _LEFT_OUT:
                skipping = node
            if skipping is None:
                yield ("\n" if is_block else "") + _SPACE.sub(" ", node.text or "")
            continue
        if skipping is node:
            skipping = None
        if skipping is None and node is not root:
            yield ("\n" if is_block else "") + _SPACE.sub(" ", node.tail or "")
