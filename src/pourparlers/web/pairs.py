"""The articles of a store with their readings, kept in memory: only what changed is loaded anew."""

from __future__ import annotations

from sqlalchemy import func, select

from pourparlers.model import Article, Reading
from pourparlers.store import Store
from pourparlers.store.schema import readings, receipts

_MANY = 200

_State = tuple[int, int]
"""The number of an article's current reading, and how often the article came."""


class Pairs:
    """The articles that were read, with their current readings."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, tuple[_State, Article, Reading]] = {}

    def load(self) -> list[tuple[Article, Reading]]:
        """Give all of them as they are now, those that are as they were as the same objects."""
        now = self._states()
        changed = [id for id, state in now.items() if self._kept.get(id, (None,))[0] != state]
        if len(changed) > _MANY:
            for article, reading in self._store.pairs():
                self._keep(now, article, reading)
        else:
            for id in changed:
                read = self._store.reading(id)
                if read is not None:
                    self._keep(now, self._store.article(id), read)
        for id in self._kept.keys() - now.keys():
            del self._kept[id]
        return [(article, reading) for _, article, reading in self._kept.values()]

    def numbers(self) -> dict[str, int]:
        """The number of the current reading of each article, as it is now."""
        return {id: number for id, (number, _) in self._states().items()}

    def loaded(self) -> dict[str, int]:
        """The same of the articles that were given last."""
        return {id: state[0] for id, (state, _, _) in self._kept.items()}

    def _keep(self, now: dict[str, _State], article: Article, reading: Reading) -> None:
        state = now.get(article.id)
        if state is not None and self._kept.get(article.id, (None,))[0] != state:
            self._kept[article.id] = (state, article, reading)

    def _states(self) -> dict[str, _State]:
        current = select(readings.c.article, readings.c.number).where(readings.c.is_current)
        came = select(receipts.c.article, func.count()).group_by(receipts.c.article)
        with self._store.database.reading(snapshot=True) as connection:
            numbers = {str(id): int(number) for id, number in connection.execute(current)}
            arrivals = {str(id): int(often) for id, often in connection.execute(came)}
        return {id: (number, arrivals.get(id, 0)) for id, number in numbers.items()}
