"""What was understood of single articles, kept: a dossier that grows by one article is not understood anew.

A pure cache. An entry counts only for the very same article and reading and for the same actors behind the reading's
entities, so a state of play is the same with it and without it.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.page import ActorOf, Page, PartyOf
from pourparlers.dossier.statements import drafts
from pourparlers.model import Article, Reading

_MOST = 4096

Known = tuple[tuple[int, str | None, str | None], ...]


class Understood(NamedTuple):
    """One article with its statements, their issues still open."""

    page: Page
    drafts: tuple[Draft, ...]


class _Entry(NamedTuple):
    article: Article
    reading: Reading
    known: Known
    codebook: Codebook | None
    understood: Understood


_entries: OrderedDict[str, _Entry] = OrderedDict()
_lock = Lock()


def understand(
    article: Article, reading: Reading, actor_of: ActorOf, party_of: PartyOf, codebook: Codebook | None
) -> Understood:
    """Make the statements of an article, or give those made before.

    Args:
        article: the article.
        reading: what was read from it.
        actor_of: gives the actor behind an entity of an article.
        party_of: gives the party of an actor.
        codebook: the user's issues, if any.
    """
    known = _known(article, reading, actor_of, party_of)
    with _lock:
        entry = _entries.get(article.id)
    if (
        entry is not None
        and entry.article is article
        and entry.reading is reading
        and entry.known == known
        and entry.codebook == codebook
    ):
        return entry.understood
    page = Page(article, reading, actor_of, party_of)
    understood = Understood(page, tuple(drafts(page, codebook)))
    with _lock:
        _entries[article.id] = _Entry(article, reading, known, codebook, understood)
        _entries.move_to_end(article.id)
        while len(_entries) > _MOST:
            _entries.popitem(last=False)
    return understood


def _known(article: Article, reading: Reading, actor_of: ActorOf, party_of: PartyOf) -> Known:
    entities = {mention.entity for mention in reading.mentions}
    entities.update(entity for spoken in reading.speakers.values() for entity in spoken)
    known = []
    for entity in sorted(entities):
        actor = actor_of(article.id, entity)
        known.append((entity, actor, party_of(actor) if actor else None))
    return tuple(known)
