"""A discourse network as GraphML.

Format: U. Brandes et al., "GraphML Progress Report", 2001, http://graphml.graphdrawing.org/specification.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from pourparlers.exports.bundle import Bundle
from pourparlers.exports.graphs import document, drawn, text, types
from pourparlers.exports.names import xml_text
from pourparlers.exports.networks import Network, Value
from pourparlers.model import StateOfPlay

_TYPES = {str: "string", int: "long", float: "double"}


def write(
    state: StateOfPlay,
    *,
    language: str = "en",
    network: str = "congruence",
    level: str = "actor",
    normalisation: str = "none",
    duplicates: str = "all",
    since: str | None = None,
    until: str | None = None,
    window: int | None = None,
    step: int | None = None,
) -> str | Bundle:
    """Write a network of `networks.network`, which explains the options.

    Args:
        state: the state of play.
        language: of labels.
        network: "congruence", "conflict", "subtract" or "two-mode".
        level: "actor" or "party".
        normalisation: of the weights.
        duplicates: "all" or "document".
        since: the first day counted.
        until: the last day counted.
        window: give one file for each time window of so many days.
        step: days from one window's beginning to the next one's.

    Raises:
        UsageError: an option has no such value.
    """
    options = {"level": level, "normalisation": normalisation, "duplicates": duplicates, "language": language}
    return drawn(
        state,
        to_graphml,
        ".graphml",
        kind=network,
        options=options,
        since=since,
        until=until,
        window=window,
        step=step,
    )


def to_graphml(made: Network) -> str:
    """Draw a network; every attribute of graph, nodes and edges has its key and type."""
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    nodes: list[Mapping[str, Value]] = [{"label": one.label, **one.attributes} for one in made.nodes]
    edges: list[Mapping[str, Value]] = [{"weight": one.weight, **one.attributes} for one in made.edges]
    for domain, many in (("graph", [made.attributes]), ("node", nodes), ("edge", edges)):
        for name, kind in types(many).items():
            facts = {"attr.name": name, "attr.type": _TYPES[kind]}
            ET.SubElement(root, "key", {"id": f"{domain}.{name}", "for": domain, **facts})
    graph = ET.SubElement(root, "graph", id="G", edgedefault="undirected")
    _data(graph, "graph", made.attributes)
    for node, known in zip(made.nodes, nodes, strict=True):
        _data(ET.SubElement(graph, "node", id=xml_text(node.id)), "node", known)
    for n, (edge, known) in enumerate(zip(made.edges, edges, strict=True)):
        ends = {"id": f"e{n}", "source": xml_text(edge.source), "target": xml_text(edge.target)}
        _data(ET.SubElement(graph, "edge", ends), "edge", known)
    return document(root)


def _data(parent: ET.Element, domain: str, facts: Mapping[str, Value]) -> None:
    for name, value in facts.items():
        ET.SubElement(parent, "data", key=f"{domain}.{name}").text = text(value)
