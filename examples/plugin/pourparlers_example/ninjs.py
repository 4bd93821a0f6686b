"""IPTC ninjs, one news item as JSON (https://iptc.org/standards/ninjs/), as a source."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pourparlers.errors import FormatError
from pourparlers.sources.formats import Format, Item, from_text
from pourparlers.sources.material import Material
from pourparlers.sources.metadata import Metadata, parse_date


def _recognises(material: Material) -> bool:
    return material.label.lower().endswith(".ninjs")


def _read(material: Material) -> Iterator[Item]:
    data = material.data()
    try:
        item = json.loads(data)
        title, body = str(item["headline"]), str(item["body_text"])
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError("not a news item in ninjs", where=material.where) from error
    day = item.get("versioncreated")
    said = Metadata(
        title=title,
        date=parse_date(str(day)[:10], material.where) if day else None,
        language=item.get("language"),
        url=item.get("uri"),
        author=item.get("byline"),
    )
    yield from_text(material, f"{title}\n\n{body}", said, body=data)


FORMAT = Format("ninjs", "a news item in ninjs", (".ninjs",), _recognises, _read)
