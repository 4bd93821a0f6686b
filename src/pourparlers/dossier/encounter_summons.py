"""An ambassador called in: who sent the envoy, who summons, and so where: the capital of those who summon."""

from __future__ import annotations

from typing import NamedTuple

from pourparlers.dossier.encounter_scene import Scene
from pourparlers.dossier.encounter_words import Hit
from pourparlers.dossier.places import Place, is_country, place
from pourparlers.knowledge.entities import Match, find, party_of
from pourparlers.knowledge.registry import capital_names
from pourparlers.model import Span

REACH = 24
SENT_BY = 30


class Summons(NamedTuple):
    """The words of a summons, the codes of the country that sent the envoy and of the one that summons, and where."""

    verb: Hit
    sender: str
    host: str
    place: Place


def summons_at(scene: Scene, at: int, first: int, last: int) -> Summons | None:
    """Read a summons whose verb or noun stands at a token; None where the sentence does not name both countries."""
    words, row = scene.words, scene.row
    verb = words.summoning.at(row, at)
    if verb is None:
        return None
    envoys = words.envoys.all(row, max(first, at - REACH), min(last, at + REACH))
    if not envoys:
        return None
    envoy = min(envoys, key=lambda hit: abs(hit.first - at))
    countries = _countries(scene, Span(row[first].start, row[last - 1].end))
    sent = _sender(scene, envoy, countries)
    if sent is None:
        return None
    others = [one for one in countries if one[1] != sent[1]]
    here = row[verb.first].start
    host = min(others, key=lambda one: abs(one[0].start - here), default=None)
    if host is None:
        return None
    capital = capital_names(scene.article.language).get(host[1])
    if capital is None:
        return None
    return Summons(verb._replace(label="summons"), sent[1], host[1], place(capital, host[1]))


def _countries(scene: Scene, span: Span) -> list[tuple[Match, str]]:
    """Give the countries named in a stretch of text, by themselves, an adjective, a capital or a body of theirs."""
    found = find(scene.article.text[span.start : span.end], scene.article.language)
    moved = (one._replace(start=one.start + span.start, end=one.end + span.start) for one in found)
    return [(one, code) for one in moved if (code := party_of(one.entity.code)) and is_country(code)]


def _sender(scene: Scene, envoy: Hit, countries: list[tuple[Match, str]]) -> tuple[Match, str] | None:
    """Choose the country right beside the word for the envoy: after it, or before it where a language puts it there."""
    start, end = scene.row[envoy.first].start, scene.row[envoy.last - 1].end
    if scene.words.premodifiers:
        before = [one for one in countries if 0 <= start - one[0].end <= len("'s new ")]
        if before:
            return before[-1]
    after = [one for one in countries if 0 <= one[0].start - end <= SENT_BY]
    return after[0] if after else None
