"""The state of play as tables for pandas, polars and Arrow, and as graphs for networkx."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pourparlers.dossier.changes import Snapshot
from pourparlers.dossier.codebook import Codebook
from pourparlers.errors import NotFoundError, OutputError
from pourparlers.exports.networks import network
from pourparlers.exports.parquet import to_arrow
from pourparlers.exports.rows import Cell, Table, kind
from pourparlers.exports.tables import tables
from pourparlers.model import StateOfPlay

if TYPE_CHECKING:
    from pourparlers.notebook import Html

EXTRA = 'pip install "pourparlers[python]"'


@dataclass(frozen=True, slots=True)
class Frame:
    """One table of a state of play; its columns are described in docs/how-to/exports.md.

    A notebook shows its first rows; iterating gives each row as a dict.
    """

    name: str
    table: Table
    model: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.columns

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """The rows, each a dict by column; None where nothing is known."""
        return list(self)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.table.columns, row, strict=True)) for row in self.table.rows)

    def __len__(self) -> int:
        return len(self.table.rows)

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self)} rows, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        from pourparlers import notebook  # noqa: PLC0415 - only a notebook needs the templates

        return notebook.frame(self.name, self.columns, self.table.rows)

    def to_pandas(self) -> Any:  # noqa: ANN401
        """A `pandas.DataFrame`: whole numbers as nullable Int64, shares as Float64, the rest as string.

        Raises:
            OutputError: pandas is not installed.
        """
        pandas = _library("pandas")
        types = {int: "Int64", float: "Float64", str: "string"}
        made = {
            name: pandas.array([row[n] for row in self.table.rows], dtype=types[kind(name)])
            for n, name in enumerate(self.columns)
        }
        return pandas.DataFrame(made, columns=list(self.columns))

    def to_polars(self) -> Any:  # noqa: ANN401
        """A `polars.DataFrame`: Int64, Float64 and String.

        Raises:
            OutputError: polars is not installed.
        """
        polars = _library("polars")
        types = {int: polars.Int64, float: polars.Float64, str: polars.String}
        schema = {name: types[kind(name)] for name in self.columns}
        return polars.DataFrame(self.table.rows, schema=schema, orient="row")

    def to_arrow(self) -> Any:  # noqa: ANN401
        """A `pyarrow.Table`: int64, float64 and string.

        Raises:
            OutputError: pyarrow is not installed.
        """
        return to_arrow(self.table, self.model)


class Tables(ABC):
    """The tables, graphs and notebook views of what has a `state`; all take the arguments of `state` too.

    `language` is that of labels, "fr" or "en".
    """

    __slots__ = ("_last",)

    _last: tuple[dict[str, Any], StateOfPlay]

    @abstractmethod
    def state(
        self,
        *,
        codebook: Codebook | None = None,
        date: Date | None = None,
        since: Date | Snapshot | None = None,
    ) -> StateOfPlay:
        """The state of play at a date, and what changed since a date or an earlier state."""

    def _state(self, **at: Any) -> StateOfPlay:  # noqa: ANN401
        """The state of play, made once for the arguments it was last asked with."""
        last: tuple[dict[str, Any], StateOfPlay] | None = getattr(self, "_last", None)
        if last is None or last[0] != at:
            last = (at, self.state(**at))
            object.__setattr__(self, "_last", last)
        return last[1]

    def table(self, name: str, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """One table by its name, such as "matrix" or "evidence".

        Raises:
            NotFoundError: there is no such table.
        """
        state = self._state(**at)
        made = tables(state, language)
        if name not in made:
            raise NotFoundError(f"no table {name!r}", cure=f"one of {', '.join(made)}")
        return Frame(name, made[name], state.model)

    def statements(self, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """Who says what, one row a statement."""
        return self.table("statements", language=language, **at)

    def positions(self, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """What each party holds on each issue, one row a position."""
        return self.table("positions", language=language, **at)

    def meetings(self, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """Meetings held and to come, one row each."""
        return self.table("meetings", language=language, **at)

    def actors(self, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """The people, organisations and countries, one row each."""
        return self.table("actors", language=language, **at)

    def issues(self, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """What is negotiated about, one row an issue."""
        return self.table("issues", language=language, **at)

    def clashes(self, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """Where two parties stand head-on, one row a pair of positions."""
        return self.table("clashes", language=language, **at)

    def divergences(self, *, language: str = "en", **at: Any) -> Frame:  # noqa: ANN401
        """What two reports tell differently, one row each."""
        return self.table("divergences", language=language, **at)

    def network(
        self,
        kind: str = "congruence",
        *,
        level: str = "actor",
        normalisation: str = "none",
        duplicates: str = "all",
        since: str | None = None,
        until: str | None = None,
        language: str = "en",
    ) -> Any:  # noqa: ANN401
        """A discourse network as an undirected `networkx.Graph`; arguments as `exports.networks.network`.

        Nodes and edges have the attributes of the GraphML export, nodes `label` and edges `weight` with them.

        Raises:
            UsageError: an argument has no such value.
            OutputError: networkx is not installed.
        """
        made = network(
            self._state(),
            kind,
            level=level,
            normalisation=normalisation,
            duplicates=duplicates,
            since=since,
            until=until,
            language=language,
        )
        graph = _library("networkx").Graph(**made.attributes)
        graph.add_nodes_from((one.id, {"label": one.label, **one.attributes}) for one in made.nodes)
        graph.add_edges_from(
            (one.source, one.target, {"weight": one.weight, **one.attributes}) for one in made.edges
        )
        return graph

    def article(self, name: str | int, *, language: str = "en", **at: Any) -> Html:  # noqa: ANN401
        """An article for a notebook, who says what highlighted.

        Args:
            name: the article's name, its id, or its place among the articles, from 0.
            language: of labels.
            at: the arguments of `state`.

        Raises:
            NotFoundError: there is no such article.
        """
        from pourparlers import notebook  # noqa: PLC0415

        state = self._state(**at)
        for place, one in enumerate(state.articles):
            if name in (one.name, one.id, place):
                return notebook.article(state, one.id, language=language)
        raise NotFoundError(f"no article {name!r}", cure=f"there are {len(state.articles)}")

    def matrix(self, *, language: str = "en", **at: Any) -> Html:  # noqa: ANN401
        """Who holds what on which issue, for a notebook."""
        from pourparlers import notebook  # noqa: PLC0415

        return notebook.matrix(self._state(**at), language=language)

    def timeline(self, *, language: str = "en", **at: Any) -> Html:  # noqa: ANN401
        """What each side said and who met, day by day, for a notebook."""
        from pourparlers import notebook  # noqa: PLC0415

        return notebook.timeline(self._state(**at), language=language)

    def _repr_html_(self) -> str:
        from pourparlers import notebook  # noqa: PLC0415

        return notebook.overview(self._state())


def _library(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError as error:
        raise OutputError(f"{name} is not installed", cure=EXTRA) from error
