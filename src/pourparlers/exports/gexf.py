"""A discourse network as GEXF 1.3. Format: https://gexf.net/schema.html."""

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
    """Write a network; the options are those of `graphml.write`.

    Raises:
        UsageError: an option has no such value.
    """
    options = {"level": level, "normalisation": normalisation, "duplicates": duplicates, "language": language}
    return drawn(
        state,
        to_gexf,
        ".gexf",
        kind=network,
        options=options,
        since=since,
        until=until,
        window=window,
        step=step,
    )


def to_gexf(made: Network) -> str:
    """Draw a network; what belongs to the whole graph is in `meta`, as GEXF has no attributes for graphs."""
    root = ET.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    meta = ET.SubElement(root, "meta", lastmodifieddate=str(made.attributes["date"]))
    ET.SubElement(meta, "creator").text = text(made.attributes["software"])
    about = "; ".join(f"{name}: {value}" for name, value in made.attributes.items() if value != "")
    ET.SubElement(meta, "description").text = text(about)
    graph = ET.SubElement(root, "graph", defaultedgetype="undirected", mode="static")
    node_keys = _declare(graph, "node", [one.attributes for one in made.nodes])
    edge_keys = _declare(graph, "edge", [one.attributes for one in made.edges])
    nodes = ET.SubElement(graph, "nodes")
    for node in made.nodes:
        element = ET.SubElement(nodes, "node", id=xml_text(node.id), label=xml_text(node.label))
        _values(element, node.attributes, node_keys)
    edges = ET.SubElement(graph, "edges")
    for n, edge in enumerate(made.edges):
        ends = {"id": str(n), "source": xml_text(edge.source), "target": xml_text(edge.target)}
        element = ET.SubElement(edges, "edge", {**ends, "weight": text(edge.weight)})
        _values(element, edge.attributes, edge_keys)
    return document(root)


def _declare(graph: ET.Element, domain: str, many: list[Mapping[str, Value]]) -> dict[str, str]:
    keys: dict[str, str] = {}
    found = types(many)
    if not found:
        return keys
    declared = ET.SubElement(graph, "attributes", {"class": domain, "mode": "static"})
    for n, (name, kind) in enumerate(found.items()):
        keys[name] = str(n)
        ET.SubElement(declared, "attribute", id=str(n), title=name, type=_TYPES[kind])
    return keys


def _values(parent: ET.Element, facts: Mapping[str, Value], keys: Mapping[str, str]) -> None:
    values = ET.SubElement(parent, "attvalues")
    for name, value in facts.items():
        ET.SubElement(values, "attvalue", {"for": keys[name], "value": text(value)})
