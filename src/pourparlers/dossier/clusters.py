"""The issues that gather statements, and where they lie in meaning."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pourparlers.dossier.centring import Vector
from pourparlers.model import Evidence

_NEAREST = 5


@dataclass
class Cluster:
    """One issue while it gathers statements."""

    id: str
    labels: dict[str, str]
    keys: set[str] = field(default_factory=set)
    terms: list[Evidence] = field(default_factory=list)
    founded: bool = False
    size: int = 0

    def copy(self) -> Cluster:
        """Give another one that goes on from here."""
        return Cluster(self.id, dict(self.labels), self.keys, list(self.terms), self.founded, self.size)


class Space:
    """The centroids of the issues so far; rows grow as issues come."""

    def __init__(self) -> None:
        self._sums: Vector = np.zeros((16, 0), dtype=np.float32)
        self._units: Vector = self._sums
        self._ids: list[str] = []
        self._row: dict[str, int] = {}

    def copy(self) -> Space:
        """Give another one that goes on from here."""
        other = Space()
        other._sums, other._units = self._sums.copy(), self._units.copy()
        other._ids, other._row = list(self._ids), dict(self._row)
        return other

    def add(self, issue: str, vector: Vector | None) -> None:
        """Take a statement into an issue."""
        if vector is None:
            return
        if self._sums.shape[1] == 0:
            self._sums = np.zeros((16, vector.shape[0]), dtype=np.float32)
            self._units = self._sums.copy()
        row = self._row.get(issue)
        if row is None:
            row = self._row[issue] = len(self._ids)
            self._ids.append(issue)
            if row == len(self._sums):
                self._sums = np.vstack([self._sums, np.zeros_like(self._sums)])
                self._units = np.vstack([self._units, np.zeros_like(self._units)])
        self._sums[row] += vector
        self._units[row] = self._sums[row] / max(float(np.sqrt(self._sums[row] @ self._sums[row])), 1e-9)

    def near(self, vector: Vector | None, least: float) -> list[tuple[float, str]]:
        """Give the issues whose cosine to a vector is at least this, the likest first."""
        if vector is None or not self._ids:
            return []
        cosines = self._units[: len(self._ids)] @ vector
        rows = np.flatnonzero(cosines >= least)
        return sorted(((float(cosines[n]), self._ids[n]) for n in rows), key=lambda one: (-one[0], one[1]))[
            :_NEAREST
        ]
