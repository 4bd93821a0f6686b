"""Reads what the press writes about a negotiation and keeps its state of play, every line cited.

>>> import pourparlers as pp
>>> talks = pp.read("reports/")             # doctest: +SKIP
>>> talks.positions().to_pandas()           # doctest: +SKIP
>>> pp.open("talks.db").network("conflict") # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["Corpus", "__version__", "open", "read"]

_WHERE = {"Corpus": "pipeline:Corpus", "read": "pipeline:read", "open": "store.opening:corpus"}

if TYPE_CHECKING:
    from pourparlers.pipeline import Corpus, read
    from pourparlers.store.opening import corpus as open


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load the pipeline, and the model's libraries with it, only when it is used."""
    if name in _WHERE:
        module, _, attribute = _WHERE[name].partition(":")
        return getattr(import_module(f"pourparlers.{module}"), attribute)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
