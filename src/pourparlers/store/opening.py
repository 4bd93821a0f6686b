"""A stored dossier for Python and notebooks: `pourparlers.open`."""

from __future__ import annotations

from pathlib import Path

from pourparlers.pipeline import Corpus
from pourparlers.store.dossier import Store


def corpus(name: str | Path, *, merge_copies: bool = True) -> Corpus:
    """Everything read into a dossier's database, corrections laid over it.

    Args:
        name: a path, or `postgresql://user@host/database`.
        merge_copies: whether near-copies of one text count as one article.

    Raises:
        StoreError: there is none, or it cannot be opened.
    """
    with Store(name, create=False) as dossier:
        return dossier.corpus(merge_copies=merge_copies)
