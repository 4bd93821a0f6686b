"""All corrections laid over all that was read: the corpus of a dossier, and what does not fit any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pourparlers import sources
from pourparlers.model import Article, Copy, Reading
from pourparlers.pipeline import Corpus
from pourparlers.store.amending import amendments
from pourparlers.store.applying import Corrected, apply
from pourparlers.store.corrections import Conflict, Correction


def lay(
    pairs: Iterable[tuple[Article, Reading]], made: Sequence[Correction], *, merge_copies: bool = True
) -> tuple[Corpus, tuple[Conflict, ...]]:
    """Make the corpus of a dossier. Pure.

    What was corrected in an article that counts as a copy of another one is laid over that one.

    Args:
        pairs: the articles with their readings.
        made: all corrections, those undone too.
        merge_copies: whether near-copies of one text count as one article.

    Returns:
        the corpus with the changes to the dossier, and the corrections that do not go with what was read.
    """
    read = {article.id: (article, reading) for article, reading in pairs}
    found = {one.article.id: one for one in corrected(read.values(), made)}
    kept = tuple(one.article for one in found.values())
    if merge_copies:
        kept = sources.merge_copies(kept)
    homes = _homes(kept, [found[id].article for id in by_article(made) if id in found])
    for home in sorted(set(homes.values())):
        copies = [id for id, other in homes.items() if other == home]
        found[home] = apply(*read[home], made, also=copies)
    # What nothing changed stays the same object: what was understood of it before counts again.
    changed = set(homes.values())
    final = tuple(
        replace(found[one.id].article, copies=one.copies) if one.id in changed else one for one in kept
    )
    changes, gone = amendments(made, {one.id: one.text for one in final}, homes)
    conflicts = (conflict for one in final for conflict in found[one.id].conflicts)
    corpus = Corpus(final, tuple(found[one.id].reading for one in final), amendments=changes)
    return corpus, tuple(dict.fromkeys((*gone, *conflicts)))


def corrected(pairs: Iterable[tuple[Article, Reading]], made: Sequence[Correction]) -> Iterator[Corrected]:
    """Lay over each article with its reading what was corrected in it."""
    of_article = by_article(made)
    for article, reading in pairs:
        yield apply(article, reading, of_article.get(article.id, ()))


def by_article(made: Iterable[Correction]) -> dict[str, list[Correction]]:
    """Corrections by the article they are about, undos with what they undo; those of the dossier left out."""
    about: dict[int, str | None] = {}
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in made:
        article = one.edit.article if one.edit else about.get(one.undoes or 0)
        about[one.number] = article
        if article is not None:
            found[article].append(one)
    return dict(found)


def _homes(kept: Sequence[Article], touched: Iterable[Article]) -> Mapping[str, str]:
    """For the corrected articles that are not kept, the id of the one they count as a copy of."""
    ids = {one.id for one in kept}
    homes: dict[str, str] = {}
    for article in touched:
        if article.id not in ids:
            copy = Copy(article.name, article.outlet, article.url, article.published)
            home = next((one.id for one in kept if copy in one.copies), None)
            if home is not None:
                homes[article.id] = home
    return homes
