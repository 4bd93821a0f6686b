"""What is worked out of each article by itself, once: its entities, the meetings it tells of, its statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import msgspec

from pourparlers.dossier.codebook import Codebook
from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.locals import Local, locals_of
from pourparlers.dossier.memory import Memory
from pourparlers.dossier.nobodies import somebody
from pourparlers.dossier.page import Page
from pourparlers.dossier.shelving import digest, shelved
from pourparlers.dossier.statements import drafts
from pourparlers.dossier.tellings import Telling, find
from pourparlers.model import Article, Reading

PartyOf = Callable[[str], str | None]
_Told = tuple[tuple[Local, ...], tuple[Telling, ...]]
_told: msgspec.msgpack.Decoder[_Told] = msgspec.msgpack.Decoder(_Told)
_drafted: msgspec.msgpack.Decoder[tuple[Draft, ...]] = msgspec.msgpack.Decoder(tuple[Draft, ...])


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """An article and its reading, with what neither other articles nor the user have a say in; `digest` is theirs if needed."""

    article: Article
    reading: Reading
    locals: tuple[Local, ...]
    tellings: tuple[Telling, ...]
    digest: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """One article with its statements, their issues still open."""

    page: Page
    drafts: tuple[Draft, ...]


def sheet_of(article: Article, reading: Reading, memory: Memory) -> Sheet:
    """Work an article out by itself, or give what was worked out before."""
    kept = memory.of("sheets")

    def fits(sheet: Sheet) -> bool:
        unchanged = sheet.article is article or sheet.article == article
        return unchanged and (sheet.reading is reading or sheet.reading == reading)

    known: Sheet | None = kept.find(article.id, fits)
    if known is not None:
        return known
    made_of = digest(article, reading) if memory.shelf is not None else b""
    told = shelved(
        memory.shelf,
        "sheet",
        article.id,
        lambda: made_of,
        _told,
        lambda: (somebody(article, locals_of(article, reading)), find(article, reading)),
    )
    sheet = Sheet(article, reading, *told, made_of)
    kept.put(article.id, (), sheet)
    return sheet


def understand(
    sheet: Sheet,
    entities: Mapping[tuple[str, int], str],
    party_of: PartyOf,
    codebook: Codebook | None,
    memory: Memory,
) -> Understood:
    """Make the statements of an article, or give those made before of the same reading and actors.

    Args:
        sheet: the article.
        entities: the actor behind an entity of an article (id and number).
        party_of: gives the party of an actor.
        codebook: the user's issues, if any.
        memory: what was made before.
    """
    id = sheet.article.id
    numbers = [one.number for one in sheet.locals]
    actors = {number: actor for number in numbers if (actor := entities.get((id, number)))}
    parties = {actor: party_of(actor) for actor in actors.values()}

    def fits(known: tuple[Sheet, Codebook | None, Understood]) -> bool:
        return known[0] is sheet and known[1] == codebook and known[2].page.cast == (actors, parties)

    kept = memory.of("understood")
    found = kept.find(id, fits)
    if found is not None:
        understood: Understood = found[2]
        return understood
    page = Page(sheet.article, sheet.reading, actors, parties)
    made = shelved(
        memory.shelf if codebook is None else None,
        "drafts",
        id,
        lambda: digest(sheet.digest, list(actors.items()), list(parties.items())),
        _drafted,
        lambda: tuple(drafts(page, codebook)),
    )
    understood = Understood(page, _with_vectors(made, page))
    kept.put(id, (), (sheet, codebook, understood))
    return understood


def _with_vectors(made: tuple[Draft, ...], page: Page) -> tuple[Draft, ...]:
    """Give statements from the shelf their embeddings, which are not kept twice."""
    if all(one.vector is not None for one in made):
        return made
    ids = {one.statement.attribution for one in made}
    vectors, bearings = {id: page.vector(id) for id in ids}, {id: page.bearing(id) for id in ids}
    return tuple(
        replace(one, vector=vectors[one.statement.attribution], bearing=bearings[one.statement.attribution])
        for one in made
    )
