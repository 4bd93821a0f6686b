"""What the two graph formats share: their options, the windows, and the types of attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.etree import ElementTree as ET

from pourparlers.exports.bundle import Bundle
from pourparlers.exports.names import xml_text
from pourparlers.exports.networks import Network, Value, network, windows
from pourparlers.model import StateOfPlay


def drawn(
    state: StateOfPlay,
    draw: Callable[[Network], str],
    ending: str,
    *,
    kind: str,
    options: Mapping[str, str],
    since: str | None,
    until: str | None,
    window: int | None,
    step: int | None,
) -> str | Bundle:
    """Draw one network, or with `window` (days) one file for each time window, named by its days."""
    if window is None:
        return draw(network(state, kind, since=since, until=until, **options))
    files = {}
    for first, last in windows(state, window, step=step):
        if (since is None or last >= since) and (until is None or first <= until):
            made = network(
                state, kind, since=max(first, since or first), until=min(last, until or last), **options
            )
            files[f"{first}_{last}{ending}"] = draw(made).encode()
    return Bundle(files)


def types(many: Iterable[Mapping[str, Value]]) -> dict[str, type]:
    """The attributes that any of several things has, in the order met, with their type."""
    found: dict[str, type] = {}
    for attributes in many:
        for name, value in attributes.items():
            found.setdefault(name, type(value))
    return found


def text(value: Value) -> str:
    """A value as XML can hold it; numbers so that they read back as they were."""
    return xml_text(value) if isinstance(value, str) else repr(value)


def document(root: ET.Element) -> str:
    """An XML document, indented."""
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
