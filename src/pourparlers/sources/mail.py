"""E-mails (.eml, RFC 5322 and MIME): a newsletter of one article or several, and the articles attached to it."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from io import BytesIO

from pourparlers.errors import EmptyError, FormatError, MetadataError, SourceError
from pourparlers.sources.days import read_day
from pourparlers.sources.formats import Format, Item, endings, from_text, read_material
from pourparlers.sources.fragment import paragraphs, parse, titled
from pourparlers.sources.material import Material
from pourparlers.sources.metadata import Metadata
from pourparlers.sources.text import decode

_DEEPEST = 2
_MOST_PARTS = 1000
_LEAST_SECTION = 80
_HEADINGS = ("h1", "h2", "h3", "h4")
_FIRST = re.compile(rb"(?:From |>?(?:[A-Za-z][A-Za-z0-9-]{1,60}):[ \t])")
_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):", re.MULTILINE)
_TELLING = frozenset(
    {b"mime-version", b"message-id", b"received", b"return-path", b"delivered-to", b"list-id"}
)
_BLANK = re.compile(rb"\r?\n\r?\n")
_RULE = re.compile(r"^[ \t]*(?:[-=_*~•#]|[*-] ){5,200}[ \t]*$", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]{4,2000}")
_MARK = re.compile("\ue000(\\d{1,6})\ue001")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One article of a newsletter."""

    title: str | None
    url: str | None
    paragraphs: tuple[str, ...]


def _is_mail(material: Material) -> bool:
    head = material.head.lstrip(b"\xef\xbb\xbf\r\n")
    if _FIRST.match(head) is None:
        return False
    names = {name.lower() for name in _HEADER.findall(_BLANK.split(head, 1)[0])}
    return b"from" in names and bool(names & {b"subject", b"date"}) and bool(names & _TELLING)


def _read(material: Material) -> Iterator[Item]:
    data = material.data()
    if material.depth > _DEEPEST:
        raise FormatError("a mail in a mail in a mail", where=material.where, cure="save it on its own")
    if not data.strip():
        raise EmptyError("no text in it", where=material.where, cure="remove it or give another file")
    mail = message_from_bytes(data.lstrip(b"\r\n"), policy=policy.default)
    if not mail.keys() or not isinstance(mail, EmailMessage):
        raise FormatError("no mail", where=material.where, cure="save it again as .eml")
    said, warning = _said(mail, material.where)
    if warning is not None:
        yield warning
    bodies, attached = _parts(mail)
    pieces = _pieces(bodies, said.title)
    for number, piece in enumerate(pieces, start=1):
        is_one = len(pieces) == 1
        text = titled("\n\n".join(piece.paragraphs), piece.title)
        own = Metadata(title=piece.title, url=piece.url).over(said)
        try:
            yield from_text(
                material,
                text,
                own,
                part=None if is_one else str(number),
                body=data if is_one else _page(piece),
                headers=(("Content-Type", "message/rfc822" if is_one else "text/html; charset=utf-8"),),
            )
        except SourceError as error:
            if not (attached and isinstance(error, EmptyError)):
                yield error
    for number, part in enumerate(attached, start=1):
        yield from _attached(material, part, number)
    if not pieces and not attached:
        yield EmptyError("no text in this mail", where=material.where, cure="save the page it links to")


def _said(mail: EmailMessage, where: str) -> tuple[Metadata, SourceError | None]:
    """What its headers say: the sender is the outlet, the subject the title."""
    name, address = parseaddr(_header(mail, "from"))
    day: date | None = None
    warning = None
    try:
        day = read_day(_header(mail, "date"), f"{where}, Date")
    except MetadataError as error:
        warning = error
    title = re.sub(
        r"^(?:(?:re|fwd?|tr|aw|wg)\s?:\s*){1,9}", "", _header(mail, "subject"), flags=re.IGNORECASE
    )
    outlet = " ".join(name.split()) or address.rpartition("@")[2]
    return Metadata(title=title or None, date=day, outlet=outlet or None), warning


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail.get(name) or "").split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        # The standard library fails on some malformed headers (python/cpython#91555 and others).
        raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")
        return " ".join(raw.split())


