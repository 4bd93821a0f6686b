"""A feed of the statements, newest first (Atom, RFC 4287)."""

from __future__ import annotations

from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from pourparlers import __version__
from pourparlers.errors import UsageError
from pourparlers.exports.graphs import document
from pourparlers.exports.names import SOFTWARE, Names, full_day, hull, xml_text
from pourparlers.exports.stances import stance
from pourparlers.model import Statement, StateOfPlay

_LONGEST_TITLE = 160  # characters


def write(state: StateOfPlay, *, language: str = "en", since: str | None = None) -> str:
    """Write the feed.

    Args:
        state: the state of play.
        language: of labels.
        since: the first day (ISO 8601) whose statements are in it; all without.

    Returns:
        Atom XML. Entry ids are made from the statements', so that a reader shows each once; an undated statement
        counts as of the state's date.

    Raises:
        UsageError: `since` is no day.
    """
    if since is not None and not full_day(since):
        raise UsageError(f"not a day: {since!r}", cure="write it as YYYY-MM-DD")
    names = Names(state, language)
    dated = [(names.said(one) or names.day, one) for one in state.statements]
    kept = [(day, one) for day, one in dated if since is None or day >= since]
    newest = sorted(kept, key=lambda pair: pair[0], reverse=True)
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": names.language})
    _add(feed, "id", "urn:pourparlers:statements")
    _add(feed, "title", "Pourparlers")
    _add(feed, "subtitle", f"{SOFTWARE}, model {state.model}")
    _add(feed, "updated", _moment(max([names.day, *(day for day, _ in newest)])))
    _add(ET.SubElement(feed, "author"), "name", "pourparlers")
    _add(feed, "generator", "pourparlers", version=__version__)
    for day, one in newest:
        _entry(ET.SubElement(feed, "entry"), day, one, names)
    return document(feed)


def _entry(entry: ET.Element, day: str, one: Statement, names: Names) -> None:
    article = names.articles[one.article]
    words = names.words(one.content)
    said = f"{names.speakers(one)}: {words}" if names.speakers(one) else words
    _add(entry, "id", f"urn:pourparlers:statement:{quote(one.id, safe=':.-')}")
    _add(
        entry, "title", said if len(said) <= _LONGEST_TITLE else f"{said[: _LONGEST_TITLE - 1]}…", type="text"
    )
    _add(entry, "updated", _moment(day))
    _add(ET.SubElement(entry, "author"), "name", article.author or article.outlet or article.name)
    if article.url and urlsplit(article.url).scheme in ("http", "https"):
        ET.SubElement(entry, "link", rel="alternate", href=xml_text(article.url))
    for scheme, term, label in (
        ("act", one.act.value, one.act.value),
        ("stance", stance(one.act).value, stance(one.act).value),
        *(("issue", id, names.issue(id)) for id in one.issues),
        *(("party", id, names.party(id)) for id in one.parties),
        *(("speaker", id, names.actor(id)) for id in one.speakers),
        *(("target", id, names.actor(id)) for id in one.targets),
        *(("why", why, why) for why in one.reason.why),
    ):
        facts = {"term": term, "scheme": f"urn:pourparlers:{scheme}", "label": label}
        ET.SubElement(entry, "category", {key: xml_text(value) for key, value in facts.items()})
    place = hull(one.content)
    cited = [f"“{words}”", f"{article.name}:{place.start}-{place.end}"]
    cited += [
        f"{role}: “{names.text(evidence)}” ({evidence.start}-{evidence.end})"
        for role, evidence in (
            ("cue", one.cue),
            ("source", one.source),
            ("condition", one.condition),
            ("addressee", one.addressee),
            ("channel", one.channel),
        )
        if evidence
    ]
    if one.said_by:
        cited.append(f"said by {names.actor(one.said_by)}")
    cited.append(f"confidence {one.reason.confidence}")
    _add(entry, "content", "\n".join(cited), type="text")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = xml_text(text)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
