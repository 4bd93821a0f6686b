"""What the filters of a page offer: the parties, issues, acts, outlets and speakers of a view, those with most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pourparlers.model import Act
from pourparlers.report.text import one_line, shorten
from pourparlers.web.look import Look

Options = list[tuple[str, str]]
_MOST = 80
_LABEL = 60


def parties(look: Look, chosen: str = "") -> Options:
    """Parties by their statements."""
    return [(id, look.party(id)) for id in _ranked(look, "parties", look.view.statements_of_party, chosen)]


def issues(look: Look, chosen: str = "") -> Options:
    """Issues by their statements."""
    ids = _ranked(look, "issues", look.view.statements_of_issue, chosen)
    return [(id, shorten(look.issue(id), _LABEL)) for id in ids]


def actors(look: Look, chosen: str = "") -> Options:
    """Speakers by their statements."""
    ids = _ranked(look, "actors", look.view.statements_of_actor, chosen)
    return [(id, shorten(look.name(id), _LABEL)) for id in ids]


def outlets(look: Look, chosen: str = "") -> Options:
    """Outlets by their articles; what has none is left out."""
    names = _ranked(look, "outlets", look.view.articles_of_outlet, chosen)
    return [(name, shorten(one_line(name), _LABEL)) for name in names if name]


def acts(look: Look) -> Options:
    """All acts."""
    return [(act.value, look.words.kind("act", act.value)) for act in Act]


def _ranked(look: Look, kind: str, groups: Mapping[str, Sequence[Any]], chosen: str) -> list[str]:
    def order() -> list[str]:
        return sorted(groups, key=lambda id: (-len(groups[id]), id))[:_MOST]

    ranked = look.view.keep(("choices", kind), order)
    return ranked if not chosen or chosen in ranked else [*ranked, chosen]
