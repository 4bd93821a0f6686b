"""The statements as W3C Web Annotations (https://www.w3.org/TR/annotation-model/) in JSON-LD.

Each says where the words stand (TextPositionSelector and TextQuoteSelector) and what they are (a schema.org Quotation);
PROV (https://www.w3.org/TR/prov-o/) says from which articles, and by which software and model.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from pourparlers import __version__
from pourparlers.exports.names import Names
from pourparlers.exports.stances import stance
from pourparlers.model import ActorKind, Article, Evidence, Statement, StateOfPlay

_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "https://schema.org/",
        "pp": "urn:pourparlers:term:",
    },
]
_AROUND = 32  # characters before and after, enough to find the words again
_KINDS = {
    ActorKind.PERSON: "schema:Person",
    ActorKind.COUNTRY: "schema:Country",
    ActorKind.OUTLET: "schema:NewsMediaOrganization",
    ActorKind.ORGANISATION: "schema:Organization",
    ActorKind.GROUP: "schema:Organization",
}
_RUN = "urn:pourparlers:reading"
_SOFTWARE = f"urn:pourparlers:software:{__version__}"


def write(state: StateOfPlay, *, language: str = "en") -> str:
    """Write an annotation collection with one page.

    Args:
        state: the state of play.
        language: of labels.

    Returns:
        JSON-LD; offsets count Unicode code points, as the model of W3C wants.
    """
    names = Names(state, language)
    items = [_annotation(one, names) for one in state.statements]
    whole = {
        "@context": _CONTEXT,
        "id": "urn:pourparlers:statements",
        "type": "AnnotationCollection",
        "label": "Statements",
        "modified": f"{names.day}T00:00:00Z",
        "generator": _software(state.model),
        "prov:wasGeneratedBy": {
            "id": _RUN,
            "type": "prov:Activity",
            "prov:wasAssociatedWith": {"id": _SOFTWARE},
            "prov:used": [_article(one) for one in state.articles],
        },
        "total": len(items),
        "first": {
            "id": "urn:pourparlers:statements:1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _software(model: str) -> dict[str, Any]:
    return {
        "id": _SOFTWARE,
        "type": ["Software", "prov:SoftwareAgent"],
        "name": "pourparlers",
        "schema:softwareVersion": __version__,
        "pp:model": model,
    }


def _urn(kind: str, id: str) -> str:
    return f"urn:pourparlers:{kind}:{quote(id, safe=':.-')}"


def _article(one: Article) -> dict[str, Any]:
    known = {
        "schema:name": one.name,
        "schema:headline": one.title,
        "schema:url": one.url,
        "schema:publisher": one.outlet,
        "schema:author": one.author,
        "schema:datePublished": one.published.isoformat() if one.published else None,
        "schema:inLanguage": one.language,
    }
    facts = {key: value for key, value in known.items() if value is not None}
    return {"id": _urn("article", one.id), "type": ["schema:NewsArticle", "prov:Entity"], **facts}


def _annotation(one: Statement, names: Names) -> dict[str, Any]:
    return {
        "id": _urn("statement", one.id),
        "type": ["Annotation", "prov:Entity"],
        "motivation": "describing",
        "generator": _SOFTWARE,
        "prov:wasGeneratedBy": {"id": _RUN},
        "prov:wasDerivedFrom": {"id": _urn("article", one.article)},
        "body": _quotation(one, names),
        "target": [_target(piece, names) for piece in one.content],
    }


def _quotation(one: Statement, names: Names) -> dict[str, Any]:
    known: dict[str, Any] = {
        "schema:text": names.words(one.content),
        "schema:inLanguage": names.articles[one.article].language,
        "schema:spokenByCharacter": [_speaker(id, names) for id in one.speakers],
        "schema:about": [_labelled("issue", id, names.issue(id)) for id in one.issues],
        "pp:party": [_labelled("party", id, names.party(id)) for id in one.parties],
        "pp:act": one.act.value,
        "pp:stance": stance(one.act).value,
        "pp:target": [_speaker(id, names) for id in one.targets],
        "pp:saidBy": _speaker(one.said_by, names) if one.said_by else None,
        "pp:saidOn": one.said_on,
        "pp:nested": one.nested,
        "pp:attribution": one.attribution,
        "pp:confidence": one.reason.confidence,
        "pp:why": list(one.reason.why),
        **{
            f"pp:{role}": _target(place, names)
            for role, place in (
                ("cue", one.cue),
                ("source", one.source),
                ("condition", one.condition),
                ("addressee", one.addressee),
                ("channel", one.channel),
            )
            if place
        },
    }
    return {"type": "schema:Quotation", **{key: v for key, v in known.items() if v is not None and v != []}}


def _labelled(kind: str, id: str, label: str) -> dict[str, str]:
    return {"id": _urn(kind, id), "schema:name": label}


def _speaker(id: str, names: Names) -> dict[str, Any]:
    known = names.actors.get(id)
    if known is None:
        return _labelled("actor", id, id)
    facts = {
        "schema:affiliation": known.affiliation or names.party(known.party) or None,
        "schema:jobTitle": list(known.roles) or None,
        "pp:code": known.code,
    }
    return {
        **_labelled("actor", id, known.name),
        "type": _KINDS[known.kind],
        "schema:alternateName": list(known.variants),
        **{key: value for key, value in facts.items() if value is not None},
    }


def _target(one: Evidence, names: Names) -> dict[str, Any]:
    """Where words stand: as a position and as a quotation with what is around it."""
    text = names.articles[one.article].text
    return {
        "type": "SpecificResource",
        "source": _urn("article", one.article),
        "selector": [
            {"type": "TextPositionSelector", "start": one.start, "end": one.end},
            {
                "type": "TextQuoteSelector",
                "exact": text[one.start : one.end],
                "prefix": text[max(0, one.start - _AROUND) : one.start],
                "suffix": text[one.end : one.end + _AROUND],
            },
        ],
    }
