"""Reads what the press writes about a negotiation and keeps its state of play, every line cited.

>>> import pourparlers as pp
>>> corpus = pp.read("reports/")            # doctest: +SKIP
>>> state = corpus.state()                  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["Corpus", "__version__", "read"]

if TYPE_CHECKING:
    from pourparlers.pipeline import Corpus, read


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load the pipeline, and the model's libraries with it, only when it is used."""
    if name in {"Corpus", "read"}:
        return getattr(import_module("pourparlers.pipeline"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