def _parts(mail: EmailMessage) -> tuple[list[tuple[str, str]], list[EmailMessage]]:
    """Give the texts to read, each with its kind, and the attachments; of alternatives the HTML, when it has words."""
    bodies: list[tuple[str, str]] = []
    attached: list[EmailMessage] = []
    waiting: list[EmailMessage] = [mail]
    seen = 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        kind = part.get_content_type()
        inner = (
            [one for one in part.get_payload() if isinstance(one, EmailMessage)]
            if part.is_multipart()
            else []
        )
        if kind == "message/rfc822":
            attached.extend(inner)
        elif kind == "multipart/alternative":
            waiting[:0] = _best(inner)
        elif part.is_multipart():
            waiting[:0] = inner
        elif part.get_filename() or part.get_content_disposition() == "attachment":
            attached.append(part)
        elif kind in {"text/html", "text/plain"}:
            bodies.append((kind, _content(part)))
    return bodies, attached


def _best(parts: list[EmailMessage]) -> list[EmailMessage]:
    """Give the richest alternative that has words, the last being the richest (RFC 2046, 5.1.4)."""
    for part in reversed(parts):
        if part.is_multipart():
            return [part]
        if part.get_content_type() == "text/html" and paragraphs(_content(part)):
            return [part]
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    return plain[-1:] or parts[-1:]


def _content(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    return decode(data, "a part of a mail", declared=part.get_content_charset()).replace("\x00", "")


def _pieces(bodies: list[tuple[str, str]], title: str | None) -> list[_Piece]:
    """Part a newsletter into its articles where it is built of them, else give it whole."""
    found: list[_Piece] = []
    for kind, text in bodies:
        found.extend(_of_page(text, title) if kind == "text/html" else _of_text(text, title))
    if len(found) > 1 and all(one.url is None for one in found):
        return [_Piece(title, None, tuple(line for one in found for line in one.paragraphs))]
    return found


def _of_page(page: str, title: str | None) -> list[_Piece]:
    """Part a page at headings that are links, each to another page; there must be two with a text below."""
    root = parse(page)
    if root is None:
        return []
    links: list[tuple[str, str]] = []
    for heading in root.iter(*_HEADINGS):
        link = next((one.get("href") for one in heading.iter("a") if one.get("href")), None)
        around = heading.getparent()
        if link is None and around is not None and around.tag == "a":
            link = around.get("href")
        words = " ".join("".join(heading.itertext()).split())
        if link and words and _ADDRESS.match(link):
            heading.text = f"\ue000{len(links)}\ue001{heading.text or ''}"
            links.append((words, link))
    lines = paragraphs(root)
    sections: list[tuple[int | None, list[str]]] = [(None, [])]
    for line in lines:
        if mark := _MARK.search(line):
            sections.append((int(mark[1]), []))
        else:
            sections[-1][1].append(line)
    full = [(at, body) for at, body in sections if at is not None and _is_section(body)]
    if len({links[at][1] for at, _ in full}) < 2:
        whole = tuple(_MARK.sub("", line) for line in lines)
        return [_Piece(title, None, whole)] if whole else []
    return [_Piece(*links[at], tuple(body)) for at, body in full]


def _of_text(text: str, title: str | None) -> list[_Piece]:
    """Part a plain text at ruled lines, when two of the parts or more have a text and an address of their own."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found: list[_Piece] = []
    for section in _RULE.split(text):
        lines = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", section) if part.strip()]
        address = _ADDRESS.search(section)
        if len(lines) > 1 and address is not None and _is_section(lines[1:]):
            found.append(_Piece(lines[0], address[0].rstrip(".,;"), tuple(lines[1:])))
    if len({one.url for one in found}) > 1:
        return found
    whole = tuple(" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text) if part.strip())
    return [_Piece(title, None, whole)] if whole else []


def _is_section(lines: list[str]) -> bool:
    return sum(len(line) for line in lines) >= _LEAST_SECTION


def _attached(material: Material, part: EmailMessage, number: int) -> Iterator[Item]:
    """Give the articles in an attachment in a format that is read; pictures and the like are passed over."""
    if part.get_content_type() == "message/rfc822" or part.get("from") is not None:
        name, data = f"{number}.eml", part.as_bytes(policy=policy.compat32)
    else:
        name = " ".join(str(part.get_filename() or "").split())
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        if not name.lower().endswith(endings()):
            return
    yield from read_material(material.within(name, lambda: BytesIO(data), len(data)))


def _page(piece: _Piece) -> bytes:
    """Write a piece of a newsletter down as a page of its own, which is what is kept of it."""
    title = markup.escape(piece.title or "")
    body = "".join(f"<p>{markup.escape(one)}</p>\n" for one in piece.paragraphs)
    link = markup.escape(piece.url or "", quote=True)
    return f'<html><body><h1><a href="{link}">{title}</a></h1>\n{body}</body></html>'.encode(
        "utf-8", "replace"
    )


FORMATS = (Format("mail", "an e-mail", (".eml",), _is_mail, _read),)
