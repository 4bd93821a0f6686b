"""The brief as one HTML page that works from disk: no script, no request, nothing in it but itself."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pourparlers.model import StateOfPlay
from pourparlers.report.brief import brief
from pourparlers.report.wording import wording

FEW_ARTICLES = 12
MOST_ROWS = 30
MOST_IN_CELL = 2
MOST_MOVES = 5
MOST_PEOPLE = 40
MOST_FACING = 15
MOST_ALONE = 10


def render(state: StateOfPlay, *, language: str) -> str:
    """One self-contained page; all article text is escaped, and its policy forbids scripts and requests.

    Args:
        state: the state of play.
        language: of the interface, one of `wording.languages()`.

    Returns:
        The HTML text.

    Raises:
        UsageError: the interface does not speak the language.
    """
    style = (resources.files("pourparlers.report") / "assets" / "brief.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("brief.html.j2")
        .render(
            brief=brief(state, language=language),
            t=wording(language),
            style=Markup(style),
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            open_articles=len(state.articles) <= FEW_ARTICLES,
            most_rows=MOST_ROWS,
            most_in_cell=MOST_IN_CELL,
            most_moves=MOST_MOVES,
            most_people=MOST_PEOPLE,
            most_facing=MOST_FACING,
            most_alone=MOST_ALONE,
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("pourparlers.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["to"] = "#{}".format
    return made
